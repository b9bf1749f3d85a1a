import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { nodeFetcher } from '../../src/adapters/node-fetcher.js'
import type { Fetcher } from '../../src/ports/fetcher.js'

/** What arrived, at the address that was asked for. */
export interface Received {
  readonly url: string
  readonly method: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface Said {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Nothing is answered at all. */
  readonly hangs?: boolean
}

/** A server of this machine that stands for every other one, asked by the client that asks those. */
export async function receiver() {
  const received: Received[] = []
  let answers: Said[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { 'x-asked': url, ...headers } = request.headers
      const body = Buffer.concat(chunks).toString('utf8')
      received.push({ url: String(url), method: request.method ?? '', headers, body })
      const { status = 200, headers: said = {}, body: text = 'ok', hangs = false } = answers.shift() ?? {}
      if (!hangs) response.writeHead(status, said).end(text)
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  // Only what hangs is to be waited for shortly: a busy machine may take its time with the rest.
  let patienceMs = 10_000
  const inner = nodeFetcher({ allowPrivate: true })
  const fetcher: Fetcher = {
    fetch: (request) => {
      const { pathname, search } = new URL(request.url)
      return inner.fetch({
        ...{ ...request, url: `http://127.0.0.1:${port}${pathname}${search}`, timeoutMs: patienceMs },
        headers: { ...request.headers, 'x-asked': request.url },
      })
    },
  }
  return {
    fetcher,
    /** All since the last call. */
    take: () => received.splice(0),
    answer: (...next: readonly Said[]) => {
      answers = [...next]
      patienceMs = next.some(({ hangs }) => hangs) ? 300 : 10_000
    },
    stop: () =>
      new Promise<void>((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
}
