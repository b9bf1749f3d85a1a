import { AppError } from '../../errors.js'
import type { Id } from '../../ports/model.js'
import type { Passkey, SecondFactorStorage, SecondFactors } from '../../ports/second-factors.js'
import { existing, nextId, type State } from './state.js'

type Row = SecondFactors & { readonly lastStep: number }

export function memorySecondFactors(state: State): SecondFactorStorage {
  const none: Row = { totp: null, recoveryCodes: null, passkeys: [], lastStep: 0 }
  const rowOf = (userId: Id): Row => state.secondFactors.get(userId) ?? none
  // Recovery codes are nothing by themselves.
  const keep = (userId: Id, row: Row) => {
    if (row.totp === null && row.passkeys.length === 0) state.secondFactors.delete(userId)
    else state.secondFactors.set(userId, row)
  }
  const newCodes = (sealedCodes: string, now: Date) => ({ sealedCodes, used: [], createdAt: now, lastUsedAt: null })
  const ownerOf = (isIt: (passkey: Passkey) => boolean) =>
    [...state.secondFactors].find(([, row]) => row.passkeys.some(isIt))?.[0] ?? null
  const change = (userId: Id, id: Id, changed: (passkey: Passkey) => Passkey): Passkey | null => {
    const row = rowOf(userId)
    keep(userId, { ...row, passkeys: row.passkeys.map((one) => (one.id === id ? changed(one) : one)) })
    return rowOf(userId).passkeys.find((one) => one.id === id) ?? null
  }
  return {
    async get(userId) {
      const { totp, recoveryCodes, passkeys } = rowOf(userId)
      return { totp, recoveryCodes, passkeys }
    },
    async addTotp(userId, { sealedSecret, step, sealedCodes, now }) {
      existing(state.users.get(userId), 'a user', userId)
      const row = rowOf(userId)
      if (row.totp !== null) throw new AppError('conflict', 'There is an authenticator app already')
      const totp = { sealedSecret, createdAt: now, lastUsedAt: now }
      keep(userId, { ...row, totp, recoveryCodes: row.recoveryCodes ?? newCodes(sealedCodes, now), lastStep: step })
      return row.recoveryCodes === null
    },
    async useTotp(userId, { step, now }) {
      const row = rowOf(userId)
      if (row.totp === null || row.lastStep >= step) return false
      keep(userId, { ...row, totp: { ...row.totp, lastUsedAt: now }, lastStep: step })
      return true
    },
    async removeTotp(userId) {
      const row = rowOf(userId)
      keep(userId, { ...row, totp: null })
      return row.totp !== null
    },
    async addPasskey(userId, { sealedCodes, now, ...made }) {
      existing(state.users.get(userId), 'a user', userId)
      if (ownerOf(({ credentialId }) => credentialId === made.credentialId) !== null)
        throw new AppError('conflict', 'This passkey is known already')
      const row = rowOf(userId)
      const passkey: Passkey = { ...made, id: nextId(state), createdAt: now, lastUsedAt: null }
      const recoveryCodes = row.recoveryCodes ?? newCodes(sealedCodes, now)
      keep(userId, { ...row, recoveryCodes, passkeys: [...row.passkeys, passkey] })
      return { passkey, areCodesNew: row.recoveryCodes === null }
    },
    async findPasskey(credentialId) {
      const isIt = (one: Passkey) => one.credentialId === credentialId
      const userId = ownerOf(isIt)
      const user = userId === null ? undefined : state.users.get(userId)
      const passkey = userId === null ? undefined : rowOf(userId).passkeys.find(isIt)
      return user?.isActive === true && passkey !== undefined ? { passkey, user } : null
    },
    async usePasskey(id, { signCount, now }) {
      const userId = ownerOf((one) => one.id === id)
      const known = userId === null ? undefined : rowOf(userId).passkeys.find((one) => one.id === id)
      if (userId === null || known === undefined) return false
      if (signCount <= known.signCount && signCount + known.signCount > 0) return false
      change(userId, id, (passkey) => ({ ...passkey, signCount, lastUsedAt: now }))
      return true
    },
    async renamePasskey(userId, id, name) {
      return change(userId, id, (passkey) => ({ ...passkey, name }))
    },
    async removePasskeys(userId, ids) {
      const row = rowOf(userId)
      keep(userId, { ...row, passkeys: row.passkeys.filter(({ id }) => !ids.includes(id)) })
      return row.passkeys.filter(({ id }) => ids.includes(id))
    },
    async replaceRecoveryCodes(userId, { sealedCodes, now }) {
      if (!state.secondFactors.has(userId)) return false
      keep(userId, { ...rowOf(userId), recoveryCodes: newCodes(sealedCodes, now) })
      return true
    },
    async useRecoveryCode(userId, { sealedCodes, index, now }) {
      const row = rowOf(userId)
      const codes = row.recoveryCodes
      if (codes === null || codes.sealedCodes !== sealedCodes || codes.used.includes(index)) return false
      const used = [...codes.used, index].sort((a, b) => a - b)
      keep(userId, { ...row, recoveryCodes: { ...codes, used, lastUsedAt: now } })
      return true
    },
    async removeAll(userId) {
      return state.secondFactors.delete(userId)
    },
  }
}
