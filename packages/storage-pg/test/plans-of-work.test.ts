import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Id } from '@mishap/core'
import type { PgQuery } from '../src/index.js'
import { explain } from './explain.js'
import { recordedStorage } from './recording.js'
import { openTestDatabase } from './schemas.js'
import { aProject, type ProjectWorld } from './world.js'

const database = openTestDatabase()
afterAll(() => database.close())

const NOW = new Date('2026-06-15T13:00:00.000Z')
const ISSUES = 3000
const { recording, schema, storage } = recordedStorage(database)
const by = { userId: '1', via: 'web', at: NOW } as const

let world: ProjectWorld
let ids: readonly Id[]

/** Two organizations of many issues each, every one with a log, marks and releases. */
beforeAll(async () => {
  await storage.migrate()
  await storage.maintain({ now: NOW, retentionDays: 30 })
  world = await aProject(storage)
  const found: Id[] = []
  for (const { event } of [await aProject(storage), world])
    for (let batch = 0; batch < ISSUES / 500; batch += 1) {
      const events = Array.from({ length: 500 }, (_, index) => {
        const number = batch * 500 + index
        return event({ receivedAt: NOW, hashes: [`hash${number}`], release: `r${number % 300}`, userKey: `u${number}` })
      })
      found.push(...(await storage.ingest.persist(events)).map((result) => result.issueId))
    }
  ids = found.slice(-ISSUES)
  const all = { organizationId: world.organizationId, projectIds: null }
  await storage.issues.setPriority(all, 'low', by)
  for (const userId of ['1', '2', '3', '4', '5', '6']) await storage.issues.mark(all, userId, { seenAt: NOW })
  const { rows } = await database.pool.query<{ table: string }>(
    `select c.oid::regclass::text as table
     from pg_class c
     where c.relnamespace = '${schema}'::regnamespace and c.relkind = 'r' and pg_relation_size(c.oid) > 0`,
  )
  for (const { table } of rows) await database.pool.query(`analyze ${table}`)
})

describe('plans of the work on issues', () => {
  it('the log is read in its order, from the issue', async () => {
    const page = { limit: 25, cursor: null }
    const plan = await planOf(() => storage.issues.activity(world.organizationId, ids[0] ?? '', page))
    expect(plan).toContain('issue_activity_pkey')
    expect(plan).not.toMatch(/Seq Scan/)
  })

  it('marks are read from the issue', async () => {
    const { organizationId } = world
    expect(await planOf(() => storage.issues.marksOn(organizationId, ids[0] ?? '', 50))).toContain('issue_marks_pkey')
    expect(await planOf(() => storage.issues.marksOf(organizationId, ids.slice(0, 25), '1'))).toContain(
      'issue_marks_pkey',
    )
  })

  it('some of many issues change by their ids, each with the newest release of its project', async () => {
    const filter = { organizationId: world.organizationId, projectIds: null, ids: ids.slice(0, 50) }
    const request = { status: 'resolved', resolution: { kind: 'nextRelease' } } as const
    const plan = await planOf(() => storage.issues.setStatus(filter, request, by))
    expect(plan).toContain('issues_pkey')
    expect(plan).toContain('project_releases_by_time')
    expect(plan).not.toMatch(/Seq Scan on issues/)
  })

  it('those whose time has come are found by it', async () => {
    const statements = await asked(() => storage.issues.wake(NOW, 100), /with due as/)
    // Nobody waits in this schema, so the index is empty and as small as the question.
    expect(
      await explain(database.pool, statements[0] as PgQuery, { settings: 'set local enable_seqscan = off' }),
    ).toContain('issues_to_wake')
  })

  it('what is merged, moved and discarded is found without looking through issues or events', async () => {
    const { organizationId, projectId } = world
    expect(await planOf(() => storage.issues.mergedInto(organizationId, ids[0] ?? ''))).toContain('issues_merged')
    const newest = await planOf(() => storage.issues.newestByHash(organizationId, ids[0] ?? '', ['hash0']))
    expect(newest).toMatch(/using events_20260615_of_issue/)
    expect(newest).not.toContain('Seq Scan on events_20260615')
    expect(await planOf(() => storage.issues.discarded(organizationId, projectId))).not.toContain('Seq Scan on issues')
  })

  it('hashes are adopted by the ids of their issues', async () => {
    const { organizationId, projectId } = world
    const adopted = ids.slice(0, 20).map((issueId, at) => ({ hash: `adopted${at}`, issueId }))
    const call = () => storage.issues.adoptHashes(organizationId, projectId, adopted)
    const [statement] = await asked(call, /insert into .*issue_hashes/s)
    const plan = await explain(database.pool, statement as PgQuery)
    expect(plan).toContain('issues_pkey')
    expect(plan).not.toContain('Seq Scan')
  })

  it('an event is placed by the index of its issue', async () => {
    const { organizationId } = world
    const page = await storage.events.listForIssue(organizationId, ids[0] ?? '', { limit: 1, cursor: null })
    const [event] = page.items
    const plan = await planOf(() => storage.events.placeOf(event!))
    expect(plan).toMatch(/using events_20260615_of_issue/)
    expect(plan).not.toContain('Seq Scan on events_20260615')
  })
})

async function asked(call: () => Promise<unknown>, only: RegExp): Promise<readonly PgQuery[]> {
  recording.statements.length = 0
  await call()
  const statements = recording.statements.filter(({ text }) => only.test(text))
  expect(statements.length).toBeGreaterThan(0)
  return statements
}

/** How PostgreSQL answers what the call asked; several statements one after the other. */
async function planOf(call: () => Promise<unknown>): Promise<string> {
  const plans: string[] = []
  for (const statement of await asked(call, /^\s*select/)) plans.push(await explain(database.pool, statement))
  return plans.join('\n')
}
