import { expect, it } from '@jest/globals'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { aName, aUser, expectCode } from './world.js'

const NONE = { totp: null, recoveryCodes: null, passkeys: [] }

export function passkeysContract({ storage }: Subject): void {
  const aPasskey = (options: { readonly name?: string; readonly signCount?: number } = {}) => ({
    credentialId: aName('credential'),
    publicKey: 'key',
    signCount: 0,
    name: 'laptop',
    isPasswordless: true,
    transports: ['internal', 'hybrid'],
    sealedCodes: 'codes',
    now: NOON,
    ...options,
  })
  const withPasskey = async (options: Parameters<typeof aPasskey>[0] = {}) => {
    const user = await aUser(storage())
    const { passkey } = await storage().secondFactors.addPasskey(user.id, aPasskey(options))
    return { user, passkey }
  }

  it('a user has several passkeys, and recovery codes with the first', async () => {
    const { secondFactors } = storage()
    const user = await aUser(storage())
    const [one, other] = [aPasskey(), aPasskey({ name: 'ключ 🔑' })]
    const first = await secondFactors.addPasskey(user.id, one)
    const second = await secondFactors.addPasskey(user.id, { ...other, sealedCodes: 'others' })
    expect([first.areCodesNew, second.areCodesNew]).toEqual([true, false])
    const { sealedCodes: _, now, ...kept } = one
    expect(first.passkey).toEqual({ ...kept, id: first.passkey.id, createdAt: now, lastUsedAt: null })
    expect(await secondFactors.get(user.id)).toEqual({
      totp: null,
      recoveryCodes: { sealedCodes: 'codes', used: [], createdAt: NOON, lastUsedAt: null },
      passkeys: [first.passkey, second.passkey],
    })
    expect(second.passkey.name).toBe('ключ 🔑')
    await expectCode(secondFactors.addPasskey('999999999999', aPasskey()), 'not_found')
    await expectCode(secondFactors.addPasskey('nobody', aPasskey()), 'not_found')
  })

  it('a credential is of one user, whoever else adds it at once', async () => {
    const { secondFactors } = storage()
    const users = await Promise.all(Array.from({ length: 6 }, () => aUser(storage())))
    const passkey = aPasskey()
    const adds = await Promise.allSettled(users.map(({ id }) => secondFactors.addPasskey(id, passkey)))
    expect(adds.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const { reason } of adds.filter((one) => one.status === 'rejected'))
      expect(reason).toMatchObject({ code: 'conflict' })
    const owner = await secondFactors.findPasskey(passkey.credentialId)
    const losers = users.filter(({ id }) => id !== owner?.user.id)
    for (const { id } of losers) expect(await secondFactors.get(id)).toEqual(NONE)
  })

  it('a passkey is found by its credential, while its user is active', async () => {
    const { secondFactors, users } = storage()
    const { user, passkey } = await withPasskey()
    expect(await secondFactors.findPasskey(passkey.credentialId)).toEqual({ passkey, user })
    for (const unknown of ['unknown', '', 'a\0b']) expect(await secondFactors.findPasskey(unknown)).toBeNull()
    await users.update(user.id, { isActive: false })
    expect(await secondFactors.findPasskey(passkey.credentialId)).toBeNull()
  })

  it('no signature counts twice, of a passkey that counts', async () => {
    const { secondFactors } = storage()
    const { user, passkey } = await withPasskey({ signCount: 4 })
    const use = (signCount: number) => secondFactors.usePasskey(passkey.id, { signCount, now: minutesAfter(NOON, 1) })
    expect([await use(4), await use(3), await use(0)]).toEqual([false, false, false])
    expect((await Promise.all(Array.from({ length: 8 }, () => use(4_294_967_295)))).filter(Boolean)).toHaveLength(1)
    expect((await secondFactors.get(user.id)).passkeys).toMatchObject([
      { signCount: 4_294_967_295, lastUsedAt: minutesAfter(NOON, 1) },
    ])
    const other = await withPasskey()
    const useOther = () => secondFactors.usePasskey(other.passkey.id, { signCount: 0, now: NOON })
    expect([await useOther(), await useOther()]).toEqual([true, true])
    for (const id of ['999999999999', 'nobody'])
      expect(await secondFactors.usePasskey(id, { signCount: 9, now: NOON })).toBe(false)
  })

  it('only its owner names or removes a passkey', async () => {
    const { secondFactors } = storage()
    const [ada, bob] = [await withPasskey(), await withPasskey()]
    expect(await secondFactors.renamePasskey(bob.user.id, ada.passkey.id, 'mine')).toBeNull()
    expect(await secondFactors.removePasskeys(bob.user.id, [ada.passkey.id, 'nobody'])).toEqual([])
    expect(await secondFactors.renamePasskey(ada.user.id, ada.passkey.id, 'phone')).toEqual({
      ...ada.passkey,
      name: 'phone',
    })
    expect((await secondFactors.get(ada.user.id)).passkeys).toHaveLength(1)
  })

  it('the recovery codes go with the last factor, whatever it is', async () => {
    const { secondFactors } = storage()
    const { user, passkey } = await withPasskey()
    const totp = { sealedSecret: 'secret', step: 1, sealedCodes: 'others', now: NOON }
    expect(await secondFactors.addTotp(user.id, totp)).toBe(false)
    expect(await secondFactors.removeTotp(user.id)).toBe(true)
    expect((await secondFactors.get(user.id)).recoveryCodes?.sealedCodes).toBe('codes')
    expect(await secondFactors.replaceRecoveryCodes(user.id, { sealedCodes: 'new', now: NOON })).toBe(true)
    await secondFactors.addTotp(user.id, totp)
    await Promise.all([secondFactors.removeTotp(user.id), secondFactors.removePasskeys(user.id, [passkey.id])])
    expect(await secondFactors.get(user.id)).toEqual(NONE)
    await secondFactors.addTotp(user.id, totp)
    expect((await secondFactors.get(user.id)).recoveryCodes?.sealedCodes).toBe('others')
  })

  it('all is removed at once for somebody who has lost it', async () => {
    const { secondFactors } = storage()
    const { user } = await withPasskey()
    expect(await secondFactors.removeAll(user.id)).toBe(true)
    expect(await secondFactors.removeAll(user.id)).toBe(false)
    expect(await secondFactors.get(user.id)).toEqual(NONE)
  })

  it('passkeys go with their user', async () => {
    const { secondFactors, users } = storage()
    const { user, passkey } = await withPasskey()
    await users.delete(user.id)
    expect(await secondFactors.findPasskey(passkey.credentialId)).toBeNull()
  })
}
