import { AppError } from '@mishap/core'
import pg from 'pg'
import { isGoingAway } from './ask.js'
import type { EmbeddedConnection } from './connection.js'

/** A held share of the embedded server: as long as anybody has one, nobody stops it. */
export interface Lease {
  /** Resolves with the reason when the server goes away; never after `isLast` or `release`. */
  readonly lost: Promise<unknown>
  /** True when nobody else holds a share; from then on nobody can get one until `release`. */
  isLast(): Promise<boolean>
  release(): Promise<void>
}

/** An advisory lock of PostgreSQL itself, so that a killed process lets go without a trace. */
const LEASE_KEY = 7_262_118

/** Null when the server is being stopped by whoever held the last share. */
export async function takeLease(connection: EmbeddedConnection): Promise<Lease | null> {
  const client = new pg.Client({ ...connection, application_name: 'mishap lease' })
  let released = false
  const lost = new Promise<unknown>((resolve) => {
    const tell = (reason: unknown) => released || resolve(reason)
    client.on('error', tell)
    client.on('end', () => tell(new Error('the connection ended')))
  })
  try {
    await client.connect()
    await client.query('select pg_advisory_lock_shared($1)', [LEASE_KEY])
  } catch (error) {
    released = true
    await client.end().catch(() => {})
    if (isGoingAway(error)) return null
    throw new AppError('unavailable', `The embedded PostgreSQL refuses us: ${String(error)}`, { cause: error })
  }
  return {
    lost,
    async isLast() {
      released = true
      try {
        await client.query('select pg_advisory_unlock_shared($1)', [LEASE_KEY])
        const { rows } = await client.query('select pg_try_advisory_lock($1) as last', [LEASE_KEY])
        return rows[0]?.last === true
      } catch {
        // The server is gone, so there is nothing to stop.
        return false
      }
    },
    async release() {
      released = true
      await client.end().catch(() => {})
    },
  }
}
