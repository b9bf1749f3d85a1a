import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from '@jest/globals'
import { anError, aWorld, envelope, gzip, json, newId, send, type World } from '../../test/ingest-world.js'
import { memoryStorage } from '../adapters/memory-storage/memory-storage.js'
import type { Context } from '../context.js'
import { AppError } from '../errors.js'
import type { NewEvent } from '../ports/ingest.js'
import type { Storage } from '../ports/storage.js'
import type { NormalizedEvent } from '../protocol/event.js'
import { directBuffer } from './buffers/direct.js'
import { fileJournal } from './buffers/file-journal.js'
import { createDrain, type Drain } from './drain.js'

const root = mkdtemp(join(tmpdir(), 'mishap-drain-'))
afterAll(async () => rm(await root, { recursive: true }))

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** A world that drains. The journal holds what could not be stored yet. */
async function aDrainedWorld(ports: Partial<Context> = {}): Promise<{ world: World; drain: Drain }> {
  const world = await aWorld(ports)
  const drain = createDrain(world)
  closing.push(async () => {
    await drain.stop()
    await world.buffer.close()
  })
  drain.start()
  return { world, drain }
}

async function aJournal() {
  return fileJournal({ dir: await mkdtemp(join(await root, 'dir-')) })
}

/** A memory storage that can be taken away, and that calls `onPersist` before it writes. */
function shakyStorage(onPersist: (batch: readonly NewEvent[]) => void | Promise<void> = () => {}) {
  const storage = memoryStorage()
  const shaky = { isAway: false, batches: [] as number[] }
  const refuse = () => {
    if (shaky.isAway) throw new Error('connect ECONNREFUSED')
  }
  return Object.assign(shaky, {
    storage: {
      ...storage,
      ping: async () => refuse(),
      ingest: {
        ...storage.ingest,
        persist: async (batch, outcomes) => {
          refuse()
          await onPersist(batch)
          shaky.batches.push(batch.length)
          return storage.ingest.persist(batch, outcomes)
        },
        addOutcomes: async (outcomes) => {
          refuse()
          await storage.ingest.addOutcomes(outcomes)
        },
      },
    } satisfies Storage as Storage,
  })
}

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
    closing.push(
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
    closing.push(
      () => drain.stop(),
      () => buffer.close(),
    )
    drain.start()
    let most = 0
    for (let stored = 0; stored < 4; stored++) {
      await until(() => held.length > 0)
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

describe('when the storage is away', () => {
  it('keeps records in the journal, asks again after growing pauses, and stores all when it is back', async () => {
    const shaky = shakyStorage()
    const { world, drain } = await aDrainedWorld({ storage: shaky.storage, buffer: await aJournal() })
    await send(world)
    await drain.idle()
    shaky.isAway = true
    for (let index = 0; index < 30; index++) expect((await send(world)).status).toBe(200)
    await until(() => world.logged.length > 0)
    for (let pause = 250; pause <= 4000; pause *= 2) {
      await world.clock.asleep(1)
      await world.clock.advance(pause)
    }
    expect(shaky.batches).toEqual([1])
    expect((await world.buffer.waiting()).records).toBe(30)
    shaky.isAway = false
    await world.clock.advance(5_000)
    await drain.idle()
    expect((await issues(world))[0]?.count).toBe(31)
    expect(await world.buffer.listSetAside(10)).toEqual([])
    expect(world.logged.map(({ level, message }) => `${level}: ${message}`)).toEqual([
      'warn: Events cannot be stored now and wait in the buffer',
      'info: Events are stored again',
    ])
  })

  it('tells clients to come again where nothing is kept', async () => {
    const shaky = shakyStorage()
    const { world } = await aDrainedWorld({ storage: shaky.storage })
    expect((await send(world)).status).toBe(200)
    shaky.isAway = true
    const response = await send(world)
    expect([response.status, response.headers['retry-after']]).toEqual([429, '10'])
  })

  it('takes a storage that does not even answer a ping for one that is away', async () => {
    let isHung = false
    const shaky = shakyStorage(() => (isHung ? Promise.reject(new Error('terminated')) : undefined))
    let isAsked = false
    const ping = () => {
      isAsked = true
      return new Promise<void>(() => {})
    }
    const { world } = await aDrainedWorld({ storage: { ...shaky.storage, ping } })
    await send(world)
    isHung = true
    const sending = send(world)
    await passing(world, () => isAsked)
    await world.clock.advance(5_000)
    expect((await sending).status).toBe(429)
    expect(await world.buffer.listSetAside(10)).toEqual([])
  })

  it('gives up what hangs, and stores it when it is asked again', async () => {
    let isHung = true
    let asked = 0
    const shaky = shakyStorage(() => {
      asked += 1
      return isHung ? new Promise<void>(() => {}) : undefined
    })
    const { world, drain } = await aDrainedWorld({ storage: shaky.storage, buffer: await aJournal() })
    expect((await send(world)).status).toBe(200)
    await passing(world, () => asked > 0)
    isHung = false
    await passing(world, () => asked > 1)
    await drain.idle()
    expect((await issues(world))[0]?.count).toBe(1)
    expect(await world.buffer.listSetAside(10)).toEqual([])
  })

  it('sets a request aside once that it cannot read, however often it asks again', async () => {
    const shaky = shakyStorage()
    let read = 0
    const hooks = {
      get beforeStore(): never {
        read += 1
        throw new AppError('internal', 'a stage failed')
      },
    }
    const buffer = await aJournal()
    const world = await aWorld({ storage: shaky.storage, buffer })
    const drain = createDrain({ ...world, hooks })
    closing.push(
      () => drain.stop(),
      () => buffer.close(),
    )
    await send(world)
    shaky.isAway = true
    drain.start()
    await passing(world, () => read > 3)
    expect(await buffer.listSetAside(10)).toEqual([])
    shaky.isAway = false
    const before = read
    await passing(world, () => read > before)
    await drain.idle()
    expect(await buffer.listSetAside(10)).toMatchObject([{ message: 'a stage failed' }])
  })

  it('sets an event aside once that the storage refuses, however often it asks again', async () => {
    let isAway = true
    let refusals = 0
    const shaky = shakyStorage((batch) => {
      if (batch.some(({ title }) => title.includes('poison'))) throw new Error('cannot write this')
      if (!isAway) return
      refusals += 1
      throw new AppError('unavailable', 'it is away')
    })
    const { world, drain } = await aDrainedWorld({ storage: shaky.storage, buffer: await aJournal() })
    const poison = anError({ exception: { values: [{ type: 'poison', value: '' }] }, fingerprint: ['poison'] })
    expect((await send(world, { body: envelope(poison, anError()) })).status).toBe(200)
    await passing(world, () => refusals > 3)
    expect(await world.buffer.listSetAside(10)).toEqual([])
    isAway = false
    await passing(world, () => shaky.batches.length > 0)
    await drain.idle()
    expect(await world.buffer.listSetAside(10)).toHaveLength(1)
    expect((await issues(world))[0]?.count).toBe(1)
  })

  it('waits for one that can answer but not write, and sets nothing aside', async () => {
    let isReadOnly = true
    const refusal = () => Promise.reject(new AppError('unavailable', 'the disk is full'))
    const shaky = shakyStorage(() => (isReadOnly ? refusal() : undefined))
    const { world, drain } = await aDrainedWorld({ storage: shaky.storage, buffer: await aJournal() })
    await send(world)
    await until(() => world.logged.some(({ level }) => level === 'warn'))
    expect((await world.buffer.waiting()).records).toBe(1)
    isReadOnly = false
    await world.clock.advance(5_000)
    await drain.idle()
    expect((await issues(world))[0]?.count).toBe(1)
    expect(await world.buffer.listSetAside(10)).toEqual([])
  })

  it('stops without waiting for it', async () => {
    const shaky = shakyStorage()
    const { world, drain } = await aDrainedWorld({ storage: shaky.storage, buffer: await aJournal() })
    shaky.isAway = true
    await send(world)
    await world.clock.asleep(1)
    await drain.stop()
    expect((await world.buffer.waiting()).records).toBe(1)
  })

  it('stops within seconds while it hangs, and leaves what it was storing to the next start', async () => {
    let answer = () => {}
    const hanging = new Promise<void>((resolve) => {
      answer = resolve
    })
    let isStoring = false
    const shaky = shakyStorage(() => {
      isStoring = true
      return hanging
    })
    const dir = await mkdtemp(join(await root, 'dir-'))
    const { world, drain } = await aDrainedWorld({ storage: shaky.storage, buffer: fileJournal({ dir }) })
    await send(world)
    await until(() => isStoring)
    const stopping = drain.stop()
    await world.clock.asleep(1)
    await world.clock.advance(5_000)
    await stopping
    await world.buffer.close()
    answer()
    const again = fileJournal({ dir })
    closing.push(() => again.close())
    expect((await again.waiting()).records).toBe(1)
  })
})

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
    closing.push(
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
    closing.push(() => drained.stop())
    drained.start()
    expect((await send(world)).status).toBe(200)
    expect(await world.buffer.listSetAside(10)).toMatchObject([{ message: 'a stage failed' }])
  })
})

async function stored(world: World, eventId: string) {
  return world.storage.events.find(world.project.organizationId, { projectId: world.project.id }, eventId)
}

async function issues(world: World) {
  const filter = { organizationId: world.project.organizationId, projectIds: null }
  const page = await world.storage.issues.list(
    filter,
    { sort: 'count', ascending: false },
    { limit: 100, cursor: null },
  )
  return page.items
}

async function refusals(world: World) {
  const now = world.clock.now().getTime()
  const [from, to] = [new Date(now - 3_600_000), new Date(now + 3_600_000)]
  const { organizationId } = world.project
  const counts = await world.storage.ingest.outcomes({ organizationId, projectIds: null, from, to })
  return counts.filter(({ outcome }) => outcome !== 'accepted')
}

/** Lets the time pass until it is so, a second at each look; the disk of a journal takes real time. */
async function passing(world: World, isTrue: () => boolean): Promise<void> {
  for (let looks = 0; !isTrue(); looks++) {
    if (looks > 2_000) throw new Error('it never came true')
    await world.clock.advance(1_000)
    await new Promise((wake) => setTimeout(wake, 1))
  }
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await turn()
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
