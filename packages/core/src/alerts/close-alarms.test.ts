import { expect, it } from '@jest/globals'
import { memoryStorage } from '../adapters/memory-storage/memory-storage.js'
import { createApp } from '../app.js'
import { PLAIN_ALERT } from '../ports/alerts.js'
import type { FetchRequest } from '../ports/fetcher.js'
import { fakeClock } from '../testing/fake-clock.js'
import { aWorld } from '../testing/storage-contract/world.js'
import { LEASE_MS } from './attempt.js'
import { closeAlarms } from './close-alarms.js'
import { deliverDue } from './deliver.js'
import { createRuleLook } from './rules/look.js'

it('an incident is opened again when its end has been told, and not before', async () => {
  const [storage, clock] = [memoryStorage(), fakeClock()]
  const asked: string[] = []
  let answer = () => {}
  let isSlow = false
  const fetcher = {
    fetch: async ({ body }: FetchRequest) => {
      asked.push((JSON.parse(String(body)) as { event_action: string }).event_action)
      if (isSlow) await new Promise<void>((done) => (answer = done))
      return { status: 202, headers: {}, body: new Uint8Array() }
    },
  }
  const logger = { debug() {}, info() {}, warn() {}, error() {} }
  const { context } = createApp({ url: 'https://errors.example.com', storage, clock, fetcher, logger })
  const world = await aWorld(storage)
  const pager = { kind: 'pagerduty', url: '', tags: [], config: { open: { config: { routingKey: 'k' } } } } as const
  const fields = { ...PLAIN_ALERT, triggers: ['new_issue', 'regression'] as const, recipients: [pager] }
  await storage.alerts.create(world.organizationId, world.projectId, fields, new Date(0))
  const look = createRuleLook({ storage })
  const happen = async () => {
    const { id } = await world.issueOf({ hashes: ['a'.repeat(32)], receivedAt: clock.now() })
    await look({ now: clock.now(), since: new Date(0), issueIds: [] })
    await deliverDue(context)
    return id
  }
  const id = await happen()
  await clock.advance(LEASE_MS)
  await storage.issues.setStatus(world.filter({ ids: [id] }), 'resolved', clock.now())
  isSlow = true
  const closing = closeAlarms(context, null)
  while (asked.length < 2) await new Promise((done) => setImmediate(done))
  isSlow = false
  await clock.advance(1_000)
  await happen()
  expect(asked).toEqual(['trigger', 'resolve'])
  answer()
  await closing
  await clock.advance(30_000)
  await deliverDue(context)
  expect(asked).toEqual(['trigger', 'resolve', 'trigger'])
  await clock.advance(LEASE_MS)
  await storage.issues.setStatus(world.filter({ ids: [id] }), 'resolved', clock.now())
  await closeAlarms(context, null)
  expect(asked).toEqual(['trigger', 'resolve', 'trigger', 'resolve'])
})
