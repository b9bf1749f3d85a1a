import type { ActorJson, PersonJson } from '../client/issue-work-types.js'
import type { Context } from '../context.js'
import type { Assignee, IssueMark } from '../ports/issue-state.js'
import type { Id, Issue, User } from '../ports/model.js'

/** Names for the ids that some issues or entries of their log hold. */
export interface People {
  person(id: Id | null): PersonJson | null
  actor(assignee: Assignee | null): ActorJson | null
}

/** Looks up users and teams once each. Who is gone is null. */
export async function findPeople(
  { storage }: Context,
  organizationId: Id,
  wanted: { readonly userIds: Iterable<Id | null>; readonly teamIds?: Iterable<Id> },
): Promise<People> {
  const userIds = [...new Set(wanted.userIds)].filter((id) => id !== null)
  const teamIds = [...new Set(wanted.teamIds ?? [])]
  const [users, teams] = await Promise.all([
    storage.users.getMany(userIds),
    storage.teams.getMany(organizationId, teamIds),
  ])
  const userOf = new Map(users.map((user) => [user.id, user]))
  const teamOf = new Map(teams.map((team) => [team.id, team]))
  return {
    person(id) {
      const user = id === null ? undefined : userOf.get(id)
      return user === undefined ? null : personJson(user)
    },
    actor(assignee) {
      if (assignee === null) return null
      const { kind, id } = assignee
      if (kind === 'team') {
        const team = teamOf.get(id)
        return team === undefined ? null : { type: 'team', id, name: team.slug, slug: team.slug }
      }
      const user = userOf.get(id)
      return user === undefined ? null : { type: 'user', ...personJson(user) }
    },
  }
}

/** What the caller's own marks and the assignees add to some issues of one organization. */
export interface IssueView {
  readonly people: People
  readonly marks: ReadonlyMap<Id, IssueMark>
  readonly now: Date
}

export async function viewIssues(
  context: Context,
  organizationId: Id,
  issues: readonly Issue[],
  viewerId: Id,
): Promise<IssueView> {
  const assignees = issues.map((issue) => issue.assignee).filter((assignee) => assignee !== null)
  const idsOf = (kind: Assignee['kind']) => assignees.filter((one) => one.kind === kind).map((one) => one.id)
  const [people, marks] = await Promise.all([
    findPeople(context, organizationId, { userIds: idsOf('user'), teamIds: idsOf('team') }),
    context.storage.issues.marksOf(
      organizationId,
      issues.map((issue) => issue.id),
      viewerId,
    ),
  ])
  return { people, marks, now: context.clock.now() }
}

function personJson({ id, name, email }: User): PersonJson {
  return { id, name: name || email, email, username: email }
}
