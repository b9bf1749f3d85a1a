import type { RequestListener, ServerResponse } from 'node:http'
import { type Listening, listen, type Patience } from './listen.js'

export interface Door {
  readonly listening: Listening
  /** From now on `listener` answers, those who wait first. */
  handOver(listener: RequestListener): void
  /** Sends away who still waits, and closes as `Listening.close` does. Once, however often it is called. */
  close(): Promise<void>
}

export interface DoorOptions {
  readonly host: string | null
  readonly port: number
  readonly patience?: Patience
  /** How long an event waits for the start to be over. */
  readonly waitMs?: number
  readonly maxWaiting?: number
}

const WAIT_MS = 10_000
/** Each is a connection and the first bytes of a request; bodies are not read. */
const MAX_WAITING = 1_000
const GRACE_MS = 10_000
/** Paths to which SDKs send events, under any prefix; 0 is no project but the API. */
const INGEST = /^[^?]*\/api\/(?:[1-9]\d{0,18}\/|tunnel\b)/

const LIVE = /^[^?]*\/health\/live\/?(?:\?|$)/

/**
 * Listens before anything else is opened, so that a taken port is known at once. Until `handOver` it is alive
 * and else answers 503, but lets events wait: an SDK throws away what a 5xx refuses. Those who wait too long are told with 429 to come again.
 */
export async function openDoor(options: DoorOptions): Promise<Door> {
  const { host, port, patience, waitMs = WAIT_MS, maxWaiting = MAX_WAITING } = options
  const waiting = new Map<ServerResponse, { readonly late: NodeJS.Timeout; readonly proceed: () => void }>()
  let handle: RequestListener = (request, response) => {
    // Who starts anew what is not alive must not do so in the middle of a migration.
    if (LIVE.test(request.url ?? '')) return void response.end('ok')
    if (request.method !== 'POST' || !INGEST.test(request.url ?? '')) return refuse(response, 503)
    if (waiting.size >= maxWaiting || closing !== null) return refuse(response, 429)
    const late = setTimeout(() => refuse(response, 429), waitMs)
    waiting.set(response, { late, proceed: () => handle(request, response) })
    response.once('close', () => forget(response))
  }
  const forget = (response: ServerResponse) => {
    clearTimeout(waiting.get(response)?.late)
    waiting.delete(response)
  }
  let closing: Promise<void> | null = null
  const listening = await listen(host, port, (request, response) => handle(request, response), patience)
  return {
    listening,
    handOver(listener) {
      handle = listener
      for (const [response, { proceed }] of [...waiting]) {
        forget(response)
        proceed()
      }
    },
    close: () => {
      closing ??= listening.close(GRACE_MS)
      for (const response of waiting.keys()) refuse(response, 429)
      return closing
    },
  }
}

function refuse(response: ServerResponse, status: 429 | 503): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'retry-after': '1',
    'access-control-allow-origin': '*',
    'access-control-expose-headers': 'retry-after',
  })
  response.end('{"detail":"The server is starting."}')
}
