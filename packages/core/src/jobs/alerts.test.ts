import { afterEach, describe, expect, it } from '@jest/globals'
import { memoryStorage } from '../adapters/memory-storage/memory-storage.js'
import { createApp } from '../app.js'
import { storeBatch } from '../ingest/store-batch.js'
import { PLAIN_ALERT } from '../ports/alerts.js'
import { fakeClock } from '../testing/fake-clock.js'
import { aWorld } from '../testing/storage-contract/world.js'
import { createAlertWatch } from './alerts.js'
import type { BackgroundWork } from './background.js'

const HOUR_MS = 3_600_000
const works: BackgroundWork[] = []
afterEach(() => Promise.all(works.splice(0).map((work) => work.stop())))

/** A rule that tells of new issues, and any number of processes on one storage. */
async function aPlace() {
  const [storage, clock] = [memoryStorage(), fakeClock()]
  const logger = { debug() {}, info() {}, warn() {}, error() {} }
  const aProcess = () => createApp({ url: 'https://errors.example.com', storage, clock, logger }).context
  const world = await aWorld(storage)
  const { organizationId, projectId } = world
  const long = new Date(clock.now().getTime() - 100 * HOUR_MS)
  const rule = await storage.alerts.create(organizationId, projectId, { ...PLAIN_ALERT, triggers: ['new_issue'] }, long)
  /** Stores an event that was received so long ago, and dies before anybody looks. */
  const storeAndDie = async (receivedHoursAgo: number, hash = 'a') => {
    const receivedAt = new Date(clock.now().getTime() - receivedHoursAgo * HOUR_MS)
    const event = world.event({ hashes: [hash.padEnd(32, '0')], receivedAt })
    const record = {
      ...({ organizationId, projectId, keyId: '', kind: 'store', receivedAt, eventId: event.eventId } as const),
      ...{ contentEncoding: null, userAgent: null, ip: null, scrubIp: false, query: null, body: new Uint8Array() },
    }
    await storeBatch(aProcess(), [{ record, event }], [], async () => undefined)
  }
  /** Until the first look is over. */
  const look = async (context = aProcess()) => {
    const work = createAlertWatch(context)
    works.push(work)
    work.start()
    await clock.asleep(works.length)
    return work
  }
  const told = async () =>
    (await storage.deliveries.list(organizationId, { alertId: rule.id }, { limit: 10, cursor: null })).items.length
  return { clock, storage, storeAndDie, look, told }
}

describe('looking for alerts', () => {
  it('finds what came late, though whoever stored it died at once', async () => {
    const { storeAndDie, look, told } = await aPlace()
    await storeAndDie(3)
    await look()
    expect(await told()).toBe(1)
  })

  it('finds what came late while it runs', async () => {
    const { clock, storeAndDie, look, told } = await aPlace()
    await look()
    await storeAndDie(3)
    await clock.advance(2_000)
    await clock.asleep()
    expect(await told()).toBe(1)
  })

  it('begins where somebody looked last, though that is long ago', async () => {
    const { clock, storeAndDie, look, told } = await aPlace()
    await (await look()).stop()
    works.length = 0
    await storeAndDie(0)
    await clock.jump(5 * HOUR_MS)
    await look()
    expect(await told()).toBe(1)
  })

  it('begins an hour ago where nobody has ever looked', async () => {
    const { clock, storeAndDie, look, told } = await aPlace()
    await storeAndDie(0)
    await clock.jump(5 * HOUR_MS)
    await look()
    expect(await told()).toBe(0)
  })
})
