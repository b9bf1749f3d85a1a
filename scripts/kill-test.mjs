// `npm run test:kill [-- --rounds 4 --seconds 4]`: kills the server with -9 under load, again and again, in every second
// round its database too, and asks in the end for every event that it had acknowledged. Takes about a minute at most.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from './build-steps.mjs'

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '4' }, seconds: { type: 'string', default: '4' } },
})
const ROUNDS = Math.min(Number(values.rounds), 8)
const SECONDS = Math.min(Number(values.seconds), 8)
const SENDERS = 16
/** Fewer are no load. */
const LEAST_EVENTS = 100
/** How long nothing may come before the rest counts as lost: a busy machine may be slow to begin. */
const PATIENCE_MS = 60_000
const TOKEN = 'token-of-the-kill-test'
const CLI = join(root, 'apps/reference/dist/cli.js')

const dataDir = mkdtempSync(join(tmpdir(), 'mishap-kill-'))
const acknowledged = new Set()
let server = null
try {
  server = await start()
  const place = await makeProject(server.url)
  for (let round = 1; round <= ROUNDS; round++) {
    const before = acknowledged.size
    const load = sendUntilRefused(server.url, place)
    await sleep(SECONDS * 1000 * (0.5 + Math.random() / 2))
    for (let waited = 0; acknowledged.size < before + LEAST_EVENTS && waited < PATIENCE_MS; waited += 50)
      await sleep(50)
    const alsoDatabase = round % 2 === 0
    // The server first: it would tell that its database went away.
    server.child.kill('SIGKILL')
    if (alsoDatabase)
      process.kill(Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL')
    await server.exited
    await load
    server = await start()
    const victims = alsoDatabase ? 'server and database' : 'server'
    console.log(
      `round ${round}: ${acknowledged.size - before} events acknowledged, then ${victims} killed and started again`,
    )
  }
  await compare(place)
} catch (error) {
  console.error(error)
  process.exitCode = 1
} finally {
  server?.child.kill('SIGTERM')
  await server?.exited
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 })
}

async function start() {
  if (!existsSync(CLI)) throw new Error('The server is not built: run `npm run build`.')
  const child = spawn(process.execPath, [CLI, 'serve', '--port', '0', '--data', dataDir], {
    env: {
      PATH: process.env.PATH,
      MISHAP_USER_1_EMAIL: 'kill@example.com',
      MISHAP_USER_1_TOKEN: TOKEN,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise((resolve) => child.once('exit', resolve))
  let output = ''
  await new Promise((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      output += chunk
      if (/^Sign in: /m.test(output)) resolve()
    })
    void exited.then((code) => reject(new Error(`the server ended with ${code}\n${output}`)))
  })
  return { child, exited, url: /listens on (http\S+)/.exec(output)[1] }
}

async function makeProject(url) {
  const { slug: org } = await api(url, 'POST', 'organizations/', { name: 'Kill' })
  const { slug: team } = await api(url, 'POST', `organizations/${org}/teams/`, { slug: 'crew' })
  const { id, slug } = await api(url, 'POST', `teams/${org}/${team}/projects/`, { name: 'target' })
  const [key] = await api(url, 'GET', `projects/${org}/${slug}/keys/`)
  return { org, projectId: id, publicKey: key.public }
}

async function sendUntilRefused(url, { projectId, publicKey }) {
  const agent = new Agent({ keepAlive: true, maxSockets: SENDERS })
  const target = `${url}/api/${projectId}/envelope/?sentry_key=${publicKey}`
  await Promise.all(
    Array.from({ length: SENDERS }, async () => {
      for (;;) {
        const id = randomBytes(16).toString('hex')
        const status = await post(target, envelope(id), agent)
        if (status === null) return
        if (status === 200) acknowledged.add(id)
        else throw new Error(`an event was refused with ${status}`)
      }
    }),
  )
  agent.destroy()
}

/** The status, once the whole answer is there; null when the connection broke. */
function post(target, body, agent) {
  return new Promise((resolve) => {
    const sent = request(target, { method: 'POST', agent }, (response) => {
      response.resume()
      response.once('end', () => resolve(response.complete ? response.statusCode : null))
      response.once('error', () => resolve(null))
      response.once('close', () => resolve(null))
    })
    sent.once('error', () => resolve(null))
    sent.end(body)
  })
}

function envelope(id) {
  const event = {
    event_id: id,
    timestamp: Date.now() / 1000,
    platform: 'node',
    exception: {
      values: [
        { type: 'Error', value: 'killed', stacktrace: { frames: [{ filename: 'a.js', function: 'a', in_app: true }] } },
      ],
    },
    extra: { filling: 'x'.repeat(2000) },
  }
  return `${JSON.stringify({ event_id: id })}\n{"type":"event"}\n${JSON.stringify(event)}\n`
}

async function compare({ org }) {
  const stored = await settledEvents(org)
  const counts = new Map()
  for (const id of stored.ids) counts.set(id, (counts.get(id) ?? 0) + 1)
  const lost = [...acknowledged].filter((id) => !counts.has(id))
  const doubled = [...counts].filter(([, count]) => count > 1)
  console.log(`${acknowledged.size} acknowledged, ${stored.ids.length} stored, counted as ${stored.count}`)
  if (lost.length > 0) throw new Error(`${lost.length} acknowledged events are lost, such as ${lost[0]}`)
  if (doubled.length > 0)
    throw new Error(`${doubled.length} events are stored more than once, such as ${doubled[0][0]}`)
  if (stored.count !== stored.ids.length) throw new Error('the count of the issue is not the number of its events')
  console.log('every acknowledged event is there exactly once')
}

/** All events of the one issue, once their number stands still. */
async function settledEvents(org) {
  for (let last = -1, since = 0; ; ) {
    const [issue] = await api(server.url, 'GET', `organizations/${org}/issues/`)
    const count = Number(issue?.count ?? 0)
    if (count !== last) {
      last = count
      since = Date.now()
    }
    if (Date.now() - since > 1500 && (count >= acknowledged.size || Date.now() - since > PATIENCE_MS))
      return { count, ids: issue === undefined ? [] : await eventIds(issue.id) }
    await sleep(200)
  }
}

async function eventIds(issueId) {
  const ids = []
  for (let cursor = ''; cursor !== null; ) {
    const response = await call(
      server.url,
      'GET',
      `issues/${issueId}/events/?limit=100&cursor=${encodeURIComponent(cursor)}`,
    )
    ids.push(...(await response.json()).map((event) => event.eventID))
    cursor = /rel="next"; results="true"; cursor="([^"]*)"/.exec(response.headers.get('link') ?? '')?.[1] ?? null
  }
  return ids
}

async function api(url, method, path, body) {
  return (await call(url, method, path, body)).json()
}

async function call(url, method, path, body) {
  const response = await fetch(`${url}/api/0/${path}`, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return response
}

function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
