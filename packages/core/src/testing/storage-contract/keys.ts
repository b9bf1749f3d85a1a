import { expect, it } from '@jest/globals'
import { newEventId } from '../../protocol/ids.js'
import type { Subject } from './subject.js'
import { ALL, aKey, aWorld, expectCode, found, UNKNOWN_IDS, walk } from './world.js'

export function keysContract({ storage }: Subject): void {
  it('keys are made, read, changed and deleted', async () => {
    const { projects } = storage()
    const { organizationId, projectId } = await aWorld(storage())
    const rateLimit = { windowSeconds: 60, count: 1000 }
    const key = await projects.createKey({ organizationId, projectId, ...aKey(), name: 'Backend', rateLimit })
    expect(key).toMatchObject({ organizationId, projectId, name: 'Backend', isActive: true, rateLimit })
    expect(await projects.getKey(organizationId, projectId, key.id)).toEqual(key)
    const change = { name: 'Renamed', isActive: false }
    expect(await projects.updateKey(organizationId, projectId, key.id, change)).toEqual({ ...key, ...change })
    expect(await projects.updateKey(organizationId, projectId, key.id, { rateLimit: null })).toEqual({
      ...key,
      ...change,
      rateLimit: null,
    })
    expect(await projects.deleteKey(organizationId, projectId, key.id)).toBe(true)
    expect(await projects.deleteKey(organizationId, projectId, key.id)).toBe(false)
    expect(await projects.getKey(organizationId, projectId, key.id)).toBeNull()
  })

  it('keys are listed by age, page by page', async () => {
    const { projects } = storage()
    const { organizationId, projectId } = await aWorld(storage())
    const made = []
    for (const name of ['a', 'b', 'c', 'd', 'e'])
      made.push(await projects.createKey({ organizationId, projectId, ...aKey(), name, rateLimit: null }))
    const listed = await walk((page) => projects.listKeys(organizationId, projectId, page), 2)
    expect(listed).toHaveLength(6)
    expect(listed).toEqual(expect.arrayContaining(made))
    const ages = listed.map((key) => key.createdAt.getTime())
    expect(ages).toEqual([...ages].sort((a, b) => a - b))
  })

  it('a public key is taken once', async () => {
    const { projects } = storage()
    const { organizationId, projectId } = await aWorld(storage())
    const key = { organizationId, projectId, name: '', rateLimit: null }
    const taken = aKey()
    await projects.createKey({ ...key, ...taken })
    await expectCode(projects.createKey({ ...key, ...aKey(), publicKey: taken.publicKey }), 'conflict')
    await expectCode(projects.createKey({ ...key, ...aKey(), id: taken.id }), 'conflict')
  })

  it('a key that was given up comes back to its organization only, or where that is meant', async () => {
    const { projects, organizations } = storage()
    const [owner, other] = [await aWorld(storage()), await aWorld(storage())]
    const keyFor = ({ organizationId, projectId }: typeof owner, publicKey: string) => ({
      ...{ organizationId, projectId, id: aKey().id, publicKey, name: '', rateLimit: null },
    })
    const given = aKey().publicKey
    const elsewhere = ({ organizationId }: typeof owner) =>
      projects.ownedElsewhere(organizationId, {
        publicKeys: [given, aKey().publicKey, 'junk\0'],
        projectIds: [owner.projectId, '999999999999', 'abc'],
      })
    const { id } = await projects.createKey(keyFor(owner, given))
    expect((await elsewhere(other)).publicKeys.size).toBe(0)
    await projects.deleteKey(owner.organizationId, owner.projectId, id)
    await expectCode(projects.createKey(keyFor(other, given)), 'conflict')
    const { organizationId } = other
    const project = { organizationId, name: 'x', slug: 'x', platform: null, teamId: null }
    await expectCode(projects.create({ ...project, key: { id: aKey().id, publicKey: given } }), 'conflict')
    expect(await projects.getBySlug(organizationId, 'x')).toBeNull()
    expect(await elsewhere(other)).toEqual({ publicKeys: new Set([given]), projectIds: new Set([owner.projectId]) })
    expect(await elsewhere(owner)).toEqual({ publicKeys: new Set(), projectIds: new Set() })
    await projects.createKey(keyFor(owner, given))

    await projects.delete(owner.organizationId, owner.projectId)
    expect(await elsewhere(other)).toEqual({ publicKeys: new Set([given]), projectIds: new Set([owner.projectId]) })
    await organizations.delete(owner.organizationId)
    await expectCode(projects.createKey(keyFor(other, given)), 'conflict')
    const taken = await projects.createKey({ ...keyFor(other, given), takesRetired: true })
    expect(await projects.getKey(organizationId, other.projectId, taken.id)).toEqual(taken)
    await projects.deleteKey(organizationId, other.projectId, taken.id)
    expect((await elsewhere(other)).publicKeys.size).toBe(0)
  })

  it('keys of a deleted organization are given up with it', async () => {
    const { projects, organizations } = storage()
    const [owner, other] = [await aWorld(storage()), await aWorld(storage())]
    const { publicKey } = found((await projects.listKeys(owner.organizationId, owner.projectId, ALL)).items[0])
    await organizations.delete(owner.organizationId)
    const { organizationId, projectId } = other
    const key = { organizationId, projectId, id: aKey().id, publicKey, name: '', rateLimit: null }
    await expectCode(projects.createKey(key), 'conflict')
  })

  it('nobody takes a key at the moment at which it is given up', async () => {
    const { projects } = storage()
    const [owner, other] = [await aWorld(storage()), await aWorld(storage())]
    for (let round = 0; round < 10; round += 1) {
      const { organizationId, projectId } = owner
      const made = await projects.createKey({ organizationId, projectId, ...aKey(), name: '', rateLimit: null })
      const wanted = { ...other, id: aKey().id, publicKey: made.publicKey, name: '', rateLimit: null }
      const [, ...others] = await Promise.allSettled([
        projects.deleteKey(organizationId, projectId, made.id),
        ...[1, 2, 3].map(() => projects.createKey(wanted)),
      ])
      expect(others.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    }
  })

  it('the door finds many keys at once, inactive ones too, and no unknown ones', async () => {
    const { projects, organizations } = storage()
    const [first, second] = [await aWorld(storage()), await aWorld(storage())]
    const keyOf = async (world: typeof first) =>
      found((await projects.listKeys(world.organizationId, world.projectId, ALL)).items[0])
    const [one, two] = [await keyOf(first), await keyOf(second)]
    await projects.updateKey(second.organizationId, second.projectId, two.id, { isActive: false })
    const rateLimit = { windowSeconds: 60, count: 600 }
    await organizations.update(first.organizationId, { eventThrottleRate: 7, scrubIpAddresses: false, rateLimit })
    await projects.update(first.organizationId, first.projectId, { eventThrottleRate: 9, spikeGuard: false })
    const targets = await projects.findKeyTargets([one.publicKey, newEventId(), two.publicKey, 'junk\0'])
    expect(targets).toHaveLength(2)
    expect(targets.find((target) => target.keyId === one.id)).toEqual({
      keyId: one.id,
      publicKey: one.publicKey,
      keyActive: true,
      rateLimit: null,
      projectId: first.projectId,
      formerProjectId: null,
      projectSlug: first.project.slug,
      organizationId: first.organizationId,
      organizationSlug: first.organization.slug,
      isAcceptingEvents: true,
      organizationThrottleRate: 7,
      projectThrottleRate: 9,
      organizationRateLimit: rateLimit,
      projectRateLimit: null,
      spikeGuard: false,
      scrubIpAddresses: true,
    })
    expect(targets.find((target) => target.keyId === two.id)?.keyActive).toBe(false)
    expect(await projects.findKeyTargets([])).toEqual([])
  })

  it('a key that comes from another server tells the id that its project had there', async () => {
    const { projects } = storage()
    const { organizationId, projectId } = await aWorld(storage())
    const [made, changed, first] = [aKey(), aKey(), aKey()]
    const key = { organizationId, projectId, name: '', rateLimit: null }
    await projects.createKey({ ...key, ...made, formerProjectId: '4505' })
    await projects.createKey({ ...key, ...changed })
    const { name } = found(await projects.updateKey(organizationId, projectId, changed.id, { formerProjectId: '7' }))
    expect(name).toBe('')
    await projects.updateKey(organizationId, projectId, changed.id, { name: 'kept' })
    const project = { organizationId, name: 'x', slug: 'x', platform: null, teamId: null }
    await projects.create({ ...project, key: { ...first, formerProjectId: '8' } })
    const targets = await projects.findKeyTargets([made, changed, first].map(({ publicKey }) => publicKey))
    const formerOf = ({ id }: { id: string }) => targets.find(({ keyId }) => keyId === id)?.formerProjectId
    expect([made, changed, first].map(formerOf)).toEqual(['4505', '7', '8'])
  })

  it('unknown ids are nothing', async () => {
    const { projects } = storage()
    const { organizationId, projectId } = await aWorld(storage())
    for (const id of [...UNKNOWN_IDS, aKey().id]) {
      expect(await projects.getKey(organizationId, projectId, id)).toBeNull()
      expect(await projects.updateKey(organizationId, projectId, id, { name: 'x' })).toBeNull()
      expect(await projects.deleteKey(organizationId, projectId, id)).toBe(false)
      expect((await projects.listKeys(organizationId, id, ALL)).items).toEqual([])
      const key = { organizationId, projectId: id, ...aKey(), name: '', rateLimit: null }
      await expectCode(projects.createKey(key), 'not_found')
    }
  })
}
