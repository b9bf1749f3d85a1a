import { describe, expect, it } from '@jest/globals'
import { aWorld, send } from '../../test/ingest-world.js'
import { memoryStorage } from '../adapters/memory-storage/memory-storage.js'
import { fakeClock } from '../testing/fake-clock.js'
import { doorOf } from './door.js'
import { outcomeTally } from './outcome-tally.js'

const project = { organizationId: '1', projectId: '2' }

describe('the tally of refusals', () => {
  it('sums up what is alike within an hour', async () => {
    const clock = fakeClock('2026-01-01T10:59:59Z')
    const tally = outcomeTally(clock)
    const refuse = (reason: string) => tally.count({ ...project, outcome: 'invalid', reason })
    refuse('no_key')
    refuse('no_key')
    refuse('too_large')
    await clock.advance(1000)
    refuse('no_key')
    const counts = tally
      .take()
      .map(({ hour, reason, quantity }) => [hour.toISOString().slice(11, 13), reason, quantity])
    expect(counts).toEqual([
      ['10', 'no_key', 2],
      ['10', 'too_large', 1],
      ['11', 'no_key', 1],
    ])
    expect(tally.take()).toEqual([])
  })

  it('takes back what could not be stored', () => {
    const tally = outcomeTally(fakeClock())
    tally.count({ ...project, outcome: 'invalid', reason: 'no_key' })
    const taken = tally.take()
    tally.count({ ...project, outcome: 'invalid', reason: 'no_key' })
    tally.add(taken)
    expect(tally.take()).toMatchObject([{ quantity: 2 }])
  })
})

describe('the door', () => {
  it('keeps counts while the storage is away, and writes them when it is back', async () => {
    const storage = memoryStorage()
    let isAway = true
    const addOutcomes: typeof storage.ingest.addOutcomes = async (counts) => {
      if (isAway) throw new Error('connection refused')
      await storage.ingest.addOutcomes(counts)
    }
    const world = await aWorld({ storage: { ...storage, ingest: { ...storage.ingest, addOutcomes } } })
    const { organizationId, id: projectId } = world.project
    const door = doorOf(world)
    door.count({ organizationId, projectId }, 'invalid', 'no_key')
    await world.clock.advance(10_000)
    isAway = false
    door.count({ organizationId, projectId }, 'invalid', 'no_key')
    await world.clock.advance(5_000)
    const [from, to] = [new Date(0), new Date('2100-01-01')]
    expect(await storage.ingest.outcomes({ organizationId, projectIds: null, from, to })).toMatchObject([
      { quantity: 2 },
    ])
    door.close()
  })

  it('writes a count that was still being made when it is told to write', async () => {
    const storage = memoryStorage()
    let answer = () => {}
    const organizationOf: typeof storage.projects.organizationOf = async (projectId) => {
      await new Promise<void>((resolve) => {
        answer = resolve
      })
      return storage.projects.organizationOf(projectId)
    }
    const world = await aWorld({ storage: { ...storage, projects: { ...storage.projects, organizationOf } } })
    const { organizationId } = world.project
    const door = doorOf(world)
    expect((await send(world, { key: null })).status).toBe(403)
    const flushed = door.flush()
    answer()
    await flushed
    const [from, to] = [new Date(0), new Date('2100-01-01')]
    expect(await storage.ingest.outcomes({ organizationId, projectIds: null, from, to })).toMatchObject([
      { reason: 'no_key', quantity: 1 },
    ])
    door.close()
  })

  it('asks for the owner of one unknown project at a time, and remembers the answer', async () => {
    const storage = memoryStorage()
    const asked: string[] = []
    const organizationOf: typeof storage.projects.organizationOf = (projectId) => {
      asked.push(projectId)
      return storage.projects.organizationOf(projectId)
    }
    const world = await aWorld({ storage: { ...storage, projects: { ...storage.projects, organizationOf } } })
    const { organizationId, id } = world.project
    const door = doorOf(world)
    const madeUp = Array.from({ length: 1000 }, (_, index) => String(index + 1000))
    await Promise.all([id, ...madeUp].map((projectId) => door.ownerOf(projectId)))
    expect(asked).toEqual([id])
    expect(await door.ownerOf(id)).toBe(organizationId)
    expect(asked).toEqual([id])
  })

  it('keeps the log of requests while the storage is away, of many only some, and every refusal has a place', async () => {
    const storage = memoryStorage()
    let isAway = true
    const addRequests: typeof storage.ingest.addRequests = async (requests, counts) => {
      if (isAway) throw new Error('connection refused')
      await storage.ingest.addRequests(requests, counts)
    }
    const world = await aWorld({ storage: { ...storage, ingest: { ...storage.ingest, addRequests } } })
    const { organizationId, id: projectId } = world.project
    const door = doorOf(world)
    const tell = (outcome: 'accepted' | 'invalid', reason: string) =>
      door.feed({ organizationId, projectId }, outcome, () => ({ reason, sdk: null, items: [], bytes: 0 }))
    for (let i = 0; i < 1000; i++) tell('accepted', '')
    for (let i = 0; i < 1000; i++) tell('invalid', 'spike')
    for (let i = 0; i < 3; i++) tell('invalid', 'no_key')
    door.countTaken({ organizationId, projectId })
    await expect(door.flush()).rejects.toThrow('connection refused')
    door.countTaken({ organizationId, projectId })
    isAway = false
    await door.flush()
    const kept = await storage.ingest.requests(organizationId, projectId)
    expect(kept.map(({ outcome }) => outcome).sort()).toEqual([
      ...new Array(5).fill('accepted'),
      ...new Array(6).fill('invalid'),
    ])
    expect(await storage.ingest.requestCounts([projectId], new Date(0))).toMatchObject([{ quantity: 2 }])
    door.close()
  })
})
