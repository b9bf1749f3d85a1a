import { expect, it } from '@jest/globals'
import { createRuleLook } from '../../alerts/rules/look.js'
import { type AlertFields, PLAIN_ALERT } from '../../ports/alerts.js'
import type { Delivery, DeliveryHold } from '../../ports/deliveries.js'
import type { Id } from '../../ports/model.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aUser, aWorld, expectCode, found, UNKNOWN_IDS, type World } from './world.js'

const LEASE_MS = 60_000

export function deliveryFlowContract({ storage }: Subject): void {
  const hook = (url: string): AlertFields['recipients'][number] => ({ kind: 'webhook', url, tags: [], config: {} })
  const aRule = async (alert: Partial<AlertFields> = {}) => {
    const world = await aWorld(storage())
    const fields = {
      ...PLAIN_ALERT,
      timespanMinutes: 60,
      quantity: 1,
      recipients: [hook('https://a.example/')],
      ...alert,
    }
    const { id } = await storage().alerts.create(world.organizationId, world.projectId, fields, NOON)
    return { world, id }
  }
  const at = (minute: number) => minutesAfter(NOON, minute)
  /** One new issue for each hash, found at once. */
  const find = async (world: World, minute: number, ...hashes: readonly string[]) => {
    const events = hashes.map((hash) => world.event({ hashes: [hash.padEnd(32, '0')], receivedAt: at(minute) }))
    const results = await world.persist(...events)
    await createRuleLook({ storage: storage() })({ now: at(minute), since: at(-60), issueIds: [] })
    return results.map(({ issueId }) => issueId)
  }
  const log = async (world: World, alertId: Id) =>
    (await storage().deliveries.list(world.organizationId, { alertId }, ALL)).items
  /** Of this alert alone: other tests leave messages behind. */
  const claim = async (minute: number, alertId: Id): Promise<readonly Delivery[]> =>
    (await storage().deliveries.claim(at(minute), 10_000, LEASE_MS)).filter((one) => one.alertId === alertId)
  const sent = (id: Id, minute: number) =>
    storage().deliveries.finish(id, {
      attempt: { at: at(minute), ms: 5, status: 200, error: '', answer: 'ok' },
      ...{ state: 'sent', nextAttemptAt: null, payload: 'POST' },
    })
  const hold = (id: Id, held: DeliveryHold['held'], minute: number | null, channelKey: string | null = null) =>
    storage().deliveries.hold(id, { held, until: minute === null ? null : at(minute), channelKey })
  const counts = (messages: readonly Delivery[]) =>
    messages.map(({ subject }) => (subject.kind === 'issues' ? subject.count : null))

  it('what happens within a digest is one message to each recipient, however many look at once', async () => {
    const recipients = [hook('https://a.example/'), hook('https://b.example/')]
    const { world, id } = await aRule({ digestMinutes: 30, recipients })
    const first = await find(world, 0, 'a')
    const later = [...(await find(world, 1, 'b')), ...(await find(world, 2, 'c', 'd'))]
    await Promise.all([3, 3, 3].map((minute) => find(world, minute, 'd')))
    const told = await log(world, id)
    const waiting = {
      ...{ held: 'digest', state: 'pending', nextAttemptAt: at(30), attempts: 0 },
      subject: { kind: 'issues', issueIds: later, count: 3 },
    }
    const atOnce = { held: null, nextAttemptAt: at(0), subject: { issueIds: first, count: 1 } }
    expect(told).toMatchObject([waiting, waiting, atOnce, atOnce])
    expect(await claim(29, id)).toHaveLength(2)
    for (const one of told.slice(2)) await sent(one.id, 29)
    const left = await claim(30, id)
    expect(left).toMatchObject([waiting, waiting].map(({ subject }) => ({ subject, held: null })))
    // Nothing is added to what was claimed; it left, so what comes next gathers again.
    const [next] = await find(world, 31, 'e')
    expect((await log(world, id)).slice(0, 2)).toMatchObject(
      [1, 2].map(() => ({ held: 'digest', nextAttemptAt: at(60), subject: { issueIds: [next], count: 1 } })),
    )
  })

  it('a storm of looks becomes a bounded number of messages without a digest', async () => {
    const { world, id } = await aRule()
    for (let look = 0; look < 25; look += 1) await find(world, look / 10, `${look}x`)
    const told = await log(world, id)
    expect(told).toHaveLength(11)
    expect(told[0]).toMatchObject({ held: 'digest', subject: { count: 15, issueIds: { length: 15 } } })
  })

  it('what happens in quiet hours waits for their end', async () => {
    const quietHours = { start: '11:00', end: '14:00', timeZone: 'UTC', days: [1, 2, 3, 4, 5, 6, 7] }
    const { world, id } = await aRule({ quietHours })
    await find(world, 0, 'a')
    await find(world, 60, 'b')
    expect(await log(world, id)).toMatchObject([{ held: 'quiet', nextAttemptAt: at(120), subject: { count: 2 } }])
  })

  it('messages that wait for a channel become one, unless they may have been sent', async () => {
    const { world, id } = await aRule()
    for (const [minute, hash] of ['a', 'b', 'c', 'd'].entries()) await find(world, minute, hash)
    const [a, b, c, d] = (await claim(4, id)).map((message) => message.id)
    const caller = { key: `key ${id}`, kind: 'webhook', organizationId: world.organizationId, alertId: id } as const
    const asked = { now: at(4), perMinute: 100, probeMs: LEASE_MS }
    await storage().channels.admit({ ...caller, deliveryId: found(d), target: '' }, asked)
    await Promise.all([a, b, c, d].map((one) => hold(found(one), 'rate', 5)))
    const waiting = await log(world, id)
    expect(counts(waiting).sort()).toEqual([1, 3])
    expect(waiting.find((one) => one.id === d)).toMatchObject({ held: 'rate', subject: { count: 1 } })
    // They are sent as they are; each is claimed by one.
    const claimed = await Promise.all([claim(5, id), claim(5, id)])
    expect(claimed.flat()).toHaveLength(2)
    for (const wrong of UNKNOWN_IDS) await hold(wrong, 'rate', 5)
  })

  it('what waits for a channel is due when that works again', async () => {
    const { world, id } = await aRule()
    await find(world, 0, 'a')
    const [message] = await claim(0, id)
    const key = `key ${id}`
    await hold(found(message).id, 'paused', 60, key)
    expect(await claim(30, id)).toEqual([])
    const caller = { key, kind: 'webhook', organizationId: world.organizationId, alertId: id } as const
    await storage().channels.note({ ...caller, deliveryId: '0', target: '' }, { now: at(31), error: '', waitMs: 0 })
    expect(await claim(31, id)).toMatchObject([{ id: found(message).id, attempts: 0 }])
  })

  it('a message that is not to be sent has failed, and is sent again by one who asks', async () => {
    const { world, id } = await aRule()
    await find(world, 0, 'a')
    const message = found((await claim(0, id))[0])
    await hold(message.id, 'muted', null)
    expect(await log(world, id)).toMatchObject([{ state: 'failed', held: 'muted', nextAttemptAt: null }])
    const { deliveries } = storage()
    const { organizationId } = world
    const asked = await Promise.allSettled(
      [1, 2, 3].map(() => deliveries.retry(organizationId, message.id, at(1), LEASE_MS)),
    )
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await claim(1, id)).toEqual([])
    expect(await claim(2, id)).toMatchObject([{ id: message.id, held: null, state: 'pending' }])
    await sent(message.id, 2)
    await expectCode(deliveries.retry(organizationId, message.id, at(3), LEASE_MS), 'conflict')
    const stranger = await aWorld(storage())
    expect(await deliveries.retry(stranger.organizationId, message.id, at(3), LEASE_MS)).toBeNull()
    for (const wrong of UNKNOWN_IDS) expect(await deliveries.retry(organizationId, wrong, at(3), LEASE_MS)).toBeNull()
  })

  it('the log has every attempt and what was sent, for its organization alone', async () => {
    const { world, id } = await aRule()
    const { deliveries } = storage()
    const { organizationId, projectId } = world
    await find(world, 0, 'a')
    const message = found((await claim(0, id))[0])
    const failed = { at: at(0), ms: 4, status: 503, error: 'Busy', answer: 'later\0' }
    const pending = { attempt: failed, state: 'pending', nextAttemptAt: at(1), payload: 'POST 1' } as const
    await deliveries.finish(message.id, pending)
    await deliveries.finish(message.id, { ...pending, payload: null })
    await sent(message.id, 2)
    const detail = found(await deliveries.get(organizationId, message.id))
    const kept = { ...failed, answer: 'later' }
    expect(detail.history).toEqual([kept, kept, { at: at(2), ms: 5, status: 200, error: '', answer: 'ok' }])
    expect(detail).toMatchObject({ payload: 'POST', delivery: { id: message.id, state: 'sent', attempts: 3 } })
    expect(detail.delivery.attempt).toEqual(detail.history.at(-1))
    const count = async (filter: Parameters<typeof deliveries.list>[1], organization = organizationId) =>
      (await deliveries.list(organization, filter, ALL)).items.length
    expect(await count({})).toBe(1)
    expect(await count({ state: 'sent', projectId, alertId: id })).toBe(1)
    expect(await count({ state: 'failed' })).toBe(0)
    expect(await deliveries.lastSent(organizationId)).toEqual(new Map([['webhook', at(2)]]))
    const stranger = await aWorld(storage())
    expect(await count({ alertId: id }, stranger.organizationId)).toBe(0)
    expect(await count({ projectId: stranger.projectId })).toBe(0)
    expect(await deliveries.get(stranger.organizationId, message.id)).toBeNull()
    expect(await deliveries.lastSent(stranger.organizationId)).toEqual(new Map())
    for (const wrong of UNKNOWN_IDS) {
      expect(await deliveries.get(organizationId, wrong)).toBeNull()
      expect(await count({ alertId: wrong })).toBe(0)
    }
  })

  it('muted issues are not told of, and are when a mute ends and they still fire', async () => {
    const { world, id } = await aRule()
    const { organizationId, projectId, user } = world
    const [issueId = ''] = (await world.persist(world.event({ hashes: ['a'.padEnd(32, '0')], receivedAt: at(0) }))).map(
      (result) => result.issueId,
    )
    const mute = { organizationId, projectId, createdAt: NOON, createdById: null, until: at(5), userId: null }
    await storage().mutes.create({ ...mute, issueId })
    // Somebody's own mute holds back their mails, which is nobody else's.
    const somebody = await aUser(storage())
    await storage().organizations.addMember(organizationId, somebody.id, 'member')
    await storage().mutes.create({ ...mute, issueId: null, userId: somebody.id })
    const other = await find(world, 1, 'b')
    expect(await log(world, id)).toMatchObject([{ subject: { issueIds: other } }])
    await storage().mutes.create({ ...mute, issueId: null, projectId: null, createdById: user.id })
    await find(world, 4, 'c')
    expect(await log(world, id)).toHaveLength(1)
    const [, c] = [await find(world, 5, 'a'), (await log(world, id))[0]]
    expect(c).toMatchObject({ subject: { count: 2 } })
    await storage().alerts.update(organizationId, projectId, id, { mutedUntil: at(10) })
    await find(world, 9, 'd')
    expect(await log(world, id)).toHaveLength(2)
    await find(world, 10, 'd')
    expect(await log(world, id)).toHaveLength(3)
  })
}
