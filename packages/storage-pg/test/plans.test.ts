import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { IssueFilter, IssueSort, StoredEvent } from '@mishap/core'
import { explain } from './explain.js'
import { recordedStorage } from './recording.js'
import { openTestDatabase } from './schemas.js'
import { aProject, type ProjectWorld } from './world.js'

const database = openTestDatabase()
afterAll(() => database.close())

const DAY_MS = 86_400_000
const NOW = new Date('2026-06-15T13:00:00.000Z')
const ISSUES = 3000
const { recording, schema, storage } = recordedStorage(database)

let world: ProjectWorld
let newest: StoredEvent

/** Two organizations, of which the other has most; events over ten days; statistics as autovacuum makes them. */
beforeAll(async () => {
  await storage.migrate()
  await storage.maintain({ now: NOW, retentionDays: 30 })
  world = await aProject(storage)
  const others = await aProject(storage)
  for (const { event } of [others, world, others])
    for (let batch = 0; batch < ISSUES / 500; batch += 1)
      await storage.ingest.persist(
        Array.from({ length: 500 }, (_, index) => {
          const number = batch * 500 + index
          const receivedAt = new Date(NOW.getTime() - (number % 10) * DAY_MS - number)
          const tags = [['number', String(number % 200)] as const]
          return event({
            receivedAt,
            hashes: [`hash${number}`],
            tags,
            searchText: `word${number}`,
            environment: 'prod',
          })
        }),
      )
  await database.pool.query(
    `insert into ${schema}.issue_search
     select organization_id, issue_id * 1000 + number, repeat('word' || number || ' ', 50)
     from ${schema}.issue_search, generate_series(1, 10) as number
     where organization_id = $1`,
    [others.organizationId],
  )
  const { organizationId, projectId } = others
  await storage.ingest.addOutcomes(
    Array.from({ length: 5000 }, (_, number) => {
      const hour = new Date(NOW.getTime() - number * 3_600_000)
      return { organizationId, projectId, hour, category: 'error', outcome: 'filtered', reason: '', quantity: 1 }
    }),
  )
  await storage.feedback.add(
    Array.from({ length: 3000 }, (_, number) => ({
      ...{ organizationId: others.organizationId, projectId: others.projectId },
      feedbackId: (number + 1).toString(16).padStart(32, '0'),
      eventId: null,
      ...{ name: '', email: '', comments: 'It broke.', url: null, environment: null, release: null },
      receivedAt: new Date(NOW.getTime() - number * 60_000),
    })),
  )
  await storage.attachments.add(
    Array.from({ length: 3000 }, (_, number) => {
      const id = (number + 1).toString(16).padStart(32, '0')
      return {
        ...{ id, organizationId: others.organizationId, projectId: others.projectId, eventId: id, name: 'a.log' },
        ...{ type: 'event.attachment', contentType: null, size: 1, blobKey: `attachments/${id}`, receivedAt: NOW },
      }
    }),
  )
  await analyzeFilledTables()
  const { items } = await storage.events.listForProject(world.organizationId, world.projectId, {
    limit: 1,
    cursor: null,
  })
  newest = items[0] as StoredEvent
})

