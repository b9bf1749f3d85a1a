import { once } from 'node:events'
import { createServer } from 'node:http'
import { loadavg } from 'node:os'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { countOutcomes, makeDatabase } from '../lib/database.mjs'
import { startSender } from '../lib/sender.mjs'
import { makeProject, startServer } from '../lib/server.mjs'

const DRAIN_MS = 900_000
/** Two looks for what rules wait for. */
const LOOKS_MS = 12_000

/** Sends a storm to a real server and compares what a receiver was told with what there was to tell. */
export async function measureStorm(clusterUrl, { rate, seconds, issues, rules, connections }) {
  const receiver = await startReceiver()
  const database = await makeDatabase(clusterUrl)
  const env = { MISHAP_ALLOW_PRIVATE_ADDRESSES: 'true' }
  const server = await startServer({ databaseUrl: database.url, cpuProfileDir: null, threads: null, env })
  const pool = new pg.Pool({ connectionString: database.url, max: 1 })
  let sender = null
  try {
    const { dsn, organization, project } = await makeProject(server)
    for (let rule = 0; rule < rules; rule++)
      await server.api('POST', `/api/0/projects/${organization}/${project}/alerts/`, {
        ...{ name: `rule ${rule}`, timespanMinutes: 30, quantity: 1 + (rule % 10) },
        alertRecipients: [{ recipientType: 'webhook', url: `${receiver.url}/${rule}` }],
      })
    const shape = {
      kinds: { error: 1 },
      medianKb: 2,
      sigma: 0,
      minKb: 2,
      maxKb: 2,
      stackKb: 1,
      issues,
      templates: issues,
    }
    sender = await startSender({ dsn, scenario: { ...shape, connections } })
    const startedAt = performance.now()
    const sent = await sender.send(rate * seconds, rate)
    const sentMs = performance.now() - startedAt
    await drained(server, sent.accepted)
    const drainedMs = performance.now() - startedAt
    const { rows } = await pool.query('select count(*)::int as issues from mishap.issues')
    const atOnce = await settled(pool, receiver)
    const found = rows[0].issues
    const told = receiver.told()
    return {
      ...{ scenario: 'alert-storm', wantedPerSecond: rate, seconds, rules, issues: found },
      ...{ acceptedPerSecond: Math.round((sent.accepted / sentMs) * 1000), accepted: sent.accepted },
      storedPerSecond: Math.round((sent.accepted / drainedMs) * 1000),
      ...{ firstToldMs: Math.round(receiver.firstAt() - startedAt), requests: receiver.requests() },
      ...{ messages: told.keys, atOnce, mostMessagesOfRule: told.most },
      lost: Math.max(0, found * rules - told.issues),
      duplicates: told.named - told.distinct + Math.max(0, told.issues - found * rules),
      load: Math.round(loadavg()[0] * 10) / 10,
    }
  } finally {
    sender?.stop()
    await server.stop()
    await pool.end()
    await database.drop()
    receiver.stop()
  }
}

/** Knows keys, as receivers that hear of everything once do. */
async function startReceiver() {
  const messages = new Map()
  let [requests, first] = [0, null]
  const server = createServer(async (request, response) => {
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    requests += 1
    first ??= performance.now()
    const { text, attachments } = JSON.parse(Buffer.concat(chunks).toString())
    const links = attachments.map(({ title_link: link }) => `${request.url} ${link}`)
    const count = Number(/\((\d+) issues\)/.exec(text)?.[1] ?? 1)
    messages.set(request.headers['idempotency-key'], { rule: request.url, count, links })
    response.end('ok')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    requests: () => requests,
    firstAt: () => first ?? Number.NaN,
    told: () => {
      const all = [...messages.values()]
      const links = all.flatMap((one) => one.links)
      const ofRule = new Map()
      for (const { rule } of all) ofRule.set(rule, (ofRule.get(rule) ?? 0) + 1)
      return {
        ...{ keys: messages.size, issues: all.reduce((sum, { count }) => sum + count, 0) },
        ...{ named: links.length, distinct: new Set(links).size, most: Math.max(0, ...ofRule.values()) },
      }
    },
    stop: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function drained(server, accepted) {
  const end = performance.now() + DRAIN_MS
  while ((await countOutcomes(server.databaseUrl())) < accepted) {
    if (performance.now() > end) throw new Error('The server did not store everything in time.')
    await sleep(500)
  }
}

/** Lets what gathers leave without its minutes, and waits until nothing does. Answers how many messages did not wait. */
async function settled(pool, receiver) {
  await sleep(LOOKS_MS)
  const atOnce = receiver.told().keys
  for (let quiet = 0; quiet < 3; ) {
    const { rows } = await pool.query("select count(*)::int as waiting from mishap.deliveries where state = 'pending'")
    quiet = rows[0].waiting === 0 ? quiet + 1 : 0
    await pool.query(
      "update mishap.deliveries set next_attempt_at = now() where state = 'pending' and held is not null",
    )
    await sleep(2_000)
  }
  return atOnce
}
