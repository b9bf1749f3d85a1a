import { AppError } from '../../errors.js'
import type { Id, User } from '../../ports/model.js'
import { type Identity, IS_LAST_WAY, type NewIdentity, type SignInStorage } from '../../ports/sign-in.js'
import { existing, nextId, type State } from './state.js'
import { addUser, userByEmail } from './users.js'

export function memorySignIn(state: State): SignInStorage {
  const { providers, identities, signInAttempts } = state
  const find = (one: NewIdentity): Identity | undefined => identities.get(keyOf(one))
  const keep = (userId: Id, one: NewIdentity, now: Date) => {
    const made: Identity = { ...one, id: nextId(state), userId, createdAt: now, lastUsedAt: now }
    identities.set(keyOf(one), made)
  }
  const ownerOfEmail = (email: string): { user: User; isVerified: boolean } | null => {
    const wanted = email.toLowerCase()
    const primary = userByEmail(state, email)
    if (primary !== null) return { user: primary, isVerified: state.verifiedEmails.has(wanted) }
    const second = [...state.emails.values()].find((row) => row.isVerified && row.email.toLowerCase() === wanted)
    const user = second === undefined ? undefined : state.users.get(second.userId)
    return user === undefined ? null : { user, isVerified: true }
  }
  return {
    async providers() {
      return [...providers.values()]
        .map((one) => {
          const isJoined = one.joining !== null && state.organizations.has(one.joining.organizationId)
          return isJoined ? one : { ...one, joining: null }
        })
        .sort((a, b) => (a.id < b.id ? -1 : 1))
    },
    async saveProvider(provider) {
      const { joining } = provider
      if (joining !== null)
        existing(state.organizations.get(joining.organizationId), 'an organization', joining.organizationId)
      providers.set(provider.id, provider)
    },
    async removeProvider(id) {
      return providers.delete(id)
    },
    async settings() {
      return state.signInSettings
    },
    async saveSettings(settings) {
      state.signInSettings = settings
    },
    async identities(userId) {
      return [...identities.values()].filter((one) => one.userId === userId)
    },
    async useIdentity(given, now) {
      const known = find(given)
      if (known === undefined) return null
      identities.set(keyOf(given), { ...known, email: given.email, name: given.name, lastUsedAt: now })
      return state.users.get(known.userId) ?? null
    },
    async connect(userId, given, now) {
      existing(state.users.get(userId), 'a user', userId)
      const known = find(given)
      if (known === undefined) keep(userId, given, now)
      else if (known.userId !== userId) throw isAnothers(given)
    },
    async createUser({ email, name, isEmailVerified, identity, now }) {
      if (find(identity) !== undefined) throw isAnothers(identity)
      if (ownerOfEmail(email) !== null) throw new AppError('conflict', `A user with the email ${email} exists already`)
      const user = addUser(state, { email, name, passwordHash: null, isSuperuser: false })
      if (isEmailVerified) state.verifiedEmails.add(email.toLowerCase())
      keep(user.id, identity, now)
      return user
    },
    async disconnect(userId, { providerId, subject, keepOneOf }) {
      const own = [...identities].filter(([, one]) => one.userId === userId)
      const gone = own.filter(([, one]) => one.providerId === providerId && one.subject === subject)
      if (gone.length === 0) return false
      const isLeft = own.some(([key, one]) => !gone.some(([k]) => k === key) && keepOneOf?.includes(one.providerId))
      if (keepOneOf !== null && !isLeft) throw new AppError('invalid_input', IS_LAST_WAY)
      for (const [key] of gone) identities.delete(key)
      return true
    },
    async ownerOfEmail(email) {
      return ownerOfEmail(email)
    },
    async addAttempt(attempt) {
      signInAttempts.set(attempt.keyHash, attempt)
    },
    async findAttempt(keyHash, now) {
      const found = signInAttempts.get(keyHash)
      return found !== undefined && found.expiresAt > now ? found.data : null
    },
    async takeAttempt(keyHash, now) {
      const found = signInAttempts.get(keyHash)
      signInAttempts.delete(keyHash)
      return found !== undefined && found.expiresAt > now ? found.data : null
    },
  }
}

function keyOf({ providerId, issuer, subject }: NewIdentity): string {
  return JSON.stringify([providerId, issuer, subject])
}

function isAnothers({ providerId, subject }: NewIdentity): AppError {
  return new AppError('conflict', `${subject} of ${providerId} signs somebody else in already`)
}
