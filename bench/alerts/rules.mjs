import { createHash, randomUUID } from 'node:crypto'
import { loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { createApp } from '@mishap/core'
import { pgStorage } from '@mishap/storage-pg'
import pg from 'pg'
import { makeDatabase } from '../lib/database.mjs'

const BATCH = 200
const WRITERS = 2
const SILENT = { debug() {}, info() {}, warn: console.error, error: console.error }

/**
 * Stores events without rules and with them as fast as it goes, by turns, and then at a rate: seconds from the event that
 * was the last one missing until the messages of a rule are made.
 */
export async function measureRules(clusterUrl, { rules, issues, rate, seconds }) {
  const database = await makeDatabase(clusterUrl)
  const pool = new pg.Pool({ connectionString: database.url, max: 8 })
  const stored = pgStorage({ pool })
  const told = []
  const tell = async (hits, now) => {
    const made = await stored.firing.tell(hits, now)
    for (const hit of made) told.push({ ...hit, madeAt: Date.now() })
    return made
  }
  const storage = { ...stored, firing: { ...stored.firing, tell } }
  const app = createApp({ url: 'https://bench.example', storage, logger: SILENT })
  try {
    await app.work()
    const [silent, loud, timed] = await makeProjects(storage)
    for (const place of [loud, timed]) await makeRules(storage, place, rules)
    const seen = []
    await flood(storage, silent, { issues, seconds: 3 })
    const [without, withRules] = [[], []]
    for (let round = 0; round < 3; round++) {
      without.push(await flood(storage, silent, { issues, seconds: seconds / 6 }))
      withRules.push(await flood(storage, loud, { issues, seconds: seconds / 6 }))
    }
    await sleep(3_000)
    told.length = 0
    await atRate(storage, timed, { issues, rate, seconds, seen })
    await sleep(6_000)
    const waits = await waitsOf(storage, timed, seen, told)
    const { p50, p95, max } = waitFigures(waits)
    const [before, after] = [median(without), median(withRules)]
    return {
      ...{ bench: 'alert-rules', rules, issues, rate, seconds, told: waits.length },
      ...{ p50Seconds: p50, p95Seconds: p95, maxSeconds: max },
      ...{ storedPerSecondWithout: Math.round(before), storedPerSecondWith: Math.round(after) },
      ratio: Math.round((after / before) * 100) / 100,
      load: Math.round(loadavg()[0] * 10) / 10,
    }
  } finally {
    await app.stop()
    await pool.end()
    await database.drop()
  }
}

async function makeProjects(storage) {
  const user = { email: 'ada@example.com', name: 'Ada', passwordHash: 'x', isSuperuser: false }
  const { id: ownerId } = await storage.users.create(user)
  const { id: organizationId } = await storage.organizations.create({ name: 'Bench', slug: 'bench', ownerId })
  const make = async (slug) => {
    const key = { id: randomUUID(), publicKey: randomUUID().replaceAll('-', '') }
    const project = { organizationId, name: slug, slug, platform: null, teamId: null, key }
    return { organizationId, projectId: (await storage.projects.create(project)).id }
  }
  return [await make('silent'), await make('loud'), await make('timed')]
}

/** Numbers of events that are reached soon, late and never, users, news, and searches. */
async function makeRules(storage, { organizationId, projectId }, rules) {
  const hook = { kind: 'webhook', url: 'https://hooks.invalid/', tags: [], config: {} }
  const plain = {
    ...{ timespanMinutes: null, quantity: null, triggers: [], users: null, query: '', isEnabled: true },
    ...{ cooldownMinutes: null, digestMinutes: 60, quietHours: null, mutedUntil: null, recipients: [hook] },
  }
  const kinds = [
    { quantity: 2, timespanMinutes: 5 },
    { quantity: 10, timespanMinutes: 60 },
    { quantity: 1000, timespanMinutes: 60 },
    { triggers: ['new_issue', 'regression'] },
    { quantity: 5, timespanMinutes: 10, query: 'environment:prod' },
    { users: { quantity: 4, minutes: 30 } },
  ]
  for (let rule = 0; rule < rules; rule++)
    await storage.alerts.create(
      organizationId,
      projectId,
      { ...plain, name: `rule ${rule}`, ...kinds[rule % kinds.length] },
      new Date(),
    )
}

/** Events stored in a second, as many as go. */
async function flood(storage, place, { issues, seconds }) {
  const end = performance.now() + seconds * 1000
  const startedAt = performance.now()
  let events = 0
  const write = async () => {
    while (performance.now() < end) {
      await storage.ingest.persist(batchOf(place, issues, BATCH))
      events += BATCH
    }
  }
  await Promise.all(Array.from({ length: WRITERS }, write))
  return (events / (performance.now() - startedAt)) * 1000
}

async function atRate(storage, place, { issues, rate, seconds, seen }) {
  const startedAt = performance.now()
  const running = new Set()
  for (let sent = 0; sent < rate * seconds; sent += BATCH) {
    const due = startedAt + (sent / rate) * 1000
    if (due > performance.now()) await sleep(due - performance.now())
    const batch = batchOf(place, issues, BATCH)
    const write = storage.ingest.persist(batch).then((results) => {
      running.delete(write)
      for (const [index, { issueId }] of results.entries()) seen.push({ issueId, event: batch[index] })
    })
    running.add(write)
    if (running.size >= WRITERS) await Promise.race(running)
  }
  await Promise.all(running)
}

function batchOf({ organizationId, projectId }, issues, size) {
  return Array.from({ length: size }, () => {
    const issue = Math.floor(Math.random() * issues)
    const receivedAt = new Date()
    const id = uuidv7(receivedAt)
    const environment = issue % 2 === 0 ? 'prod' : 'staging'
    return {
      ...{ id, eventId: randomUUID().replaceAll('-', ''), organizationId, projectId },
      hashes: [createHash('md5').update(`${projectId} ${issue}`).digest('hex')],
      ...{ type: 'error', level: 'error', title: `Error ${issue}`, culprit: 'app/cart', metadata: {} },
      ...{
        message: `Error ${issue}`,
        platform: 'node',
        environment,
        release: '1.0',
        receivedAt,
        timestamp: receivedAt,
      },
      ...{
        tags: [
          ['browser', 'Firefox'],
          ['url', `/${issue}`],
        ],
        userKey: `id:${Math.floor(Math.random() * 1000)}`,
      },
      ...{ searchText: `error ${issue}`, payload: new Uint8Array(2_000), payloadEncoding: 'identity' },
    }
  })
}

function uuidv7(at) {
  const time = at.getTime().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}

/** Seconds of each pair of rule and issue that was told of. */
async function waitsOf(storage, place, seen, told) {
  const rules = new Map((await storage.firing.rulesOf([place.projectId])).map((rule) => [rule.id, rule]))
  const byIssue = new Map()
  for (const { issueId, event } of seen.sort((a, b) => a.event.receivedAt - b.event.receivedAt))
    byIssue.set(issueId, [...(byIssue.get(issueId) ?? []), event])
  return told.flatMap(({ alertId, issueId, madeAt }) => {
    const tripped = trippedAt(rules.get(alertId), byIssue.get(issueId) ?? [])
    return tripped === null ? [] : [(madeAt - tripped.getTime()) / 1000]
  })
}

function trippedAt(rule, events) {
  if (rule === undefined) return null
  if (rule.users === null) return events[(rule.quantity ?? 1) - 1]?.receivedAt ?? null
  const users = new Set()
  return events.find(({ userKey }) => users.add(userKey).size >= rule.users.quantity)?.receivedAt ?? null
}

function waitFigures(waits) {
  const sorted = [...waits].sort((a, b) => a - b)
  const at = (share) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10
  return { p50: at(0.5), p95: at(0.95), max: at(1) }
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
}
