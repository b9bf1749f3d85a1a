import { writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { redisBuffer } from '@mishap/cache-redis'
import { AppError } from '@mishap/core'
import type pg from 'pg'
import { blobDirOf } from '../blobs.js'
import { journalDir } from '../buffer.js'
import { quietLogger } from '../commands/shared.js'
import { type Database, openDatabase } from '../database.js'
import type { Settings } from '../env.js'
import { openRedis } from '../redis.js'
import { keptSecretKey } from '../secret-key.js'
import { version } from '../version.js'
import { countRows, trigramSchema } from './counts.js'
import { copyFiles } from './files.js'
import { type Manifest, markOf, newDirectory, partsOf, writeManifest } from './manifest.js'
import { writeTables } from './portable/write.js'
import { hasProgram, runProgram } from './programs.js'

export interface BackupOptions {
  readonly dir: string
  readonly jobs: number
  /** Copy the database for any PostgreSQL though `pg_dump` is there. Where it is not, that is done anyway. */
  readonly isPortable: boolean
}

/**
 * Writes a backup into an empty directory, while servers run or not. What an event needs is read in the order in which
 * it arises the other way round: the journal before the database, so that what is stored in between is in both, and
 * counts once; files after the database, so that what it names is there.
 */
export async function takeBackup(settings: Settings, options: BackupOptions): Promise<Manifest> {
  const { dir } = options
  newDirectory(dir)
  try {
    return await fill(settings, options)
  } catch (error) {
    // It was empty; a part of a backup would only be mistaken for one.
    await rm(dir, { recursive: true, force: true })
    throw error
  }
}

async function fill(settings: Settings, { dir, jobs, isPortable }: BackupOptions): Promise<Manifest> {
  const parts = partsOf(dir)
  const startedAt = new Date().toISOString()
  const journalFiles = await copyFiles(journalDir(settings), parts.journal, isJournal, cursorFirst)
  const database = await openDatabase(settings, quietLogger, 0)
  let found: Pick<Manifest, 'format' | 'database' | 'counts' | 'trigramSchema'>
  try {
    await mustBeThere(database.pool)
    const about = { url: database.url, serverVersion: database.version, binDir: settings.postgresBinDir }
    found =
      isPortable || !hasProgram('pg_dump', about)
        ? { format: 2, database: 'portable', ...(await writeTables(database.pool, parts.database, countsOf)) }
        : { format: 1, database: 'pg_dump', ...(await dump(database, about, parts.database, jobs)) }
  } finally {
    await database.close()
  }
  const secretKey = settings.secretKey ?? keptSecretKey(settings.dataDir)
  if (settings.secretKey === null) writeFileSync(parts.secretKey, `${secretKey}\n`, { mode: 0o600 })
  const manifest: Manifest = {
    ...{ ...found, version, startedAt, journalFiles },
    blobFiles: await copyFiles(blobDirOf(settings), parts.blobs, () => true),
    waitingInRedis: await waitingInRedis(settings),
    secretKeyMark: markOf(secretKey),
    hasSecretKey: settings.secretKey === null,
    finishedAt: new Date().toISOString(),
  }
  writeManifest(dir, manifest)
  return manifest
}

/** Counts and dumps at one moment: of a snapshot that both see. */
async function dump(database: Database, about: Parameters<typeof runProgram>[2], to: string, jobs: number) {
  const client = await database.pool.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    await client.query('set local idle_in_transaction_session_timeout = 0')
    const { rows } = await client.query<{ snapshot: string }>('select pg_export_snapshot() as snapshot')
    const found = await countsOf(client)
    await runProgram(
      'pg_dump',
      [
        ...['--format=directory', `--jobs=${jobs}`, `--snapshot=${rows[0]?.snapshot}`, `--file=${to}`],
        ...['--schema=mishap', '--no-owner', '--no-privileges'],
      ],
      about,
    )
    return found
  } finally {
    await client.query('rollback')
    client.release()
  }
}

async function countsOf(client: pg.PoolClient): Promise<Pick<Manifest, 'counts' | 'trigramSchema'>> {
  return { counts: await countRows(client), trigramSchema: await trigramSchema(client) }
}

async function mustBeThere(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ found: string | null }>("select to_regclass('mishap.migrations')::text as found")
  if (rows[0]?.found === null) throw new AppError('not_found', 'The database holds nothing of Mishap yet.')
}

async function waitingInRedis({ bufferKind, redisUrl }: Settings): Promise<number | null> {
  if (bufferKind !== 'redis' || redisUrl === null) return null
  const client = await openRedis(redisUrl, quietLogger, 0)
  const buffer = redisBuffer({ client, logger: quietLogger })
  try {
    return (await buffer.waiting()).records
  } finally {
    await buffer.close()
    client.disconnect()
  }
}

/** Not the locks of the process that holds it. */
function isJournal(path: string): boolean {
  return !/(?:^|\/)lock/.test(path)
}

/** One that is behind the files hands out twice what counts once; one that is ahead of them would lose it. */
function cursorFirst(a: string, b: string): number {
  return Number(b === 'cursor') - Number(a === 'cursor') || a.localeCompare(b)
}