describe('plans of the busy questions', () => {
  const list = (filter: Partial<IssueFilter> = {}, sort: IssueSort = 'last_seen', cursor: string | null = null) =>
    storage.issues.list(
      { organizationId: world.organizationId, projectIds: null, ...filter },
      { sort, ascending: false },
      { limit: 25, cursor },
    )

  it.each([
    ['last_seen', 'issues_by_last_seen'],
    ['first_seen', 'issues_by_first_seen'],
    ['count', 'issues_by_count'],
    ['users', 'issues_by_users'],
  ] as const)('issues sorted by %s are read in order from %s', async (sort, index) => {
    const plan = await planOf(() => list({ statuses: ['unresolved'] }, sort))
    expect(plan).toContain(`using ${index}`)
    expect(plan).not.toMatch(/Sort|Seq Scan on (?!deletions)/)
  })

  it('the next page starts where the last one ended', async () => {
    const { next } = await list()
    const plan = await planOf(() => list({}, 'last_seen', next))
    expect(plan).toMatch(/using issues_by_last_seen[\s\S]*Index Cond: .*ROW\(last_seen_at, id\) </)
    expect(plan).not.toMatch(/Sort|Seq Scan on (?!deletions)/)
  })

  it("a project's issues are read in order", async () => {
    const plan = await planOf(() => list({ projectIds: [world.projectId] }))
    expect(plan).toMatch(/using issues_(of_project_)?by_last_seen/)
    expect(plan).not.toMatch(/Sort|Seq Scan on (?!deletions)/)
  })

  it('a rare tag is looked up by its value or at the issues, never by reading all tags', async () => {
    const plan = await planOf(() => list({ tags: [{ key: 'number', value: '7' }] }))
    expect(plan).toMatch(/issue_tags_by_value|issue_tags_pkey/)
    expect(plan).not.toContain('Seq Scan on issue_tags')
  })

  it('words are looked for by an index, or in texts of the organization only', async () => {
    const plan = await planOf(() => list({ text: ['word2999'] }))
    expect(plan).toMatch(/issue_search_words|issue_search_pkey/)
    expect(plan).not.toMatch(/Seq Scan on (?!deletions)/)
  })

  it('feedback of an issue and of a project is read in order', async () => {
    const { organizationId, projectId } = world
    const page = { limit: 25, cursor: null }
    const ofIssue = await planOf(() => storage.feedback.listForIssue(organizationId, newest.issueId, page))
    expect(ofIssue).toContain('using feedback_of_issue')
    const ofProject = await planOf(() => storage.feedback.listForProject(organizationId, projectId, page))
    expect(ofProject).toContain('using feedback_of_project')
    for (const plan of [ofIssue, ofProject]) expect(plan).not.toMatch(/Sort|Seq Scan on (?!deletions|projects)/)
  })

  it('files and feedback of an event are found by its id', async () => {
    const { organizationId, projectId } = world
    const files = await planOf(() => storage.attachments.list(organizationId, projectId, newest.eventId))
    expect(files).toContain('attachments_of_event')
    const said = await planOf(() => storage.feedback.ofEvent(organizationId, projectId, newest.eventId))
    expect(said).toContain('feedback_of_event')
  })

  it('an issue is found by its id', async () => {
    expect(await planOf(() => storage.issues.get(newest.issueId))).toContain('using issues_pkey')
  })

  it('latest and oldest stop at the first partition that has one', async () => {
    const { organizationId } = world
    for (const which of ['latest', 'oldest'] as const) {
      const plan = await planOf(() => storage.events.find(organizationId, { issueId: newest.issueId }, which))
      expect(plan).toMatch(/Append/)
      expect(plan).not.toMatch(/Sort|Seq Scan on (?!deletions|projects|issues)|Merge Append/)
    }
    const plan = await planOf(() => storage.events.find(organizationId, { projectId: world.projectId }, 'latest'))
    expect(plan).not.toMatch(/Sort|Merge Append/)
    expect(plan).toContain('never executed')
  })

  it('events are listed in order, and a next page leaves out the newer days', async () => {
    const { organizationId, projectId } = world
    const list = (cursor: string | null) =>
      storage.events.listForProject(organizationId, projectId, { limit: 25, cursor })
    let cursor: string | null = null
    for (let page = 0; page < 20; page += 1) cursor = (await list(cursor)).next
    const plan = await planOf(() => list(cursor))
    expect(plan).not.toMatch(/Sort|Seq Scan on (?!deletions|projects|issues)|Merge Append/)
    expect(plan).not.toContain('events_20260615')
  })

  it('an event is found by its id, also in a partition that was never analyzed', async () => {
    const plan = await planOf(() =>
      storage.events.find(world.organizationId, { issueId: newest.issueId }, newest.eventId),
    )
    expect(plan).toContain('events_20260622_pkey')
    expect(plan).not.toMatch(/using (?!events_\d+_pkey|deletions)|Seq Scan on events/)
  })

  it('our id names the day', async () => {
    const { organizationId, issueId, id } = newest
    const plan = await planOf(() => storage.events.find(organizationId, { issueId }, id))
    expect(plan).toMatch(/events_20260615.*of_issue/)
    expect(plan).not.toContain('events_20260614')
  })

  it('neighbours are read from the place of the event', async () => {
    const plan = await planOf(() => storage.events.neighbours(newest))
    expect(plan).not.toMatch(/Sort|Seq Scan on (?!deletions|projects|issues)|Merge Append/)
  })

  it('tags, hashes and series are read from the issue', async () => {
    const { organizationId } = world
    const { issueId } = newest
    const query = { from: new Date(NOW.getTime() - DAY_MS), to: NOW, bucketSeconds: 3600 } as const
    expect(await planOf(() => storage.issues.tags(organizationId, issueId, { valueLimit: 10 }))).toContain(
      'issue_tags_pkey',
    )
    expect(await planOf(() => storage.issues.hashes(organizationId, issueId))).toContain('issue_hashes_of_issue')
    expect(await planOf(() => storage.issues.series(organizationId, [issueId], query))).toContain('issue_hourly_pkey')
  })

  it('outcomes are read from the hours asked for', async () => {
    const range = { from: new Date(NOW.getTime() - DAY_MS), to: NOW }
    const ask = () => storage.ingest.outcomes({ organizationId: world.organizationId, projectIds: null, ...range })
    expect(await planOf(ask)).toContain('using project_outcomes_pkey')
  })

  it('the log of requests and their counts are read and cut by project', async () => {
    const { organizationId, projectId } = world
    await database.pool.query(
      `insert into ${schema}.ingest_log (organization_id, project_id, at, outcome, reason, items, bytes)
       select 0, project, $1::timestamptz - n * interval '1 minute', 'accepted', '', '[]', 0
       from generate_series(1000, 1100) project, generate_series(1, 200) n`,
      [NOW],
    )
    await database.pool.query(
      `insert into ${schema}.project_requests (organization_id, project_id, hour, quantity)
       select 0, project, $1::timestamptz - n * interval '1 hour', 1
       from generate_series(1000, 1100) project, generate_series(1, 300) n`,
      [NOW],
    )
    await database.pool.query(`analyze ${schema}.ingest_log, ${schema}.project_requests`)
    const request = { organizationId, projectId, at: NOW, outcome: 'accepted', reason: '' } as const
    const add = () => storage.ingest.addRequests([{ ...request, sdk: null, items: [], bytes: 1 }], [])
    expect(await planOf(() => storage.ingest.requests(organizationId, projectId))).toMatch(/ingest_log_pkey/)
    expect(await planOf(() => storage.ingest.requestCounts([projectId], NOW))).toContain('project_requests_pkey')
    const [cut] = await plansOf(add, /delete from/)
    expect(cut).not.toMatch(/Seq Scan on ingest_log/)
  })

  it('candidates of thinning are read a slice from their day, and by keys what has to do with them', async () => {
    const { next } = await storage.retention.candidates(world, { cursor: null, limit: 50 })
    const plan = await planOf(() => storage.retention.candidates(world, { cursor: next, limit: 50 }))
    expect(plan).toMatch(/issue_hourly_pkey/)
    expect(plan).toMatch(/feedback_of_event[\s\S]*Index Cond: .*event_id/)
    expect(plan).not.toMatch(/Seq Scan on (events|issues|issue_hourly|attachments)/)
    expect(plan.match(/events_\d+_of_project/g)).toHaveLength(1)
  })

  it('the duplicates of a batch are looked up by id, in the days beside it, also when these are new', async () => {
    const receivedAt = new Date(NOW.getTime() + 5 * DAY_MS)
    const batch = Array.from({ length: 100 }, () => world.event({ receivedAt }))
    await storage.ingest.persist(batch)
    const [plan] = await plansOf(() => storage.ingest.persist(batch), /cross join lateral/)
    expect(plan).toContain('events_20260620_pkey')
    expect(plan).not.toMatch(/events_20260615|events_\d+_of_|Seq Scan on events/)
  })
})

