import { expect, it } from '@jest/globals'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { aUser, expectCode } from './world.js'

const NONE = { totp: null, recoveryCodes: null, passkeys: [] }

export function secondFactorsContract({ storage }: Subject): void {
  const aFactor = { sealedSecret: 'secret', step: 100, sealedCodes: 'codes', now: NOON }
  const withTotp = async () => {
    const user = await aUser(storage())
    await storage().secondFactors.addTotp(user.id, aFactor)
    return user.id
  }

  it('a user has no second factor, until they have an app with recovery codes', async () => {
    const { secondFactors } = storage()
    const { id } = await aUser(storage())
    expect(await secondFactors.get(id)).toEqual(NONE)
    expect(await secondFactors.addTotp(id, aFactor)).toBe(true)
    expect(await secondFactors.get(id)).toEqual({
      ...NONE,
      totp: { sealedSecret: 'secret', createdAt: NOON, lastUsedAt: NOON },
      recoveryCodes: { sealedCodes: 'codes', used: [], createdAt: NOON, lastUsedAt: null },
    })
    await expectCode(secondFactors.addTotp(id, aFactor), 'conflict')
    await expectCode(secondFactors.addTotp('999999999999', aFactor), 'not_found')
    await expectCode(secondFactors.addTotp('nobody', aFactor), 'not_found')
    expect(await secondFactors.get('nobody')).toEqual(NONE)
  })

  it('no code of an app counts twice, nor one before it', async () => {
    const { secondFactors } = storage()
    const id = await withTotp()
    const later = minutesAfter(NOON, 1)
    expect(await secondFactors.useTotp(id, { step: 100, now: later })).toBe(false)
    const uses = Array.from({ length: 8 }, () => secondFactors.useTotp(id, { step: 102, now: later }))
    expect((await Promise.all(uses)).filter(Boolean)).toHaveLength(1)
    expect(await secondFactors.useTotp(id, { step: 101, now: later })).toBe(false)
    expect((await secondFactors.get(id)).totp?.lastUsedAt).toEqual(later)
    expect(await secondFactors.useTotp('999999999999', { step: 103, now: later })).toBe(false)
  })

  it('a recovery code counts once, until there are others', async () => {
    const { secondFactors } = storage()
    const id = await withTotp()
    const use = (index: number, sealedCodes = 'codes') =>
      secondFactors.useRecoveryCode(id, { sealedCodes, index, now: minutesAfter(NOON, 2) })
    expect((await Promise.all(Array.from({ length: 8 }, () => use(9)))).filter(Boolean)).toHaveLength(1)
    expect([await use(0), await use(0), await use(30)]).toEqual([true, false, true])
    expect((await secondFactors.get(id)).recoveryCodes).toEqual({
      sealedCodes: 'codes',
      used: [0, 9, 30],
      createdAt: NOON,
      lastUsedAt: minutesAfter(NOON, 2),
    })
    const now = minutesAfter(NOON, 3)
    expect(await secondFactors.replaceRecoveryCodes(id, { sealedCodes: 'others', now })).toBe(true)
    expect((await secondFactors.get(id)).recoveryCodes).toEqual({
      sealedCodes: 'others',
      used: [],
      createdAt: now,
      lastUsedAt: null,
    })
    expect([await use(1), await use(1, 'others')]).toEqual([false, true])
  })

  it('without the app there are no recovery codes, and nobody has those of another', async () => {
    const { secondFactors, users } = storage()
    const [id, other] = [await withTotp(), await withTotp()]
    expect(await secondFactors.removeTotp(id)).toBe(true)
    expect(await secondFactors.removeTotp(id)).toBe(false)
    expect(await secondFactors.get(id)).toEqual(NONE)
    expect(await secondFactors.replaceRecoveryCodes(id, { sealedCodes: 'x', now: NOON })).toBe(false)
    expect((await secondFactors.get(other)).totp).not.toBeNull()
    await users.delete(other)
    expect(await secondFactors.get(other)).toEqual(NONE)
  })
}
