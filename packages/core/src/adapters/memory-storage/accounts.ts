import { AppError } from '../../errors.js'
import type { AccountStorage, UserEmail } from '../../ports/accounts.js'
import type { Id, User } from '../../ports/model.js'
import { memoryMailChoices } from './mail-choices.js'
import { existing, type State } from './state.js'

export function memoryAccounts(state: State): AccountStorage {
  const lower = (email: string) => email.toLowerCase()
  const keyOf = (userId: Id, email: string) => `${userId} ${lower(email)}`
  const primaryOf = (email: string): User | undefined =>
    [...state.users.values()].find((user) => lower(user.email) === lower(email))
  const isVerifiedOfAnother = (email: string, userId: Id) =>
    [...state.emails.values()].some(
      (row) => row.isVerified && row.userId !== userId && lower(row.email) === lower(email),
    )
  const refuseTaken = (email: string): never => {
    throw new AppError('conflict', `${email} is somebody's address already`)
  }
  const open = (tokenHash: string, now: Date) => {
    const found = state.confirmations.get(tokenHash)
    return found !== undefined && found.expiresAt > now ? { userId: found.userId, email: found.email } : null
  }
  return {
    ...memoryMailChoices(state),
    async emails(userId) {
      const user = state.users.get(userId)
      if (user === undefined) return []
      const isVerified = state.verifiedEmails.has(lower(user.email))
      const second = [...state.emails.values()]
        .filter((row) => row.userId === userId)
        .map((row): UserEmail => ({ email: row.email, isPrimary: false, isVerified: row.isVerified }))
        .sort((a, b) => (lower(a.email) < lower(b.email) ? -1 : 1))
      return [{ email: user.email, isPrimary: true, isVerified }, ...second]
    },
    async addEmail(userId, email) {
      existing(state.users.get(userId), 'a user', userId)
      if (primaryOf(email) !== undefined || isVerifiedOfAnother(email, userId)) refuseTaken(email)
      if (state.emails.has(keyOf(userId, email))) refuseTaken(email)
      state.emails.set(keyOf(userId, email), { userId, email, isVerified: false })
      return { email, isPrimary: false, isVerified: false }
    },
    async removeEmail(userId, email) {
      return state.emails.delete(keyOf(userId, email))
    },
    async setPrimaryEmail(userId, email) {
      const user = state.users.get(userId)
      const second = state.emails.get(keyOf(userId, email))
      if (user === undefined || second?.isVerified !== true) return null
      if (primaryOf(second.email) !== undefined) refuseTaken(email)
      const wasVerified = state.verifiedEmails.delete(lower(user.email))
      state.emails.delete(keyOf(userId, email))
      state.emails.set(keyOf(userId, user.email), { userId, email: user.email, isVerified: wasVerified })
      state.verifiedEmails.add(lower(second.email))
      const changed = { ...user, email: second.email }
      state.users.set(userId, changed)
      return changed
    },
    async addConfirmation({ tokenHash, ...confirmation }) {
      existing(state.users.get(confirmation.userId), 'a user', confirmation.userId)
      const earlier = [...state.confirmations].filter(
        ([, one]) => one.userId === confirmation.userId && lower(one.email) === lower(confirmation.email),
      )
      for (const [hash] of earlier) state.confirmations.delete(hash)
      state.confirmations.set(tokenHash, confirmation)
    },
    async findConfirmation(tokenHash, now) {
      return open(tokenHash, now)
    },
    async confirm(tokenHash, now) {
      const found = open(tokenHash, now)
      if (found === null) return null
      const { userId, email } = found
      const second = state.emails.get(keyOf(userId, email))
      const isPrimary = primaryOf(email)?.id === userId
      if (second === undefined && !isPrimary) return null
      const isTaken = !isPrimary && (primaryOf(email) !== undefined || isVerifiedOfAnother(email, userId))
      if (isTaken) refuseTaken(email)
      state.confirmations.delete(tokenHash)
      if (isPrimary) state.verifiedEmails.add(lower(email))
      else if (second !== undefined) state.emails.set(keyOf(userId, email), { ...second, isVerified: true })
      return found
    },
  }
}
