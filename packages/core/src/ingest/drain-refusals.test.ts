import { describe, expect, it } from '@jest/globals'
import { drainedWorlds, shakyStorage, stored } from '../../test/drained-world.js'
import { anError, aWorld, envelope, send } from '../../test/ingest-world.js'
import { AppError } from '../errors.js'
import type { NewEvent } from '../ports/ingest.js'
import { directBuffer } from './buffers/direct.js'
import { createDrain } from './drain.js'

const { aDrainedWorld, aJournal, closeAfter } = drainedWorlds()

describe('when the storage refuses an event', () => {
  const poison = 'poison'
  const poisoned = () => anError({ message: poison, fingerprint: [poison] })
  const refusesPoison = (batch: readonly NewEvent[]) => {
    if (batch.some(({ title, searchText }) => `${title} ${searchText}`.includes(poison)))
      throw new Error('cannot write this')
  }

  it('stores the others, and sets it aside with its record and the reason', async () => {
    const shaky = shakyStorage(refusesPoison)
    const { world, drain } = await aDrainedWorld({ storage: shaky.storage, buffer: await aJournal() })
    const bad = poisoned()
    const good = Array.from({ length: 60 }, () => anError())
    await Promise.all(
      [...good.slice(0, 30), bad, ...good.slice(30)].map((event) => send(world, { body: envelope(event) })),
    )
    await drain.idle()
    for (const event of good) expect(await stored(world, String(event.event_id))).not.toBeNull()
    const aside = await world.buffer.listSetAside(10)
    expect(aside).toMatchObject([
      { record: { eventId: bad.event_id }, message: `event ${String(bad.event_id)}: cannot write this` },
    ])
    expect(world.logged).toMatchObject([{ level: 'error', message: 'An event could not be stored and was set aside' }])
    expect(await world.buffer.waiting()).toEqual({ records: 0, bytes: 0 })
  })

  it('stores the siblings of a refused event, and tells what became of them', async () => {
    const shaky = shakyStorage(refusesPoison)
    const { world } = await aDrainedWorld({ storage: shaky.storage })
    const [first, last] = [anError(), anError({ fingerprint: ['another'] })]
    expect((await send(world, { body: envelope(first, poisoned(), last) })).status).toBe(200)
    expect(await stored(world, String(first.event_id))).not.toBeNull()
    expect(await stored(world, String(last.event_id))).not.toBeNull()
    expect(world.heard.filter(({ topic }) => topic === 'issue.new')).toHaveLength(2)
  })

  it('sets nothing aside for a fault that passes', async () => {
    let faults = 1
    const shaky = shakyStorage(() => {
      if (faults-- > 0) throw new Error('deadlock detected')
    })
    const { world } = await aDrainedWorld({ storage: shaky.storage })
    const event = anError()
    expect((await send(world, { body: envelope(event) })).status).toBe(200)
    expect(await stored(world, String(event.event_id))).not.toBeNull()
    expect(await world.buffer.listSetAside(10)).toEqual([])
  })

  it('forgets events of a project that was deleted after they came in', async () => {
    const shaky = shakyStorage()
    const buffer = await aJournal()
    const world = await aWorld({ storage: shaky.storage, buffer })
    await send(world)
    await world.storage.projects.delete(world.project.organizationId, world.project.id)
    const drain = createDrain(world)
    closeAfter(
      () => drain.stop(),
      () => buffer.close(),
    )
    drain.start()
    await drain.idle()
    expect(await buffer.listSetAside(10)).toEqual([])
  })

  it('sets aside a request that the stages cannot take, and goes on', async () => {
    const { world, drain } = await aDrainedWorld({ buffer: directBuffer() })
    const broken = {
      get beforeStore(): never {
        throw new AppError('internal', 'a stage failed')
      },
    }
    const drained = createDrain({ ...world, hooks: broken })
    await drain.stop()
    closeAfter(() => drained.stop())
    drained.start()
    expect((await send(world)).status).toBe(200)
    expect(await world.buffer.listSetAside(10)).toMatchObject([{ message: 'a stage failed' }])
  })
})
