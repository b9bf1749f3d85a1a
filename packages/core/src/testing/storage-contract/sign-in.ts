import { expect, it } from '@jest/globals'
import type { NewIdentity, StoredProvider } from '../../ports/sign-in.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { aName, aUser, aWorld, expectCode } from './world.js'

export function signInContract({ storage, empty }: Subject): void {
  it('providers are kept as they were saved, by id', async () => {
    const { signIn } = await empty()
    expect(await signIn.providers()).toEqual([])
    const [one, other] = [aProvider({ id: 'b' }), aProvider({ id: 'a', sealedSecret: null, scopes: ['groups'] })]
    await signIn.saveProvider(one)
    await signIn.saveProvider(other)
    expect(await signIn.providers()).toEqual([other, one])
    const changed = { ...one, name: 'Ours', isEnabled: false, issuer: null }
    await signIn.saveProvider(changed)
    expect(await signIn.providers()).toEqual([other, changed])
    expect(await signIn.removeProvider('a')).toBe(true)
    expect([await signIn.removeProvider('a'), await signIn.removeProvider('\0')]).toEqual([false, false])
    expect(await signIn.providers()).toEqual([changed])
  })

  it('a provider lets people join an organization as long as there is one', async () => {
    const fresh = await empty()
    const { organizationId } = await aWorld(fresh)
    const joining = {
      organizationId,
      emailDomains: ['example.com'],
      role: null,
      groupsClaim: 'groups',
      groupRoles: { staff: 'admin', 'it "ops"': 'owner' },
    } as const
    const provider = aProvider({ id: 'sso', joining })
    await fresh.signIn.saveProvider(provider)
    expect(await fresh.signIn.providers()).toEqual([provider])
    for (const id of ['999999999999', 'abc'])
      await expectCode(
        fresh.signIn.saveProvider({ ...provider, joining: { ...joining, organizationId: id } }),
        'not_found',
      )
    await fresh.organizations.delete(organizationId)
    expect(await fresh.signIn.providers()).toEqual([{ ...provider, joining: null }])
  })

  it('passwords are allowed until somebody says otherwise', async () => {
    const { signIn } = await empty()
    expect(await signIn.settings()).toEqual({ allowsPasswords: true })
    await signIn.saveSettings({ allowsPasswords: false })
    await signIn.saveSettings({ allowsPasswords: false })
    expect(await signIn.settings()).toEqual({ allowsPasswords: false })
  })

  it('an identity leads to its user, and says what the provider said last', async () => {
    const { signIn } = storage()
    const user = await aUser(storage())
    const identity = anIdentity()
    expect(await signIn.useIdentity(identity, NOON)).toBeNull()
    await signIn.connect(user.id, identity, NOON)
    await signIn.connect(user.id, identity, minutesAfter(NOON, 1))
    const later = minutesAfter(NOON, 2)
    expect(await signIn.useIdentity({ ...identity, email: 'new@example.com', name: 'A. L.' }, later)).toEqual(user)
    expect(await signIn.identities(user.id)).toEqual([
      {
        ...identity,
        id: expect.stringMatching(/^\d+$/),
        userId: user.id,
        email: 'new@example.com',
        name: 'A. L.',
        createdAt: NOON,
        lastUsedAt: later,
      },
    ])
    expect(await signIn.useIdentity({ ...identity, issuer: 'https://other.example' }, later)).toBeNull()
    expect(await signIn.useIdentity({ ...identity, providerId: 'other' }, later)).toBeNull()
    expect(await signIn.useIdentity({ ...identity, subject: 'a\0b' }, later)).toBeNull()
    expect(await signIn.identities('nobody')).toEqual([])
  })

  it('an identity is of one user, and gone with them', async () => {
    const { signIn, users } = storage()
    const [user, other] = [await aUser(storage()), await aUser(storage())]
    const identity = anIdentity()
    await signIn.connect(user.id, identity, NOON)
    await expectCode(signIn.connect(other.id, identity, NOON), 'conflict')
    await expectCode(signIn.connect('999999999999', anIdentity(), NOON), 'not_found')
    await users.delete(user.id)
    expect(await signIn.useIdentity(identity, NOON)).toBeNull()
    await signIn.connect(other.id, identity, NOON)
  })

  it('a user is made together with the identity, once', async () => {
    const { signIn, accounts } = storage()
    const identity = anIdentity()
    const email = `${aName('Ada')}@example.com`
    const make = () => signIn.createUser({ email, name: 'Ada', isEmailVerified: true, identity, now: NOON })
    const made = await Promise.allSettled(Array.from({ length: 6 }, make))
    const users = made.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    expect(users).toEqual([expect.objectContaining({ email, name: 'Ada', passwordHash: null, isSuperuser: false })])
    for (const one of made) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'conflict' })
    expect(await signIn.useIdentity(identity, NOON)).toMatchObject({ email })
    expect(await accounts.emails(users[0]?.id ?? '')).toEqual([{ email, isPrimary: true, isVerified: true }])
    const unverified = { email: `${aName('x')}@example.com`, name: '', isEmailVerified: false, now: NOON }
    const second = await signIn.createUser({ ...unverified, identity: anIdentity() })
    expect(await accounts.emails(second.id)).toEqual([{ email: unverified.email, isPrimary: true, isVerified: false }])
  })

  it("nobody is made with another's address, and the address tells whose it is", async () => {
    const { signIn, accounts } = storage()
    const user = await aUser(storage())
    const second = `${aName('second')}@example.com`
    const make = (email: string) =>
      signIn.createUser({ email, name: '', isEmailVerified: true, identity: anIdentity(), now: NOON })
    expect(await signIn.ownerOfEmail(user.email.toUpperCase())).toEqual({ user, isVerified: false })
    await expectCode(make(user.email.toUpperCase()), 'conflict')
    await accounts.addEmail(user.id, second)
    expect(await signIn.ownerOfEmail(second)).toBeNull()
    const tokenHash = aName('hash')
    await accounts.addConfirmation({ tokenHash, userId: user.id, email: second, expiresAt: minutesAfter(NOON, 1) })
    await accounts.confirm(tokenHash, NOON)
    expect(await signIn.ownerOfEmail(second)).toEqual({ user, isVerified: true })
    await expectCode(make(second), 'conflict')
    expect(await signIn.ownerOfEmail('a\0@example.com')).toBeNull()
  })

  it('the last identity is not taken away where it is needed, whoever else tries', async () => {
    const { signIn } = storage()
    const user = await aUser(storage())
    const [one, other] = [anIdentity({ providerId: 'one' }), anIdentity({ providerId: 'other' })]
    await signIn.connect(user.id, one, NOON)
    await signIn.connect(user.id, other, NOON)
    const drop = ({ providerId, subject }: NewIdentity, keepOneOf: readonly string[] | null) =>
      signIn.disconnect(user.id, { providerId, subject, keepOneOf })
    await expectCode(drop(one, ['one']), 'invalid_input')
    const both = await Promise.allSettled([one, other].map((identity) => drop(identity, ['one', 'other'])))
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const [left] = await signIn.identities(user.id)
    expect(await drop(anIdentity(), null)).toBe(false)
    expect(await signIn.disconnect('nobody', { providerId: 'one', subject: 'x', keepOneOf: null })).toBe(false)
    expect(left === undefined ? null : await drop(left, null)).toBe(true)
    expect(await signIn.identities(user.id)).toEqual([])
  })

  it('a sign-in under way is taken once, in its time', async () => {
    const { signIn } = storage()
    const keyHash = aName('key')
    const data = { provider: 'one', nested: { list: [1, 'two'] } }
    await signIn.addAttempt({ keyHash, data, expiresAt: minutesAfter(NOON, 10) })
    expect(await signIn.findAttempt(keyHash, NOON)).toEqual(data)
    expect(await signIn.findAttempt(keyHash, minutesAfter(NOON, 10))).toBeNull()
    const taken = await Promise.all(Array.from({ length: 6 }, () => signIn.takeAttempt(keyHash, NOON)))
    expect(taken.filter((one) => one !== null)).toEqual([data])
    const late = aName('key')
    await signIn.addAttempt({ keyHash: late, data, expiresAt: NOON })
    expect([await signIn.takeAttempt(late, NOON), await signIn.takeAttempt('\0', NOON)]).toEqual([null, null])
  })
}

function anIdentity(identity: Partial<NewIdentity> = {}): NewIdentity {
  return {
    providerId: 'sso',
    issuer: 'https://sso.example',
    subject: aName('subject'),
    email: 'ada@example.com',
    name: 'Ada',
    ...identity,
  }
}

function aProvider(provider: Partial<StoredProvider>): StoredProvider {
  return {
    id: 'sso',
    kind: 'oidc',
    name: 'Single sign-on',
    clientId: 'client',
    issuer: 'https://sso.example',
    scopes: [],
    isEnabled: true,
    opensSignUp: false,
    trustsEmail: false,
    trustsSecondFactor: true,
    joining: null,
    sealedSecret: 'sealed',
    ...provider,
  }
}
