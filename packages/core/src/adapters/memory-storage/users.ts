import { AppError } from '../../errors.js'
import { IS_PRIMARY_OWNER } from '../../ports/members.js'
import type { Id, User } from '../../ports/model.js'
import type { SessionStorage, TokenStorage, UserStorage } from '../../ports/users.js'
import { forgetUserInIncidents } from './incidents.js'
import { pageOf } from './paging.js'
import { removePlace } from './places.js'
import { existing, given, nextId, type State } from './state.js'

export function memoryUsers(state: State): UserStorage {
  return {
    async create(user) {
      return addUser(state, user)
    },
    async createFirst(user) {
      return state.users.size > 0 ? null : addUser(state, { ...user, isSuperuser: true })
    },
    async get(id) {
      return state.users.get(id) ?? null
    },
    async getMany(ids) {
      return [...new Set(ids)].map((id) => state.users.get(id)).filter((user) => user !== undefined)
    },
    async list(page, filter) {
      const query = (filter?.query ?? '').toLowerCase()
      const users = [...state.users.values()].filter(
        ({ email, name }) => email.toLowerCase().includes(query) || name.toLowerCase().includes(query),
      )
      return pageOf(users, page, { parts: ['number'], keyOf: ({ id }) => [Number(id)] })
    },
    async getByEmail(email) {
      return userByEmail(state, email)
    },
    async update(id, change) {
      const user = state.users.get(id)
      if (user === undefined) return null
      const updated = { ...user, ...given(change) }
      state.users.set(id, updated)
      return updated
    },
    async delete(id) {
      if (!state.users.has(id)) return false
      const own = [...state.memberships.values()].filter((one) => one.userId === id)
      if (own.some((one) => state.primaryOwners.get(one.organizationId) === one.id))
        throw new AppError('invalid_input', IS_PRIMARY_OWNER)
      for (const { id: place } of own) removePlace(state, place)
      for (const [key, row] of state.emails) if (row.userId === id) state.emails.delete(key)
      for (const row of state.tokens.values()) if (row.token.userId === id) state.tokens.delete(row.token.id)
      for (const one of state.sessions.values()) if (one.userId === id) state.sessions.delete(one.idHash)
      for (const one of state.secrets.values()) if (one.userId === id) state.secrets.delete(one.tokenHash)
      for (const [hash, row] of state.confirmations) if (row.userId === id) state.confirmations.delete(hash)
      state.mails.delete(id)
      for (const [key, { userId }] of state.news) if (userId === id) state.news.delete(key)
      state.secondFactors.delete(id)
      for (const [key, one] of state.identities) if (one.userId === id) state.identities.delete(key)
      for (const [hostId, userId] of state.hostUsers) if (userId === id) state.hostUsers.delete(hostId)
      forgetUserInIncidents(state, id)
      return state.users.delete(id)
    },
    async hasAny() {
      return state.users.size > 0
    },
  }
}

/** In one step, as long as nothing is awaited. Throws `conflict` where the address is taken. */
export function addUser(state: State, user: Parameters<UserStorage['create']>[0]): User {
  if (userByEmail(state, user.email) !== null)
    throw new AppError('conflict', `A user with the email ${user.email} exists already`)
  const created: User = {
    ...user,
    id: nextId(state),
    isActive: true,
    createdAt: new Date(),
    lastLoginAt: null,
    options: {},
  }
  state.users.set(created.id, created)
  return created
}

export function userByEmail(state: State, email: string): User | null {
  const wanted = email.toLowerCase()
  return [...state.users.values()].find((user) => user.email.toLowerCase() === wanted) ?? null
}

export function memorySessions(state: State): SessionStorage {
  return {
    async create(session, options) {
      const user = existing(state.users.get(session.userId), 'a user', session.userId)
      if (options !== undefined && options.passwordHash !== user.passwordHash) return false
      if (state.sessions.has(session.idHash))
        throw new AppError('conflict', 'A session with this secret exists already')
      state.sessions.set(session.idHash, session)
      return true
    },
    async find(idHash, now) {
      const session = state.sessions.get(idHash)
      const user = activeUser(state, session?.userId)
      if (session === undefined || user === null || session.expiresAt <= now) return null
      const acting = state.acting.get(idHash)
      return { session, user, acting: acting !== undefined && state.users.has(acting.userId) ? acting : null }
    },
    async setActing(idHash, acting) {
      if (acting === null) state.acting.delete(idHash)
      else if (state.sessions.has(idHash)) state.acting.set(idHash, acting)
    },
    async extend(idHash, expiresAt) {
      const session = state.sessions.get(idHash)
      if (session !== undefined) state.sessions.set(idHash, { ...session, expiresAt })
    },
    async delete(idHash) {
      state.sessions.delete(idHash)
    },
    async deleteForUser(userId, options) {
      for (const session of state.sessions.values())
        if (session.userId === userId && session.idHash !== options?.except) state.sessions.delete(session.idHash)
    },
    async list(userId, now) {
      const own = [...state.sessions.values()].filter((one) => one.userId === userId && one.expiresAt > now)
      return own.sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
    },
    async setProofs(idHash, proofs) {
      const session = state.sessions.get(idHash)
      if (session !== undefined) state.sessions.set(idHash, { ...session, proofs })
    },
  }
}

export function memoryTokens(state: State): TokenStorage {
  const byHash = (tokenHash: string) => [...state.tokens.values()].find((row) => row.tokenHash === tokenHash)
  return {
    async create({ userId, label, scopes, tokenHash, expiresAt = null }) {
      existing(state.users.get(userId), 'a user', userId)
      const before = byHash(tokenHash)
      if (before !== undefined && before.token.userId !== userId)
        throw new AppError('conflict', 'Another user has a token of this value')
      const token = before?.token ?? { id: nextId(state), userId, createdAt: new Date(), lastUsedAt: null }
      const stored = { ...token, label, scopes: [...scopes], expiresAt }
      state.tokens.set(stored.id, { token: stored, tokenHash })
      return stored
    },
    async findByHash(tokenHash, now) {
      const row = byHash(tokenHash)
      const user = activeUser(state, row?.token.userId)
      if (row === undefined || user === null) return null
      const { expiresAt } = row.token
      return expiresAt !== null && expiresAt <= now ? null : { token: row.token, user }
    },
    async list(userId, page) {
      const tokens = [...state.tokens.values()].map((row) => row.token).filter((token) => token.userId === userId)
      return pageOf(tokens, page, { parts: ['number'], keyOf: (token) => [Number(token.id)] })
    },
    async delete(userId, id) {
      return state.tokens.get(id)?.token.userId === userId && state.tokens.delete(id)
    },
    async touch(id, now) {
      const row = state.tokens.get(id)
      if (row !== undefined) state.tokens.set(id, { ...row, token: { ...row.token, lastUsedAt: now } })
    },
  }
}

function activeUser(state: State, id: Id | undefined): User | null {
  const user = id === undefined ? undefined : state.users.get(id)
  return user?.isActive === true ? user : null
}
