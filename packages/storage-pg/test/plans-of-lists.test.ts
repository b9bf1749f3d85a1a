import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { AlertFields, IssueFilter, IssueSort } from '@mishap/core'
import { explain } from './explain.js'
import { recordedStorage } from './recording.js'
import { openTestDatabase } from './schemas.js'
import { aProject, type ProjectWorld } from './world.js'

const database = openTestDatabase()
afterAll(() => database.close())

const NOW = new Date('2026-06-15T13:00:00.000Z')
const ISSUES = 9000
const { recording, schema, storage } = recordedStorage(database)

let world: ProjectWorld

/** So many issues that a usual tag has more than are collected; each thousandth has a rare one, and a user. */
beforeAll(async () => {
  await storage.migrate()
  world = await aProject(storage)
  const { organizationId, projectId } = world
  const at = `timestamptz '${NOW.toISOString()}'`
  await database.pool.query(`
    insert into ${schema}.issues (id, organization_id, project_id, short_id, type, level, title, culprit, metadata, platform,
      count, user_count, first_seen_at, last_seen_at, priority, trend, assignee_user_id)
    select 1000 + n, ${organizationId}, ${projectId}, n, 'error', 'error', 'Issue ' || n, '', '{}', 'node', n % 50, n % 7,
      ${at} - n * interval '2 minutes', ${at} - n * interval '1 minute', 1 + n % 3, n % 400,
      case when n % 100 = 0 then 5 end
    from generate_series(1, ${ISSUES}) as n;
    insert into ${schema}.issue_tags (organization_id, issue_id, key, value, count, last_seen_at, weight)
    select ${organizationId}, 1000 + n, key, value, 1, ${at}, 0
    from generate_series(1, ${ISSUES}) as n
    cross join lateral (values
      ('environment', case when n % 5 = 0 then 'staging' else 'prod' end), ('url', '/' || n),
      ('customer', case when n % 1000 = 0 then 'acme' end)
    ) as tag(key, value)
    where value is not null;
    insert into ${schema}.issue_tags (organization_id, issue_id, key, value, count, last_seen_at, weight)
    select ${organizationId}, 1001, 'session', 's' || n, case when n % 1000 = 0 then 50 else 1 end, ${at},
      case when n % 1000 = 0 then 2 else 0 end
    from generate_series(1, 20000) as n;
    insert into ${schema}.issue_users (organization_id, issue_id, user_key)
    select ${organizationId}, 1000 + n, 'id:' || n % 3000 from generate_series(1, ${ISSUES}) as n;
    insert into ${schema}.issue_search (organization_id, issue_id, text)
    select ${organizationId}, 1000 + n, 'issue ' || n || e'\\n' || repeat('checkout cart ', 20) || md5(n::text)
    from generate_series(1, ${ISSUES}) as n;
    insert into ${schema}.issue_hourly (organization_id, issue_id, hour, count)
    select ${organizationId}, 1000 + n, date_trunc('hour', ${at}) - hour * interval '1 hour', 1
    from generate_series(1, ${ISSUES}) as n, generate_series(0, 4) as hour;
    insert into ${schema}.issue_marks (organization_id, issue_id, user_id, is_bookmarked)
    select ${organizationId}, 1000 + n, 5, n % 500 = 0 from generate_series(1, ${ISSUES}) as n`)
  // Visible to all, so that indexes alone answer.
  for (const table of ['issues', 'issue_tags', 'issue_users', 'issue_search', 'issue_hourly', 'issue_marks'])
    await database.pool.query(`vacuum analyze ${schema}.${table}`)
})

const filterOf = (filter: Partial<IssueFilter>) => ({
  organizationId: world.organizationId,
  projectIds: null,
  ...filter,
})

const list = (filter: Partial<IssueFilter>, sort: IssueSort = 'last_seen') =>
  storage.issues.list(filterOf(filter), { sort, ascending: false }, { limit: 25, cursor: null })

const tag = (key: string, value: string | null) => ({ tags: [{ key, value }] })

