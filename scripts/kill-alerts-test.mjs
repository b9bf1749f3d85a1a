// `node scripts/kill-alerts-test.mjs [--seconds 30]`, part of `npm run test:kill`: two processes tell a receiver of new
// issues and are killed with -9 at random, between finding an issue, sending its message and noting that it was sent. No
// issue may be lost, and none be told of under two keys: a receiver that knows keys hears of each once.
import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { pgStorage } from '@mishap/storage-pg'
import pg from 'pg'
import { obtainCluster } from '../bench/lib/cluster.mjs'

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '30' } } })
const SECONDS = Math.min(Math.max(Number(values.seconds), 10), 600)
const PROJECTS = 40
/** So long a message is on its way, so that kills hit some. */
const MOST_ANSWER_MS = 400
const END_MS = 150_000
const LEAST_KILLS = 2

const schema = `mishap_kill_alerts_${process.pid}`
const cluster = await obtainCluster()
const pool = new pg.Pool({ connectionString: cluster.url, max: 4 })
// A pool that has ended may still be closing a connection when its server stops.
pool.on('error', () => undefined)
const storage = pgStorage({ pool, schema })
/** By project and title: the keys under which it was told. */
const told = new Map()
let requests = 0
const receiver = createServer(receive).listen(0, '127.0.0.1')
const senders = [null, null]
try {
  await once(receiver, 'listening')
  const projects = await makeProjects(`http://127.0.0.1:${receiver.address().port}`)
  await Promise.all(senders.map((_, index) => startSender(index)))
  const { issues, kills } = await killForAWhile(projects)
  await settle(issues)
  compare(issues, kills)
} catch (error) {
  console.error(error)
  process.exitCode = 1
} finally {
  for (const child of senders) child?.kill('SIGKILL')
  receiver.closeAllConnections()
  receiver.close()
  await pool.query(`drop schema if exists "${schema}" cascade`)
  await pool.end()
  await cluster.stop()
}

/** Notes what it is told as soon as it is told, and answers later. */
async function receive(request, response) {
  const chunks = []
  request.on('error', () => undefined)
  for await (const chunk of request) chunks.push(chunk)
  requests += 1
  const { attachments } = JSON.parse(Buffer.concat(chunks).toString())
  for (const { title } of attachments) {
    const issue = `${request.url} ${title}`
    told.set(issue, (told.get(issue) ?? new Set()).add(request.headers['idempotency-key']))
  }
  await sleep(Math.random() * MOST_ANSWER_MS)
  response.end('ok')
}

async function makeProjects(receiverUrl) {
  await storage.migrate()
  await storage.maintain({ now: new Date(), retentionDays: 2 })
  const owner = { email: 'kill@example.com', name: 'Kill', passwordHash: null, isSuperuser: false }
  const { id: ownerId } = await storage.users.create(owner)
  const { id: organizationId } = await storage.organizations.create({ name: 'Kill', slug: 'kill', ownerId })
  const projects = []
  for (let index = 0; index < PROJECTS; index++) {
    const key = { id: randomUUID(), publicKey: randomUUID().replaceAll('-', '') }
    const { id: projectId } = await storage.projects.create({
      ...{ organizationId, name: `p${index}`, slug: `p${index}`, platform: null, teamId: null, key },
    })
    const recipients = [{ kind: 'webhook', url: `${receiverUrl}/${projectId}`, tags: [], config: {} }]
    const rule = {
      ...{
        name: '',
        timespanMinutes: 60,
        quantity: 1,
        recipients,
        isEnabled: true,
        triggers: [],
        users: null,
        query: '',
      },
      ...{ cooldownMinutes: null, digestMinutes: 0, quietHours: null, mutedUntil: null },
    }
    await storage.alerts.create(organizationId, projectId, rule, new Date())
    projects.push({ organizationId, projectId })
  }
  return projects
}

async function startSender(index) {
  const child = fork(fileURLToPath(new URL('kill-alerts/sender.mjs', import.meta.url)), [cluster.url, schema])
  senders[index] = child
  await Promise.race([once(child, 'message'), once(child, 'exit').then(() => Promise.reject(new Error('it ended')))])
}

async function killForAWhile(projects) {
  const issues = []
  let kills = 0
  let isOver = false
  const finding = findIssues(projects, issues, () => isOver)
  const end = Date.now() + SECONDS * 1000
  while (Date.now() < end || kills < LEAST_KILLS) {
    await sleep(1000 + Math.random() * 3000)
    const index = Math.floor(Math.random() * senders.length)
    const exited = once(senders[index], 'exit')
    senders[index].kill('SIGKILL')
    kills += 1
    await exited
    await startSender(index)
  }
  isOver = true
  await finding
  return { issues, kills }
}

async function findIssues(projects, issues, isOver) {
  for (let number = 0; !isOver(); number++) {
    const place = projects[number % projects.length]
    const title = `issue ${number}`
    await storage.ingest.persist([anEvent(place, title)])
    issues.push(`/${place.projectId} ${title}`)
    await sleep(50)
  }
}

function anEvent(place, title) {
  const [now, id] = [new Date(), randomUUID()]
  return {
    ...{ ...place, id, eventId: id.replaceAll('-', ''), hashes: [randomUUID().replaceAll('-', '')], type: 'error' },
    ...{ level: 'error', title, culprit: '', metadata: {}, message: title, platform: 'node', environment: null },
    ...{ release: null, receivedAt: now, timestamp: now, tags: [], userKey: null, searchText: '' },
    ...{ payload: Buffer.from('{}'), payloadEncoding: 'identity' },
  }
}

/** Until all is told and sent, without the minutes that leases and digests take. */
async function settle(issues) {
  const end = Date.now() + END_MS
  for (let quiet = 0; quiet < 3 || issues.some((issue) => !told.has(issue)); ) {
    // What is missing then is lost.
    if (Date.now() > end && quiet >= 3) return
    if (Date.now() > end) throw new Error(`messages were still waiting ${END_MS / 1000} s after the last kill`)
    await sleep(2_000)
    const { rows } = await pool.query(
      `select count(*)::int as pending from "${schema}".deliveries where state = 'pending'`,
    )
    quiet = rows[0].pending === 0 ? quiet + 1 : 0
    // What is on its way at this moment is noted within a second of being taken.
    await pool.query(
      `update "${schema}".deliveries set next_attempt_at = now()
       where state = 'pending' and (held is not null or next_attempt_at < now() + interval '55 seconds')`,
    )
  }
}

function compare(issues, kills) {
  const lost = issues.filter((issue) => !told.has(issue))
  const twice = [...told].filter(([, keys]) => keys.size > 1)
  const keys = new Set([...told.values()].flatMap((one) => [...one]))
  console.log(`${issues.length} issues told of by ${requests} requests under ${keys.size} keys, ${kills} kills`)
  if (issues.length === 0) throw new Error('nothing was found')
  if (lost.length > 0) throw new Error(`${lost.length} issues were lost, such as ${lost[0]}`)
  if (twice.length > 0) throw new Error(`${twice.length} issues were told of under two keys, such as ${twice[0][0]}`)
  console.log('no issue was lost, and none was told of under two keys')
}
