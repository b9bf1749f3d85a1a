import { expect, it } from '@jest/globals'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aKey, aUser, aWorld, expectCode, found } from './world.js'

export function deletionsContract({ storage, empty }: Subject): void {
  const purgeAll = async () => {
    while (await storage().purge());
  }

  it('a deleted organization is gone with its projects, keys, teams and members; its users stay', async () => {
    const { organizations, projects, teams, users, issues } = storage()
    const { organization, organizationId, projectId, user, event, persist } = await aWorld(storage())
    const other = await aWorld(storage())
    const { publicKey } = found((await projects.listKeys(organizationId, projectId, ALL)).items[0])
    const team = await teams.create({ organizationId, slug: 'core', creatorMembershipId: null })
    const { issueId } = found((await persist(event()))[0])
    expect(await organizations.delete(organizationId)).toBe(true)
    expect(await organizations.delete(organizationId)).toBe(false)
    for (const id of ['0', 'abc', '']) expect(await organizations.delete(id)).toBe(false)
    expect(await organizations.get(organizationId)).toBeNull()
    expect(await organizations.getBySlug(organization.slug)).toBeNull()
    expect((await organizations.listForUser(user.id, ALL)).items).toEqual([])
    expect(await organizations.membership(organizationId, user.id)).toBeNull()
    expect(await projects.get(organizationId, projectId)).toBeNull()
    expect(await projects.findKeyTargets([publicKey])).toEqual([])
    expect(await teams.getBySlug(organizationId, team.slug)).toBeNull()
    expect(await issues.get(issueId)).toBeNull()
    expect(await users.get(user.id)).toEqual(user)
    await expectCode(persist(event()), 'not_found')
    const again = await organizations.create({ name: 'again', slug: organization.slug, ownerId: user.id })
    expect(again.slug).toBe(organization.slug)
    await purgeAll()
    expect(await organizations.get(other.organizationId)).toEqual(other.organization)
    expect((await other.issueOf()).count).toBe(1)
  })

  it('the slug of a deleted project is free, and the next of its name has nothing of it', async () => {
    const { projects, issues, ingest } = storage()
    const { organizationId, project, projectId, event, persist, filter } = await aWorld(storage())
    await persist(event({ hashes: ['a'], environment: 'prod' }))
    await projects.delete(organizationId, projectId)
    const { name, slug } = project
    const about = { organizationId, name, slug, platform: null, teamId: null }
    const next = await projects.create({ ...about, key: aKey() })
    expect(next.slug).toBe(slug)
    expect(await projects.environments(organizationId, null)).toEqual([])
    const [result] = await persist(event({ hashes: ['a'], projectId: next.id }))
    expect(result).toMatchObject({ outcome: 'new', shortIdNumber: 1 })
    await purgeAll()
    expect(await issues.count(filter(), 10)).toBe(1)
    const hours = { from: NOON, to: minutesAfter(NOON, 60) }
    expect(await ingest.outcomes({ organizationId, projectIds: null, ...hours })).toMatchObject([
      { projectId: next.id, quantity: 1 },
    ])
  })

  it('what comes while a deleted issue is not yet purged stays, counted once', async () => {
    const { issues, events } = storage()
    const { organizationId, projectId, event, persist, filter } = await aWorld(storage())
    const batch = Array.from({ length: 5 }, (_, index) => event({ hashes: ['a'], userKey: `u${index}` }))
    await persist(...batch)
    await issues.delete(filter())
    const fresh = event({ hashes: ['a'], userKey: 'new' })
    // The first of them come once more, as from a client that saw no answer.
    const results = await persist(...batch.slice(0, 2), fresh)
    expect(results.map(({ outcome }) => outcome)).toEqual(['new', 'repeat', 'repeat'])
    await purgeAll()
    expect(await issues.get(found(results[0]).issueId)).toMatchObject({ count: 3, userCount: 3 })
    const kept = await events.listForProject(organizationId, projectId, ALL)
    expect(kept.items.map(({ eventId }) => eventId).sort()).toEqual(
      [...batch.slice(0, 2), fresh].map(({ eventId }) => eventId).sort(),
    )
  })

  it('several purge at once, while others write', async () => {
    const fresh = await empty()
    const { issues } = fresh
    const { organizationId, projectId, event, persist, filter } = await aWorld(fresh)
    const other = await aWorld(fresh)
    for (let batch = 0; batch < 8; batch += 1)
      await persist(...Array.from({ length: 60 }, (_, index) => event({ hashes: [`h${index}`], userKey: `u${index}` })))
    expect(await issues.delete(filter())).toHaveLength(60)
    await fresh.projects.delete(organizationId, projectId)
    const write = async () => {
      for (let batch = 0; batch < 10; batch += 1) await other.persist(other.event({ hashes: ['x'] }))
    }
    const purge = async () => {
      while (await fresh.purge());
    }
    await Promise.all([purge(), purge(), purge(), write(), write()])
    await purge()
    const { items } = await issues.list(other.filter(), { sort: 'count', ascending: true }, ALL)
    expect(items.map(({ count }) => count)).toEqual([20])
    expect(await fresh.purge()).toBe(false)
  })

  it('a user without an organization may make another', async () => {
    const { organizations } = storage()
    const user = await aUser(storage())
    const { id } = await organizations.create({ name: 'a', slug: `a-${user.id}`, ownerId: user.id })
    await organizations.delete(id)
    const next = await organizations.create({ name: 'a', slug: `a-${user.id}`, ownerId: user.id })
    expect((await organizations.listForUser(user.id, ALL)).items).toEqual([next])
  })
}
