import { expect, it } from '@jest/globals'
import type { AlertFields } from '../../ports/alerts.js'
import type { Delivery, DeliveryOutcome } from '../../ports/deliveries.js'
import type { Id } from '../../ports/model.js'
import type { Telling } from '../../ports/monitors.js'
import { aMonitorSetup, minutesAfter, NOON } from '../builders.js'
import type { Subject } from './run.js'
import { ALL, aUser, aWorld, found, UNKNOWN_IDS, type World, walk } from './world.js'

const LEASE_MS = 60_000

export function deliveriesContract({ storage }: Subject): void {
  const hook = (url: string): AlertFields['recipients'][number] => ({ kind: 'webhook', url, tags: [], config: {} })
  const anAlert = ({ organizationId, projectId }: World, alert: Partial<AlertFields> = {}) =>
    storage().alerts.create(organizationId, projectId, {
      ...{ name: '', timespanMinutes: 5, quantity: 2, uptime: false, recipients: [hook('https://a.example/')] },
      ...alert,
    })
  const events = (world: World, hash: string, minute: number, count: number) =>
    world.persist(
      ...Array.from({ length: count }, () =>
        world.event({ hashes: [hash.padEnd(32, '0')], receivedAt: minutesAfter(NOON, minute) }),
      ),
    )
  const fire = (minute: number, sinceMinute = -60) =>
    storage().deliveries.fireIssueAlerts(minutesAfter(NOON, minute), minutesAfter(NOON, sinceMinute))
  const log = async ({ organizationId, projectId }: World, alertId: Id) =>
    (await storage().deliveries.list(organizationId, projectId, alertId, ALL)).items
  const outcome = (minute: number, more: Partial<DeliveryOutcome> = {}): DeliveryOutcome => ({
    attempt: { at: minutesAfter(NOON, minute), ms: 12, status: 200, error: '' },
    ...{ state: 'sent', nextAttemptAt: null },
    ...more,
  })
  /** Of this alert alone: other tests leave messages behind. */
  const claim = async (minute: number, alertId: Id): Promise<readonly Delivery[]> => {
    const claimed = await storage().deliveries.claim(minutesAfter(NOON, minute), 10_000, LEASE_MS)
    return claimed.filter((one) => one.alertId === alertId)
  }

  it('an issue with enough events in time is told of once, to every recipient', async () => {
    const world = await aWorld(storage())
    const recipients = [hook('https://b.example/'), hook('https://a.example/')]
    const alert = await anAlert(world, { recipients })
    await events(world, 'a', -6, 1)
    await events(world, 'a', 0, 1)
    await fire(0)
    expect(await log(world, alert.id)).toEqual([])
    const [stored] = await events(world, 'a', 1, 1)
    await events(world, 'b', 1, 1)
    await fire(1)
    const told = await log(world, alert.id)
    expect(told.map(({ recipient }) => recipient?.url)).toEqual(['https://a.example/', 'https://b.example/'])
    expect(told[0]).toEqual({
      ...{ id: told[0]?.id, organizationId: world.organizationId, projectId: world.projectId, alertId: alert.id },
      ...{ recipient: alert.recipients[1], address: null, state: 'pending', createdAt: minutesAfter(NOON, 1) },
      subject: { kind: 'issues', issueIds: [stored?.issueId], count: 1 },
      ...{ attempts: 0, nextAttemptAt: minutesAfter(NOON, 1), attempt: null },
    })
    await events(world, 'a', 2, 5)
    await fire(2)
    expect(await log(world, alert.id)).toEqual(told)
    // The other one reaches its number: one message for it alone.
    await events(world, 'b', 3, 1)
    await fire(3)
    expect(await log(world, alert.id)).toHaveLength(4)
  })

  it('several issues at once are one message', async () => {
    const world = await aWorld(storage())
    const alert = await anAlert(world, { quantity: 1 })
    for (const hash of ['a', 'b', 'c']) await events(world, hash, 0, 1)
    await Promise.all([fire(0), fire(0), fire(0)])
    const [told, ...others] = await log(world, alert.id)
    expect(others).toEqual([])
    expect(told?.subject).toMatchObject({ kind: 'issues', count: 3, issueIds: { length: 3 } })
  })

  it('resolved and ignored issues are not told of; one that comes back is', async () => {
    const world = await aWorld(storage())
    const alert = await anAlert(world, { quantity: 1 })
    const issueId = found((await events(world, 'a', 0, 1))[0]).issueId
    const set = (status: 'resolved' | 'ignored') =>
      storage().issues.setStatus(world.filter({ ids: [issueId] }), { status }, minutesAfter(NOON, 1))
    await set('ignored')
    await fire(1)
    expect(await log(world, alert.id)).toEqual([])
    await set('resolved')
    await fire(1)
    expect(await log(world, alert.id)).toEqual([])
    await events(world, 'a', 2, 1)
    await fire(2)
    expect(await log(world, alert.id)).toHaveLength(1)
    await set('resolved')
    await events(world, 'a', 3, 1)
    await fire(3)
    expect(await log(world, alert.id)).toHaveLength(2)
    await fire(4)
    expect(await log(world, alert.id)).toHaveLength(2)
  })

  it('alerts without a number or of another project tell of no issue, nor of one that was not seen since', async () => {
    const world = await aWorld(storage())
    const other = await aWorld(storage())
    const silent = await anAlert(world, { quantity: null })
    const elsewhere = await anAlert(other, { quantity: 1 })
    const alert = await anAlert(world, { quantity: 1 })
    await events(world, 'a', 0, 1)
    await fire(2, 1)
    for (const { id } of [silent, alert]) expect(await log(world, id)).toEqual([])
    await fire(2, 0)
    expect(await log(world, silent.id)).toEqual([])
    expect(await log(other, elsewhere.id)).toEqual([])
    expect(await log(world, alert.id)).toHaveLength(1)
  })

  it('what checks tell of a monitor goes to the alerts of its project that want it', async () => {
    const world = await aWorld(storage())
    const wants = await anAlert(world, { uptime: true, quantity: null, recipients: [] })
    const not = await anAlert(world)
    const { organizationId, id } = await storage().monitors.create(
      world.organizationId,
      aMonitorSetup({ projectId: world.projectId }),
      NOON,
    )
    const check = async (telling: Telling, minute: number) => {
      const now = found(await storage().monitors.get(organizationId, id))
      const at = minutesAfter(NOON, minute)
      const seen = {
        at,
        isUp: false,
        isChange: true,
        reason: 'timeout',
        detail: 'Slow\0ly',
        responseMs: null,
        found: 'down',
        timings: null,
        answer: null,
      } as const
      await storage().monitors.record([
        {
          ...{ organizationId, monitorId: id, version: now.version, health: now.health, telling, signal: null },
          ...{ before: null, nextCheckAt: null, check: seen },
        },
      ])
    }
    await check('none', 1)
    await check('down', 2)
    await check('recovered', 3)
    const told = await log(world, wants.id)
    expect(told.map(({ subject, createdAt, recipient }) => ({ subject, createdAt, recipient }))).toEqual(
      (['recovered', 'down'] as const).map((change, index) => ({
        subject: { kind: 'monitor', monitorId: id, change, cause: 'Slowly' },
        ...{ createdAt: minutesAfter(NOON, 3 - index), recipient: null },
      })),
    )
    expect(await log(world, not.id)).toEqual([])
  })

  it('a message is one caller’s until its lease is over, and is tried until it is done', async () => {
    const world = await aWorld(storage())
    const alert = await anAlert(world, { quantity: 1 })
    await events(world, 'a', 0, 1)
    await fire(0)
    const both = await Promise.all([claim(0, alert.id), claim(0, alert.id)])
    const [message, ...others] = both.flat()
    expect(others).toEqual([])
    const { id } = found(message)
    expect(await claim(0, alert.id)).toEqual([])
    expect(await claim(1, alert.id)).toMatchObject([{ id, attempts: 0 }])
    const failed = { at: minutesAfter(NOON, 1), ms: 7.4, status: 503, error: 'Busy\0' }
    await storage().deliveries.finish(
      id,
      outcome(1, { attempt: failed, state: 'pending', nextAttemptAt: minutesAfter(NOON, 5) }),
    )
    expect(await claim(4, alert.id)).toEqual([])
    expect(await claim(5, alert.id)).toMatchObject([
      { id, attempts: 1, attempt: { at: failed.at, ms: 7, status: 503, error: 'Busy' }, state: 'pending' },
    ])
    await storage().deliveries.finish(id, outcome(6))
    expect(await claim(600, alert.id)).toEqual([])
    expect(await log(world, alert.id)).toMatchObject([
      { id, state: 'sent', attempts: 2, nextAttemptAt: null, attempt: { status: 200, error: '' } },
    ])
    for (const wrong of UNKNOWN_IDS) await storage().deliveries.finish(wrong, outcome(6))
  })

  it('a mail becomes one to each address, once', async () => {
    const world = await aWorld(storage())
    const alert = await anAlert(world, { quantity: 1, recipients: [] })
    await events(world, 'a', 0, 1)
    await fire(0)
    const [mail] = await claim(0, alert.id)
    const { deliveries } = storage()
    const addresses = ['a@example.com', 'b@example.com', 'a@example.com']
    for (let again = 0; again < 2; again += 1)
      await deliveries.address(found(mail).id, addresses, minutesAfter(NOON, 1))
    const mails = await claim(1, alert.id)
    expect(mails.map(({ address, subject }) => [address, subject])).toEqual([
      ['a@example.com', mail?.subject],
      ['b@example.com', mail?.subject],
    ])
    expect(await log(world, alert.id)).toHaveLength(2)
    for (const one of [...UNKNOWN_IDS, found(mails[0]).id]) await deliveries.address(one, addresses, NOON)
    expect(await log(world, alert.id)).toHaveLength(2)
  })

  it('the people of a project’s teams hear of it, unless they do not want to', async () => {
    const world = await aWorld(storage())
    const { accounts, deliveries, organizations, projects, teams, users } = storage()
    const { organizationId } = world
    const team = await teams.create({ organizationId, slug: 'crew', creatorMembershipId: null })
    const project = await projects.create({
      ...{ organizationId, name: 'p', slug: 'p', platform: null, teamId: team.id },
      key: { id: crypto.randomUUID(), publicKey: crypto.randomUUID().replaceAll('-', '') },
    })
    const join = async () => {
      const user = await aUser(storage())
      const { id } = await organizations.addMember(organizationId, user.id, 'member')
      await teams.addMember(organizationId, team.id, id)
      return user
    }
    const [on, muted, off, chosen, gone] = [await join(), await join(), await join(), await join(), await join()]
    for (const { id } of [muted, chosen]) await accounts.setSubscribesByDefault(id, false)
    await accounts.setProjectNotification(off.id, project.id, false)
    await accounts.setProjectNotification(chosen.id, project.id, true)
    await users.update(gone.id, { isActive: false })
    const wanted = [on.email, chosen.email].sort()
    expect(await deliveries.addressesOf(organizationId, project.id)).toEqual(wanted)
    expect(await deliveries.addressesOf((await aWorld(storage())).organizationId, project.id)).toEqual([])
    for (const id of UNKNOWN_IDS) expect(await deliveries.addressesOf(organizationId, id)).toEqual([])
  })

  it('messages go with their alert and their recipient, and are listed the newest first', async () => {
    const world = await aWorld(storage())
    const [a, b] = [hook('https://a.example/'), hook('https://b.example/')]
    const alert = await anAlert(world, { quantity: 1, recipients: [a, b] })
    for (const [minute, hash] of ['a', 'b'].entries()) {
      await events(world, hash, minute, 1)
      await fire(minute)
    }
    const { alerts, deliveries } = storage()
    const { organizationId, projectId } = world
    const all = await walk((page) => deliveries.list(organizationId, projectId, alert.id, page), 3)
    expect(all.map(({ id }) => Number(id))).toEqual(all.map(({ id }) => Number(id)).toSorted((x, y) => y - x))
    expect(all).toHaveLength(4)
    await alerts.update(organizationId, projectId, alert.id, { recipients: [b] })
    expect((await log(world, alert.id)).map(({ recipient }) => recipient?.url)).toEqual([b.url, b.url])
    await alerts.delete(organizationId, projectId, alert.id)
    expect(await log(world, alert.id)).toEqual([])
    expect(await claim(100, alert.id)).toEqual([])
  })
}
