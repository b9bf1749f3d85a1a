import { createApiToken, createApp, SCOPES, systemClock } from '@mishap/core'
import { pgStorage } from '@mishap/storage-pg'
import { percentiles } from '../lib/load-parts.mjs'
import { QUESTIONS } from './questions.mjs'
import { explain, planOf, recordingPool } from './recording.mjs'

const WARM_UP = 2
const EXPLAINED = 5
const BULK = 10_000

/**
 * Asks every question through the API of an app in this process: who asks is looked up, the answer is JSON. The time of
 * the database alone is that of `explain analyze` of the same statements, planning included.
 */
export async function* measureAll(pool, { now, only, rounds, withPlans }) {
  const recording = recordingPool(pool)
  const storage = pgStorage({ pool: recording })
  await storage.migrate()
  const app = createApp({
    url: 'https://bench.example',
    storage,
    clock: { ...systemClock, now: () => now },
    logger: { debug() {}, info() {}, warn: console.error, error: console.error },
  })
  const ada = await storage.users.getByEmail('ada@example.com')
  const { value: token } = await createApiToken(app.context, { userId: ada.id, label: 'bench', scopes: SCOPES })
  const organization = await storage.organizations.getBySlug('bench')
  const projects = await storage.projects.list(organization.id, { limit: 100, cursor: null })
  const idOf = new Map(projects.items.map(({ slug, id }) => [slug.replace('shop-', ''), id]))
  const ask = async (method, path, body) => {
    const request = new Request(
      new URL(
        path.replace(/PROJECT(\d+)/, (_, index) => idOf.get(index)),
        app.context.config.url,
      ),
      {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      },
    )
    const response = await app.fetch(request)
    const text = await response.text()
    if (response.status >= 400)
      throw new Error(`${method} ${path} was answered ${response.status}: ${text.slice(0, 300)}`)
    return response
  }
  const isWanted = (name) => only === null || only.some((part) => name.includes(part))
  for (const question of QUESTIONS)
    if (isWanted(question.name)) yield* measure(question, { ask, recording, pool, rounds, withPlans })
  if (isWanted('neighbours')) yield measureNeighbours(storage, organization.id, rounds)
  if (isWanted('bulk resolve')) yield measureBulk(ask, pool)
  await app.stop()
}

async function* measure({ name, targetMs, paths, follow = 0 }, { ask, recording, pool, rounds, withPlans }) {
  const all = follow === 0 ? paths : await pagesFrom(paths[0], follow, ask)
  const [wall, server] = [[], []]
  let slowest = { ms: 0, path: '' }
  for (const path of all) {
    for (let round = 0; round < WARM_UP; round += 1) await ask('GET', path)
    recording.statements.length = 0
    await ask('GET', path)
    const statements = [...recording.statements]
    if (withPlans) for (const statement of statements) console.error(`${path}\n${await planOf(pool, statement)}\n`)
    for (let round = 0; round < rounds; round += 1) {
      const startedAt = performance.now()
      await ask('GET', path)
      wall.push(performance.now() - startedAt)
    }
    for (let round = 0; round < EXPLAINED; round += 1) {
      let ms = 0
      for (const statement of statements) ms += await explain(pool, statement)
      server.push(ms)
      if (ms > slowest.ms) slowest = { ms: Math.round(ms * 10) / 10, path }
    }
  }
  const [asked, database] = [percentiles(wall), percentiles(server)]
  yield {
    question: name,
    p50Ms: asked.p50Ms,
    p95Ms: asked.p95Ms,
    databaseP50Ms: database.p50Ms,
    databaseP95Ms: database.p95Ms,
    targetMs,
    slowest: decodeURIComponent(slowest.path.replace(/^.*?\/issues\//, '')).slice(0, 80),
  }
}

async function pagesFrom(path, count, ask) {
  const pages = []
  for (let next = path; next !== null && pages.length < count; ) {
    const response = await ask('GET', next)
    pages.push(next)
    next = /<([^>]+)>; rel="next"; results="true"/.exec(response.headers.get('link') ?? '')?.[1] ?? null
  }
  return pages.slice(1)
}

async function measureNeighbours(storage, organizationId, rounds) {
  const wall = []
  for (const issueId of ['1001', '1100']) {
    let cursor = null
    const events = []
    for (let page = 0; page < 4; page += 1) {
      const found = await storage.events.listForIssue(organizationId, issueId, { limit: 100, cursor })
      events.push(...found.items)
      cursor = found.next
      if (cursor === null) break
    }
    for (let round = 0; round < rounds; round += 1) {
      const event = events[(round * 37) % events.length]
      const startedAt = performance.now()
      await storage.events.neighbours(event)
      wall.push(performance.now() - startedAt)
    }
  }
  const { p50Ms, p95Ms } = percentiles(wall)
  return { question: 'next and previous event', p50Ms, p95Ms, targetMs: 20 }
}

/** Ten thousand that are unresolved, which they are again afterwards. */
async function measureBulk(ask, pool) {
  const { rows } = await pool.query(
    `select id::text from mishap.issues where status = 'unresolved' and status_details is null order by id limit ${BULK}`,
  )
  const path = `/api/0/organizations/bench/issues/?${rows.map(({ id }) => `id=${id}`).join('&')}`
  const times = []
  for (let round = 0; round < 3; round += 1) {
    const startedAt = performance.now()
    await ask('PUT', path, { status: 'resolved' })
    times.push(performance.now() - startedAt)
    await ask('PUT', path, { status: 'unresolved' })
  }
  const { p50Ms, maxMs } = percentiles(times)
  return { question: `bulk resolve of ${rows.length} issues`, p50Ms, maxMs, targetMs: 2000 }
}
