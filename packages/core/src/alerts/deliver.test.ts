import { describe, expect, it } from '@jest/globals'
import { memoryStorage } from '../adapters/memory-storage/memory-storage.js'
import { createApp } from '../app.js'
import { PLAIN_ALERT } from '../ports/alerts.js'
import type { Mail } from '../ports/mailer.js'
import { fakeClock } from '../testing/fake-clock.js'
import { aWorld } from '../testing/storage-contract/world.js'
import { LEASE_MS } from './attempt.js'
import { deliverDue } from './deliver.js'
import { createRuleLook } from './rules/look.js'

const logger = { debug() {}, info() {}, warn() {}, error() {} }

/** An alert by mail to one address has something to tell, and any number of processes tell it by one mail server. */
async function aPlace() {
  const [storage, clock] = [memoryStorage(), fakeClock()]
  const sending: { readonly mail: Mail; readonly answer: () => void }[] = []
  const send = (mail: Mail) => new Promise<void>((answer) => sending.push({ mail, answer }))
  const aProcess = () =>
    createApp({ url: 'https://errors.example.com', storage, clock, mailer: { send }, logger }).context
  const world = await aWorld(storage)
  const { organizationId, projectId } = world
  const to = {
    kind: 'email',
    url: '',
    tags: [],
    config: { audience: [], users: [], teams: [], addresses: ['desk@example.com'] },
  } as const
  const fields = { ...PLAIN_ALERT, timespanMinutes: 60, quantity: 1, recipients: [to] }
  const alert = await storage.alerts.create(organizationId, projectId, fields, clock.now())
  await world.persist(world.event({ receivedAt: clock.now() }))
  await createRuleLook({ storage })({ now: clock.now(), since: new Date(0), issueIds: [] })
  /** Resolves when the mail is on its way. */
  const isSending = async () => {
    for (let turn = 0; turn < 1000 && sending.length === 0; turn += 1) await new Promise((done) => setImmediate(done))
  }
  const log = async () =>
    (await storage.deliveries.list(organizationId, { alertId: alert.id }, { limit: 10, cursor: null })).items
  return { clock, sending, aProcess, isSending, log }
}

describe('a message', () => {
  it('that takes longer than its lease is sent once, while its process lives', async () => {
    const { clock, sending, aProcess, isSending, log } = await aPlace()
    const first = aProcess()
    // The mail for everybody becomes one to each address.
    expect(await deliverDue(first)).toBe(true)
    const work = deliverDue(first)
    await isSending()
    const other = aProcess()
    for (let third = 0; third < 12; third += 1) {
      await clock.advance(LEASE_MS / 3)
      expect(await deliverDue(other)).toBe(false)
    }
    sending[0]?.answer()
    await work
    expect(sending).toHaveLength(1)
    expect(await log()).toMatchObject([{ state: 'sent', attempts: 1 }])
    await clock.advance(10 * LEASE_MS)
    expect(await deliverDue(other)).toBe(false)
  })
})