describe('persist', () => {
  it('takes as many statements for a hundred events as for one', async () => {
    const statements = async (count: number) => {
      recording.statements.length = 0
      await storage.ingest.persist(
        Array.from({ length: count }, () =>
          world.event({ receivedAt: NOW, environment: 'prod', userKey: 'u', tags: [['a', 'b']] }),
        ),
      )
      return recording.statements.map(({ text }) => text)
    }
    const one = await statements(1)
    expect(await statements(100)).toEqual(one)
    expect(one.length).toBeLessThanOrEqual(20)
  })
})

/** Autovacuum does not look at tables that nobody wrote to, such as the partitions of the coming days. */
async function analyzeFilledTables(): Promise<void> {
  const { rows } = await database.pool.query<{ table: string }>(
    `select c.oid::regclass::text as table
     from pg_class c
     where c.relnamespace = '${schema}'::regnamespace and c.relkind = 'r' and pg_relation_size(c.oid) > 0`,
  )
  for (const { table } of rows) await database.pool.query(`analyze ${table}`)
}

/** How PostgreSQL answered what the call asked; several statements one after the other. */
async function planOf(call: () => Promise<unknown>): Promise<string> {
  return (await plansOf(call)).join('\n')
}

async function plansOf(call: () => Promise<unknown>, only = /^\s*select/): Promise<readonly string[]> {
  recording.statements.length = 0
  await call()
  const asked = recording.statements.filter(({ text }) => only.test(text))
  expect(asked.length).toBeGreaterThan(0)
  const plans: string[] = []
  for (const statement of asked) plans.push(await explain(database.pool, statement, { isRun: true }))
  return plans
}
