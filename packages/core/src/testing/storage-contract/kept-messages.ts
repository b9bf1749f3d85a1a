import { expect, it } from '@jest/globals'
import { PLAIN_ALERT } from '../../ports/alerts.js'
import { DELIVERY_DAYS } from '../../ports/deliveries.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aWorld, found } from './world.js'

const LEASE_MS = 60_000
const DAY_MINUTES = 24 * 60

export function keptMessagesContract({ empty }: Subject): void {
  const aPlace = async () => {
    const storage = await empty()
    const { organizationId, projectId, persist, event } = await aWorld(storage)
    const recipients = ['a', 'b'].map((name) => {
      return { kind: 'webhook', url: `https://${name}.example/`, tags: [], config: {} } as const
    })
    const fields = { ...PLAIN_ALERT, triggers: ['new_issue'], recipients } as const
    const { id: alertId } = await storage.alerts.create(organizationId, projectId, fields, NOON)
    const issueId = found((await persist(event({ receivedAt: NOON })))[0]).issueId
    await storage.firing.tell([{ alertId, issueId, trigger: 'new_issue', toldBefore: null }], NOON)
    const [message, waiting] = await storage.deliveries.claim(NOON, 10, LEASE_MS)
    const caller = { key: 'k', kind: 'webhook', organizationId, alertId, target: '' } as const
    return {
      ...{ storage, organizationId, message: found(message), waiting: found(waiting) },
      caller: { ...caller, deliveryId: found(message).id },
      afterDays: (days: number) => minutesAfter(NOON, days * DAY_MINUTES),
      maintain: (days: number) => storage.maintain({ now: minutesAfter(NOON, days * DAY_MINUTES), retentionDays: 90 }),
    }
  }

  it('what was told is in the log for its days, what waits until it has left', async () => {
    const { storage, organizationId, message, waiting, afterDays, maintain } = await aPlace()
    const attempt = { at: NOON, ms: 5, status: 200, error: '', answer: 'ok' }
    await storage.deliveries.finish(message.id, { attempt, state: 'sent', nextAttemptAt: null, payload: 'POST' })
    const until = afterDays(2 * DELIVERY_DAYS)
    await storage.deliveries.hold(waiting.id, { held: 'quiet', until, channelKey: null })
    const ids = async () => (await storage.deliveries.list(organizationId, {}, ALL)).items.map(({ id }) => id).sort()
    await maintain(DELIVERY_DAYS)
    expect(await ids()).toEqual([message.id, waiting.id].sort())
    await maintain(DELIVERY_DAYS + 1)
    expect(await ids()).toEqual([waiting.id])
    expect(await storage.deliveries.get(organizationId, message.id)).toBeNull()
  })

  it('of a channel that nothing takes for as long nothing is known any more, and nobody hears that it works', async () => {
    const { storage, caller, maintain, afterDays } = await aPlace()
    const { channels } = storage
    const fail = async (minute: number) => {
      const now = minutesAfter(NOON, minute)
      await channels.note(caller, { now, error: 'refused', waitMs: 0 })
    }
    for (let minute = 0; minute < 10; minute += 1) await fail(minute)
    const [news] = await channels.claimNews(afterDays(1), 10, LEASE_MS)
    expect(news).toMatchObject({ key: caller.key, news: 'failing' })
    await channels.finishNews(found(news))
    await maintain(DELIVERY_DAYS)
    expect([...(await channels.states([caller.key])).keys()]).toEqual([caller.key])
    await maintain(DELIVERY_DAYS + 1)
    expect([...(await channels.states([caller.key])).keys()]).toEqual([])
    await channels.note(caller, { now: afterDays(40), error: '', waitMs: 0 })
    expect(await channels.claimNews(afterDays(41), 10, LEASE_MS)).toEqual([])
  })
}
