import type { ImportMark, ImportPlace } from '../ports/imports.js'
import type { Assignee, Author } from '../ports/issue-state.js'
import type { Id, Organization } from '../ports/model.js'
import type { ImportJob } from './job.js'
import type { RemoteAssignee, RemoteIssue } from './read.js'

/** What people say of an issue at the source: it is told here once, and again only when they say something else. */
export function toldOf({ status, priority, assignee }: RemoteIssue): string {
  return JSON.stringify([status, priority, assignee])
}

/**
 * Gives an issue its state. One that several of the source have become is unresolved when one of them is; of the others the
 * first decides. Answers whether its assignee could not be found here.
 */
export async function giveState(
  job: ImportJob,
  organization: Organization,
  { status, priority, assignee }: RemoteIssue,
  { issueId, isJoined }: { readonly issueId: Id; readonly isJoined: boolean },
): Promise<boolean> {
  const { issues } = job.context.storage
  const filter = filterOf(organization, issueId)
  const before = await issues.get(issueId)
  const isUnresolved = status.status === 'unresolved'
  if (before !== null && (!isJoined || isUnresolved) && (before.status !== status.status || !isUnresolved))
    await issues.setStatus(filter, status, authorOf(job))
  if (isJoined) return false
  if (priority !== null) await issues.setPriority(filter, priority, authorOf(job))
  return assignee !== null && !(await assign(job, organization, issueId, assignee))
}

/** Whoever had not accepted their invitation at the last run may have by now. */
export async function assignAgain(
  job: ImportJob,
  about: {
    readonly organization: Organization
    readonly place: ImportPlace
    readonly issue: RemoteIssue
    readonly mark: ImportMark
  },
): Promise<void> {
  const { organization, place, issue, mark } = about
  const isMissing = mark.state.isUnassigned === true && issue.assignee !== null && !job.isDryRun
  if (!isMissing || !(await assign(job, organization, mark.localId, issue.assignee))) {
    job.tally.present('issues')
    return
  }
  await job.context.storage.imports.set(place, { ...mark, state: { ...mark.state, isUnassigned: false } })
  job.tally.changed('issues')
}

async function assign(
  job: ImportJob,
  organization: Organization,
  issueId: Id,
  assignee: RemoteAssignee,
): Promise<boolean> {
  const { storage } = job.context
  const here = await assigneeOf(storage, organization.id, assignee)
  if (here === null) {
    job.tally.note(
      'Issues of people who have not accepted their invitation are assigned to nobody. Run it again when they have.',
    )
    return false
  }
  await storage.issues.assign(filterOf(organization, issueId), here, authorOf(job))
  return true
}

async function assigneeOf(
  { members, teams }: ImportJob['context']['storage'],
  organizationId: Id,
  assignee: RemoteAssignee,
): Promise<Assignee | null> {
  if (assignee.kind === 'team') {
    const team = await teams.getBySlug(organizationId, assignee.slug)
    return team === null ? null : { kind: 'team', id: team.id }
  }
  const member = await members.getByEmail(organizationId, assignee.email)
  return member?.user ? { kind: 'user', id: member.user.id } : null
}

function filterOf({ id }: Organization, issueId: Id) {
  return { organizationId: id, projectIds: null, ids: [issueId] }
}

function authorOf({ context }: ImportJob): Author {
  return { userId: null, via: 'system', at: context.clock.now() }
}
