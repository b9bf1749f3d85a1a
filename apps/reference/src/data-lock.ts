import { createHash } from 'node:crypto'
import { mkdirSync, realpathSync, rmSync, statSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '@mishap/core'

/** What the server that holds a data directory tells about itself. */
export interface Holder {
  readonly pid: number
  /** Where it is reached; null until it knows. */
  readonly url: string | null
}

export interface DataLock {
  tellUrl(url: string): void
  release(): Promise<void>
}

const MAX_SOCKET_PATH_BYTES = 103
const ANSWER_TIMEOUT_MS = 2000
const BURIAL_TIMEOUT_MS = 10_000
const BURIAL_PAUSE_MS = 50
const PATIENCE_MS = 20_000

/**
 * Takes the data directory for one server: its journal has room for one writer. Rejects with `conflict` while another
 * holds it. The lock is a listening socket, which ends with its process, however that ends.
 */
export async function lockDataDir(dataDir: string): Promise<DataLock> {
  mkdirSync(dataDir, { recursive: true })
  const path = socketPath(dataDir)
  const deadline = Date.now() + PATIENCE_MS
  while (Date.now() < deadline) {
    const holder: { pid: number; url: string | null } = { pid: process.pid, url: null }
    const server = await listen(path, () => JSON.stringify(holder))
    if (server !== null)
      return {
        tellUrl: (url) => {
          holder.url = url
        },
        // Closing takes the file away as well.
        release: () => new Promise((resolve) => server.close(() => resolve())),
      }
    const other = await askHolder(path)
    if (other !== null) throw inUse(dataDir, other)
    await bury(path)
  }
  throw new AppError(
    'conflict',
    `${dataDir} cannot be locked. Delete serve.sock.burial in it if no server is starting.`,
  )
}

/** The server that holds the data directory; null where none does. */
export function holderOf(dataDir: string): Promise<Holder | null> {
  return askHolder(socketPath(dataDir))
}

function inUse(dataDir: string, { pid, url }: Holder): AppError {
  return new AppError(
    'conflict',
    `Another Mishap server (process ${pid}${url === null ? '' : `, ${url}`}) uses ${dataDir}. ` +
      'Stop it, or give this one a directory of its own with --data.',
  )
}

/**
 * Removes a socket that its process left behind. One at a time: whoever found it dead before somebody else replaced it
 * must not remove the new one.
 */
async function bury(path: string): Promise<void> {
  const spade = `${path}.burial`
  try {
    mkdirSync(spade)
  } catch {
    // Somebody else is at it, or was killed in the middle of it.
    const since = statSync(spade, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()
    if (Date.now() - since > BURIAL_TIMEOUT_MS) rmSync(spade, { recursive: true, force: true })
    await new Promise((wake) => setTimeout(wake, BURIAL_PAUSE_MS))
    return
  }
  try {
    if ((await askHolder(path)) === null) rmSync(path, { force: true })
  } finally {
    rmSync(spade, { recursive: true, force: true })
  }
}

function socketPath(dataDir: string): string {
  try {
    const real = realpathSync(dataDir)
    const own = join(real, 'serve.sock')
    if (Buffer.byteLength(own) <= MAX_SOCKET_PATH_BYTES) return own
    return join(tmpdir(), `mishap-${createHash('sha256').update(real).digest('hex').slice(0, 12)}.sock`)
  } catch {
    // No such directory, so nobody holds it.
    return join(dataDir, 'serve.sock')
  }
}

function listen(path: string, answer: () => string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => {})
      socket.end(answer())
    })
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(null) : reject(error),
    )
    server.listen(path, () => {
      server.unref()
      resolve(server)
    })
  })
}

function askHolder(path: string): Promise<Holder | null> {
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(path)
    socket.setTimeout(ANSWER_TIMEOUT_MS, () => socket.destroy())
    socket.setEncoding('utf8')
    socket.on('data', (chunk) => {
      text += chunk
    })
    // Nobody listens.
    socket.once('error', () => resolve(null))
    socket.once('close', () => resolve(readHolder(text)))
  })
}

/** Somebody listened, so somebody holds it, even one too busy to say more. */
function readHolder(text: string): Holder {
  try {
    return JSON.parse(text) as Holder
  } catch {
    return { pid: 0, url: null }
  }
}
