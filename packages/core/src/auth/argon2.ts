import * as crypto from 'node:crypto'
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import { AppError } from '../errors.js'

/** One password to be hashed by argon2id (RFC 9106). */
export interface Argon2Job {
  readonly password: string
  readonly salt: Uint8Array
  readonly memoryKib: number
  readonly passes: number
  readonly lanes: number
  readonly bytes: number
}

/** After so long without a password the thread ends, and gives back its memory. */
const IDLE_MS = 10_000
/** Each has been let in by the limits of attempts, and costs about 70 ms: more wait too long to be waited for. */
const MOST_WAITING = 100

/**
 * The hash, made off the event loop: by Node itself where it can (24.7 and newer), otherwise in one thread that is started
 * on demand. Rejects with `unavailable` while too many others wait.
 */
export function argon2id(job: Argon2Job): Promise<Buffer> {
  return hashByNode === undefined ? hashInTurn(job) : hashByNode(job)
}

type NodeArgon2 = (
  algorithm: 'argon2id',
  parameters: {
    readonly message: Uint8Array
    readonly nonce: Uint8Array
    readonly parallelism: number
    readonly tagLength: number
    readonly memory: number
    readonly passes: number
  },
  done: (error: Error | null, hash: Buffer) => void,
) => void

// Of Node's own documentation; the types that we compile with are those of the oldest Node that we run on.
const nodeArgon2 = (crypto as { readonly argon2?: NodeArgon2 }).argon2

const hashByNode =
  nodeArgon2 &&
  ((job: Argon2Job) =>
    new Promise<Buffer>((resolve, reject) => {
      const parameters = {
        message: Buffer.from(job.password),
        nonce: job.salt,
        parallelism: job.lanes,
        tagLength: job.bytes,
        memory: job.memoryKib,
        passes: job.passes,
      }
      nodeArgon2('argon2id', parameters, (error, hash) => (error === null ? resolve(hash) : reject(error)))
    }))

let waiting = 0
let last: Promise<unknown> = Promise.resolve()

// One after the other, so that no more than the memory of one is taken.
function hashInTurn(job: Argon2Job): Promise<Buffer> {
  if (waiting >= MOST_WAITING)
    return Promise.reject(new AppError('unavailable', 'Too many people are signing in. Wait a little and try again.'))
  waiting += 1
  const hashed = last.then(() => hashAside(job)).finally(() => (waiting -= 1))
  last = hashed.catch(() => undefined)
  return hashed
}

let thread: Worker | null = null
let idle: NodeJS.Timeout | undefined

// Where no thread can be started, as under a bundler that has left the file behind, it is done here.
async function hashAside(job: Argon2Job): Promise<Buffer> {
  clearTimeout(idle)
  try {
    thread ??= startThread()
    return Buffer.from(await askThread(thread, optionsOf(job)))
  } catch {
    end()
    const { argon2id: hashHere } = await import('hash-wasm')
    return Buffer.from(await hashHere(optionsOf(job)))
  } finally {
    idle = setTimeout(end, IDLE_MS)
    idle.unref()
  }
}

/** Reads its input from `workerData`: the path of the library, which a script without a file cannot resolve. */
const SCRIPT = `
const { parentPort, workerData } = require('node:worker_threads')
const { argon2id } = require(workerData)
parentPort.on('message', (options) => {
  argon2id(options).then((hash) => parentPort.postMessage(hash), (error) => { throw error })
})`

function startThread(): Worker {
  const library = createRequire(import.meta.url).resolve('hash-wasm')
  const started = new Worker(SCRIPT, { eval: true, workerData: library, execArgv: [] })
  // Between two passwords it keeps no process alive.
  started.unref()
  return started
}

function askThread(asked: Worker, options: ReturnType<typeof optionsOf>): Promise<Uint8Array> {
  asked.ref()
  return new Promise<Uint8Array>((resolve, reject) => {
    const stop = () => {
      asked.off('message', answer).off('error', refuse).off('exit', refuse)
      asked.unref()
    }
    const answer = (hash: Uint8Array) => {
      stop()
      resolve(hash)
    }
    const refuse = (reason: unknown) => {
      stop()
      reject(new AppError('internal', 'The thread that hashes passwords has ended', { cause: reason }))
    }
    asked.on('message', answer).on('error', refuse).on('exit', refuse)
    asked.postMessage(options)
  })
}

function end(): void {
  thread?.terminate().catch(() => undefined)
  thread = null
}

function optionsOf({ password, salt, memoryKib, passes, lanes, bytes }: Argon2Job) {
  return {
    ...{ password, salt: Uint8Array.from(salt), parallelism: lanes, iterations: passes },
    ...{ memorySize: memoryKib, hashLength: bytes, outputType: 'binary' as const },
  }
}
