import { createHash } from 'node:crypto'
import { types } from 'node:util'
import { columnTypes } from './column-types.js'
import { isLostRace, translate } from './errors.js'
import type { PgClient, PgPool, PgQuery, PgResult } from './pool.js'

/** Asks the database. Rows come with the columns that the statement names, read as `column-types.ts` says. */
export interface Queries {
  rows<Row>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>
  /**
   * Like `rows`, with a statement that the connection prepares and plans once. For texts of which there are few,
   * and where only one index serves: a plan from the day when its table was empty is kept until somebody analyzes it.
   */
  prepared<Row>(text: string, values: readonly unknown[]): Promise<readonly Row[]>
}

export interface Database extends Queries {
  /** The schema, quoted, as statements name it. */
  readonly schema: string
  /** The same without a limit of time, for work that takes as long as it takes. */
  readonly patient: Database
  first<Row>(text: string, values?: readonly unknown[]): Promise<Row | null>
  /** `read committed`. Runs `work` again when it lost a race against another transaction. */
  transaction<T>(work: (tx: Queries) => Promise<T>, options?: { readonly settings?: string }): Promise<T>
}

export interface DatabaseOptions {
  readonly pool: PgPool
  readonly schema: string
  readonly preparedStatements: boolean
  /** Of one statement; 0 for none. */
  readonly timeoutMs: number
}

const MOST_TRIES = 8
/** The server gives up first and keeps the connection; what it does not say in time is not said any more. */
const GRACE_MS = 1_000
const ROLLBACK_TIMEOUT_MS = 5_000

export function openDatabase(options: DatabaseOptions): Database {
  const { pool, schema, preparedStatements, timeoutMs } = options
  const limit = timeoutMs === 0 ? {} : { query_timeout: timeoutMs + GRACE_MS }
  const queries = (asked: Pick<PgPool, 'query'>): Queries => {
    const rows = async <Row>(text: string, values: readonly unknown[] = [], name?: string) => {
      const result = await ask(asked, {
        text,
        values: values.map(asParameter),
        types: columnTypes,
        ...limit,
        ...(name === undefined ? {} : { name }),
      })
      // The statement names its columns, and whoever wrote it names them in `Row`.
      return result.rows as Row[]
    }
    return {
      rows: (text, values) => rows(text, values),
      prepared: (text, values) => rows(text, values, preparedStatements ? nameOf(text) : undefined),
    }
  }
  const onPool = queries(pool)

  const attempt = async <T>(work: (tx: Queries) => Promise<T>, settings: string): Promise<T> => {
    const client = await connect(pool)
    let isBroken = false
    const noteBreak = () => {
      isBroken = true
    }
    // Without a listener a connection that ends between two statements would end the process.
    client.on('error', noteBreak)
    try {
      const begin = { text: `begin isolation level read committed;${limits(timeoutMs)}${settings}`, ...limit }
      return await inTransaction(client, begin, () => work(queries(client)), { text: 'commit', ...limit })
    } catch (error) {
      isBroken = isBroken || !(await rolledBack(client))
      throw error
    } finally {
      client.removeListener('error', noteBreak)
      client.release(isBroken)
    }
  }

  const database: Database = {
    ...onPool,
    schema: quoted(schema),
    get patient() {
      return timeoutMs === 0 ? database : openDatabase({ ...options, timeoutMs: 0 })
    },
    async first<Row>(text: string, values?: readonly unknown[]) {
      return (await onPool.rows<Row>(text, values))[0] ?? null
    },
    async transaction(work, options) {
      for (let tries = 1; ; tries += 1) {
        try {
          return await attempt(work, options?.settings ?? '')
        } catch (error) {
          if (!isLostRace(error) || tries === MOST_TRIES) throw error
        }
      }
    },
  }
  return database
}

async function inTransaction<T>(client: PgClient, begin: PgQuery, work: () => Promise<T>, commit: PgQuery): Promise<T> {
  await ask(client, begin)
  const result = await work()
  await ask(client, commit)
  return result
}

/** Also for a server that does not hear any more that its client is gone. */
function limits(timeoutMs: number): string {
  if (timeoutMs === 0) return ''
  return `set local statement_timeout = ${timeoutMs};set local idle_in_transaction_session_timeout = ${timeoutMs};`
}

async function rolledBack(client: PgClient): Promise<boolean> {
  try {
    await client.query({ text: 'rollback', query_timeout: ROLLBACK_TIMEOUT_MS })
    return true
  } catch {
    // The connection is gone or hangs, and is closed, and the transaction with it; the caller throws what came first.
    return false
  }
}

/** Only what the driver throws is translated: a fault of our own stays what it is. */
async function ask(asked: Pick<PgPool, 'query'>, query: PgQuery): Promise<PgResult> {
  try {
    return await asked.query(query)
  } catch (error) {
    throw translate(error)
  }
}

async function connect(pool: PgPool): Promise<PgClient> {
  try {
    return await pool.connect()
  } catch (error) {
    throw translate(error)
  }
}

/** `pg` would write a date in the time zone of the process. */
function asParameter(value: unknown): unknown {
  return types.isDate(value) ? value.toISOString() : value
}

const names = new Map<string, string>()

function nameOf(text: string): string {
  const known = names.get(text)
  if (known !== undefined) return known
  const name = `mishap_${createHash('sha256').update(text).digest('hex').slice(0, 24)}`
  names.set(text, name)
  return name
}

/** As statements name it. */
export function quoted(schema: string): string {
  return `"${schema.replaceAll('"', '""')}"`
}
