import { mkdirSync, realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Logger } from '@mishap/core'
import { connectionTo, type EmbeddedConnection } from './connection.js'
import { createCluster } from './create.js'
import { type Lease, takeLease } from './lease.js'
import { type Postmaster, runningPostmaster, startPostmaster, stopPostmaster } from './postmaster.js'
import { chooseRunAs, refuseForeignData } from './run-as.js'
import { removeSocketDir } from './socket-dir.js'

export interface EmbeddedPostgres {
  readonly connection: EmbeddedConnection
  /**
   * Lets go of the server. The last process that lets go stops it (fast shutdown) and resolves when it is down;
   * the others leave it running.
   */
  close(): Promise<void>
}

export interface EmbeddedOptions {
  /** The data directory of Mishap; the database lives in `postgres` below it. */
  readonly dataDir: string
  readonly logger: Logger
  /** A directory with `postgres` and `initdb`, in place of all others. */
  readonly binDir?: string | null
}

const RESTART_PAUSE_MS = 1000

/**
 * A real PostgreSQL in the data directory: made on first use, started where none runs, adopted where one does, be it
 * another process's or left behind by one that was killed. Any number of processes may call this at once.
 * If the server dies while it is held it is started again. Rejects with code `unavailable` and a way to mend it.
 */
export async function openEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  mkdirSync(options.dataDir, { recursive: true })
  const dataDir = realpathSync(resolve(options.dataDir))
  const clusterDir = join(dataDir, 'postgres')
  let closing = false
  let held = await hold()
  void restartWhenLost()

  async function hold(): Promise<{ postmaster: Postmaster; lease: Lease }> {
    for (;;) {
      refuseForeignData(clusterDir)
      const postmaster = (await runningPostmaster(clusterDir)) ?? (await start())
      // Null: another process was just stopping it, or starting one; look again.
      const lease = postmaster === null ? null : await takeLease(connectionTo(postmaster))
      if (postmaster !== null && lease !== null) return { postmaster, lease }
    }
  }

  async function start(): Promise<Postmaster | null> {
    const place = { dataDir, clusterDir, runAs: chooseRunAs(clusterDir), binDir: options.binDir ?? null }
    return startPostmaster({ ...place, binaries: createCluster(place) })
  }

  async function restartWhenLost(): Promise<void> {
    while (!closing) {
      const reason = await held.lease.lost
      options.logger.error('the embedded PostgreSQL went away; starting it again', { reason: String(reason) })
      await new Promise((wake) => setTimeout(wake, RESTART_PAUSE_MS))
      try {
        if (!closing) held = await hold()
      } catch (error) {
        options.logger.error('the embedded PostgreSQL could not be started', { error: String(error) })
      }
    }
  }

  return {
    connection: connectionTo(held.postmaster),
    async close() {
      if (closing) return
      closing = true
      if (await held.lease.isLast()) {
        await stopPostmaster(clusterDir)
        removeSocketDir(dataDir, held.postmaster.socketDir)
      }
      await held.lease.release()
    },
  }
}
