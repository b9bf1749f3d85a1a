// An application with the Node SDK as people use it, but for its transport, which tells our parent what was answered.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { root } from '../build-steps.mjs'

const sentry = createRequire(join(root, 'apps/reference/package.json'))('@sentry/node')
const { captureException, close, init, makeNodeTransport } = sentry

const [dsn, eventsASecond] = process.argv.slice(2)

init({
  dsn,
  release: 'faults@1.0.0',
  environment: 'faults',
  initialScope: { tags: { ledger: 'sdk' } },
  transport: (options) => {
    const transport = makeNodeTransport(options)
    return { ...transport, send: (envelope) => noted(envelope, transport.send(envelope)) }
  },
})

async function noted([header], sending) {
  try {
    const answer = await sending
    // Without a status the SDK itself held the event back, as a 429 had told it to.
    if (header.event_id !== undefined && answer.statusCode !== undefined) tell(header.event_id, answer.statusCode)
    return answer
  } catch (error) {
    if (header.event_id !== undefined) tell(header.event_id, null)
    throw error
  }
}

const tell = (id, status) => process.connected && process.send({ id, status })

let turn = 0
const sending = setInterval(() => {
  turn += 1
  captureException(new Error(turn % 2 === 0 ? 'an even fault' : 'an odd fault'), { user: { id: `sdk-${turn % 10}` } })
}, 1000 / Number(eventsASecond))

async function stop() {
  clearInterval(sending)
  await close(10_000)
  process.exit(0)
}
process.on('message', stop)
process.on('disconnect', stop)
