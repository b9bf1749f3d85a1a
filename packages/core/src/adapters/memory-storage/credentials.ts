import type { CredentialStorage, SecretPurpose } from '../../ports/credentials.js'
import type { User } from '../../ports/model.js'
import { existing, type State } from './state.js'

export function memoryCredentials(state: State): CredentialStorage {
  const find = (purpose: SecretPurpose, tokenHash: string, now: Date): User | null => {
    const secret = state.secrets.get(tokenHash)
    if (secret === undefined || secret.purpose !== purpose || secret.expiresAt <= now) return null
    const user = state.users.get(secret.userId)
    return user?.isActive === true && user.email === secret.email ? user : null
  }
  return {
    async addSecret(secret, options) {
      const { email, passwordHash } = existing(state.users.get(secret.userId), 'a user', secret.userId)
      if (options !== undefined && options.passwordHash !== passwordHash) return false
      state.secrets.set(secret.tokenHash, { ...secret, email })
      return true
    },
    async findSecret(purpose, tokenHash, now) {
      return find(purpose, tokenHash, now)
    },
    async takeSecret(purpose, tokenHash, now) {
      const user = find(purpose, tokenHash, now)
      if (user !== null) state.secrets.delete(tokenHash)
      return user
    },
    async setPassword(userId, passwordHash, options) {
      const user = state.users.get(userId)
      if (user === undefined) return null
      const changed = { ...user, passwordHash }
      state.users.set(userId, changed)
      for (const session of state.sessions.values())
        if (session.userId === userId && session.idHash !== options?.exceptSession)
          state.sessions.delete(session.idHash)
      for (const secret of state.secrets.values()) if (secret.userId === userId) state.secrets.delete(secret.tokenHash)
      return changed
    },
    async rehashPassword(userId, { from, to }) {
      const user = state.users.get(userId)
      if (user?.passwordHash === from) state.users.set(userId, { ...user, passwordHash: to })
    },
  }
}
