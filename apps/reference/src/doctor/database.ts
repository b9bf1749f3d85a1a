import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pendingMigrations } from '@mishap/storage-pg'
import { quietLogger } from '../commands/shared.js'
import { openDatabase } from '../database.js'
import { findBinaries } from '../embedded-postgres/binaries.js'
import { chooseRunAs } from '../embedded-postgres/run-as.js'
import { type Check, type Finding, ok, warning } from './finding.js'

const MAX_SKEW_MS = 2_000

/** Version and clock of the database. Starts an embedded one that is down for the time of the question; makes none. */
export const checkDatabase: Check = async (settings) => {
  const clusterDir = join(settings.dataDir, 'postgres')
  if (settings.databaseUrl === null && !existsSync(clusterDir)) {
    const search = {
      dataDir: settings.dataDir,
      runAs: chooseRunAs(clusterDir),
      binDir: settings.postgresBinDir,
      major: null,
    }
    const { major } = findBinaries(search)
    return [ok('database', `PostgreSQL ${major} is at hand; the first start makes the embedded database`)]
  }
  const database = await openDatabase(settings, quietLogger, 0)
  try {
    const before = Date.now()
    const { rows } = await database.pool.query<{ now: Date }>('select clock_timestamp() as now')
    const middle = (before + Date.now()) / 2
    const skewMs = Math.abs((rows[0]?.now.getTime() ?? middle) - middle)
    const missing = await pendingMigrations({ pool: database.pool })
    return [ok('database', `${database.place} answers`), migrationsFinding(missing), clock(skewMs)]
  } finally {
    await database.close()
  }
}

function migrationsFinding(missing: readonly string[]): Finding {
  if (missing.length === 0) return ok('migrations', 'all are applied')
  return warning(
    'migrations',
    `missing: ${missing.join(', ')}`,
    'Run `mishap migrate`; the next start of the server does so by itself.',
  )
}

function clock(skewMs: number): Finding {
  const text = `this machine and the database differ by ${Math.round(skewMs)} ms`
  if (skewMs <= MAX_SKEW_MS) return ok('clock', text)
  return warning('clock', text, 'Run a time service (NTP) on both: sessions and retention depend on their clocks.')
}
