import { describe, expect, it } from '@jest/globals'
import { memoryStorage } from '../adapters/memory-storage/memory-storage.js'
import { createMetrics } from '../metrics/metrics.js'
import { fakeClock } from '../testing/fake-clock.js'
import { createRunNotes } from './run-notes.js'

describe('notes of background work', () => {
  it('are written once a minute, and count what was done since', async () => {
    const [storage, clock] = [memoryStorage(), fakeClock()]
    const notes = createRunNotes({ storage, clock, metrics: createMetrics() }, 'Storing events')
    const start = clock.now()
    await notes.note({ startedAt: start, done: 3 })
    await clock.advance(30_000)
    await notes.note({ startedAt: clock.now(), done: 4 })
    expect(await storage.instance.runs()).toMatchObject([{ done: 3, since: start, finishedAt: start, error: null }])
    await clock.advance(30_000)
    await notes.note({ startedAt: new Date(clock.now().getTime() - 50), done: 5 })
    expect(await storage.instance.runs()).toMatchObject([
      { job: 'Storing events', done: 9, since: start, finishedAt: clock.now(), tookMs: 50 },
    ])
  })

  it('tell of a fault at once, and of its end', async () => {
    const [storage, clock] = [memoryStorage(), fakeClock()]
    const notes = createRunNotes({ storage, clock, metrics: createMetrics() }, 'Thinning')
    const errors = async () => (await storage.instance.runs()).map(({ error }) => error)
    await notes.note({ startedAt: clock.now() })
    await notes.note({ startedAt: clock.now(), error: new Error('no space') })
    expect(await errors()).toEqual(['no space'])
    await notes.note({ startedAt: clock.now() })
    expect(await errors()).toEqual([null])
  })

  it('that cannot be written disturb nobody', async () => {
    const storage = memoryStorage()
    storage.instance.noteRun = () => Promise.reject(new Error('away'))
    await createRunNotes({ storage, clock: fakeClock(), metrics: createMetrics() }, 'Thinning').note({
      startedAt: new Date(0),
    })
  })
})
