import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { redisBuffer } from '@mishap/cache-redis'
import { fileJournal, type IngestBuffer, type Logger } from '@mishap/core'
import type { Redis } from 'ioredis'
import type { Settings } from './env.js'

/** Where the file journal lies. */
export function journalDir({ dataDir }: Pick<Settings, 'dataDir'>): string {
  return join(resolve(dataDir), 'journal')
}

/**
 * The ingest buffer of the settings. What an earlier start of role `all` left in the journal is moved into Redis first:
 * its clients were told that it is safe. Rejects where that cannot be done.
 */
export async function openBuffer(parts: {
  readonly settings: Settings
  readonly client: Redis | null
  readonly logger: Logger
}): Promise<IngestBuffer> {
  const { settings, client, logger } = parts
  const dir = journalDir(settings)
  const { maxWaitingBytes: maxBytes } = settings.marks
  if (settings.bufferKind === 'journal' || client === null)
    return fileJournal({ dir, logger, ...(maxBytes === null ? {} : { limits: { maxWaitingBytes: maxBytes } }) })
  const buffer = redisBuffer({ client, logger, ...(maxBytes === null ? {} : { maxBytes }) })
  // Others may share the directory in roles that have no lock on it; only `all` ever writes a journal there.
  if (settings.role !== 'all' || !existsSync(dir)) return buffer
  const journal = fileJournal({ dir, logger })
  try {
    const moved = await move(journal, buffer)
    if (moved > 0) logger.info(`${moved} requests that waited in ${dir} were moved to Redis`)
    return buffer
  } catch (error) {
    await buffer.close()
    throw error
  } finally {
    await journal.close()
  }
}

async function move(from: IngestBuffer, to: IngestBuffer): Promise<number> {
  const { signal } = new AbortController()
  let moved = 0
  while ((await from.waiting()).records > 0) {
    const claim = await from.claim({ maxRecords: 100, maxBytes: 4 * 1024 * 1024, signal })
    if (claim === null) break
    await Promise.all(claim.records.map((record) => to.append(record)))
    await claim.done()
    moved += claim.records.length
  }
  return moved
}
