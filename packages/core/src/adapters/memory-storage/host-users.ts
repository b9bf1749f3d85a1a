import { AppError } from '../../errors.js'
import type { HostUserStorage } from '../../ports/host-users.js'
import type { State } from './state.js'
import { addUser, userByEmail } from './users.js'

export function memoryHostUsers(state: State): HostUserStorage {
  return {
    async adopt({ hostId, email, name, isSuperuser }) {
      const known = state.users.get(state.hostUsers.get(hostId) ?? '') ?? null
      const holder = userByEmail(state, email)
      if (known !== null && holder !== null && holder.id !== known.id)
        throw new AppError('conflict', `${email} is another user's address`)
      if (known === null && holder !== null && [...state.hostUsers.values()].includes(holder.id))
        throw new AppError('conflict', `${email} is the address of somebody else of the host`)
      const user = known ?? holder ?? addUser(state, { email, name: name ?? '', passwordHash: null, isSuperuser })
      const current = { ...user, email, name: name ?? user.name, isSuperuser }
      state.hostUsers.set(hostId, user.id)
      state.users.set(user.id, current)
      state.verifiedEmails.add(email.toLowerCase())
      return current
    },
  }
}