describe('plans of lists of very many issues', () => {
  it.each([
    ['a tag', tag('customer', 'acme'), 'issue_tags_by_value', 9],
    ['any value of a tag', tag('customer', null), 'issue_tags_by_value', 9],
    ['a page', tag('url', '/77'), 'issue_tags_by_value', 1],
    ['a user', { where: { kind: 'user', like: [['id:17']] } }, 'issue_users_by_user', 3],
    ['a bookmark', { where: { kind: 'mark', mark: 'isBookmarked', users: ['5'] } }, 'issue_marks_bookmarked', 18],
    ['an id', { ids: ['1005', '1006'] }, 'issues_pkey', 2],
  ] as const)('what is rare is found by an index, and then looked up: %s', async (_, filter, index, found) => {
    const plans = await plansOf(() => list(filter))
    expect(plans.join('\n')).toContain(index)
    expect(plans.at(-1)).toMatch(/using issues_pkey/)
    expect(plans.join('\n')).not.toMatch(/Seq Scan on (?!deletions)/)
    expect((await list(filter)).items).toHaveLength(found)
    expect(await storage.issues.count(filterOf(filter), 1000)).toBe(found)
  })

  it('words are found by their trigrams, where the server has these', async () => {
    const { rows } = await database.pool.query(`select 1 from pg_extension where extname = 'pg_trgm'`)
    const word = { text: ['c4ca4238a0b9'] }
    const [candidates, page] = await plansOf(() => list(word))
    if (rows.length > 0) expect(candidates).toContain('issue_search_words')
    expect(page).toMatch(/using issues_pkey/)
    expect((await list(word)).items.map((issue) => issue.title)).toEqual(['Issue 1'])
  })

  it.each([
    // Of the indexes on tags either leads from an issue to its own.
    ['a tag', tag('environment', 'prod'), /using issue_tags_(pkey|by_value) on/],
    ['any value of a tag', tag('url', null), /using issue_tags_(pkey|by_value) on/],
    ['a word', { text: ['checkout'] }, /using issue_search_pkey/],
  ] as const)('what is frequent is read in the order of the list: %s', async (_, filter, index) => {
    const page = (await plansOf(() => list(filter))).at(-1) ?? ''
    expect(page).toMatch(/using issues_by_last_seen/)
    expect(page).toMatch(index)
    expect(page).not.toMatch(/Sort|Hash|Seq Scan on (?!deletions)/)
    expect(rowsRead(page, 'issues i')).toBeLessThan(40)
  })

  it('a look at rules reads the issues that were seen since, whatever else there is', async () => {
    const { organizationId, projectId } = world
    const alert: AlertFields = {
      ...{ name: '', quantity: 2, timespanMinutes: 5, recipients: [], isEnabled: true, triggers: [], users: null },
      ...{ query: '', cooldownMinutes: null, digestMinutes: 0, quietHours: null, mutedUntil: null },
    }
    await storage.alerts.create(organizationId, projectId, alert, NOW)
    const since = new Date(NOW.getTime() - 30 * 60_000)
    const look = (issueIds: readonly string[]) => storage.firing.sightings({ since, issueIds, after: null }, 2000)
    expect(await look(['9000'])).toHaveLength(31)
    const [plan = ''] = await plansOf(() => look(['9000']))
    expect(plan).toMatch(/using issues_of_project_by_last_seen/)
    expect(plan).toMatch(/using issues_pkey/)
    expect(plan).not.toContain('Seq Scan on issues')
    const where = { kind: 'tag', key: 'environment', like: [['prod']] } as const
    const [asked = ''] = await plansOf(() => storage.firing.matching(organizationId, ['1001', '1002', '1005'], where))
    expect(asked).toMatch(/using issues_pkey/)
    expect(asked).not.toMatch(/Seq Scan on (?!deletions)/)
  })

  it('hits are counted among the first that have what is frequent', async () => {
    const plans = await plansOf(() => storage.issues.count(filterOf(tag('environment', 'prod')), 1000))
    expect(plans.at(-1)).toMatch(/using issues_pkey/)
    expect(plans.join('\n')).not.toMatch(/Seq Scan on (?!deletions)/)
    // Of what few have besides, all of them count.
    const both = filterOf({ ...tag('environment', 'prod'), levels: ['fatal'] })
    expect(await storage.issues.count(both, 1000)).toBe(0)
    expect(await storage.issues.count(filterOf(tag('environment', 'staging')), 5000)).toBe(1800)
  })

  it.each([
    ['priority', 'issues_by_priority'],
    ['trend', 'issues_by_trend'],
  ] as const)('issues sorted by %s are read in order from %s, also from a later page on', async (sort, index) => {
    const { next } = await list({ statuses: ['unresolved'] }, sort)
    const later = () => storage.issues.list(filterOf({}), { sort, ascending: false }, { limit: 25, cursor: next })
    for (const ask of [() => list({ statuses: ['unresolved'] }, sort), later]) {
      const plan = (await plansOf(ask)).join('\n')
      expect(plan).toMatch(new RegExp(`using ${index}`))
      expect(plan).not.toMatch(/Sort|Seq Scan on (?!deletions)/)
    }
  })

  it('trends are worked out from the hours of what was seen in the last day', async () => {
    const plans = await plansOf(() => storage.issues.refreshTrends(NOW), /issue_hourly|last_seen_at >=/)
    const due = plans.find((plan) => plan.includes('trend > 0')) ?? ''
    expect(due).toMatch(/issues_by_last_seen/)
    expect(plans.find((plan) => plan.includes('issue_hourly'))).toContain('issue_hourly_pkey')
  })

  it('tags of an issue with very many values take bounded work', async () => {
    const { organizationId } = world
    const plan = (await plansOf(() => storage.issues.tags(organizationId, '1001', { valueLimit: 10 }))).join('\n')
    expect(plan).toMatch(/using issue_tags_common[\s\S]*using issue_tags_pkey/)
    expect(plan).not.toMatch(/Seq Scan on issue_tags/)
    expect(rowsRead(plan, 'issue_tags t')).toBeLessThan(1100)
    const [session] = await storage.issues.tags(organizationId, '1001', { key: 'session', valueLimit: 3 })
    expect(session).toMatchObject({ isSampled: true, topValues: [{ count: 50 }, { count: 50 }, { count: 50 }] })
    const top = (await plansOf(() => storage.issues.topTags(organizationId, ['1001', '1002'], ['session']))).join('\n')
    expect(top).toMatch(/using issue_tags_common[\s\S]*using issue_tags_pkey/)
  })
})

/** The most rows that one scan of the table gave. */
function rowsRead(plan: string, table: string): number {
  const scans = [...plan.matchAll(new RegExp(`Scan .*on ${table} .*?rows=(\\d+)`, 'g'))]
  expect(scans.length).toBeGreaterThan(0)
  return Math.max(...scans.map(([, rows]) => Number(rows)))
}

/** How PostgreSQL answers what the call asked, statement by statement. */
async function plansOf(call: () => Promise<unknown>, only = /^\s*(select|with)/): Promise<readonly string[]> {
  recording.statements.length = 0
  await call()
  const asked = recording.statements.filter(({ text }) => only.test(text) && /^\s*(select|with)/.test(text))
  expect(asked.length).toBeGreaterThan(0)
  const plans: string[] = []
  for (const statement of asked) plans.push(await explain(database.pool, statement, { isRun: true }))
  return plans
}
