import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { explain, rowsLookedAt } from './explain.js'
import { recordedStorage } from './recording.js'
import { openTestDatabase } from './schemas.js'
import { withoutReferences } from './without-references.js'

const database = openTestDatabase()
afterAll(() => database.close())

const { recording, schema, storage } = recordedStorage(database)
const NOW = new Date('2026-06-15T12:00:00.000Z')
const PAGE = { limit: 25, cursor: null }
const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000)

/** Fifty organizations, of which the first has half of all incidents; twenty of these are still open. */
beforeAll(async () => {
  await storage.migrate()
  const now = `timestamptz '${NOW.toISOString()}'`
  await database.pool.query(`
    set local synchronous_commit = off;
    set local search_path = ${schema};
    ${withoutReferences(schema)}
    insert into organizations (id, name, slug) select n, 'o' || n, 'o' || n from generate_series(1, 50) n;
    insert into projects (id, organization_id, name, slug) select n, n, 'p', 'p' from generate_series(1, 50) n;
    insert into monitors (id, organization_id, name, type, url, interval_seconds, expected_body, confirmation_threshold,
      recovery_threshold, is_paused, created_at)
    select n, 1 + n % 50, 'm' || n, 'GET', '', 60, '', 1, 1, false, ${now} from generate_series(1, 2000) n;
    insert into incidents (id, organization_id, number, title, severity, cause, is_automatic, started_at, resolved_at)
    select n, case n % 2 when 0 then 1 else 1 + n % 50 end, n, '', 'down', '', true, ${now} - (20000 - n) * interval '10 minutes',
      case when n % 1000 > 0 then ${now} - (20000 - n) * interval '10 minutes' + interval '5 minutes' end
    from generate_series(1, 20000) n;
    insert into incident_monitors (incident_id, monitor_id, ended_at) select id, 1 + id % 2000, started_at from incidents;
    insert into incident_entries (incident_id, at, kind) select id, started_at, 'opened' from incidents;
    insert into maintenance_windows (organization_id, title, text, schedule, ends_at, monitor_ids, groups, tags, is_public, created_at)
    select 1 + n % 50, '', '', '{"kind": "cron", "cron": "0 0 * * *", "minutes": 1, "timezone": "UTC", "until": null}',
      ${now} - n * interval '1 hour' + interval '10 hours', '[]', '[]', '[]', true, ${now} - n * interval '1 hour'
    from generate_series(1, 5000) n;
    insert into status_pages (id, organization_id, name, slug, access, description, sections, domain, theme, accent, homepage,
      show_latency, allow_subscribers, created_at)
    select n, 1 + n % 50, 'p' || n, 's' || n, 'public', '', '[]', case when n % 10 = 0 then n || '.example' else '' end, '', '', '',
      true, true, ${now} from generate_series(1, 2000) n;
    insert into status_subscribers (organization_id, page_id, email, token, created_at, confirmed_at)
    select 1 + n % 50, 1 + n % 2000, n || '@example.com', gen_random_uuid(), ${now} - interval '1 day', ${now} - interval '1 day'
    from generate_series(1, 30000) n;
    insert into status_notices (organization_id, page_id, key, subject, text, at, due_at)
    select 1 + n % 50, 1 + n % 2000, 'k' || n, '', '', ${now}, case when n % 500 = 0 then ${now} end from generate_series(1, 10000) n;
    insert into check_ins (organization_id, project_id, check_in_id, monitor_slug, status, received_at, updated_at, is_unheard, heard_as)
    select 1 + n % 50, 1 + n % 50, gen_random_uuid(), 'job' || n % 7, case when n % 100 = 0 then 'in_progress' else 'ok' end,
      ${now} - n * interval '1 minute', ${now} - n * interval '1 minute', n % 2000 = 1, case when n % 100 = 0 then 'in_progress' end
    from generate_series(1, 30000) n;
    insert into work_news (organization_id, issue_id, user_id, activity_id, kind, due_at)
    select 1, n / 5, 1, n, 'followed', ${now} + n * interval '1 minute' from generate_series(1, 10000) n`)
  for (const table of FILLED.split(/\s+/)) await database.pool.query(`vacuum analyze ${schema}.${table}`)
}, 240_000)

const FILLED = `monitors incidents incident_monitors incident_entries maintenance_windows status_pages status_subscribers
  status_notices check_ins work_news`

describe('plans of incidents', () => {
  it.each([{}, { state: 'open' }, { state: 'resolved' }] as const)(
    'a page of them is read in order: %j',
    async (filter) => {
      const first = await storage.incidents.list('1', filter, PAGE)
      for (const cursor of [null, first.next]) {
        const plan = await planOf(() => storage.incidents.list('1', filter, { limit: 25, cursor }))
        expect(plan).toMatch(/(?:using|on) incidents_(?:in_order|by_end)/)
        expect(plan).not.toMatch(/Seq Scan on incident/)
        expect(rowsLookedAt(plan)).toBeLessThan(150)
      }
    },
  )

  it('those of a time are found by when they ended, those of monitors by these', async () => {
    const filter = { from: minutes(-24 * 60), to: NOW }
    const lately = await planOf(() => storage.incidents.list('1', filter, PAGE))
    expect(lately).toMatch(/incidents_by_end|incidents_in_order/)
    expect(rowsLookedAt(lately)).toBeLessThan(500)
    const ofSome = await planOf(() => storage.incidents.list('1', { monitorIds: ['1'] }, PAGE))
    expect(ofSome).not.toMatch(/Seq Scan on incident/)
    expect(rowsLookedAt(ofSome)).toBeLessThan(150)
    const entries = await planOf(() => storage.incidents.entries('1', ['2', '4']))
    expect(entries).toContain('incident_entries_of_incident')
    expect(rowsLookedAt(entries)).toBeLessThan(10)
  })
})

