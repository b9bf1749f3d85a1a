// The clients of the fault test: senders of plain HTTP over connections that are kept, and a real SDK.
import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { sleep } from './server.mjs'

const SENDERS = 4
const PAUSE_MS = 25
const SDK_EVENTS_A_SECOND = 20
const ISSUES = 7
const USERS = 50
/** The real SDK has none. */
const RELEASE = 'faults-http@1'

/**
 * Sends until `stop`, to the servers at `urls` in turn, and notes in the ledger what was answered. A sender whose
 * connection broke cannot know whether its event was taken, and sends it again; a real SDK never does.
 */
export function startLoad({ urls, project, ledger, closers, senders = SENDERS, withSdk = true }) {
  const agent = new Agent({ keepAlive: true, maxSockets: senders })
  const sdk = withSdk ? startSdk(urls[0], project, ledger) : null
  let isOver = false
  const sending = Array.from({ length: senders }, async (_, index) => {
    for (let turn = index, unsure = null; !isOver; turn++) {
      const id = unsure ?? randomBytes(16).toString('hex')
      const url = `${urls[turn % urls.length]}/api/${project.projectId}/envelope/?sentry_key=${project.publicKey}`
      const status = await post(url, envelope(id, turn), agent)
      ledger.note(id, status)
      unsure = status === null ? id : null
      await sleep(status === 200 ? PAUSE_MS : 50)
    }
  })
  let stopping = null
  const load = {
    stop() {
      isOver = true
      stopping ??= Promise.all([...sending, sdk?.stop()]).then(() => agent.destroy())
      return stopping
    },
  }
  closers.push(load.stop)
  return load
}

function startSdk(url, { projectId, publicKey }, ledger) {
  const dsn = `${url.replace('//', `//${publicKey}@`)}/${projectId}`
  const script = fileURLToPath(new URL('sdk-client.mjs', import.meta.url))
  const child = fork(script, [dsn, String(SDK_EVENTS_A_SECOND)], { env: { PATH: process.env.PATH } })
  const exited = new Promise((resolve) => child.once('exit', resolve))
  child.on('message', ({ id, status }) => ledger.note(id, status))
  return {
    async stop() {
      if (child.connected) child.send('stop')
      const code = await exited
      if (code !== 0) throw new Error(`the process with the SDK ended with ${code}`)
    },
  }
}

/** The status, once the whole answer is there; null when the connection broke. */
function post(target, body, agent) {
  return new Promise((resolve) => {
    const sent = request(target, { method: 'POST', agent, timeout: 20_000 }, (response) => {
      response.resume()
      response.once('end', () => resolve(response.complete ? response.statusCode : null))
      response.once('error', () => resolve(null))
      response.once('close', () => resolve(null))
    })
    sent.once('timeout', () => sent.destroy())
    sent.once('error', () => resolve(null))
    sent.end(body)
  })
}

function envelope(id, turn) {
  const frames = [{ filename: 'a.js', function: `fault${turn % ISSUES}`, in_app: true }]
  const event = {
    event_id: id,
    timestamp: Date.now() / 1000,
    platform: 'node',
    exception: { values: [{ type: 'Error', value: 'fault', stacktrace: { frames } }] },
    tags: { ledger: 'http' },
    user: { id: String(turn % USERS) },
    extra: { filling: 'x'.repeat(2000) },
  }
  const startedAt = new Date().toISOString()
  const status = turn % ISSUES === 0 ? 'crashed' : 'exited'
  const session = { sid: id, init: true, status, started: startedAt, attrs: { release: RELEASE } }
  const log = `of ${id}`
  return [
    { event_id: id },
    { type: 'event' },
    event,
    { type: 'session' },
    session,
    { type: 'attachment', filename: 'log.txt', length: log.length },
  ]
    .map((line) => `${JSON.stringify(line)}\n`)
    .concat(log, '\n')
    .join('')
}
