import type { Actor } from '../auth/actor.js'
import type { Context } from '../context.js'
import { isMemberOf, notFound } from '../orgs/access.js'
import type { Id, Issue, Organization, Project } from '../ports/model.js'

/** An issue with what belongs to its name. */
export interface OpenIssue {
  readonly issue: Issue
  readonly project: Project
  readonly organization: Organization
}

/** The issue, if the actor is in its organization, and in the one of `slug` where that is given; else `not_found`. */
export async function openIssue(context: Context, actor: Actor, id: Id, slug?: string): Promise<OpenIssue> {
  const { storage } = context
  const issue = await getWhole(storage, id)
  if (issue === null || !(await isMemberOf(context, actor, issue.organizationId))) throw notFound('issue')
  const [organization, project] = await Promise.all([
    storage.organizations.get(issue.organizationId),
    storage.projects.get(issue.organizationId, issue.projectId),
  ])
  if (organization === null || project === null) throw notFound('issue')
  if (slug !== undefined && organization.slug !== slug) throw notFound('issue')
  return { issue, project, organization }
}

/** The issue, or the one that it has become part of. */
async function getWhole(storage: Context['storage'], id: Id): Promise<Issue | null> {
  const issue = await storage.issues.get(id)
  return issue === null || issue.mergedInto === null ? issue : storage.issues.get(issue.mergedInto)
}

/** The projects of some issues of one organization, by id. */
export async function projectsOf(context: Context, issues: readonly Issue[]): Promise<ReadonlyMap<Id, Project>> {
  const [first] = issues
  if (first === undefined) return new Map()
  const found = await context.storage.projects.getMany(first.organizationId, [
    ...new Set(issues.map((issue) => issue.projectId)),
  ])
  return new Map(found.map((project) => [project.id, project]))
}
