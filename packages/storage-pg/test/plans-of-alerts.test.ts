import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { DeliveryFilter } from '@mishap/core'
import type { PgQuery } from '../src/index.js'
import { END, fillAlerts } from './alert-filling.js'
import { explain, rowsLookedAt } from './explain.js'
import { recordedStorage } from './recording.js'
import { openTestDatabase } from './schemas.js'

const database = openTestDatabase()
afterAll(() => database.close())

const { recording, schema, storage } = recordedStorage(database)
const LEASE_MS = 60_000
const PAGE = 26
/** Of the first organization. */
const ALERTS = 150
const minutes = (count: number) => new Date(END.getTime() + count * 60_000)

beforeAll(async () => {
  await storage.migrate()
  await storage.maintain({ now: END, retentionDays: 30 })
  await fillAlerts(database.pool, schema)
}, 240_000)

describe('plans of the messages of alerts', () => {
  const log = (filter: DeliveryFilter, cursor: string | null = null) =>
    storage.deliveries.list('1', filter, { limit: PAGE - 1, cursor })

  it.each<readonly [string, DeliveryFilter, number]>([
    ['of everything', {}, ALERTS],
    ['of what failed', { state: 'failed' }, ALERTS],
    ['of what waits', { state: 'pending' }, ALERTS],
    ['of a project', { projectId: '20' }, 2],
    ['of what failed in a project', { projectId: '20', state: 'failed' }, 2],
    ['of an alert', { alertId: '39' }, 1],
  ])('the log %s looks at one message of each alert, and at a page of as many', async (_, filter, alerts) => {
    const page = await log(filter)
    const ids = page.items.map(({ id }) => Number(id))
    expect(ids).toEqual(ids.toSorted((a, b) => b - a))
    for (const cursor of [null, page.next]) {
      const plan = await planOf(() => log(filter, cursor))
      expect(plan).toContain(filter.state === undefined ? 'deliveries_of_alert' : 'deliveries_unsent')
      expect(plan).not.toContain('Seq Scan')
      expect(rowsLookedAt(plan)).toBeLessThan(2 * alerts + Math.min(alerts, PAGE) * PAGE + 6 * PAGE)
    }
  })

  it('claims look at no more than they take, however much is due', async () => {
    const plan = await planOf(() => storage.deliveries.claim(minutes(60), 20, LEASE_MS))
    expect(plan).toMatch(/using deliveries_due on.*using deliveries_due_of_issues on/s)
    expect(plan).toContain('deliveries_of_monitor')
    expect(plan).not.toMatch(/Seq Scan|Sort/)
    expect(rowsLookedAt(plan)).toBeLessThan(200)
    const next = await planOf(() => storage.deliveries.nextDue())
    expect(next).toMatch(/using deliveries_due on.*using deliveries_due_of_issues on/s)
    expect(rowsLookedAt(next)).toBe(2)
  })

  it('who told last is known by a look for each recipient', async () => {
    const sent = await planOf(() => storage.deliveries.lastSent('1'))
    expect(sent).toContain('deliveries_last_sent')
    expect(sent).not.toMatch(/Seq Scan on (deliveries|project_alerts)/)
    expect(rowsLookedAt(sent)).toBeLessThan(7 * ALERTS)
    const made = await planOf(() => storage.deliveries.lastMade(['39', '40']))
    expect(made).toContain('deliveries_of_alert')
    expect(rowsLookedAt(made)).toBe(2)
    expect([...(await storage.deliveries.lastSent('1')).keys()].sort()).toEqual(['pagerduty', 'slack'])
  })

  it('what waits for a channel is found by it, and what gathers by its alert', async () => {
    await storage.firing.tell([{ alertId: '39', issueId: '9', trigger: 'events', toldBefore: null }], END)
    const caller = { key: 'c9' }
    const plan = await planOf(() => storage.channels.note(caller, { now: END, error: '', waitMs: 0 }))
    expect(plan).toMatch(/deliveries_of_channel|deliveries_due/)
    expect(plan).not.toContain('Seq Scan')
    expect(rowsLookedAt(plan)).toBeLessThan(20)
    const news = await planOf(() => storage.channels.claimNews(minutes(1), 10, LEASE_MS))
    expect(news).toContain('channel_outages_due')
    expect(rowsLookedAt(news)).toBeLessThan(100)
  })
})

