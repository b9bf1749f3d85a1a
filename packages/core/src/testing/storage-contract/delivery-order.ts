import { expect, it } from '@jest/globals'
import { type AlertFields, MONITOR_TRIGGERS, PLAIN_ALERT } from '../../ports/alerts.js'
import type { Delivery, DeliveryOutcome } from '../../ports/deliveries.js'
import type { Id } from '../../ports/model.js'
import type { Telling } from '../../ports/monitors.js'
import { aMonitorSetup, minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aWorld, found } from './world.js'

const LEASE_MS = 60_000

export function deliveryOrderContract({ storage }: Subject): void {
  const at = (minute: number) => minutesAfter(NOON, minute)
  const hook = (url: string): AlertFields['recipients'][number] => ({ kind: 'webhook', url, tags: [], config: {} })
  const aMonitor = async (alert: Partial<AlertFields> = {}) => {
    const { organizationId, projectId } = await aWorld(storage())
    const recipients = [hook('https://a.example/')]
    const fields = { ...PLAIN_ALERT, triggers: MONITOR_TRIGGERS, recipients, ...alert }
    const { id: alertId } = await storage().alerts.create(organizationId, projectId, fields, NOON)
    const monitor = async () => {
      const { id } = await storage().monitors.create(organizationId, aMonitorSetup({ projectId }), NOON)
      /** What a check of that minute has to tell. */
      return async (telling: Telling, minute: number) => {
        const now = found(await storage().monitors.get(organizationId, id))
        const check = {
          at: at(minute),
          isUp: telling === 'recovered',
          isChange: true,
          reason: 'timeout',
          detail: '',
          responseMs: null,
          found: 'down',
          timings: null,
          answer: null,
        } as const
        await storage().monitors.record([
          {
            ...{ organizationId, monitorId: id, version: now.version, health: now.health, telling, signal: null },
            ...{ before: null, nextCheckAt: null, check },
          },
        ])
      }
    }
    const log = async () => (await storage().deliveries.list(organizationId, { alertId }, ALL)).items
    /** Of this alert alone: other tests leave messages behind. */
    const claim = async (minute: number) =>
      (await storage().deliveries.claim(at(minute), 10_000, LEASE_MS)).filter((one) => one.alertId === alertId)
    return { alertId, monitor, tell: await monitor(), log, claim }
  }
  const finish = (id: Id, minute: number, more: Partial<DeliveryOutcome> = {}) =>
    storage().deliveries.finish(id, {
      attempt: { at: at(minute), ms: 12, status: 200, error: '', answer: 'ok' },
      ...{ state: 'sent', nextAttemptAt: null, payload: 'POST', ...more },
    })
  const fail = (id: Id, minute: number, next: number) =>
    finish(id, minute, {
      attempt: { at: at(minute), ms: 12, status: 503, error: 'Busy', answer: '' },
      ...{ state: 'pending', nextAttemptAt: at(next) },
    })
  const changes = (some: readonly Delivery[]) =>
    some.map(({ subject }) => (subject.kind === 'monitor' ? subject.change : null))
  const states = (some: readonly Delivery[]) => some.map(({ state }) => state)
  const only = (some: readonly Delivery[]) => {
    expect(some).toHaveLength(1)
    return found(some[0])
  }

  it('news of a monitor takes the place of what is to be tried again', async () => {
    const { monitor, tell, log, claim } = await aMonitor()
    await tell('down', 1)
    const down = only(await claim(1))
    await fail(down.id, 1, 5)
    const other = await monitor()
    await other('recovered', 2)
    await tell('recovered', 2)
    expect((await log())[2]).toMatchObject({
      ...{ id: down.id, state: 'superseded', nextAttemptAt: null, held: null, attempts: 1 },
      attempt: { status: 503, error: 'Busy' },
    })
    const both = await claim(10)
    expect(changes(both)).toEqual(['recovered', 'recovered'])
    for (const { id } of both) await finish(id, 10)
    // The same the other way round: an end that comes late ends nothing.
    for (const [telling, minute] of [
      ['down', 20],
      ['recovered', 21],
    ] as const) {
      await tell(telling, minute)
      await fail(only(await claim(minute)).id, minute, 60)
    }
    await tell('down', 22)
    expect(changes(await claim(60))).toEqual(['down'])
  })

  it('what is on its way is over before news of the same monitor leaves', async () => {
    const { monitor, tell, log, claim } = await aMonitor()
    await tell('down', 1)
    const down = only(await claim(1))
    await tell('recovered', 1.2)
    await (await monitor())('down', 1.2)
    expect(changes(await claim(1.5))).toEqual(['down'])
    expect(states(await log())).toEqual(['pending', 'pending', 'pending'])
    await finish(down.id, 1.6)
    expect(changes(await claim(1.7))).toEqual(['recovered'])
  })

  it('what was on its way in vain is not tried again where there is news', async () => {
    const { tell, log, claim } = await aMonitor()
    await tell('down', 1)
    const down = only(await claim(1))
    await tell('recovered', 1.2)
    await fail(down.id, 1.3, 5)
    expect(await log()).toMatchObject([{ state: 'pending' }, { state: 'superseded', nextAttemptAt: null, attempts: 1 }])
    expect(changes(await claim(1.4))).toEqual(['recovered'])
    expect(await claim(2)).toEqual([])
  })

  it('what a process died with is not tried again where there is news', async () => {
    const { tell, log, claim } = await aMonitor()
    await tell('down', 1)
    only(await claim(1))
    await tell('recovered', 1.2)
    await tell('down', 1.3)
    expect(changes(await claim(2))).toEqual(['down'])
    expect(states(await log())).toEqual(['pending', 'superseded', 'superseded'])
  })

  it('what waits, for whatever reason, makes place for news of the same monitor, and for no older', async () => {
    const { tell, log, claim } = await aMonitor()
    await tell('down', 1)
    const down = only(await claim(1))
    await storage().deliveries.hold(down.id, { held: 'paused', until: at(60), channelKey: 'key' })
    await tell('recovered', 2)
    const recovered = only(await claim(2))
    await storage().deliveries.hold(recovered.id, { held: 'quiet', until: at(90), channelKey: null })
    await tell('down', 3)
    const last = only(await claim(3))
    await tell('recovered', 3.2)
    await storage().deliveries.hold(last.id, { held: 'quiet', until: at(90), channelKey: null })
    expect(changes(await log())).toEqual(['recovered', 'down', 'recovered', 'down'])
    expect(states(await log())).toEqual(['pending', 'superseded', 'superseded', 'superseded'])
    expect(changes(await claim(600))).toEqual(['recovered'])
  })

  it('the last word of quiet hours is news of what was to be tried again', async () => {
    const quietHours = { start: '12:10', end: '13:00', timeZone: 'UTC', days: [1, 2, 3, 4, 5, 6, 7] }
    const { tell, log, claim } = await aMonitor({ quietHours })
    await tell('down', 1)
    await fail(only(await claim(1)).id, 1, 30)
    for (const [telling, minute] of [
      ['recovered', 12],
      ['down', 14],
    ] as const)
      await tell(telling, minute)
    expect(await log()).toMatchObject([
      { held: 'quiet', state: 'pending', createdAt: at(14), subject: { change: 'down' } },
      { state: 'superseded' },
    ])
    expect(changes(await claim(120))).toEqual(['down'])
  })

  it('each recipient hears in order, whoever else is slow', async () => {
    const { tell, log, claim } = await aMonitor({
      recipients: [hook('https://a.example/'), hook('https://b.example/')],
    })
    await tell('down', 1)
    const [slow, quick] = await claim(1)
    await finish(found(quick).id, 1)
    await tell('recovered', 1.1)
    const next = only(await claim(1.2))
    expect(next.recipient).toEqual(quick?.recipient)
    await fail(found(slow).id, 1.3, 9)
    expect(only(await claim(1.4)).recipient).toEqual(slow?.recipient)
    expect(states(await log()).sort()).toEqual(['pending', 'pending', 'sent', 'superseded'])
  })

  it('each address hears in order, though a mail becomes one to each', async () => {
    const { tell, log, claim } = await aMonitor({ recipients: [] })
    const people = ['a', 'b'].map(
      (name) => ({ userId: null, address: `${name}@example.com`, reason: 'address' }) as const,
    )
    const addressed = (id: Id, minute: number) => storage().deliveries.address(id, people, at(minute))
    await tell('down', 1)
    await addressed(only(await claim(1)).id, 1)
    const [a, b] = await claim(1)
    await finish(found(b).id, 1)
    await tell('recovered', 1.1)
    await addressed(only(await claim(1.2)).id, 1.2)
    const first = only(await claim(1.3))
    expect(first.address).toBe(b?.address)
    await finish(first.id, 1.3)
    await fail(found(a).id, 1.4, 9)
    const second = only(await claim(1.5))
    expect([second.address, ...changes([second])]).toEqual([a?.address, 'recovered'])
    await finish(second.id, 1.5)
    // One that becomes many when there is news already.
    await tell('down', 20)
    const late = only(await claim(20))
    await tell('recovered', 20.1)
    expect(await claim(20.2)).toEqual([])
    await addressed(late.id, 20.3)
    const last = only(await claim(20.4))
    expect([last.address, ...changes([last])]).toEqual([null, 'recovered'])
    expect(await claim(600)).toHaveLength(1)
    expect(states(await log()).sort()).toEqual([
      ...['pending', 'sent', 'sent', 'sent', 'superseded', 'superseded', 'superseded'],
    ])
  })

  it('of one monitor never two are on their way, however many ask at once', async () => {
    const { tell, claim } = await aMonitor()
    const under = new Map<Id, Delivery>()
    const left: string[] = []
    let minute = 1
    const oneClaim = async () => {
      const some = await claim(minute)
      for (const one of some) {
        under.set(one.id, one)
        left.push(...changes([one]).map(String))
      }
    }
    for (let round = 0; round < 20; round += 1) {
      minute += 1
      await tell('down', minute)
      minute += 0.01
      await Promise.all([oneClaim(), tell('recovered', minute), oneClaim(), oneClaim()])
      expect(under.size).toBeLessThanOrEqual(1)
      for (const { id } of under.values()) await finish(id, minute)
      under.clear()
      await oneClaim()
      for (const { id } of under.values()) await finish(id, minute)
      under.clear()
      // Of each round the end is the last that is heard.
      expect(left.at(-1)).toBe('recovered')
    }
  })

  it('what was withdrawn is not sent again by hand, and is found by its state', async () => {
    const { alertId, tell, log, claim } = await aMonitor()
    await tell('down', 1)
    await fail(only(await claim(1)).id, 1, 5)
    await tell('recovered', 2)
    const { organizationId, id } = found((await log())[1])
    await expect(storage().deliveries.retry(organizationId, id, at(3), LEASE_MS)).rejects.toMatchObject({
      code: 'conflict',
    })
    const { items } = await storage().deliveries.list(organizationId, { alertId, state: 'superseded' }, ALL)
    expect(items.map((one) => one.id)).toEqual([id])
    // What it had sent after all, it has.
    await finish(id, 4)
    expect(states(await log())).toEqual(['pending', 'sent'])
  })
}
