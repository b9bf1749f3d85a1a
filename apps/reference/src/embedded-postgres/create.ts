import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@mishap/core'
import { type Binaries, findBinaries } from './binaries.js'
import { CLUSTER_NAME } from './connection.js'
import { dirArgument } from './dir-argument.js'
import type { RunAs } from './run-as.js'

export interface ClusterPlace {
  readonly dataDir: string
  readonly clusterDir: string
  readonly runAs: RunAs
  readonly binDir: string | null
}

/**
 * For a small machine that also runs Mishap. The operator may change the file afterwards; it is written once.
 * Durability stays as PostgreSQL ships it: `fsync`, `full_page_writes` and `synchronous_commit` on.
 */
const SETTINGS = `
# Mishap's settings for a small machine.
shared_buffers = 128MB
max_connections = 50
max_locks_per_transaction = 256
max_wal_size = 1GB
checkpoint_timeout = 15min
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
log_checkpoints = off
`

/** Makes the cluster where there is none, whole or not at all, and finds the programs that fit it. */
export function createCluster(place: ClusterPlace): Binaries {
  const made = majorOf(place.clusterDir)
  const binaries = findBinaries({ ...place, major: made })
  if (made !== null) return binaries
  // A draft is renamed into place, so that a killed or a concurrent start never leaves half a database.
  const draft = join(place.dataDir, `postgres.new-${process.pid}`)
  rmSync(draft, { recursive: true, force: true })
  try {
    mkdirSync(draft, { mode: 0o700 })
    if (place.runAs !== null) chownSync(draft, place.runAs.uid, place.runAs.gid)
    runInitdb(binaries, draft, place)
    moveIntoPlace(draft, place.clusterDir)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  return binaries
}

function runInitdb(binaries: Binaries, draft: string, { runAs }: ClusterPlace): void {
  const base = [`--username=${CLUSTER_NAME}`, '--auth=trust', '--encoding=UTF8']
  // From 17 on PostgreSQL brings C.UTF-8 itself; before that the system's has to do, and plain C where it has none.
  const locales =
    binaries.major >= 17
      ? [['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']]
      : [['--locale=C.UTF-8'], ['--locale=C']]
  let output = ''
  for (const locale of locales) {
    const result = run(join(binaries.dir, 'initdb'), [...base, ...locale], draft, runAs)
    output = result.output
    if (!result.ok) continue
    appendFileSync(join(draft, 'postgresql.conf'), SETTINGS)
    const created = run(
      join(binaries.dir, 'postgres'),
      ['--single', 'postgres'],
      draft,
      runAs,
      `create database ${CLUSTER_NAME}\n`,
    )
    if (created.ok) return
    output = created.output
  }
  throw new AppError('unavailable', `initdb could not make a database in ${draft}:\n${output.trim()}`)
}

function run(program: string, args: readonly string[], dataDir: string, runAs: RunAs, input = '') {
  const dirFd = openSync(dataDir, 'r')
  try {
    const [first, ...rest] = args
    const at = ['-D', dirArgument(runAs, dataDir)]
    const all = first === '--single' ? [first, ...at, ...rest] : [...at, ...args]
    const result = spawnSync(program, all, {
      ...runAs,
      cwd: '/',
      input,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'pipe', dirFd],
      env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
    })
    return { ok: result.status === 0, output: `${result.stdout}${result.stderr}${result.error ?? ''}` }
  } finally {
    closeSync(dirFd)
  }
}

function moveIntoPlace(draft: string, clusterDir: string): void {
  try {
    renameSync(draft, clusterDir)
  } catch (error) {
    // Another process was quicker, and its database is as good.
    if (majorOf(clusterDir) === null) throw error
  }
}

/** The major version that made the data; null where there is none. */
function majorOf(clusterDir: string): number | null {
  const file = join(clusterDir, 'PG_VERSION')
  if (existsSync(file)) return Number.parseInt(readFileSync(file, 'utf8'), 10)
  if (existsSync(clusterDir) && readdirSync(clusterDir).length > 0)
    throw new AppError(
      'unavailable',
      `${clusterDir} holds files but no PostgreSQL database; move it away or choose another --data.`,
    )
  return null
}
