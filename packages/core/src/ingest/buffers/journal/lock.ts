import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../../../errors.js'

export interface Lock {
  release(): Promise<void>
}

/** Who holds a lock. `startedAt` tells a process from a later one with the same number. */
interface Holder {
  readonly id: string
  readonly host: string
  readonly pid: number
  readonly startedAt: string | null
}

const BEAT_MS = 5_000
/** A holder on another host, or in another container, is dead when it has not been heard of for so long. */
const SILENT_MS = 20_000

/**
 * Makes this process the only one that uses `dir`, as long as all look for the lock. The lock of a process that is dead
 * is taken over. `onLost` is called if another process took it over nevertheless, because this one stood still for long.
 * Rejects with `unavailable`, naming the process that holds it.
 */
export async function lockDirectory(dir: string, onLost: () => void): Promise<Lock> {
  const path = join(dir, 'lock')
  const own: Holder = { id: randomUUID(), host: hostname(), pid: process.pid, startedAt: await startOf(process.pid) }
  const draft = join(dir, `lock.${own.id}`)
  await writeFile(draft, JSON.stringify(own), { mode: 0o600 })
  try {
    while (!(await linkNew(draft, path))) {
      const holder = await readHolder(path)
      if (holder !== null && (await isAlive(holder, path)))
        throw new AppError('unavailable', `${dir} is in use by process ${holder.pid} on ${holder.host}`)
      await removeStale(path, holder)
    }
  } finally {
    await rm(draft, { force: true })
  }
  const beat = setInterval(() => void keep(), BEAT_MS)
  beat.unref()

  async function keep(): Promise<void> {
    const holder = await readHolder(path)
    if (holder?.id !== own.id) {
      clearInterval(beat)
      onLost()
      return
    }
    const now = new Date()
    // A beat that fails is no harm: the next is due in seconds.
    await utimes(path, now, now).catch(() => {})
  }

  return {
    release: async () => {
      clearInterval(beat)
      if ((await readHolder(path))?.id === own.id) await rm(path, { force: true })
    },
  }
}

/** A link appears with its content at once, and only where nothing is. */
async function linkNew(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Null where there is no lock or it is unreadable. */
async function readHolder(path: string): Promise<Holder | null> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'))
    const { id, host, pid } = value as Partial<Holder>
    return typeof id === 'string' && typeof host === 'string' && typeof pid === 'number' ? (value as Holder) : null
  } catch {
    // Gone or torn: nobody holds it.
    return null
  }
}

async function isAlive(holder: Holder, path: string): Promise<boolean> {
  if (holder.host !== hostname()) return Date.now() - (await lastBeat(path)) < SILENT_MS
  const startedAt = await startOf(holder.pid)
  if (startedAt !== null || holder.startedAt !== null) return startedAt === holder.startedAt
  try {
    return process.kill(holder.pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function lastBeat(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs
  } catch {
    // Released a moment ago.
    return Number.NEGATIVE_INFINITY
  }
}

/** Of two processes that find the same dead lock only one may remove it, and never the lock that the other makes then. */
async function removeStale(path: string, stale: Holder | null): Promise<void> {
  const aside = `${path}.${randomUUID()}`
  try {
    await rename(path, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  const taken = await readHolder(aside)
  if (taken !== null && taken.id !== stale?.id) await linkNew(aside, path)
  await rm(aside, { force: true })
}

/** When the process started, in the kernel's own terms; null where there is no such process or no such system. */
async function startOf(pid: number): Promise<string | null> {
  try {
    const [bootId, status] = await Promise.all([
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      readFile(`/proc/${pid}/stat`, 'utf8'),
    ])
    // The name of the program stands in parentheses and may hold anything; the start is the 20th field behind it.
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ')
    // A zombie holds nothing any more.
    return fields[0] === 'Z' ? null : `${bootId.trim()}/${fields[19]}`
  } catch {
    return null
  }
}
