import { type ActorJson, ApiError, type MemberJson, type PersonJson, type UserJson } from '@mishap/core/client'
import type { MemoryStore } from './store.js'

export function personOf({ id, name, email }: UserJson): PersonJson {
  return { id, name: name || email, email, username: email }
}

/** Whoever is signed in. */
export function viewerOf(store: MemoryStore): PersonJson | null {
  return store.user === null ? null : personOf(store.user)
}

/** Those of the fixtures; without any whoever owns the place. */
export function membersOf(store: MemoryStore): readonly MemberJson[] {
  if (store.members.length > 0 || store.user === null) return store.members
  const { id, email, dateJoined: dateCreated } = store.user
  const role = { role: 'owner', roleName: 'Owner', isOwner: true, orgRole: 'owner', inviteExpires: null } as const
  return [{ id, ...role, dateCreated, email, user: store.user, pending: false }]
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
