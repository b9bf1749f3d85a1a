import { AppError, type Logger, type Storage } from '@mishap/core'
import { pgStorage } from '@mishap/storage-pg'
import pg from 'pg'
import type { EmbeddedConnection } from './embedded-postgres/connection.js'
import { openEmbeddedPostgres } from './embedded-postgres/index.js'
import type { Settings } from './env.js'

export interface Database {
  readonly storage: Storage
  readonly pool: pg.Pool
  /** For people: where the data lies. */
  readonly place: string
  /** For programs of PostgreSQL, with the password if there is one. */
  readonly url: string
  /** The version of the server: `18.4`. */
  readonly version: string
  close(): Promise<void>
}

const OLDEST_VERSION = 140_000
const CONNECT_TIMEOUT_MS = 10_000
/** Most systems would ask a silent server after two hours whether it is still there. */
const KEEP_ALIVE_MS = 30_000
const CLOSE_TIMEOUT_MS = 3_000
const RETRY_PAUSE_MS = 250
/** SQLSTATE of a database that the server does not have. */
export const NO_SUCH_DATABASE = '3D000'
/** A server that is not up yet; anything else is a fault of the settings and told at once. */
const NOT_YET = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENOENT', 'ECONNRESET', '57P03'])

/**
 * Opens the database of the settings, embedded or not, and waits up to `patienceMs` for a server that is starting.
 * Rejects with `unavailable` and a way to mend it. Changes nothing in it: see `storage.migrate`.
 */
export async function openDatabase(settings: Settings, logger: Logger, patienceMs: number): Promise<Database> {
  const embedded =
    settings.databaseUrl === null
      ? await openEmbeddedPostgres({ dataDir: settings.dataDir, logger, binDir: settings.postgresBinDir })
      : null
  const { preparedStatements, statementTimeoutMs } = settings
  const pool = new pg.Pool({
    ...(embedded === null ? { connectionString: settings.databaseUrl ?? '' } : embedded.connection),
    max: settings.poolSize,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'mishap',
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
  })
  // A connection that dies while idle is replaced by the pool; whoever needs one next hears if that fails.
  pool.on('error', (error) => logger.debug('an idle database connection ended', { reason: error.message }))
  const close = async () => {
    // One in a query that hangs would be waited for without end.
    await Promise.race([pool.end(), new Promise((resolve) => setTimeout(resolve, CLOSE_TIMEOUT_MS).unref())])
    await embedded?.close()
  }
  try {
    const version = await versionOf(pool, settings, patienceMs)
    const place =
      settings.databaseUrl === null
        ? `embedded PostgreSQL ${version}`
        : `PostgreSQL ${version} at ${nameOf(settings.databaseUrl)}`
    return {
      storage: pgStorage({ pool, preparedStatements, ...(statementTimeoutMs !== null && { statementTimeoutMs }) }),
      pool,
      place,
      url: embedded === null ? (settings.databaseUrl ?? '') : urlOf(embedded.connection),
      version,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function versionOf(pool: pg.Pool, { databaseUrl }: Settings, patienceMs: number): Promise<string> {
  const deadline = Date.now() + patienceMs
  for (;;) {
    try {
      const { rows } = await pool.query<{ number: number; name: string }>(
        "select current_setting('server_version_num')::int as number, split_part(current_setting('server_version'), ' ', 1) as name",
      )
      const [row] = rows
      if (row !== undefined && row.number >= OLDEST_VERSION) return row.name
      throw new AppError('unavailable', `PostgreSQL 14 or newer is wanted, found ${row?.name}.`)
    } catch (error) {
      const code = (error as { code?: string }).code ?? ''
      if (NOT_YET.has(code) && Date.now() < deadline) {
        await new Promise((wake) => setTimeout(wake, RETRY_PAUSE_MS))
        continue
      }
      if (databaseUrl === null || code === 'unavailable') throw error
      throw new AppError(
        'unavailable',
        `The database at ${nameOf(databaseUrl)} cannot be used: ${reasonOf(error)}. ${remedyFor(code)}`,
        { cause: error },
      )
    }
  }
}

function remedyFor(code: string): string {
  if (code === NO_SUCH_DATABASE) return '`mishap init` makes it, or `createdb`; or mend DATABASE_URL.'
  return NOT_YET.has(code) ? 'Start it, or mend DATABASE_URL.' : 'Mend DATABASE_URL, or what it names.'
}

function urlOf({ host, port, user, database }: EmbeddedConnection): string {
  return `postgres://${user}@/${database}?host=${encodeURIComponent(host)}&port=${port}`
}

/** Host, port and database, without user and password. */
export function nameOf(url: string): string {
  const { hostname, port, pathname, searchParams } = new URL(url)
  const host = searchParams.get('host') || hostname || 'localhost'
  return `${host}${port === '' ? '' : `:${port}`}${pathname}`
}

function reasonOf(error: unknown): string {
  // Several addresses of one name fail together, with an empty message of their own.
  const first = error instanceof AggregateError ? error.errors[0] : error
  return first instanceof Error ? first.message || String((first as NodeJS.ErrnoException).code) : String(first)
}
