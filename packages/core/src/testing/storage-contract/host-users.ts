import { expect, it } from '@jest/globals'
import type { Subject } from './subject.js'
import { aUser, expectCode } from './world.js'

let last = 0

export function hostUsersContract({ storage }: Subject): void {
  const aPerson = () => {
    last += 1
    const hostId = `person-${process.pid}-${last}`
    return { hostId, email: `${hostId}@host.test`, name: 'Ada', isSuperuser: false }
  }

  it('somebody of the host is one user, made once and kept up to date', async () => {
    const { hostUsers, users } = storage()
    const person = aPerson()
    const made = await Promise.all(Array.from({ length: 8 }, () => hostUsers.adopt(person)))
    expect(new Set(made.map(({ id }) => id)).size).toBe(1)
    expect(made[0]).toMatchObject({ email: person.email, name: 'Ada', isSuperuser: false, passwordHash: null })
    const changed = await hostUsers.adopt({
      hostId: person.hostId,
      email: `new-${person.email}`,
      name: 'Ada King',
      isSuperuser: true,
    })
    expect(changed).toEqual({ ...made[0], email: `new-${person.email}`, name: 'Ada King', isSuperuser: true })
    expect(await users.get(changed.id)).toEqual(changed)
  })

  it('a person without a name keeps the one that there is', async () => {
    const { hostUsers } = storage()
    const { name, ...person } = aPerson()
    expect(await hostUsers.adopt(person)).toMatchObject({ name: '' })
    await hostUsers.adopt({ ...person, name })
    expect(await hostUsers.adopt(person)).toMatchObject({ name })
  })

  it('who has the address already is that user, whatever the case of its letters', async () => {
    const { hostUsers } = storage()
    const user = await aUser(storage())
    const adopted = await hostUsers.adopt({ ...aPerson(), email: user.email.toUpperCase() })
    expect(adopted.id).toBe(user.id)
    await expectCode(hostUsers.adopt({ ...aPerson(), email: user.email }), 'conflict')
  })

  it('an address of another user is refused', async () => {
    const { hostUsers, users } = storage()
    const [person, other] = [aPerson(), await aUser(storage())]
    const user = await hostUsers.adopt(person)
    await expectCode(hostUsers.adopt({ ...person, email: other.email }), 'conflict')
    expect(await users.get(user.id)).toEqual(user)
  })

  it('one who was disabled stays so, and one who was deleted comes back as another', async () => {
    const { hostUsers, users } = storage()
    const person = aPerson()
    const user = await hostUsers.adopt(person)
    await users.update(user.id, { isActive: false })
    expect(await hostUsers.adopt(person)).toEqual({ ...user, isActive: false })
    await users.delete(user.id)
    const again = await hostUsers.adopt(person)
    expect(again).toMatchObject({ email: person.email, isActive: true })
    expect(again.id).not.toBe(user.id)
  })
}
