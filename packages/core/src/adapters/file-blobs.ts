import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '../errors.js'
import { type BlobStore, isBlobKey } from '../ports/blob-store.js'

/**
 * Blobs as files under `dir`, which is made where it is missing. Any number of processes on one machine may share it.
 * The parts of a key are directories; a file is written beside its place and moved there whole.
 */
export function fileBlobs({ dir }: { readonly dir: string }): BlobStore {
  const pathOf = (key: string) => (isBlobKey(key) ? join(dir, `${key}${SUFFIX}`) : null)
  return {
    async put(key, content) {
      const path = pathOf(key)
      if (path === null) throw new AppError('invalid_input', `Wanted a key of a blob, found ${JSON.stringify(key)}`)
      try {
        await writeDurably(path, content)
      } catch (cause) {
        throw isFull(cause) ? new AppError('unavailable', 'The disk of the blobs is full', { cause }) : cause
      }
    },
    async get(key) {
      const path = pathOf(key)
      return path === null ? null : readFile(path).catch(nullIfMissing)
    },
    async stream(key) {
      const path = pathOf(key)
      const found = path === null ? null : await stat(path).catch(nullIfMissing)
      return path === null || found === null ? null : pieces(path)
    },
    async delete(keys) {
      for (const key of keys) {
        const path = pathOf(key)
        if (path !== null) await rm(path, { force: true })
      }
    },
    async list({ prefix, after, limit }) {
      const found: { readonly key: string; readonly storedAt: Date }[] = []
      for await (const key of keysIn(dir, '', { prefix, after })) {
        const about = await stat(join(dir, `${key}${SUFFIX}`)).catch(nullIfMissing)
        if (about !== null) found.push({ key, storedAt: about.mtime })
        if (found.length >= limit) break
      }
      return found
    },
  }
}

/** No key ends so, and no file that is being written does: a file can stand beside a directory of the same name. */
const SUFFIX = '.blob'
const CHUNK_BYTES = 256 * 1024

/** Opened when the first piece is wanted: who never asks for one has nothing to close. */
async function* pieces(path: string): AsyncIterable<Uint8Array> {
  yield* createReadStream(path, { highWaterMark: CHUNK_BYTES })
}

async function writeDurably(path: string, content: Uint8Array): Promise<void> {
  await makeDurably(dirname(path))
  const beside = `${path}.${randomUUID()}.tmp`
  try {
    const file = await open(beside, 'wx', 0o600)
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
  await syncDirectory(dirname(path))
}

/** A directory survives a loss of power once the one that holds it is synced. */
async function makeDurably(dir: string): Promise<void> {
  const first = await mkdir(dir, { recursive: true, mode: 0o700 })
  if (first === undefined) return
  for (let made = dir; made.length >= first.length; made = dirname(made)) await syncDirectory(dirname(made))
}

async function syncDirectory(dir: string): Promise<void> {
  const handle = await open(dir, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** In the order of keys: what is in a directory `a` comes after a blob `a`, and after a blob or directory `a-b`. */
async function* keysIn(
  dir: string,
  above: string,
  range: { readonly prefix: string; readonly after: string | null },
): AsyncIterable<string> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(nullIfMissing)
  const names = (entries ?? []).flatMap((entry) => {
    if (entry.isDirectory()) return [`${above}${entry.name}/`]
    return entry.name.endsWith(SUFFIX) ? [above + entry.name.slice(0, -SUFFIX.length)] : []
  })
  for (const name of names.sort()) {
    const { prefix, after } = range
    if (!name.startsWith(prefix.slice(0, name.length)) || (name.length < prefix.length && !name.endsWith('/'))) continue
    if (!name.endsWith('/')) {
      if (after === null || name > after) yield name
    } else if (after === null || name > after || after.startsWith(name))
      yield* keysIn(join(dir, name.slice(above.length)), name, range)
  }
}

function nullIfMissing(error: unknown): null {
  const code = (error as NodeJS.ErrnoException | null)?.code
  if (code === 'ENOENT' || code === 'ENOTDIR') return null
  throw error
}

function isFull(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | null)?.code
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EIO' || code === 'EMFILE'
}