describe('plans of rules', () => {
  it('whether an issue is muted is looked up, whatever else the organization mutes', async () => {
    const issues = await database.pool.query<{ id: string; alert_id: string }>(
      `select i.id, a.id as alert_id from ${schema}.issues i join ${schema}.project_alerts a on a.project_id = i.project_id
       where i.organization_id = 1 order by i.id limit 2000`,
    )
    const hits = issues.rows.map(({ id, alert_id: alertId }) => {
      return { alertId, issueId: id, trigger: 'events', toldBefore: null } as const
    })
    const [first = ''] = await plansOf(() => storage.firing.tell(hits, minutes(2)), /insert into .*alert_notices/s)
    expect(first).toContain('mutes_of_what')
    expect(rowsLookedAt(first)).toBeLessThan(6 * hits.length)
    const active = await planOf(() => storage.mutes.active('1', '20', END))
    expect(active).toContain('mutes_of_what')
    expect(rowsLookedAt(active)).toBeLessThan(50)
  })

  it('what a rule told of and is open is read in the order of its issues, as far as is asked for', async () => {
    const { rows } = await database.pool.query<{ id: string; told: number }>(
      `select alert_id as id, count(*)::int as told from ${schema}.alert_notices group by alert_id order by told desc limit 1`,
    )
    const [{ id, told } = { id: '', told: 0 }] = rows
    const plan = await planOf(() => storage.firing.openTold(id, { since: minutes(-60 * 24 * 30), but: ['1'] }, 100))
    expect(plan).toMatch(/alert_notices_pkey/)
    expect(plan).toMatch(/issues_pkey/)
    expect(plan).not.toContain('Seq Scan')
    expect(rowsLookedAt(plan)).toBeLessThan(4 * told + 2)
  })

  it('what waits for the end of a cooldown is found by its time', async () => {
    const plan = await planOf(() => storage.firing.claimWaiting(minutes(600), 10, LEASE_MS))
    expect(plan).toContain('alert_notices_to_look_at')
    expect(plan).not.toContain('Seq Scan')
    expect(rowsLookedAt(plan)).toBeLessThan(50)
  })
})

