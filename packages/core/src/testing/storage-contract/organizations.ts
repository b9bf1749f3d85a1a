import { expect, it } from '@jest/globals'
import type { Subject } from './subject.js'
import { ALL, aName, aUser, aWorld, expectCode, UNKNOWN_IDS, walk } from './world.js'

export function organizationsContract({ storage, empty }: Subject): void {
  it('an organization has its owner as a member and takes events', async () => {
    const { organizations } = storage()
    const owner = await aUser(storage())
    const slug = aName('acme')
    const organization = await organizations.create({ name: 'Acme Ünited', slug, ownerId: owner.id })
    expect(organization).toMatchObject({
      name: 'Acme Ünited',
      slug,
      isAcceptingEvents: true,
      eventThrottleRate: 0,
      openMembership: true,
      requireTwoFactor: false,
      scrubIpAddresses: true,
      rateLimit: null,
    })
    expect(await organizations.get(organization.id)).toEqual(organization)
    expect(await organizations.getBySlug(slug)).toEqual(organization)
    expect(await organizations.membership(organization.id, owner.id)).toMatchObject({
      organizationId: organization.id,
      userId: owner.id,
      role: 'owner',
    })
  })

  it('a slug that is taken gets the next free number, also among concurrent callers', async () => {
    const { organizations } = storage()
    const ownerId = (await aUser(storage())).id
    const slug = aName('same')
    const made = await Promise.all(
      Array.from({ length: 10 }, () => organizations.create({ name: 'Same', slug, ownerId })),
    )
    const expected = [slug, ...Array.from({ length: 9 }, (_, index) => `${slug}-${index + 1}`)]
    expect(made.map((one) => one.slug).sort()).toEqual(expected.sort())
  })

  it('unknown organizations are null', async () => {
    const { organizations } = storage()
    const user = await aUser(storage())
    for (const id of UNKNOWN_IDS) {
      expect(await organizations.get(id)).toBeNull()
      expect(await organizations.update(id, { name: 'x' })).toBeNull()
      expect(await organizations.membership(id, user.id)).toBeNull()
      expect((await organizations.listMembers(id, ALL)).items).toEqual([])
      expect((await organizations.listForUser(id, ALL)).items).toEqual([])
    }
    expect(await organizations.getBySlug('no-such-organization')).toBeNull()
    expect(await organizations.getBySlug('a\0b')).toBeNull()
    await expectCode(organizations.create({ name: 'x', slug: aName('x'), ownerId: '999999999999' }), 'not_found')
  })

  it('an update changes what was given', async () => {
    const { organizations } = storage()
    const { organization } = await aWorld(storage())
    const rateLimit = { windowSeconds: 60, count: 600 }
    const change = {
      slug: aName('renamed'),
      isAcceptingEvents: false,
      eventThrottleRate: 40,
      openMembership: false,
      requireTwoFactor: true,
      scrubIpAddresses: false,
      rateLimit,
    }
    expect(await organizations.update(organization.id, change)).toEqual({ ...organization, ...change })
    expect(await organizations.get(organization.id)).toEqual({ ...organization, ...change })
    const other = await aWorld(storage())
    await expectCode(organizations.update(other.organizationId, { slug: change.slug }), 'conflict')
  })

  it('a user sees the organizations that they are in, by name without regard to case', async () => {
    const { organizations } = storage()
    const [user, other] = [await aUser(storage()), await aUser(storage())]
    for (const name of ['delta', 'Alpha', 'charlie', 'Bravo', 'alpha'])
      await organizations.create({ name, slug: aName('org'), ownerId: user.id })
    const foreign = await organizations.create({ name: 'echo', slug: aName('org'), ownerId: other.id })
    const names = async () => (await walk((page) => organizations.listForUser(user.id, page), 2)).map((one) => one.name)
    expect(await names()).toEqual(['Alpha', 'alpha', 'Bravo', 'charlie', 'delta'])
    await organizations.addMember(foreign.id, user.id, 'member')
    expect(await names()).toEqual(['Alpha', 'alpha', 'Bravo', 'charlie', 'delta', 'echo'])
  })

  it('members are listed with their users; joining twice is a conflict', async () => {
    const { organizations } = storage()
    const { organization, user } = await aWorld(storage())
    const joined = await aUser(storage())
    const membership = await organizations.addMember(organization.id, joined.id, 'admin')
    expect(membership.role).toBe('admin')
    const members = await walk((page) => organizations.listMembers(organization.id, page), 1)
    expect(members.map((member) => [member.user, member.membership.role])).toEqual([
      [user, 'owner'],
      [joined, 'admin'],
    ])
    await expectCode(organizations.addMember(organization.id, joined.id, 'member'), 'conflict')
    await expectCode(organizations.addMember(organization.id, '999999999999', 'member'), 'not_found')
  })

  it('all organizations are listed, and found by a part of their name or slug', async () => {
    const fresh = await empty()
    const ownerId = (await aUser(fresh)).id
    for (const [name, slug] of [
      ['Bravo', 'first'],
      ['alpha', 'second'],
      ['Charlie', 'third'],
    ] as const)
      await fresh.organizations.create({ name, slug, ownerId })
    const namesOf = async (query = '') =>
      (await walk((page) => fresh.organizations.list(page, { query }), 2)).map(({ name }) => name)
    expect(await namesOf()).toEqual(['alpha', 'Bravo', 'Charlie'])
    expect(await namesOf('CHAR')).toEqual(['Charlie'])
    expect(await namesOf('ir')).toEqual(['Bravo', 'Charlie'])
  })

  it('hasAny tells whether there is one', async () => {
    const fresh = await empty()
    expect(await fresh.organizations.hasAny()).toBe(false)
    await aWorld(fresh)
    expect(await fresh.organizations.hasAny()).toBe(true)
  })
}
