import { expect, it } from '@jest/globals'
import type { OutcomeCount } from '../../ports/ingest.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { aProject, aWorld, UNKNOWN_IDS, type World } from './world.js'

export function outcomesContract({ storage }: Subject): void {
  const outcome = ({ organizationId, projectId }: World, count: Partial<OutcomeCount> = {}): OutcomeCount => ({
    organizationId,
    projectId,
    hour: NOON,
    category: 'error',
    outcome: 'filtered',
    reason: 'hook',
    quantity: 1,
    ...count,
  })
  const range = { from: NOON, to: minutesAfter(NOON, 240) }

  it('counts add up by project, hour, category, outcome and reason', async () => {
    const { ingest } = storage()
    const world = await aWorld(storage())
    await ingest.addOutcomes([outcome(world), outcome(world, { quantity: 4 }), outcome(world, { quantity: 0 })])
    await ingest.addOutcomes([outcome(world, { hour: minutesAfter(NOON, 59), quantity: 10 })])
    await ingest.addOutcomes([
      outcome(world, { reason: 'Ünïcödé\0'.repeat(100) }),
      outcome(world, { category: 'session', outcome: 'invalid', hour: minutesAfter(NOON, 60) }),
    ])
    await ingest.addOutcomes([])
    const found = await ingest.outcomes({ organizationId: world.organizationId, projectIds: null, ...range })
    expect(found).toHaveLength(3)
    expect(found).toContainEqual(outcome(world, { quantity: 15 }))
    expect(found[2]).toEqual(
      outcome(world, { category: 'session', outcome: 'invalid', hour: minutesAfter(NOON, 60), quantity: 1 }),
    )
  })

  it('stored events are accepted; refusals come with them', async () => {
    const { ingest } = storage()
    const world = await aWorld(storage())
    const batch = [world.event(), world.event(), world.event({ receivedAt: minutesAfter(NOON, 61) })]
    await ingest.persist(batch, [outcome(world, { quantity: 3 })])
    await ingest.persist(batch)
    await ingest.persist([], [outcome(world, { quantity: 2 })])
    const found = await ingest.outcomes({ organizationId: world.organizationId, projectIds: null, ...range })
    const accepted = { outcome: 'accepted', reason: '' } as const
    expect(found).toHaveLength(3)
    expect(found).toContainEqual(outcome(world, { ...accepted, quantity: 2 }))
    expect(found).toContainEqual(outcome(world, { ...accepted, quantity: 1, hour: minutesAfter(NOON, 60) }))
    expect(found).toContainEqual(outcome(world, { quantity: 5 }))
  })

  it('are asked for by time, project and category', async () => {
    const { ingest } = storage()
    const world = await aWorld(storage())
    const other = await aProject(storage(), world.organizationId)
    for (const hours of [0, 1, 2, 3])
      await ingest.addOutcomes([outcome(world, { hour: minutesAfter(NOON, hours * 60) })])
    await ingest.addOutcomes([outcome(world, { projectId: other.id, category: 'session' })])
    const ask = async (query: Partial<Parameters<typeof ingest.outcomes>[0]>) =>
      (await ingest.outcomes({ organizationId: world.organizationId, projectIds: null, ...range, ...query })).length
    expect(await ask({})).toBe(5)
    expect(await ask({ from: minutesAfter(NOON, 90), to: minutesAfter(NOON, 180) })).toBe(2)
    expect(await ask({ projectIds: [other.id] })).toBe(1)
    expect(await ask({ projectIds: [] })).toBe(0)
    expect(await ask({ projectIds: UNKNOWN_IDS })).toBe(0)
    expect(await ask({ category: 'session' })).toBe(1)
    for (const organizationId of UNKNOWN_IDS) expect(await ask({ organizationId })).toBe(0)
  })

  it('concurrent counts are exact', async () => {
    const { ingest } = storage()
    const world = await aWorld(storage())
    const counts = ['a', 'b', 'c', 'd'].map((reason) => outcome(world, { reason }))
    await Promise.all(
      Array.from({ length: 40 }, (_, index) => ingest.addOutcomes(index % 2 === 0 ? counts : [...counts].reverse())),
    )
    const found = await ingest.outcomes({ organizationId: world.organizationId, projectIds: null, ...range })
    expect(found.map(({ quantity }) => quantity)).toEqual([40, 40, 40, 40])
  })
}
