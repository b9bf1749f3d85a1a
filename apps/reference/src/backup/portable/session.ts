import { AppError, errorCode } from '@mishap/core'
import type pg from 'pg'

/** For the transaction: values are written and read in one form everywhere, names are looked for in no other schema. */
export async function settle(client: pg.PoolClient): Promise<void> {
  await client.query(`
    set local datestyle = 'ISO, YMD';
    set local intervalstyle = 'postgres';
    set local bytea_output = 'hex';
    set local extra_float_digits = 3;
    set local timezone = 'UTC';
    set local search_path = pg_catalog`)
}

/** For the transaction: it takes as long as it takes, whatever the limits of the server are. */
export async function takeTime(client: pg.PoolClient): Promise<void> {
  await client.query(
    `select set_config(name, '0', true)
     from pg_settings
     where name in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout')`,
  )
}

/**
 * Runs `work` in a transaction that begins so. Where it fails, the connection is closed, and everything undone with it:
 * it may be in the midst of a COPY. What the database or the disk says then is told as `unavailable`, after `failed`.
 */
export async function inTransaction<T>(
  pool: pg.Pool,
  { begin, failed }: { readonly begin: string; readonly failed: string },
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  let isDone = false
  // Without a listener a connection that is cut off would end the process; whoever asks it next hears of it.
  const ignore = () => {}
  client.on('error', ignore)
  try {
    await client.query(begin)
    const result = await work(client)
    await client.query('commit')
    isDone = true
    return result
  } catch (error) {
    if (errorCode(error) !== null) throw error
    const { message, cause } = error as Error
    const isFull = [error, cause].some((one) => (one as { code?: unknown } | undefined)?.code === NO_ROOM_FOR_LOCKS)
    const hint = isFull ? ' (a lock for each table and index: raise max_locks_per_transaction)' : ''
    throw new AppError('unavailable', `${failed}: ${message}${hint}`, { cause: error })
  } finally {
    client.removeListener('error', ignore)
    client.release(!isDone)
  }
}

const NO_ROOM_FOR_LOCKS = '53200'
