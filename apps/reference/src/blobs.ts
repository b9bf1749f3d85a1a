import { join, resolve } from 'node:path'
import { type BlobStore, fileBlobs } from '@mishap/core'
import { pgBlobs } from '@mishap/storage-pg'
import type { Database } from './database.js'
import type { Settings } from './env.js'

/** Where files that come with events are kept: in a directory, or in the database that all processes share. */
export function openBlobs(settings: Settings, { pool }: Pick<Database, 'pool'>): BlobStore {
  const { preparedStatements } = settings
  if (areBlobsInDatabase(settings)) return pgBlobs({ pool, preparedStatements })
  return fileBlobs({ dir: blobDirOf(settings) })
}

export function areBlobsInDatabase({ blobKind, databaseUrl }: Pick<Settings, 'blobKind' | 'databaseUrl'>): boolean {
  return (blobKind ?? (databaseUrl === null ? 'files' : 'database')) === 'database'
}

/** Where they would lie as files; not there where the database holds them. */
export function blobDirOf({ blobDir, dataDir }: Pick<Settings, 'blobDir' | 'dataDir'>): string {
  return resolve(blobDir ?? join(dataDir, 'blobs'))
}