describe('plans of status pages', () => {
  it('a page is found by its slug and by its domain', async () => {
    const bySlug = await planOf(() => storage.statusPages.getBySlug('1', 's50'))
    expect(bySlug).toContain('status_pages_organization_id_slug_key')
    const byDomain = await planOf(() => storage.statusPages.getByDomain('50.example'))
    expect(byDomain).toContain('status_pages_by_domain')
    for (const plan of [bySlug, byDomain]) expect(rowsLookedAt(plan)).toBeLessThan(5)
  })

  it('subscribers are listed in order, and found by their token', async () => {
    const listed = await planOf(() => storage.statusSubscribers.list('1', '50', PAGE))
    expect(listed).not.toContain('Seq Scan')
    const { rows } = await database.pool.query<{ token: string }>(
      `select token from ${schema}.status_subscribers limit 1`,
    )
    const found = await planOf(() => storage.statusSubscribers.getByToken(rows[0]?.token ?? ''))
    expect(found).toContain('status_subscribers_token_key')
    const counted = await planOf(() => storage.statusSubscribers.counts('1', ['50', '100']))
    expect(counted).not.toContain('Seq Scan')
    for (const plan of [listed, found, counted]) expect(rowsLookedAt(plan)).toBeLessThan(50)
  })

  it('mails to subscribers are claimed by when they are due, some subscribers at a time', async () => {
    const plan = await planOf(() => storage.statusSubscribers.claimNotice(minutes(1), minutes(10), 10))
    expect(plan).toContain('status_notices_due')
    expect(plan).not.toMatch(/Seq Scan/)
    expect(rowsLookedAt(plan)).toBeLessThan(50)
  })
})

describe('plans of maintenance windows, cron jobs and news', () => {
  it('windows are read by their organization, and those that are not over by their end', async () => {
    const own = await planOf(() => storage.maintenance.list('1'))
    expect(own).toMatch(/maintenance_windows_of_organization/)
    expect(rowsLookedAt(own)).toBeLessThan(250)
    const unfinished = await planOf(() => storage.maintenance.unfinished(NOW))
    expect(unfinished).toContain('maintenance_windows_by_end')
    expect(rowsLookedAt(unfinished)).toBeLessThan(50)
  })

  it('check-ins of a project and of a job are read in order', async () => {
    for (const [filter, index] of [
      [undefined, 'check_ins_of_project'],
      [{ monitorSlug: 'job3' }, 'check_ins_of_monitor'],
    ] as const) {
      const plan = await planOf(() => storage.checkIns.list('1', '1', PAGE, filter))
      expect(plan).toContain(index)
      expect(plan).not.toMatch(/Seq Scan on check_ins|Sort/)
      expect(rowsLookedAt(plan)).toBeLessThan(60)
    }
  })

  it('runs that are to be heard and that go on are found among all others', async () => {
    const unheard = await planOf(() => storage.checkIns.unheard(10))
    expect(unheard).toContain('check_ins_unheard')
    const place = { organizationId: '1', projectId: '1', monitorSlug: 'job1' }
    const running = await planOf(() => storage.checkIns.running([place]))
    expect(running).toContain('check_ins_running')
    for (const plan of [unheard, running]) expect(rowsLookedAt(plan)).toBeLessThan(120)
  })

  it('what somebody is to be told of is claimed by when it is due', async () => {
    const plan = await planOf(() => storage.workMails.claim(minutes(3), minutes(30)))
    expect(plan).toContain('work_news_due')
    expect(plan).not.toMatch(/Seq Scan on work_news/)
    expect(rowsLookedAt(plan)).toBeLessThan(40)
  })
})

describe('plans of what is past retention', () => {
  it('incidents are found by when they were resolved, windows by when they were over, of any organization', async () => {
    recording.statements.length = 0
    await storage.maintain({ now: NOW, retentionDays: 90, retention: { incidents: 138 } })
    for (const [table, index] of [
      ['incidents', 'incidents_resolved'],
      ['maintenance_windows', 'maintenance_windows_by_end'],
    ] as const) {
      const deletion = recording.statements.find(({ text }) => text.includes(`.${table} o\n`))
      const plan = await explain(database.pool, deletion!, { isRun: true })
      expect(plan).toContain(index)
      expect(plan).not.toMatch(/Seq Scan/)
    }
    const { rows } = await database.pool.query(
      `select count(*)::int as left, min(resolved_at) as oldest from ${schema}.incidents`,
    )
    expect(rows[0].left).toBeLessThan(20_000)
    expect(rows[0].oldest.getTime()).toBeGreaterThanOrEqual(minutes(-138.5 * 24 * 60).getTime())
  })
})

/** How PostgreSQL answers what the call asked, run, one statement after the other. */
async function planOf(call: () => Promise<unknown>): Promise<string> {
  recording.statements.length = 0
  await call()
  const asked = recording.statements.filter(({ text }) => /^\s*(select|with|update|delete)/.test(text))
  expect(asked.length).toBeGreaterThan(0)
  const plans: string[] = []
  for (const statement of asked) plans.push(await explain(database.pool, statement, { isRun: true }))
  return plans.join('\n')
}
