import type { Context } from '../context.js'
import { AppError } from '../errors.js'
import { notFound } from '../orgs/access.js'
import type { Assignee } from '../ports/issue-state.js'
import type { Id } from '../ports/model.js'

/** What a client may write to name somebody; null for nobody. */
export type AssigneeName =
  | { readonly kind: 'user'; readonly id: Id }
  | { readonly kind: 'email'; readonly email: string }
  | { readonly kind: 'team'; readonly idOrSlug: string }
  | { readonly kind: 'me' }

/** Reads `user:1`, `user:ada@example.com`, `1`, `team:2`, `team:crew`, `#crew`, an e-mail address, `me`. Throws `invalid_input`. */
export function parseAssignee(text: string): AssigneeName | null {
  const name = text.trim()
  if (name === '') return null
  if (name === 'me') return { kind: 'me' }
  const team = /^(?:team:#?|#)(.+)$/.exec(name)?.[1]
  if (team !== undefined) return { kind: 'team', idOrSlug: team }
  const user = name.startsWith('user:') ? name.slice('user:'.length) : name
  if (/^\d+$/.test(user)) return { kind: 'user', id: user }
  if (user.includes('@')) return { kind: 'email', email: user }
  throw new AppError(
    'invalid_input',
    `assignedTo: wanted user:1, team:2, team:slug, #slug, an e-mail address or nothing, found ${JSON.stringify(name.slice(0, 80))}`,
  )
}

/** Rejects with `not_found` unless it is a member or a team of the organization. */
export async function findAssignee(
  { storage }: Context,
  organizationId: Id,
  name: AssigneeName,
  actorId: Id,
): Promise<Assignee> {
  if (name.kind === 'team') {
    const { idOrSlug } = name
    const team =
      (/^\d+$/.test(idOrSlug) ? await storage.teams.get(organizationId, idOrSlug) : null) ??
      (await storage.teams.getBySlug(organizationId, idOrSlug))
    if (team === null) throw notFound('team')
    return { kind: 'team', id: team.id }
  }
  const id = name.kind === 'me' ? actorId : await userIdOf(storage, name)
  const membership = id === null ? null : await storage.organizations.membership(organizationId, id)
  if (id === null || membership === null) throw notFound('member')
  return { kind: 'user', id }
}

async function userIdOf(
  storage: Context['storage'],
  name: Extract<AssigneeName, { kind: 'user' | 'email' }>,
): Promise<Id | null> {
  if (name.kind === 'user') return name.id
  return (await storage.users.getByEmail(name.email))?.id ?? null
}
