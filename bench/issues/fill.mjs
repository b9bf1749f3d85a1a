import { gzipSync } from 'node:zlib'
import { issueLines, searchLine } from '@mishap/core'
import { pgStorage } from '@mishap/storage-pg'
import { derivedTables, eventRows, issueRows } from './fill-sql.mjs'
import { issueTexts } from './texts.mjs'

const DAY_MS = 86_400_000
/** Days of events; one more is begun. */
const DAYS = 30
const PROJECTS = 20
const AT_ONCE = 2000

/**
 * Fills an empty database with one organization: `events` in `issues`, as `seed` decides. What happened ends at `now`.
 * Events are made by PostgreSQL itself; everything else is counted from them, so that all numbers are true.
 */
export async function fill(pool, { seed, events, issues, now, say }) {
  const storage = pgStorage({ pool, statementTimeoutMs: 0 })
  await storage.migrate()
  const place = await makePlace(storage)
  await makeDays(storage, place, now)
  const client = await pool.connect()
  try {
    await client.query(`set search_path to mishap; set work_mem to '256MB'; set maintenance_work_mem to '256MB';
      set synchronous_commit to off; set jit to off`)
    await stageIssues(client, { seed, issues, place })
    say('issues are thought of')
    for (const [name, text] of eventRows({ seed, events, issues, now, payload: somePayload(), place })) {
      await client.query(text)
      say(name)
    }
    for (const [name, text] of [...derivedTables(place), ...issueRows({ seed, issues, place, now })]) {
      await client.query(text)
      say(name)
    }
    await client.query('drop table bench_issues, bench_events')
    await client.query('vacuum analyze')
    say('vacuumed and analyzed')
  } finally {
    client.release()
  }
  while (await storage.issues.refreshTrends(now));
  say('trends are worked out')
}

async function makePlace({ users, organizations, teams, projects }) {
  const people = []
  for (const name of ['ada', 'bob', 'cleo', 'dan', 'eve'])
    people.push(await users.create({ email: `${name}@example.com`, name, passwordHash: null, isSuperuser: false }))
  const [ada, ...others] = people
  const organization = await organizations.create({ name: 'Bench', slug: 'bench', ownerId: ada.id })
  for (const { id } of others) await organizations.addMember(organization.id, id, 'member')
  const membership = await organizations.membership(organization.id, ada.id)
  const about = { organizationId: organization.id, creatorMembershipId: membership.id }
  const team = await teams.create({ ...about, slug: 'crew' })
  const made = []
  for (let index = 0; index < PROJECTS; index += 1)
    made.push(
      await projects.create({
        organizationId: organization.id,
        name: `Shop ${index}`,
        slug: `shop-${index}`,
        platform: 'node',
        teamId: team.id,
        key: {
          id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
          publicKey: String(index).padStart(32, '0'),
        },
      }),
    )
  return {
    organizationId: organization.id,
    projectIds: made.map((project) => project.id),
    userIds: people.map((user) => user.id),
    teamId: team.id,
  }
}

/** Through the front door, which makes the days that are missing. */
async function makeDays(storage, { organizationId, projectIds }, now) {
  await storage.maintain({ now, retentionDays: DAYS + 1 })
  for (let ago = DAYS; ago >= 0; ago -= 1) {
    const receivedAt = new Date(now.getTime() - ago * DAY_MS)
    const millis = receivedAt.getTime().toString(16).padStart(12, '0')
    const event = {
      id: `${millis}7000800000000000${String(ago).padStart(4, '0')}`,
      eventId: `${'e'.repeat(28)}${String(ago).padStart(4, '0')}`,
      ...{ organizationId, projectId: projectIds[0], hashes: ['every-day'], type: 'default', level: 'info' },
      ...{ title: 'Another day', culprit: '', metadata: { title: 'Another day' }, message: '', platform: 'other' },
      ...{ environment: null, release: null, receivedAt, timestamp: receivedAt, tags: [], userKey: null },
      ...{ searchText: '', payload: somePayload(), payloadEncoding: 'gzip' },
    }
    await storage.ingest.persist([event])
  }
}

async function stageIssues(client, { seed, issues, place }) {
  await client.query(`create unlogged table bench_issues (
    k int primary key, project_id bigint, title text, culprit text, level text, platform text, metadata json, is_unhandled boolean,
    text text)`)
  for (let start = 1; start <= issues; start += AT_ONCE) {
    const rows = Array.from({ length: Math.min(AT_ONCE, issues - start + 1) }, (_, index) => {
      const k = start + index
      const { frames, url, isUnhandled, ...texts } = issueTexts(k, seed)
      const metadata = { ...texts.metadata, ...(isUnhandled ? { isUnhandled } : {}) }
      const lines = [
        issueLines(texts),
        isUnhandled ? searchLine('error.unhandled', 'unhandled') : '',
        searchLine('error.type', metadata.type),
        searchLine('error.value', metadata.value),
        searchLine('http.url', url),
        ...frames.flatMap((frame) => [
          searchLine('stack.filename', frame.filename),
          searchLine('stack.function', frame.function),
        ]),
      ]
      // Few projects have most of the issues.
      const project = Math.floor(PROJECTS * ((k * 0.61803398875) % 1) ** 2)
      return {
        k,
        project_id: place.projectIds[project],
        ...texts,
        metadata,
        is_unhandled: isUnhandled,
        text: lines.join(''),
      }
    })
    await client.query(
      `insert into bench_issues
       select * from json_to_recordset($1::json) as q(k int, project_id bigint, title text, culprit text, level text,
         platform text, metadata json, is_unhandled boolean, text text)`,
      [JSON.stringify(rows)],
    )
  }
}

/** Of every event; a real one would be about ten times as large, and is not looked at by any list. */
function somePayload() {
  const frame = { filename: 'app/cart/checkout.js', function: 'checkout', lineno: 42, in_app: true }
  const exception = { type: 'TypeError', value: 'x is not a function', stacktrace: { frames: [frame, frame] } }
  const event = {
    ...{ event_id: '0'.repeat(32), timestamp: 1_781_000_000, received: 1_781_000_000, type: 'error', level: 'error' },
    ...{ platform: 'node', exception: { values: [exception] }, tags: [['browser.name', 'Chrome']], errors: [] },
  }
  return gzipSync(JSON.stringify(event))
}
