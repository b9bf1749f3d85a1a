// Clients that send one event after another, over connections that are kept, and note what was promised to them.
import { randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'
import { sleep } from './server.mjs'

const SENDERS = 8
const PAUSE_MS = 15

/**
 * Sends until `stop`. `urlOf` is asked for each event, so that a server that came back elsewhere is found. Rejects, at
 * `stop`, when an event was refused with anything but 429.
 */
export function startLoad(urlOf, { projectId, publicKey }) {
  const agent = new Agent({ keepAlive: true, maxSockets: SENDERS })
  const acknowledged = new Set()
  const refusals = new Map()
  let isOver = false
  const senders = Array.from({ length: SENDERS }, async (_, index) => {
    while (!isOver) {
      const id = randomBytes(16).toString('hex')
      const status = await post(
        `${urlOf(index)}/api/${projectId}/envelope/?sentry_key=${publicKey}`,
        envelope(id),
        agent,
      )
      if (status === 200) acknowledged.add(id)
      else refusals.set(status, (refusals.get(status) ?? 0) + 1)
      await sleep(status === 200 ? PAUSE_MS : 50)
    }
  })
  return {
    acknowledged,
    async stop() {
      isOver = true
      await Promise.all(senders)
      agent.destroy()
      const told = [...refusals].map(([status, count]) => `${count} × ${status ?? 'broken connection'}`).join(', ')
      const wrong = [...refusals.keys()].filter((status) => status !== null && status !== 429)
      if (wrong.length > 0) throw new Error(`events were refused with ${told}`)
      return told || 'no refusal'
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

function envelope(id) {
  const frames = [{ filename: 'a.js', function: 'a', in_app: true }]
  const event = {
    event_id: id,
    timestamp: Date.now() / 1000,
    platform: 'node',
    exception: { values: [{ type: 'Error', value: 'fault', stacktrace: { frames } }] },
    extra: { filling: 'x'.repeat(2000) },
  }
  return `${JSON.stringify({ event_id: id })}\n{"type":"event"}\n${JSON.stringify(event)}\n`
}
