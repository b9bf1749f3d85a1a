import { expect, it } from '@jest/globals'
import type { Subject } from './subject.js'
import { aName, aUser, expectCode, UNKNOWN_IDS, walk } from './world.js'

export function usersContract({ storage, empty }: Subject): void {
  it('a user is found by id and by email in any case', async () => {
    const { users } = storage()
    const email = `Grace.${aName('x')}@Example.com`
    const user = await users.create({ email, name: 'Grace', passwordHash: 'secret', isSuperuser: true })
    expect(user).toMatchObject({ email, name: 'Grace', passwordHash: 'secret', isSuperuser: true, isActive: true })
    expect(user.createdAt).toBeInstanceOf(Date)
    expect(user.lastLoginAt).toBeNull()
    expect(user.options).toEqual({})
    expect(await users.get(user.id)).toEqual(user)
    expect(await users.getByEmail(email.toLowerCase())).toEqual(user)
    expect(await users.getByEmail(email.toUpperCase())).toEqual(user)
  })

  it('all users are listed, and found by a part of their address or name', async () => {
    const fresh = await empty()
    const made = [
      await aUser(fresh, { email: 'Ada@Example.com', name: 'Countess' }),
      await aUser(fresh, { email: 'grace@example.com', name: 'Hopper 100%' }),
      await aUser(fresh, { email: 'linus@other.org', name: '' }),
    ]
    const idsOf = async (query?: string) =>
      (await walk((page) => fresh.users.list(page, query === undefined ? {} : { query }), 2)).map(({ id }) => id)
    expect(await idsOf()).toEqual(made.map(({ id }) => id))
    expect(await idsOf('EXAMPLE')).toEqual([made[0]?.id, made[1]?.id])
    expect(await idsOf('hopper 100%')).toEqual([made[1]?.id])
    expect(await idsOf('%')).toEqual([made[1]?.id])
    expect(await idsOf('a\0b')).toEqual([])
  })

  it('an email that differs only by case is taken', async () => {
    const { users } = storage()
    const email = `${aName('x')}@example.com`
    await aUser(storage(), { email })
    await expectCode(
      users.create({ email: email.toUpperCase(), name: '', passwordHash: null, isSuperuser: false }),
      'conflict',
    )
  })

  it('unknown ids and emails are null', async () => {
    const { users } = storage()
    for (const id of UNKNOWN_IDS) {
      expect(await users.get(id)).toBeNull()
      expect(await users.update(id, { name: 'x' })).toBeNull()
    }
    expect(await users.getByEmail('nobody@example.com')).toBeNull()
    expect(await users.getByEmail('no\0body@example.com')).toBeNull()
  })

  it('an update changes what was given and nothing else', async () => {
    const { users } = storage()
    const user = await aUser(storage(), { name: 'Ünïcödé 🐛' })
    const lastLoginAt = new Date('2026-02-03T04:05:06.789Z')
    const options = { timezone: 'Europe/Vienna', nested: { list: [1, null] } }
    expect(await users.update(user.id, { lastLoginAt, options })).toEqual({ ...user, lastLoginAt, options })
    expect(await users.update(user.id, { isActive: false, passwordHash: null })).toMatchObject({
      name: 'Ünïcödé 🐛',
      lastLoginAt,
      isActive: false,
      passwordHash: null,
    })
    expect(await users.update(user.id, {})).toEqual(await users.get(user.id))
    expect(await users.update(user.id, { name: undefined })).toMatchObject({ name: 'Ünïcödé 🐛' })
  })

  it('of fifty concurrent first users exactly one is made, a superuser', async () => {
    const { users } = await empty()
    expect(await users.hasAny()).toBe(false)
    const made = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        users.createFirst({ email: `first${index}@example.com`, name: '', passwordHash: 'x' }),
      ),
    )
    const first = made.filter((user) => user !== null)
    expect(first).toHaveLength(1)
    expect(first[0]?.isSuperuser).toBe(true)
    expect(await users.hasAny()).toBe(true)
  })
}
