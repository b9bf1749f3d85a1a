import { randomBytes } from 'node:crypto'
import { AppError } from '@mishap/core'
import { readDsn } from './dsn.js'
import { version } from './version.js'

const TIMEOUT_MS = 10_000
const MAX_SHOWN = 500

/** Sends one error to the project of the DSN and tells what came back, whatever it was. */
export async function sendTestEvent(dsn: string): Promise<{ eventId: string; status: number; body: string }> {
  const { endpoint, publicKey } = readDsn(dsn)
  const eventId = randomBytes(16).toString('hex')
  let response: Response
  try {
    response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-sentry-envelope',
        'x-sentry-auth': `Sentry sentry_version=7, sentry_client=mishap-cli/${version}, sentry_key=${publicKey}`,
      },
      body: envelopeOf(eventId, dsn),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
  } catch (error) {
    const reason = (error as Error).cause instanceof Error ? ((error as Error).cause as Error).message : String(error)
    throw new AppError(
      'unavailable',
      `${endpoint} cannot be reached: ${reason}. Is the server running, and is that its address?`,
      { cause: error },
    )
  }
  return { eventId, status: response.status, body: (await response.text()).trim().slice(0, MAX_SHOWN) }
}

function envelopeOf(eventId: string, dsn: string): string {
  const now = new Date()
  const event = {
    event_id: eventId,
    timestamp: now.getTime() / 1000,
    platform: 'node',
    level: 'error',
    environment: 'test',
    tags: { source: 'mishap send-test' },
    exception: {
      values: [
        {
          type: 'TestError',
          value: 'A test from the command line: errors arrive',
          mechanism: { type: 'generic', handled: true },
          stacktrace: {
            frames: [
              { filename: 'node:internal/main', function: 'runMain', lineno: 1, in_app: false },
              {
                filename: 'mishap/send-test.js',
                function: 'sendTestEvent',
                lineno: 3,
                colno: 9,
                in_app: true,
                pre_context: ['export function sendTestEvent() {', '  // Nothing is wrong here.'],
                context_line: "  throw new TestError('A test from the command line: errors arrive')",
                post_context: ['}'],
              },
            ],
          },
        },
      ],
    },
  }
  const payload = JSON.stringify(event)
  const header = { event_id: eventId, sent_at: now.toISOString(), dsn }
  const item = { type: 'event', length: Buffer.byteLength(payload), content_type: 'application/json' }
  return `${JSON.stringify(header)}\n${JSON.stringify(item)}\n${payload}\n`
}
