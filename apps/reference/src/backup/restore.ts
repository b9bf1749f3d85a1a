import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError, type BlobStore, fileBlobs } from '@mishap/core'
import { pgBlobs } from '@mishap/storage-pg'
import type pg from 'pg'
import { areBlobsInDatabase, blobDirOf, openBlobs } from '../blobs.js'
import { journalDir } from '../buffer.js'
import { quietLogger } from '../commands/shared.js'
import { lockDataDir } from '../data-lock.js'
import { type Database, openDatabase } from '../database.js'
import type { Settings } from '../env.js'
import { keptSecretKey } from '../secret-key.js'
import { countRows, trigramSchema } from './counts.js'
import { copyFiles } from './files.js'
import { type Manifest, markOf, partsOf, readManifest } from './manifest.js'
import { readTables } from './portable/read.js'
import { runProgram } from './programs.js'

export interface RestoreOptions {
  readonly dir: string
  readonly jobs: number
  /** Go on though what is sealed with the old secret key cannot be read with this one. */
  readonly withOtherKey: boolean
}

/**
 * Brings a backup into an empty database and data directory, compares what is there with what the backup counted, and
 * brings the database up to this version. Nothing is touched where something is there already: rejects with `conflict`.
 */
export async function restoreBackup(settings: Settings, options: RestoreOptions): Promise<Manifest> {
  const { dir, jobs } = options
  const manifest = readManifest(dir)
  const parts = partsOf(dir)
  const lock = await lockDataDir(settings.dataDir)
  try {
    const journal = journalDir(settings)
    for (const place of [journal, blobDirOf(settings)]) mustBeEmpty(place)
    const isKeyWanted = mustFit(settings, manifest, options.withOtherKey)
    const database = await openDatabase(settings, quietLogger, 0)
    try {
      await load(database, { settings, manifest, from: parts.database, jobs })
      await database.storage.migrate()
      await restoreBlobs(database, settings, parts.blobs)
    } finally {
      await database.close()
    }
    if (isKeyWanted) await copyFile(parts.secretKey, join(settings.dataDir, 'secret-key'))
    // Last: a server that starts on it stores what it holds.
    await copyFiles(parts.journal, journal, () => true)
    return manifest
  } finally {
    await lock.release()
  }
}

async function load(
  database: Database,
  about: { settings: Settings; manifest: Manifest; from: string; jobs: number },
): Promise<void> {
  const { settings, manifest, from, jobs } = about
  const check = (connection: pg.Pool | pg.PoolClient) => mustBeWhole(connection, manifest)
  const { rows } = await database.pool.query("select from pg_namespace where nspname = 'mishap'")
  if (rows.length > 0)
    throw new AppError(
      'conflict',
      `There is a schema mishap in the database already (${database.place}). Name an empty database, or drop the schema.`,
    )
  if (manifest.database === 'portable') return readTables(database.pool, from, check)
  const run = (...sections: readonly string[]) =>
    runProgram(
      'pg_restore',
      [...sections, '--no-owner', '--no-privileges', '--exit-on-error', `--jobs=${jobs}`, from],
      { url: database.url, serverVersion: database.version, binDir: settings.postgresBinDir },
    )
  // The extension may lie in the very schema that is restored: where the user of the database is called mishap.
  await run('--section=pre-data', '--section=data')
  await provideTrigrams(database, manifest.trigramSchema)
  await run('--section=post-data')
  await check(database.pool)
}

async function mustBeWhole(connection: pg.Pool | pg.PoolClient, manifest: Manifest): Promise<void> {
  const found = await countRows(connection)
  const wrong = Object.entries(manifest.counts).filter(([table, count]) => found[table] !== count)
  if (wrong.length > 0)
    throw new AppError(
      'internal',
      `Restored, but not what was saved: ${wrong.map(([table, count]) => `${found[table]} ${table} of ${count}`).join(', ')}`,
    )
}

/**
 * Files that come with events, to where these settings have them: the instance that was saved may have kept them in the
 * other place, as the embedded database and one of your own do by default.
 */
async function restoreBlobs({ pool }: Database, settings: Settings, from: string): Promise<void> {
  const to = openBlobs(settings, { pool })
  if (areBlobsInDatabase(settings)) return copyBlobs(fileBlobs({ dir: from }), to, async () => {})
  await copyFiles(from, blobDirOf(settings), () => true)
  const left = pgBlobs({ pool })
  await copyBlobs(left, to, (key) => left.delete([key]))
}

/** One at a time: each may take some megabytes. */
async function copyBlobs(from: BlobStore, to: BlobStore, done: (key: string) => Promise<void>): Promise<void> {
  for (let after: string | null = null; ; ) {
    const found: readonly { readonly key: string }[] = await from.list({ prefix: '', after, limit: 1000 })
    for (const { key } of found) {
      const content = await from.get(key)
      if (content !== null) await to.put(key, content)
      await done(key)
    }
    after = found.at(-1)?.key ?? null
    if (after === null) return
  }
}

/** A dump of one schema is without the extension that an index in it is made of. */
async function provideTrigrams({ pool }: Database, schema: string | null): Promise<void> {
  if (schema === null) return
  const quoted = `"${schema.replaceAll('"', '""')}"`
  await pool.query(`create schema if not exists ${quoted}`)
  await pool.query(`create extension if not exists pg_trgm schema ${quoted}`)
  const found = await trigramSchema(pool)
  if (found !== schema)
    throw new AppError(
      'conflict',
      `pg_trgm: wanted it in the schema ${schema}, as where the backup is from, found it in ${found}. ` +
        `\`alter extension pg_trgm set schema ${schema}\` moves it.`,
    )
}

function mustBeEmpty(dir: string): void {
  if (existsSync(dir) && readdirSync(dir).length > 0)
    throw new AppError('conflict', `${dir}: wanted it empty, or not there. Name another data directory with --data.`)
}

/** Whether the key of the backup is to be taken over; throws `conflict` where another one is in its place. */
function mustFit(settings: Settings, manifest: Manifest, withOtherKey: boolean): boolean {
  mkdirSync(settings.dataDir, { recursive: true })
  const hasOwn = settings.secretKey !== null || existsSync(join(settings.dataDir, 'secret-key'))
  if (!hasOwn && manifest.hasSecretKey) return true
  const key = settings.secretKey ?? (hasOwn ? keptSecretKey(settings.dataDir) : null)
  if (withOtherKey || (key !== null && markOf(key) === manifest.secretKeyMark)) return false
  throw new AppError(
    'conflict',
    'SECRET_KEY: wanted the one that the backup was made with: authenticator apps and tokens are sealed with it. ' +
      'Set it, or give --with-other-key and set those up anew.',
  )
}
