import {
  type ActorJson,
  ApiError,
  type MemberDetailJson,
  type PersonJson,
  type RoleName,
  type UserJson,
} from '@mishap/core/client'
import type { MemoryStore } from './store.js'

export function personOf({ id, name, email }: UserJson): PersonJson {
  return { id, name: name || email, email, username: email }
}

/** Whoever is signed in. */
export function viewerOf(store: MemoryStore): PersonJson | null {
  return store.user === null ? null : personOf(store.user)
}

export const RANKS = ['member', 'admin', 'manager', 'owner'] as const
export const ROLE_TITLES = { member: 'Member', admin: 'Admin', manager: 'Manager', owner: 'Owner' } as const

const MEMBER = 'event:read event:write event:admin project:read project:releases team:read member:read org:read'
const ADMIN = `${MEMBER} project:write project:admin team:write team:admin org:integrations`
const MANAGER = `${ADMIN} member:write member:admin org:write`

/** What each role may, as the server tells it. */
export const MAY: Readonly<Record<RoleName, readonly string[]>> = {
  member: MEMBER.split(' '),
  admin: ADMIN.split(' '),
  manager: MANAGER.split(' '),
  owner: `${MANAGER} org:admin`.split(' '),
}

/** Those of the fixtures; without any whoever owns the place. */
export function membersOf(store: MemoryStore): readonly MemberDetailJson[] {
  if (store.members.length > 0 || store.user === null)
    return store.members.map((one) => ({ ...one, teams: [...(one.teams ?? [])] }))
  const { id, email, dateJoined: dateCreated } = store.user
  const role = { role: 'owner', roleName: 'Owner', isOwner: true, orgRole: 'owner', inviteExpires: null } as const
  const teams = store.teams.filter((one) => one.isMember).map(({ slug }) => slug)
  return [{ id, ...role, dateCreated, email, user: store.user, pending: false, teams }]
}

/** The role of whoever is signed in, who owns the place unless the fixtures say otherwise. */
export function roleOf(store: MemoryStore): RoleName {
  return store.members.find(({ user }) => user !== null && user.id === store.user?.id)?.role ?? 'owner'
}

/** Reads `user:1`, `1`, `team:2`, `team:slug`, `#slug`, an e-mail address, `me`; nothing is nobody. Throws the server's 404. */
export function actorNamed(store: MemoryStore, name: string | null): ActorJson | null {
  if (name === null || name.trim() === '') return null
  const team = /^(?:team:#?|#)(.+)$/.exec(name)?.[1]
  if (team !== undefined) {
    const one = store.teams.find(({ id, slug }) => id === team || slug === team)
    if (one === undefined) throw new ApiError(404, 'There is no such team.')
    return { type: 'team', id: one.id, name: one.slug, slug: one.slug }
  }
  const user = name.replace(/^user:/, '')
  const wanted = user === 'me' ? store.user?.id : user
  const people = membersOf(store).flatMap((member) => (member.user === null ? [] : [personOf(member.user)]))
  const one = people.find(({ id, email }) => id === wanted || email === wanted)
  if (one === undefined) throw new ApiError(404, 'There is no such member.')
  return { type: 'user', ...one }
}