describe('plans of what rules count', () => {
  const windows = ['19', '39', '1519'].map((issueId) => ({ issueId, from: minutes(-3000), to: END }))
  /** Of each issue that has events. */
  const USERS = 50

  it('users are counted from the newest event on, as far as is asked for, in no day but those of the window', async () => {
    expect(await storage.firing.usersWithin('1', windows)).toEqual([USERS, USERS, USERS])
    const [statement] = await askedBy(() => storage.firing.usersWithin('1', windows.slice(0, 1)), /count\(distinct/)
    const [organizationId, asked] = statement?.values ?? []
    const few = { text: statement?.text ?? '', values: [organizationId, asked, 100] }
    const settings = recording.statements.map(({ text }) => /set local enable_sort = off/.exec(text)?.[0]).join('')
    const plan = await explain(database.pool, few, { isRun: true, settings })
    expect(plan).toMatch(/events_20260615_of_issue/)
    expect(plan).toMatch(/events_20260614.*never executed/)
    expect(rowsLookedAt(plan)).toBe(100)
  })

  it('users of many windows are counted some at a time', async () => {
    const many = Array.from({ length: 60 }, (_, at) => ({ issueId: '39', from: minutes(-at - 1), to: END }))
    const statements = await askedBy(() => storage.firing.usersWithin('1', many), /count\(distinct/)
    expect(statements).toHaveLength(3)
    expect((await storage.firing.usersWithin('1', many))[59]).toBe(USERS)
  })

  it('events of a window are counted by its issue, as far as is asked for', async () => {
    const plan = await planOf(() => storage.issues.eventsWithin('1', windows.slice(0, 1), 10))
    expect(plan).toMatch(/events_20260615_of_issue/)
    expect(rowsLookedAt(plan)).toBe(10)
  })

  it('the past of a project is read from its end, of its events no more than are asked for', async () => {
    const from = minutes(-14 * 24 * 60)
    const [statement] = await askedBy(() => storage.past.events('1', '20', from), /user_key/)
    const values = [...(statement?.values ?? []).slice(0, 4), 100]
    const events = await explain(database.pool, { text: statement?.text ?? '', values }, { isRun: true })
    expect(events).toMatch(/events_20260615_of_project/)
    expect(events).not.toMatch(/Seq Scan|Sort/)
    expect(rowsLookedAt(events)).toBe(100)
    const issues = await planOf(() => storage.past.issues('1', '20', from))
    expect(issues).toMatch(/issues_of_project_by_last_seen/)
    expect(issues).not.toMatch(/Seq Scan on (issues|issue_activity)/)
    expect(rowsLookedAt(issues)).toBeLessThan(50)
  })
})

describe('plans of what is open elsewhere', () => {
  const SLICE = 2_000
  const ALL = 100_000

  it('a look at alarms is at some of them, and of each at its issue alone; all are looked at in turn', async () => {
    const over = (after: string | null) => storage.alarms.claimOver(minutes(1), ALL, LEASE_MS, after)
    const plan = await planOf(() => storage.alarms.claimOver(minutes(1), 20, LEASE_MS, null))
    expect(plan).toMatch(/alert_alarms_pkey.*using issues_pkey/s)
    expect(plan).not.toMatch(/Seq Scan on (issues|alert_alarms)/)
    expect(rowsLookedAt(plan)).toBeLessThan(14 * SLICE)
    const { rows } = await database.pool.query<{ issue_id: string }>(
      `update ${schema}.issues set status = 'resolved' where id in (
         select issue_id from ${schema}.alert_alarms where id in (1, ${SLICE + 1}, 2 * ${SLICE} + 1)
       ) returning id as issue_id`,
    )
    expect(rows).toHaveLength(3)
    const found: number[] = []
    let after: string | null = null
    do {
      const { items, next } = await over(after)
      found.push(items.length)
      after = next
    } while (after !== null)
    // Each of the three issues has three.
    expect(found.reduce((sum, count) => sum + count)).toBe(9)
    expect(found.length).toBeGreaterThan(8)
  })

  it('a look goes on where it ended once it has taken all that it may', async () => {
    await database.pool.query(`update ${schema}.issues set status = 'resolved' where id % 12 = 1`)
    const first = await storage.alarms.claimOver(minutes(3), 1, LEASE_MS, String(SLICE))
    expect(first.next).toBe(String(SLICE))
    const second = await storage.alarms.claimOver(minutes(3), 1, LEASE_MS, first.next)
    expect(second.items[0]?.id).not.toBe(first.items[0]?.id)
  })

  it('a look at links is at some of them, and of each at its issue alone', async () => {
    const plan = await planOf(() => storage.issueLinks.owed(minutes(1), 20, LEASE_MS, '4000'))
    expect(plan).toMatch(/issue_links_pkey.*using issues_pkey/s)
    expect(plan).not.toMatch(/Seq Scan/)
    expect(rowsLookedAt(plan)).toBeLessThan(5 * SLICE)
    const { rows } = await database.pool.query<{ id: string }>(
      `update ${schema}.issue_links set settled_resolved = not settled_resolved where id in (9000, 11000) returning id`,
    )
    expect(rows).toHaveLength(2)
    const { items } = await storage.issueLinks.owed(minutes(9), ALL, LEASE_MS, '8000')
    expect(items.map(({ link }) => link.id)).toContain('9000')
    expect(items.map(({ link }) => link.id)).not.toContain('11000')
  })

  it('links are found by their issue and by their key, and what was heard by the name of the delivery', async () => {
    const own = await planOf(() => storage.issueLinks.list('1', '39'))
    expect(own).toMatch(/issue_links_of_issue/)
    const named = await planOf(() => storage.issueLinks.byKey('1', '#39-1'))
    expect(named).toMatch(/issue_links_by_key|issue_links_once/)
    const heard = await planOf(() => storage.integrations.isHeard('1', 'd39'))
    expect(heard).toContain('integration_hooks_pkey')
    const listed = await planOf(() => storage.integrations.list('1', { limit: 25, cursor: null }))
    for (const plan of [own, named, heard, listed]) expect(rowsLookedAt(plan)).toBeLessThan(600)
  })
})

describe('plans of the daily work', () => {
  it('what is past its time is found by it', async () => {
    const now = minutes(20 * 24 * 60)
    const [plan] = await plansOf(() => storage.maintain({ now, retentionDays: 30 }), /delete from \S+\.deliveries /)
    expect(plan).toContain('deliveries_by_age')
    const { rows } = await database.pool.query<{ old: string }>(
      `select (select count(*) from ${schema}.deliveries where created_at < $1 and next_attempt_at is null)
         + (select count(*) from ${schema}.channels where used_at < $1)
         + (select count(*) from ${schema}.integration_hooks where at < $2) as old`,
      [minutes(-11 * 24 * 60), minutes(12 * 24 * 60)],
    )
    expect(rows).toEqual([{ old: '0' }])
  })
})

/** How PostgreSQL answers what the call asked, run, one statement after the other. */
async function planOf(call: () => Promise<unknown>): Promise<string> {
  return (await plansOf(call, /^\s*(select|with|update|delete)/)).join('\n')
}

async function plansOf(call: () => Promise<unknown>, only: RegExp): Promise<readonly string[]> {
  const plans: string[] = []
  for (const statement of await askedBy(call, only))
    plans.push(await explain(database.pool, statement, { isRun: true }))
  return plans
}

async function askedBy(call: () => Promise<unknown>, only: RegExp): Promise<readonly PgQuery[]> {
  recording.statements.length = 0
  await call()
  const asked = recording.statements.filter(({ text }) => only.test(text))
  expect(asked.length).toBeGreaterThan(0)
  return asked
}
