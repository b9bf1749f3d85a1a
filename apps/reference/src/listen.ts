import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AppError } from '@mishap/core'

export interface Listening {
  readonly port: number
  /** Takes no more connections, lets running requests finish, cuts those that still run after `graceMs`. */
  close(graceMs: number): Promise<void>
}

/** How long a sender may take. */
export interface Patience {
  readonly headersMs: number
  readonly requestMs: number
  /** How often the two are looked at. */
  readonly checkMs: number
}

/** For one that means harm; a phone on a bad line stays far below. */
const PATIENCE: Patience = { headersMs: 20_000, requestMs: 120_000, checkMs: 5_000 }
/** Longer than the 60 s after which the usual load balancers give up, so that they and not we close a connection. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000
const MAX_HEADERS = 200
const CLOSE_POLL_MS = 50

/**
 * Listens on one address, or with `host` null on both loopback addresses of the one port, so that `localhost` works
 * whatever it resolves to. Rejects with `unavailable` and a sentence when the port is taken.
 */
export async function listen(
  host: string | null,
  port: number,
  handle: RequestListener,
  patience: Patience = PATIENCE,
): Promise<Listening> {
  const open = (address: string, at: number) => openServer({ address, port: at, handle: tracked, patience })
  const streams = new Set<ServerResponse>()
  const tracked: RequestListener = (request, response) => {
    streams.add(response)
    response.once('close', () => streams.delete(response))
    handle(request, response)
  }
  const first = await open(host ?? '127.0.0.1', port)
  const servers = [first]
  const actualPort = (first.address() as AddressInfo).port
  if (host === null) {
    try {
      servers.push(await open('::1', actualPort))
    } catch (error) {
      // A machine without IPv6; everything reaches 127.0.0.1 then.
      if (causeCode(error) !== 'EADDRNOTAVAIL' && causeCode(error) !== 'EAFNOSUPPORT') {
        first.close()
        throw error
      }
    }
  }
  return {
    port: actualPort,
    async close(graceMs) {
      const closed = Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
      const deadline = Date.now() + graceMs
      const timer = setInterval(() => {
        for (const response of streams) if (isEndless(response)) response.destroy()
        for (const server of servers) {
          if (Date.now() > deadline) server.closeAllConnections()
          else server.closeIdleConnections()
        }
      }, CLOSE_POLL_MS)
      await closed
      clearInterval(timer)
    },
  }
}

function openServer(options: {
  readonly address: string
  readonly port: number
  readonly handle: RequestListener
  readonly patience: Patience
}): Promise<Server> {
  const { address: host, port, handle, patience } = options
  const server = createServer({ connectionsCheckingInterval: patience.checkMs, noDelay: true }, handle)
  server.headersTimeout = patience.headersMs
  server.requestTimeout = patience.requestMs
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS
  server.maxHeadersCount = MAX_HEADERS
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, host, port)))
    server.listen({ host, port }, () => resolve(server))
  })
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): AppError {
  const reasons: Record<string, string> = {
    EADDRINUSE: `Port ${port} is taken by another program. Stop it, or choose another one with --port.`,
    EACCES: `Port ${port} may not be opened by this user. Choose one above 1023 with --port.`,
    EADDRNOTAVAIL: `This machine has no address ${host}. Choose another one with --host.`,
    ENOTFOUND: `The name ${host} has no address. Choose another one with --host.`,
  }
  return new AppError(
    'unavailable',
    reasons[error.code ?? ''] ?? `Cannot listen on ${host}:${port}: ${error.message}`,
    {
      cause: error,
    },
  )
}

function causeCode(error: unknown): string | undefined {
  return ((error as Error).cause as NodeJS.ErrnoException | undefined)?.code
}

/** Server-sent events go on for as long as somebody looks; they reconnect by themselves. */
function isEndless(response: ServerResponse): boolean {
  return String(response.getHeader('content-type') ?? '').startsWith('text/event-stream')
}
