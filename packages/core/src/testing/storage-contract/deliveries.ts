import { expect, it } from '@jest/globals'
import { createRuleLook } from '../../alerts/rules/look.js'
import { type AlertFields, MONITOR_TRIGGERS, PLAIN_ALERT } from '../../ports/alerts.js'
import type { Delivery, DeliveryOutcome } from '../../ports/deliveries.js'
import type { Id } from '../../ports/model.js'
import type { Telling } from '../../ports/monitors.js'
import { aMonitorSetup, minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aUser, aWorld, found, UNKNOWN_IDS, type World, walk } from './world.js'

const LEASE_MS = 60_000

export function deliveriesContract({ storage }: Subject): void {
  const hook = (url: string): AlertFields['recipients'][number] => ({ kind: 'webhook', url, tags: [], config: {} })
  const anAlert = ({ organizationId, projectId }: World, alert: Partial<AlertFields> = {}) =>
    storage().alerts.create(
      organizationId,
      projectId,
      {
        ...{ ...PLAIN_ALERT, timespanMinutes: 5, quantity: 2, recipients: [hook('https://a.example/')] },
        ...alert,
      },
      minutesAfter(NOON, -60),
    )
  const events = (world: World, hash: string, minute: number, count: number) =>
    world.persist(
      ...Array.from({ length: count }, () =>
        world.event({ hashes: [hash.padEnd(32, '0')], receivedAt: minutesAfter(NOON, minute) }),
      ),
    )
  const fire = (minute: number, sinceMinute = -60) =>
    createRuleLook({ storage: storage() })({
      ...{ now: minutesAfter(NOON, minute), since: minutesAfter(NOON, sinceMinute), issueIds: [] },
    })
  const log = async ({ organizationId }: World, alertId: Id) =>
    (await storage().deliveries.list(organizationId, { alertId }, ALL)).items
  const outcome = (minute: number, more: Partial<DeliveryOutcome> = {}): DeliveryOutcome => ({
    attempt: { at: minutesAfter(NOON, minute), ms: 12, status: 200, error: '', answer: 'ok' },
    ...{ state: 'sent', nextAttemptAt: null, payload: 'POST' },
    ...more,
  })
  const byAddress = <T extends { readonly address: string }>(people: readonly T[]) =>
    people.toSorted((a, b) => (a.address < b.address ? -1 : 1))
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
      alertName: '',
      ...{ recipient: alert.recipients[1], address: null, state: 'pending', createdAt: minutesAfter(NOON, 1) },
      ...{ userId: null, reason: null },
      subject: { kind: 'issues', trigger: 'events', issueIds: [stored?.issueId], count: 1 },
      ...{ attempts: 0, nextAttemptAt: minutesAfter(NOON, 1), attempt: null, held: null },
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
    const wants = await anAlert(world, { triggers: MONITOR_TRIGGERS, quantity: null, recipients: [] })
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
        subject: { kind: 'monitor', monitorId: id, change, trigger: `monitor_${change}`, cause: 'Slowly' },
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
    const failed = { at: minutesAfter(NOON, 1), ms: 7.4, status: 503, error: 'Busy\0', answer: '' }
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

  it('a message stays with who renews its lease, while they have it', async () => {
    const world = await aWorld(storage())
    const alert = await anAlert(world, { quantity: 1 })
    await events(world, 'a', 0, 1)
    await fire(0)
    const { deliveries } = storage()
    const at = (minute: number) => minutesAfter(NOON, minute)
    const [{ id } = { id: '' }] = await claim(0, alert.id)
    expect(await deliveries.renew(id, at(1), at(3))).toBe(true)
    expect(await claim(2, alert.id)).toEqual([])
    // Somebody else has it by now.
    expect(await claim(3, alert.id)).toMatchObject([{ id, attempts: 0 }])
    expect(await deliveries.renew(id, at(3), at(9))).toBe(false)
    expect(await deliveries.renew(id, at(4), at(5))).toBe(true)
    await deliveries.finish(id, outcome(4))
    expect(await deliveries.renew(id, at(5), at(9))).toBe(false)
    expect(await claim(600, alert.id)).toEqual([])
    for (const wrong of UNKNOWN_IDS) expect(await deliveries.renew(wrong, at(5), at(9))).toBe(false)
  })

  it('what was sent is not sent again, whatever whoever was too slow says of it later', async () => {
    const world = await aWorld(storage())
    const alert = await anAlert(world, { quantity: 1 })
    await events(world, 'a', 0, 1)
    await fire(0)
    const [{ id } = { id: '' }] = await claim(0, alert.id)
    expect(await claim(1, alert.id)).toMatchObject([{ id }])
    await storage().deliveries.finish(id, outcome(1))
    const failed = { at: minutesAfter(NOON, 0), ms: 61_000, status: 503, error: 'Busy', answer: '' }
    const late = outcome(2, { attempt: failed, state: 'pending', nextAttemptAt: minutesAfter(NOON, 5) })
    await storage().deliveries.finish(id, late)
    expect(await claim(10, alert.id)).toEqual([])
    expect(await log(world, alert.id)).toMatchObject([{ id, state: 'sent', attempts: 1, attempt: { error: '' } }])
  })

  it('what was sent after all is, though it was given up meanwhile', async () => {
    const world = await aWorld(storage())
    const alert = await anAlert(world, { quantity: 1 })
    await events(world, 'a', 0, 1)
    await fire(0)
    const [{ id } = { id: '' }] = await claim(0, alert.id)
    const failed = { at: minutesAfter(NOON, 0), ms: 7, status: 400, error: 'No', answer: '' }
    await storage().deliveries.finish(id, outcome(1, { attempt: failed, state: 'failed', nextAttemptAt: null }))
    await storage().deliveries.finish(id, outcome(2))
    expect(await log(world, alert.id)).toMatchObject([{ id, state: 'sent', attempts: 2 }])
  })

  it('a mail becomes one to each address, once', async () => {
    const world = await aWorld(storage())
    const alert = await anAlert(world, { quantity: 1, recipients: [] })
    await events(world, 'a', 0, 1)
    await fire(0)
    const [mail] = await claim(0, alert.id)
    const { deliveries } = storage()
    const user = await aUser(storage())
    const people = [
      { userId: user.id, address: user.email, reason: 'owner' },
      { userId: null, address: 'b@example.com', reason: 'address' },
    ] as const
    for (let again = 0; again < 2; again += 1) await deliveries.address(found(mail).id, people, minutesAfter(NOON, 1))
    const mails = await claim(1, alert.id)
    expect(mails).toMatchObject(people.map((person) => ({ ...person, subject: mail?.subject })))
    expect(await log(world, alert.id)).toHaveLength(2)
    for (const one of [...UNKNOWN_IDS, found(mails[0]).id]) await deliveries.address(one, people, NOON)
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
    const audience = { kind: 'alerts', isForProject: true, named: [], addresses: [] } as const
    const wanted = [on, chosen].map(({ id, email }) => ({ userId: id, address: email, reason: 'project' }))
    expect(await deliveries.peopleOf(organizationId, project.id, audience)).toEqual(byAddress(wanted))
    const elsewhere = (await aWorld(storage())).organizationId
    expect(await deliveries.peopleOf(elsewhere, project.id, audience)).toEqual([])
    expect(await deliveries.peopleOf(organizationId, project.id, { ...audience, isForProject: false })).toEqual([])
    for (const id of UNKNOWN_IDS) expect(await deliveries.peopleOf(organizationId, id, audience)).toEqual([])
  })

  it('who is named gets mails once, for the best reason, while they are members and want to', async () => {
    const world = await aWorld(storage())
    const { accounts, deliveries, organizations, teams } = storage()
    const { organizationId, projectId } = world
    const team = await teams.create({ organizationId, slug: 'owners', creatorMembershipId: null })
    const other = await aWorld(storage())
    const foreign = await teams.create({ organizationId: other.organizationId, slug: 'x', creatorMembershipId: null })
    const join = async (into = organizationId, teamId = team.id) => {
      const user = await aUser(storage())
      const { id } = await organizations.addMember(into, user.id, 'member')
      await teams.addMember(into, teamId, id)
      return user
    }
    const [inTeam, named, silent] = [await join(), await join(), await join()]
    const stranger = await join(other.organizationId, foreign.id)
    await accounts.setSubscribesByDefault(silent.id, false)
    const people = await deliveries.peopleOf(organizationId, projectId, {
      ...{ kind: 'uptime', isForProject: true },
      named: [
        { kind: 'team', id: team.id, reason: 'team' },
        { kind: 'team', id: foreign.id, reason: 'owner' },
        ...[named, stranger].map(({ id }) => ({ kind: 'user', id, reason: 'assignee' }) as const),
        ...UNKNOWN_IDS.map((id) => ({ kind: 'user', id, reason: 'user' }) as const),
      ],
      addresses: ['Desk@example.com', 'desk@example.com', stranger.email, ...[named, silent].map((one) => one.email)],
    })
    const addressed = people.map((one) => (one.userId === null ? { ...one, address: one.address.toLowerCase() } : one))
    expect(byAddress(addressed)).toEqual(
      byAddress([
        { userId: inTeam.id, address: inTeam.email, reason: 'team' },
        { userId: named.id, address: named.email, reason: 'assignee' },
        ...['desk@example.com', stranger.email].map((address) => ({ userId: null, address, reason: 'address' })),
      ]),
    )
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
    const all = await walk((page) => deliveries.list(organizationId, { alertId: alert.id }, page), 3)
    expect(all.map(({ id }) => Number(id))).toEqual(all.map(({ id }) => Number(id)).toSorted((x, y) => y - x))
    expect(all).toHaveLength(4)
    await alerts.update(organizationId, projectId, alert.id, { recipients: [b] })
    expect((await log(world, alert.id)).map(({ recipient }) => recipient?.url)).toEqual([b.url, b.url])
    await alerts.delete(organizationId, projectId, alert.id)
    expect(await log(world, alert.id)).toEqual([])
    expect(await claim(100, alert.id)).toEqual([])
  })
}
