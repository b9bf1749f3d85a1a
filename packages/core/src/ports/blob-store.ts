/**
 * Contents that are too large for rows: files that came with events. At most some hundred MiB each, held in memory whole
 * while they are written.
 */
export interface BlobStore {
  /**
   * Resolves when the content would survive `kill -9` and loss of power. A key that is there gets the new content; a reader
   * sees the old or the new one, never a part. Rejects with `unavailable` when it cannot be kept now.
   */
  put(key: string, content: Uint8Array): Promise<void>
  get(key: string): Promise<Uint8Array | null>
  /** The same piece by piece, for downloads. Of one that is deleted or replaced meanwhile it may give a part. */
  stream(key: string): Promise<AsyncIterable<Uint8Array> | null>
  /** Keys of nothing are no fault. */
  delete(keys: readonly string[]): Promise<void>
  /** Keys that begin with `prefix` and come after `after`, in their order, with the time of their last `put`. */
  list(options: {
    readonly prefix: string
    readonly after: string | null
    readonly limit: number
  }): Promise<readonly { readonly key: string; readonly storedAt: Date }[]>
}

/**
 * Parts of lower-case letters, digits, `-` and `_`, joined by `/`: the same on every file system, and no way out of a
 * directory. At most 512 characters.
 */
export function isBlobKey(key: string): boolean {
  return key.length <= MAX_KEY && KEY.test(key)
}

const MAX_KEY = 512
const KEY = /^[a-z0-9_-]{1,128}(?:\/[a-z0-9_-]{1,128}){0,15}$/
