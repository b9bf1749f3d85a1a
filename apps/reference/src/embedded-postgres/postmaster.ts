import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@mishap/core'
import { ask } from './ask.js'
import type { Binaries } from './binaries.js'
import { CLUSTER_NAME, CLUSTER_PORT } from './connection.js'
import { dirArgument } from './dir-argument.js'
import { readPidFile } from './pid-file.js'
import type { RunAs } from './run-as.js'
import { makeSocketDir } from './socket-dir.js'

/** A running server of one cluster. */
export interface Postmaster {
  readonly pid: number
  readonly socketDir: string
  readonly port: number
}

export interface StartOptions {
  readonly binaries: Binaries
  readonly clusterDir: string
  readonly dataDir: string
  readonly runAs: RunAs
}

const POLL_MS = 25
/** Recovery after a crash is bounded by `max_wal_size`; this is many times what it takes. */
const START_TIMEOUT_MS = 300_000
const STOP_TIMEOUT_MS = 60_000
const LOG_LIMIT_BYTES = 5 * 1024 * 1024

/** The server that runs on the cluster, once it answers; null when none does. Waits for one that starts or stops. */
export async function runningPostmaster(clusterDir: string): Promise<Postmaster | null> {
  const deadline = Date.now() + START_TIMEOUT_MS
  for (;;) {
    const file = readPidFile(clusterDir)
    // A dead server's file is PostgreSQL's own to clear.
    if (file === null || file.holder === 'nobody') return null
    if (file.holder === 'stranger') {
      // Another program has the number by now, and PostgreSQL would refuse to start. Its lock on the shared memory
      // of the directory still guards against a second server.
      rmSync(join(clusterDir, 'postmaster.pid'), { force: true })
      return null
    }
    const { pid, socketDir, port } = file
    const answer = socketDir === null ? 'wait' : await ask({ socketDir, port })
    if (answer === 'ready' && socketDir !== null) return { pid, socketDir, port }
    // It runs, but its socket is gone with a cleaned temporary directory: nobody can reach it any more.
    if (answer === 'unreachable' && file.isReady) await stopPostmaster(clusterDir)
    if (Date.now() > deadline) throw new AppError('unavailable', `PostgreSQL (process ${pid}) does not answer.`)
    await pause()
  }
}

/** Starts the server and waits until it answers; null when another process has started one meanwhile. */
export async function startPostmaster(options: StartOptions): Promise<Postmaster | null> {
  const { clusterDir, dataDir } = options
  const socketDir = makeSocketDir(dataDir, options.runAs)
  const logFile = join(dataDir, 'postgres.log')
  const logStart = logSize(logFile) > LOG_LIMIT_BYTES ? 0 : logSize(logFile)
  const child = spawnServer(options, socketDir, openSync(logFile, logStart === 0 ? 'w' : 'a', 0o600))
  let end: string | null = null
  child.once('error', (error) => {
    end = String(error)
  })
  child.once('exit', (code, signal) => {
    end = `it ended with ${signal ?? `code ${code}`}`
  })
  const deadline = Date.now() + START_TIMEOUT_MS
  while (end === null && Date.now() < deadline) {
    const file = readPidFile(clusterDir)
    const isUp = file?.pid === child.pid && (await ask({ socketDir, port: CLUSTER_PORT })) === 'ready'
    if (file !== null && isUp) return { pid: file.pid, socketDir, port: CLUSTER_PORT }
    await pause()
  }
  const output = readFileSync(logFile, 'utf8').slice(logStart).trim()
  if (output.includes('"postmaster.pid" already exists')) return null
  throw new AppError('unavailable', `PostgreSQL did not start: ${end ?? 'it does not answer'}.\n${output}`)
}

/** Fast shutdown: open transactions are rolled back. Resolves when the server is down. */
export async function stopPostmaster(clusterDir: string): Promise<void> {
  const file = readPidFile(clusterDir)
  if (file === null || file.holder !== 'server') return
  const deadline = Date.now() + STOP_TIMEOUT_MS
  try {
    process.kill(file.pid, 'SIGINT')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ESRCH') return
    throw new AppError('unavailable', `PostgreSQL (process ${file.pid}) may not be stopped by this user.`, { cause })
  }
  for (;;) {
    const now = readPidFile(clusterDir)
    if (now === null || now.holder !== 'server' || now.pid !== file.pid) return
    if (Date.now() > deadline)
      throw new AppError('unavailable', `PostgreSQL (process ${file.pid}) does not stop; its postgres.log says why.`)
    await pause()
  }
}

function spawnServer({ binaries, clusterDir, runAs }: StartOptions, socketDir: string, log: number) {
  const settings = {
    listen_addresses: '',
    port: CLUSTER_PORT,
    unix_socket_directories: socketDir,
    unix_socket_permissions: '0700',
    cluster_name: CLUSTER_NAME,
  }
  const dirFd = openSync(clusterDir, 'r')
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(join(binaries.dir, 'postgres'), ['-D', dirArgument(runAs, clusterDir), ...args], {
    ...runAs,
    // A session of its own: Ctrl-C is for us, and we stop it when nothing needs it any more.
    detached: true,
    cwd: '/',
    stdio: ['ignore', log, log, dirFd],
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
  })
  child.unref()
  closeSync(log)
  closeSync(dirFd)
  return child
}

function logSize(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, POLL_MS))
}
