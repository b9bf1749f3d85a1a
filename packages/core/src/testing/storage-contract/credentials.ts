import { expect, it } from '@jest/globals'
import type { SecretPurpose } from '../../ports/credentials.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { aName, aUser, expectCode } from './world.js'

export function credentialsContract({ storage }: Subject): void {
  const aSecret = async (userId: string, purpose: SecretPurpose = 'password_reset') => {
    const tokenHash = aName('hash')
    await storage().credentials.addSecret({ tokenHash, userId, purpose, expiresAt: minutesAfter(NOON, 60) })
    return tokenHash
  }
  const aSession = async (userId: string) => {
    const idHash = aName('session')
    const session = { idHash, userId, createdAt: NOON, expiresAt: minutesAfter(NOON, 60) }
    await storage().sessions.create({ ...session, userAgent: '', ip: '', proofs: [] })
    return idHash
  }

  it('a secret finds its user for its purpose, in its time, until it is taken', async () => {
    const { credentials } = storage()
    const user = await aUser(storage())
    const [first, second] = [await aSecret(user.id), await aSecret(user.id)]
    expect(await credentials.findSecret('password_reset', first, minutesAfter(NOON, 59))).toEqual(user)
    expect(await credentials.findSecret('password_reset', first, minutesAfter(NOON, 60))).toBeNull()
    expect(await credentials.findSecret('sign_in', first, NOON)).toBeNull()
    expect(await credentials.takeSecret('sign_in', first, NOON)).toBeNull()
    expect(await credentials.takeSecret('password_reset', first, minutesAfter(NOON, 60))).toBeNull()
    expect(await credentials.takeSecret('password_reset', first, NOON)).toEqual(user)
    expect(await credentials.findSecret('password_reset', first, NOON)).toBeNull()
    expect(await credentials.findSecret('password_reset', second, NOON)).toEqual(user)
    for (const unknown of ['unknown', '', 'a\0b'])
      expect(await credentials.takeSecret('password_reset', unknown, NOON)).toBeNull()
  })

  it('of any number who take a secret at once one gets it', async () => {
    const { credentials } = storage()
    const secret = await aSecret((await aUser(storage())).id)
    const takes = Array.from({ length: 8 }, () => credentials.takeSecret('password_reset', secret, NOON))
    expect((await Promise.all(takes)).filter((user) => user !== null)).toHaveLength(1)
  })

  it('a secret is worth nothing for an inactive user, under another address, or for nobody', async () => {
    const { accounts, credentials, users } = storage()
    const [ada, bob] = [await aUser(storage()), await aUser(storage())]
    const [ofAda, ofBob] = [await aSecret(ada.id), await aSecret(bob.id)]
    await users.update(ada.id, { isActive: false })
    expect(await credentials.findSecret('password_reset', ofAda, NOON)).toBeNull()
    const email = `${aName('second')}@example.com`
    await accounts.addEmail(bob.id, email)
    const tokenHash = aName('hash')
    await accounts.addConfirmation({ tokenHash, userId: bob.id, email, expiresAt: minutesAfter(NOON, 60) })
    await accounts.confirm(tokenHash, NOON)
    await accounts.setPrimaryEmail(bob.id, email)
    expect(await credentials.takeSecret('password_reset', ofBob, NOON)).toBeNull()
    await expectCode(aSecret('999999999999'), 'not_found')
    await expectCode(aSecret('nobody'), 'not_found')
  })

  it('a new password ends the sessions and secrets of its user, but no others', async () => {
    const { credentials, sessions, users } = storage()
    const [ada, bob] = [await aUser(storage()), await aUser(storage())]
    const [kept, ended, foreign] = [await aSession(ada.id), await aSession(ada.id), await aSession(bob.id)]
    const [ofAda, ofBob] = [await aSecret(ada.id, 'sign_in'), await aSecret(bob.id, 'sign_in')]
    const changed = await credentials.setPassword(ada.id, 'another', { exceptSession: kept })
    expect(changed).toEqual({ ...ada, passwordHash: 'another' })
    expect(await users.get(ada.id)).toEqual(changed)
    expect(await sessions.find(kept, NOON)).not.toBeNull()
    expect(await sessions.find(ended, NOON)).toBeNull()
    expect(await credentials.findSecret('sign_in', ofAda, NOON)).toBeNull()
    expect(await sessions.find(foreign, NOON)).not.toBeNull()
    expect(await credentials.findSecret('sign_in', ofBob, NOON)).toEqual(bob)
    await credentials.setPassword(ada.id, 'a third')
    expect(await sessions.find(kept, NOON)).toBeNull()
    expect(await credentials.setPassword('999999999999', 'x')).toBeNull()
  })

  it('whoever began to sign in with the old password does not come in after it has changed', async () => {
    const { credentials, sessions } = storage()
    const { id } = await aUser(storage())
    const passwordOf = (round: number) => ({ passwordHash: `password ${round}` })
    const secretWith = (passwordHash: string | null) => {
      const secret = {
        tokenHash: aName('hash'),
        userId: id,
        purpose: 'sign_in',
        expiresAt: minutesAfter(NOON, 9),
      } as const
      return credentials.addSecret(secret, { passwordHash }).then((isMade) => ({ ...secret, isMade }))
    }
    const sessionWith = (passwordHash: string | null) => {
      const session = { idHash: aName('session'), userId: id, createdAt: NOON, expiresAt: minutesAfter(NOON, 9) }
      return sessions.create({ ...session, userAgent: '', ip: '', proofs: [] }, { passwordHash })
    }
    await credentials.setPassword(id, passwordOf(0).passwordHash)
    for (let round = 1; round <= 10; round += 1) {
      const { passwordHash: old } = passwordOf(round - 1)
      const secrets = Array.from({ length: 3 }, () => secretWith(old))
      const begun = Array.from({ length: 3 }, () => sessionWith(old))
      await Promise.all([...secrets, ...begun, credentials.setPassword(id, passwordOf(round).passwordHash)])
      expect(await sessions.list(id, NOON)).toEqual([])
      for (const { tokenHash } of await Promise.all(secrets))
        expect(await credentials.findSecret('sign_in', tokenHash, NOON)).toBeNull()
    }
    expect([await sessionWith('password 9'), await sessionWith(null)]).toEqual([false, false])
    expect((await secretWith('password 9')).isMade).toBe(false)
    expect([await sessionWith('password 10'), (await secretWith('password 10')).isMade]).toEqual([true, true])
    expect(await sessions.list(id, NOON)).toHaveLength(1)
    const unknown = {
      ...{ idHash: aName('session'), createdAt: NOON, expiresAt: NOON },
      userAgent: '',
      ip: '',
      proofs: [],
    }
    await expectCode(sessions.create({ ...unknown, userId: '999999999999' }, { passwordHash: null }), 'not_found')
  })

  it('a password changes its form only while it is the same', async () => {
    const { credentials, users } = storage()
    const { id } = await aUser(storage())
    await credentials.setPassword(id, 'old')
    await credentials.rehashPassword(id, { from: 'old', to: 'new' })
    await credentials.rehashPassword(id, { from: 'old', to: 'newer' })
    expect((await users.get(id))?.passwordHash).toBe('new')
  })
}
