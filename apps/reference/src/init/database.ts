import { AppError } from '@mishap/core'
import pg from 'pg'
import { NO_SUCH_DATABASE, nameOf } from '../database.js'

const EXISTS_ALREADY = new Set(['42P04', '23505'])
const CONNECT_TIMEOUT_MS = 10_000

/** Makes the database of the URL where it is missing, by way of `postgres` on the same server. Answers whether it did. */
export async function ensureDatabase(url: string): Promise<boolean> {
  try {
    await withClient(url, async () => {})
    return false
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    if (code !== NO_SUCH_DATABASE)
      throw new AppError('unavailable', `The database at ${nameOf(url)} cannot be reached: ${message}`, {
        cause: error,
      })
  }
  const maintenance = new URL(url)
  const name = decodeURIComponent(maintenance.pathname.slice(1))
  maintenance.pathname = '/postgres'
  try {
    await withClient(maintenance.href, (client) => client.query(`create database "${name.replaceAll('"', '""')}"`))
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    if (EXISTS_ALREADY.has(code ?? '')) return false
    throw new AppError(
      'unavailable',
      `The database ${name} cannot be made: ${message}. Make it as a superuser of PostgreSQL, and run this again.`,
      { cause: error },
    )
  }
  return true
}

async function withClient(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS })
  try {
    await client.connect()
    await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}
