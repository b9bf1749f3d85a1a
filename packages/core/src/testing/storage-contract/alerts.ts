import { expect, it } from '@jest/globals'
import { ALERT_BOUNDS, type AlertFields, PLAIN_ALERT } from '../../ports/alerts.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aProject, aWorld, expectCode, found, UNKNOWN_IDS, walk } from './world.js'

type Recipient = AlertFields['recipients'][number]

export function alertsContract({ storage }: Subject): void {
  const aPlace = async () => {
    const world = await aWorld(storage())
    const create = (alert: Partial<AlertFields> = {}) =>
      storage().alerts.create(world.organizationId, world.projectId, anAlert(alert), NOON)
    const update = (id: string, change: Partial<AlertFields>) =>
      storage().alerts.update(world.organizationId, world.projectId, id, change)
    return { ...world, create, update }
  }

  it('keep every field, and their recipients in the order in which they were given', async () => {
    const { alerts } = storage()
    const { organizationId, projectId, create } = await aPlace()
    const recipients = [
      hook('https://b.example/?token=ü"', { tags: ['server_name', 'ü'], kind: 'discord' }),
      hook('', { kind: 'email' }),
      hook('https://a.example', { kind: 'zulip', config: { api_key: 'kü', topic: null } }),
    ]
    const rule: Omit<AlertFields, 'recipients'> = {
      ...{ name: 'Mäny', timespanMinutes: 5, quantity: 10, isEnabled: false, triggers: ['new_issue', 'spike'] },
      ...{
        users: { quantity: 7, minutes: 60 },
        query: 'environment:prod !"ü"',
        cooldownMinutes: 90,
        digestMinutes: 15,
      },
      quietHours: { start: '22:00', end: '07:30', timeZone: 'Europe/Berlin', days: [1, 7] },
      mutedUntil: minutesAfter(NOON, 30),
    }
    const alert = await create({ ...rule, recipients })
    const ids = alert.recipients.map(({ id }) => id)
    expect(new Set(ids).size).toBe(3)
    expect(alert).toEqual({
      ...{ ...rule, id: alert.id, organizationId, projectId, createdAt: NOON },
      recipients: recipients.map((one, index) => ({ ...one, id: ids[index] })),
    })
    expect(await alerts.get(organizationId, projectId, alert.id)).toEqual(alert)
    expect((await alerts.list(organizationId, projectId, ALL)).items).toEqual([alert])
    expect(await alerts.recipients(organizationId)).toEqual(alert.recipients)
  })

  it('are listed by age', async () => {
    const { alerts } = storage()
    const { organizationId, projectId, create } = await aPlace()
    const names = ['b', 'a', 'c', 'a', '']
    for (const name of names) await create({ name })
    const all = await walk((page) => alerts.list(organizationId, projectId, page), 2)
    expect(all.map(({ name }) => name)).toEqual(names)
  })

  it('of all projects are listed by project and age', async () => {
    const { alerts } = storage()
    const { organizationId, projectId, create } = await aPlace()
    const other = await aProject(storage(), organizationId)
    const made = async (id: string, name: string) => alerts.create(organizationId, id, anAlert({ name }), NOON)
    const [b, a] = [await made(other.id, 'b'), await create({ name: 'a' })]
    const c = await made(other.id, 'c')
    const all = await walk((page) => alerts.listAll(organizationId, page), 2)
    expect(all).toEqual(Number(projectId) < Number(other.id) ? [a, b, c] : [b, c, a])
    for (const id of UNKNOWN_IDS) expect((await alerts.listAll(id, ALL)).items).toEqual([])
  })

  it('change in what is given; recipients are replaced together, and the same ones keep their ids', async () => {
    const { create, update } = await aPlace()
    const [a, b, c] = [hook('https://a'), hook('https://b'), hook('https://c')]
    const made = await create({ quantity: 3, recipients: [a, b] })
    const change: Partial<AlertFields> = {
      ...{ name: 'x', quantity: null, isEnabled: false, users: { quantity: 1, minutes: 2 }, cooldownMinutes: 3 },
      ...{ query: 'level:fatal', digestMinutes: 4, mutedUntil: NOON },
      quietHours: { start: '00:00', end: '01:00', timeZone: 'UTC', days: [3] },
    }
    expect(await update(made.id, change)).toEqual({ ...made, ...change })
    expect(await update(made.id, { triggers: ['quota', 'new_issue', 'quota'] })).toEqual({
      ...{ ...made, ...change, triggers: ['new_issue', 'quota'] },
    })
    const none = { users: null, cooldownMinutes: null, quietHours: null, mutedUntil: null, triggers: [] }
    expect(await update(made.id, none)).toEqual({ ...made, ...change, ...none })
    const replaced = found(await update(made.id, { recipients: [c, { ...b, tags: ['t'] }] }))
    expect(replaced.recipients).toEqual([
      { ...c, id: replaced.recipients[0]?.id },
      { ...b, tags: ['t'], id: made.recipients[1]?.id },
    ])
    expect(found(await update(made.id, {})).recipients).toEqual(replaced.recipients)
    expect(found(await update(made.id, { recipients: [] })).recipients).toEqual([])
  })

  it('of several changes of recipients at once one stays whole', async () => {
    const { alerts } = storage()
    const { organizationId, projectId, create, update } = await aPlace()
    const { id } = await create()
    const lists = Array.from({ length: 8 }, (_, list) => [hook('https://same'), hook(`https://${list}`)].reverse())
    await Promise.all(lists.map((recipients) => update(id, { recipients })))
    const kept = found(await alerts.get(organizationId, projectId, id)).recipients
    expect(lists).toContainEqual(kept.map(({ id: _, ...rest }) => rest))
  })

  it('are cut to their bounds, with one recipient of each kind and address', async () => {
    const { create } = await aPlace()
    const long = 'x'.repeat(10_000)
    const same = hook(`https://${long}`, {
      tags: Array(50).fill(`${long}\0`),
      config: { long: 'x'.repeat(ALERT_BOUNDS.config) },
    })
    const others = Array.from({ length: 100 }, (_, index) => hook(`https://${index}`))
    const alert = await create({ name: `a\0${long}`, query: `"\0${long}`, recipients: [same, same, ...others] })
    expect(alert.name).toBe(`a${'x'.repeat(ALERT_BOUNDS.name - 2)}`)
    expect(alert.query).toBe(`"${'x'.repeat(ALERT_BOUNDS.query - 2)}`)
    expect(alert.recipients).toHaveLength(ALERT_BOUNDS.recipients)
    const [first, second] = alert.recipients
    expect([first?.url.length, first?.tags.length, first?.tags[0]?.length]).toEqual([
      ALERT_BOUNDS.url,
      ALERT_BOUNDS.tags,
      ALERT_BOUNDS.tag,
    ])
    expect(first?.config).toEqual({})
    expect(second?.url).toBe('https://0')
  })

  it('are bounded in number, also when many are made at once', async () => {
    const { alerts } = storage()
    const { organizationId, projectId, create } = await aPlace()
    const made = await Promise.allSettled(Array.from({ length: ALERT_BOUNDS.alerts + 5 }, () => create()))
    const refused = made.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
    expect(refused).toEqual(Array(5).fill('conflict'))
    expect((await alerts.list(organizationId, projectId, ALL)).items).toHaveLength(ALERT_BOUNDS.alerts)
  })

  it('are deleted once, and go with their project', async () => {
    const { alerts, projects } = storage()
    const { organizationId, projectId, create } = await aPlace()
    const [first, second] = [await create(), await create()]
    expect(await alerts.delete(organizationId, projectId, first.id)).toBe(true)
    expect(await alerts.delete(organizationId, projectId, first.id)).toBe(false)
    await projects.delete(organizationId, projectId)
    expect(await alerts.get(organizationId, projectId, second.id)).toBeNull()
    expect((await alerts.list(organizationId, projectId, ALL)).items).toEqual([])
    await expectCode(create(), 'not_found')
  })

  it('of another project or organization cannot be reached', async () => {
    const { alerts } = storage()
    const { organizationId, projectId, create } = await aPlace()
    const theirs = await aPlace()
    const alert = await create({ recipients: [hook('https://a')] })
    const other = await aProject(storage(), organizationId)
    const places = [
      [theirs.organizationId, projectId],
      [theirs.organizationId, theirs.projectId],
      [organizationId, other.id],
      ...UNKNOWN_IDS.flatMap((id) => [
        [id, projectId],
        [organizationId, id],
      ]),
    ] as const
    for (const [organization = '', project = ''] of places) {
      expect(await alerts.get(organization, project, alert.id)).toBeNull()
      expect(await alerts.update(organization, project, alert.id, { name: 'taken', recipients: [] })).toBeNull()
      expect(await alerts.delete(organization, project, alert.id)).toBe(false)
      expect((await alerts.list(organization, project, ALL)).items).toEqual([])
    }
    await expectCode(alerts.create(theirs.organizationId, projectId, anAlert(), NOON), 'not_found')
    for (const id of UNKNOWN_IDS) expect(await alerts.get(organizationId, projectId, id)).toBeNull()
    expect(await alerts.get(organizationId, projectId, alert.id)).toEqual(alert)
  })
}

function hook(url: string, recipient: Partial<Recipient> = {}): Recipient {
  return { kind: 'webhook', url, tags: [], config: {}, ...recipient }
}

function anAlert(alert: Partial<AlertFields> = {}): AlertFields {
  return { ...PLAIN_ALERT, name: 'Errors', timespanMinutes: 1, quantity: 1, ...alert }
}
