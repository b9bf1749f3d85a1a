import { describe, expect, it } from '@jest/globals'
import { drainedWorlds, issues, passing, shakyStorage, until } from '../../test/drained-world.js'
import { anError, aWorld, envelope, send } from '../../test/ingest-world.js'
import { AppError } from '../errors.js'
import { fileJournal } from './buffers/file-journal.js'
import { createDrain } from './drain.js'

const { aDrainedWorld, aJournal, aJournalDir, closeAfter } = drainedWorlds()

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
    closeAfter(
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
    const dir = await aJournalDir()
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
    closeAfter(() => again.close())
    expect((await again.waiting()).records).toBe(1)
  })
})
