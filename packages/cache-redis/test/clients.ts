import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { Redis as Redis6 } from 'ioredis'
import { Redis as Redis5 } from 'ioredis5'

const url = process.env.MISHAP_TEST_REDIS_URL
if (url === undefined) throw new Error('MISHAP_TEST_REDIS_URL is not set; `npm test` starts a Redis and sets it')

export const majors = [
  { major: 5, connect: (connectionName = 'test') => new Redis5(url, { connectionName }) },
  { major: 6, connect: (connectionName = 'test') => new Redis6(url, { connectionName }) },
] as const

/** Keys of one test never meet those of another. */
export const aPrefix = () => `test-${Math.random().toString(36).slice(2)}:`

/** A client of a port where nobody listens; it tries again for ever, as a default client does. */
export function awayClient() {
  const client = new Redis6({ host: '127.0.0.1', port: 1 })
  client.on('error', () => undefined)
  return client
}

/** A client of a Redis that can be made to keep its connections and say nothing. */
export async function hangingClient() {
  const { hostname, port } = new URL(url ?? '')
  const passing = new Set<Socket>()
  const server = createServer((socket) => {
    const other = connect(Number(port || 6379), hostname)
    for (const [from, to] of [
      [socket, other],
      [other, socket],
    ] as const) {
      passing.add(from)
      from.on('error', () => to.destroy())
      from.pipe(to)
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = new Redis6({ host: '127.0.0.1', port: (server.address() as AddressInfo).port })
  client.on('error', () => undefined)
  await client.ping()
  return {
    client,
    hang: (isHanging: boolean) => {
      for (const socket of passing) isHanging ? socket.pause() : socket.resume()
    },
    close: () => {
      for (const socket of passing) socket.destroy()
      server.close()
    },
  }
}

export function recordingLogger() {
  const lines: string[] = []
  const record = (level: string) => (message: string) => {
    lines.push(`${level}: ${message}`)
  }
  return { lines, debug: () => undefined, info: record('info'), warn: record('warn'), error: record('error') }
}

export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 5))
}
