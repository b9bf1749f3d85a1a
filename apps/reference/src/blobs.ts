import { join, resolve } from 'node:path'
import { type BlobStore, fileBlobs } from '@mishap/core'
import { pgBlobs } from '@mishap/storage-pg'
import type { Database } from './database.js'
import type { Settings } from './env.js'

/** Where files that come with events are kept: in a directory, or in the database that all processes share. */
export function openBlobs(
  { blobKind, blobDir, dataDir, databaseUrl, preparedStatements }: Settings,
  { pool }: Pick<Database, 'pool'>,
): BlobStore {
  const kind = blobKind ?? (databaseUrl === null ? 'files' : 'database')
  if (kind === 'database') return pgBlobs({ pool, preparedStatements })
  return fileBlobs({ dir: resolve(blobDir ?? join(dataDir, 'blobs')) })
}
