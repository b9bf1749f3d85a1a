import { AppError } from '../errors.js'
import { type BlobStore, isBlobKey } from '../ports/blob-store.js'
import type { Clock } from '../ports/runtime.js'
import { systemClock } from './system-clock.js'

/** Blobs in the memory of this process, for trying Mishap out and for tests. Nothing limits them but their deletion. */
export function memoryBlobs({ clock = systemClock }: { readonly clock?: Clock } = {}): BlobStore {
  const blobs = new Map<string, { readonly content: Uint8Array; readonly storedAt: Date }>()
  return {
    async put(key, content) {
      if (!isBlobKey(key)) throw new AppError('invalid_input', `Wanted a key of a blob, found ${JSON.stringify(key)}`)
      blobs.set(key, { content: content.slice(), storedAt: clock.now() })
    },
    async get(key) {
      return blobs.get(key)?.content.slice() ?? null
    },
    async stream(key) {
      const blob = blobs.get(key)
      return blob === undefined ? null : once(blob.content)
    },
    async delete(keys) {
      for (const key of keys) blobs.delete(key)
    },
    async list({ prefix, after, limit }) {
      return [...blobs]
        .filter(([key]) => key.startsWith(prefix) && (after === null || key > after))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .slice(0, limit)
        .map(([key, { storedAt }]) => ({ key, storedAt }))
    },
  }
}

async function* once(content: Uint8Array): AsyncIterable<Uint8Array> {
  yield content.slice()
}
