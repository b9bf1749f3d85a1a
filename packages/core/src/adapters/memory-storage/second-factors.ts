import { AppError } from '../../errors.js'
import type { SecondFactorStorage } from '../../ports/second-factors.js'
import { existing, type State } from './state.js'

export function memorySecondFactors(state: State): SecondFactorStorage {
  const none = { totp: null, recoveryCodes: null, lastStep: 0 }
  return {
    async get(userId) {
      const { totp, recoveryCodes } = state.secondFactors.get(userId) ?? none
      return { totp, recoveryCodes }
    },
    async addTotp(userId, { sealedSecret, step, sealedCodes, now }) {
      existing(state.users.get(userId), 'a user', userId)
      if (state.secondFactors.has(userId)) throw new AppError('conflict', 'There is an authenticator app already')
      state.secondFactors.set(userId, {
        totp: { sealedSecret, createdAt: now, lastUsedAt: now },
        recoveryCodes: { sealedCodes, used: [], createdAt: now, lastUsedAt: null },
        lastStep: step,
      })
    },
    async useTotp(userId, { step, now }) {
      const row = state.secondFactors.get(userId)
      if (row?.totp == null || row.lastStep >= step) return false
      state.secondFactors.set(userId, { ...row, totp: { ...row.totp, lastUsedAt: now }, lastStep: step })
      return true
    },
    async replaceRecoveryCodes(userId, { sealedCodes, now }) {
      const row = state.secondFactors.get(userId)
      if (row === undefined) return false
      const recoveryCodes = { sealedCodes, used: [], createdAt: now, lastUsedAt: null }
      state.secondFactors.set(userId, { ...row, recoveryCodes })
      return true
    },
    async useRecoveryCode(userId, { sealedCodes, index, now }) {
      const row = state.secondFactors.get(userId)
      const codes = row?.recoveryCodes
      if (row === undefined || codes == null || codes.sealedCodes !== sealedCodes || codes.used.includes(index))
        return false
      const used = [...codes.used, index].sort((a, b) => a - b)
      state.secondFactors.set(userId, { ...row, recoveryCodes: { ...codes, used, lastUsedAt: now } })
      return true
    },
    async remove(userId) {
      return state.secondFactors.delete(userId)
    },
  }
}
