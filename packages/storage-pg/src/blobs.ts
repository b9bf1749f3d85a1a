import { AppError, type BlobStore, isBlobKey } from '@mishap/core'
import type { Database } from './database.js'
import { databaseOf, type PgStorageOptions } from './storage.js'

/** Pieces of a download. */
const CHUNK_BYTES = 256 * 1024

/**
 * Blobs in the database of a `pgStorage` with the same options, migrated by it: nothing else to back up or to share, and
 * every process that reaches the database reaches them. Contents count into the size of the database.
 */
export function pgBlobs(options: PgStorageOptions): BlobStore {
  const db = databaseOf(options)
  const s = db.schema
  return {
    async put(key, content) {
      if (!isBlobKey(key)) throw new AppError('invalid_input', `Wanted a key of a blob, found ${JSON.stringify(key)}`)
      await db.prepared(
        `insert into ${s}.blobs (key, stored_at, content) values ($1, $2, $3)
         on conflict (key) do update set stored_at = excluded.stored_at, content = excluded.content`,
        [key, new Date(), asBuffer(content)],
      )
    },
    async get(key) {
      if (!isBlobKey(key)) return null
      const row = await db.first<{ content: Uint8Array }>(`select content from ${s}.blobs where key = $1`, [key])
      return row?.content ?? null
    },
    async stream(key) {
      if (!isBlobKey(key)) return null
      const row = await db.first<{ size: number }>(`select length(content) as size from ${s}.blobs where key = $1`, [
        key,
      ])
      return row === null ? null : pieces(db, key, row.size)
    },
    async delete(keys) {
      const own = keys.filter(isBlobKey)
      if (own.length > 0) await db.rows(`delete from ${s}.blobs where key = any($1::text[])`, [own])
    },
    async list({ prefix, after, limit }) {
      const rows = await db.rows<{ key: string; stored_at: Date }>(
        `select key, stored_at from ${s}.blobs
         where key >= $1 and starts_with(key, $1) and ($2::text is null or key > $2)
         order by key limit $3`,
        [prefix, after, limit],
      )
      return rows.map((row) => ({ key: row.key, storedAt: row.stored_at }))
    },
  }
}

/** Uncompressed as it is stored, a piece of it is read without the rest. */
async function* pieces(db: Database, key: string, size: number): AsyncIterable<Uint8Array> {
  for (let from = 0; from < size; from += CHUNK_BYTES) {
    const row = await db.first<{ piece: Uint8Array }>(
      `select substring(content from $2 for $3) as piece from ${db.schema}.blobs where key = $1`,
      [key, from + 1, CHUNK_BYTES],
    )
    if (row === null) throw new AppError('not_found', 'The blob was deleted while it was read')
    yield row.piece
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
