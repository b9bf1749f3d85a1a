import { describe, expect, it } from '@jest/globals'
import { drainedWorlds, issues, refusals, shakyStorage, stored, turn, until } from '../../test/drained-world.js'
import { anError, aWorld, envelope, gzip, json, newId, send } from '../../test/ingest-world.js'
import type { NormalizedEvent } from '../protocol/event.js'
import { createDrain } from './drain.js'

const { aDrainedWorld, aJournal, closeAfter } = drainedWorlds()

describe('the drain', () => {
  it('stores what was accepted, and answers the id of the event', async () => {
    const { world } = await aDrainedWorld()
    const eventId = newId()
    const response = await send(world, { body: envelope(anError({ event_id: eventId })) })
    expect([response.status, json(response)]).toEqual([200, { id: eventId }])
    expect(await stored(world, eventId)).toMatchObject({ eventId })
  })

  it('makes one issue of a hundred equal errors and another of a different one', async () => {
    const { world } = await aDrainedWorld()
    await Promise.all(Array.from({ length: 100 }, () => send(world)))
    await send(world, {
      body: envelope(anError({ exception: { values: [{ type: 'RangeError', value: 'too far' }] } })),
    })
    expect((await issues(world)).map(({ count }) => count).sort()).toEqual([1, 100])
  })

  it('tells what happened to issues, and the first event of the project once', async () => {
    const { world } = await aDrainedWorld()
    const first = anError()
    const told = async (body: Buffer) => {
      world.heard.length = 0
      await send(world, { body })
      return world.heard.map(({ topic }) => topic).filter((topic) => topic !== 'ingest.outcome')
    }
    expect(await told(envelope(first))).toEqual(['issue.new', 'event.first'])
    expect(await told(envelope(anError(), anError(), anError()))).toEqual(['issue.seen'])
    expect(await told(envelope(first))).toEqual([])
    const { organizationId } = world.project
    await world.storage.issues.setStatus({ organizationId, projectIds: null }, 'resolved', world.clock.now())
    await world.clock.advance(1000)
    expect(await told(envelope(anError()))).toEqual(['issue.regressed'])
    expect(await told(envelope(anError({ fingerprint: ['another'] })))).toEqual(['issue.new'])
  })

  it('writes the events of a large envelope by the hundred', async () => {
    const shaky = shakyStorage()
    const { world } = await aDrainedWorld({ storage: shaky.storage })
    const events = Array.from({ length: 250 }, () => anError())
    expect((await send(world, { body: envelope(...events) })).status).toBe(200)
    expect(shaky.batches).toEqual([100, 100, 50])
    expect((await issues(world))[0]?.count).toBe(250)
  })

  it('writes a batch in the order of projects and hashes', async () => {
    const seen: string[] = []
    const shaky = shakyStorage((batch) => {
      seen.push(...batch.map(({ hashes }) => hashes[0]!))
    })
    const { world } = await aDrainedWorld({ storage: shaky.storage })
    const events = Array.from({ length: 40 }, (_, index) => anError({ fingerprint: [`group ${index % 10}`] }))
    await send(world, { body: envelope(...events) })
    expect(seen).toHaveLength(40)
    expect(seen).toEqual([...seen].sort())
  })

  it('tells what a filter of the project left out, but not what is never stored', async () => {
    const { world, drain } = await aDrainedWorld()
    const { organizationId, id } = world.project
    await world.storage.projects.updateIngestSettings(organizationId, id, { filters: { errorMessages: ['*broke'] } })
    await send(world)
    await send(world, { body: '{}\n{"type":"transaction"}\n{}\n' })
    await drain.idle()
    const told = world.heard.flatMap((message) => (message.topic === 'ingest.outcome' ? [message] : []))
    expect(told.map(({ outcome, reason }) => `${outcome} ${reason}`).sort()).toEqual([
      'accepted ',
      'accepted ',
      'filtered error-message',
    ])
  })

  it('counts a body that it cannot read, and tells who waits for it', async () => {
    const { world, drain } = await aDrainedWorld()
    const cut = gzip(envelope(anError({ extra: { noise: Array.from({ length: 500 }, () => newId()) } }))).subarray(
      0,
      2000,
    )
    expect((await send(world, { body: cut, headers: { 'content-encoding': 'gzip' } })).status).toBe(200)
    await drain.idle()
    expect(world.heard).toMatchObject([{ outcome: 'invalid' }, { outcome: 'accepted' }])
    expect(await refusals(world)).toMatchObject([{ outcome: 'invalid', quantity: 1 }])
    expect(await world.buffer.listSetAside(10)).toEqual([])
  })

  it('lets requests have their turn while it works on a long claim', async () => {
    const buffer = await aJournal()
    let turns = 0
    const turnsOfEvents = new Set<number>()
    const beforeStore = (event: NormalizedEvent) => {
      turnsOfEvents.add(turns)
      return event
    }
    const world = await aWorld({ buffer, hooks: { beforeStore } })
    const heavy = envelope(anError({ extra: { noise: Array.from({ length: 2000 }, () => newId()) } }))
    for (let index = 0; index < 60; index++) await send(world, { body: heavy })
    const drain = createDrain(world)
    closeAfter(
      () => drain.stop(),
      () => buffer.close(),
    )
    let isOver = false
    drain.start()
    void drain.idle().then(() => {
      isOver = true
    })
    while (!isOver) {
      await turn()
      turns += 1
    }
    expect(turnsOfEvents.size).toBeGreaterThan(3)
  })

  it('has no more than two claims at a time', async () => {
    const held: (() => void)[] = []
    const shaky = shakyStorage(() => new Promise<void>((resolve) => held.push(resolve)))
    const buffer = await aJournal()
    const world = await aWorld({ storage: shaky.storage, buffer })
    for (let index = 0; index < 350; index++) await send(world, { body: envelope() })
    const drain = createDrain(world)
    closeAfter(
      () => drain.stop(),
      () => buffer.close(),
    )
    drain.start()
    let most = 0
    for (let stored = 0; stored < 4; stored++) {
      // The disk of a journal takes real time.
      await until(() => held.length >= (stored === 0 ? 2 : 1))
      for (let turns = 0; turns < 50; turns++) await turn()
      most = Math.max(most, held.length)
      held.shift()?.()
    }
    await drain.idle()
    expect(most).toBe(2)
  })

  it('finishes what it began when it is stopped, and writes the counts of refusals', async () => {
    let isWriting = false
    let finish = () => {}
    const shaky = shakyStorage(
      () =>
        new Promise<void>((resolve) => {
          isWriting = true
          finish = resolve
        }),
    )
    const { world, drain } = await aDrainedWorld({ storage: shaky.storage })
    const eventId = newId()
    const sending = send(world, { body: envelope(anError({ event_id: eventId })) })
    await until(() => isWriting)
    await send(world, { key: null })
    const stopping = drain.stop()
    finish()
    await stopping
    expect((await sending).status).toBe(200)
    expect(await stored(world, eventId)).not.toBeNull()
    expect(await refusals(world)).toMatchObject([{ reason: 'no_key', quantity: 1 }])
  })
})
