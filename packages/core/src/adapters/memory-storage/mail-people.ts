import { wantsMail } from '../../ports/mail-choices.js'
import { MAIL_REASONS, type MailAudience, type MailPerson } from '../../ports/mail-people.js'
import type { Id } from '../../ports/model.js'
import { mailChoicesOf } from './mail-choices.js'
import type { State } from './state.js'
import { userByEmail } from './users.js'

export function mailPeople(
  state: State,
  organizationId: Id,
  projectId: Id,
  { kind: mailKind, isForProject, named, addresses }: MailAudience,
): readonly MailPerson[] {
  const project = state.projects.get(projectId)
  if (project?.project.organizationId !== organizationId) return []
  const members = new Map(
    [...state.memberships.values()]
      .filter((one) => one.organizationId === organizationId)
      .map(({ id, userId }) => [id, userId]),
  )
  const ofTeam = (teamId: Id) => {
    const team = state.teams.get(teamId)
    return team?.organizationId === organizationId ? [...team.membershipIds].map((id) => members.get(id)) : []
  }
  const teamIds = isForProject ? [...project.teamIds] : []
  const userIds = new Set(members.values())
  const byAddress = addresses.map((address) => ({ address, userId: userByEmail(state, address)?.id ?? null }))
  const reached = [
    ...named.flatMap(({ kind, id, reason }) =>
      (kind === 'user' ? [id] : ofTeam(id)).map((userId) => ({ userId, reason })),
    ),
    ...teamIds.flatMap(ofTeam).map((userId) => ({ userId, reason: 'project' as const })),
    ...byAddress.map(({ userId }) => ({ userId, reason: 'address' as const })),
  ]
  const people = new Map<string, MailPerson>()
  const keep = (person: MailPerson) => {
    const key = person.address.toLowerCase()
    const rank = MAIL_REASONS.indexOf(people.get(key)?.reason ?? 'address')
    if (!people.has(key) || MAIL_REASONS.indexOf(person.reason) < rank) people.set(key, person)
  }
  for (const { userId, reason } of reached) {
    const user = state.users.get(userId ?? '')
    if (user?.isActive && userIds.has(user.id) && wantsMail(mailChoicesOf(state, user.id), projectId, mailKind))
      keep({ userId: user.id, address: user.email, reason })
  }
  for (const { address, userId } of byAddress)
    if (userId === null || !userIds.has(userId)) keep({ userId: null, address, reason: 'address' })
  return [...people.values()].sort((a, b) => (a.address < b.address ? -1 : 1))
}
