import { randomUUID } from 'node:crypto'
import { link, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../../../errors.js'
import type { Clock } from '../../../ports/runtime.js'

export interface Lock {
  /** False when another process has taken it over. Looks only where nobody has looked for a while. */
  isHeld(): Promise<boolean>
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
/** Nobody has taken it over so soon after a beat, even with a clock that differs by as much. */
const SURE_MS = SILENT_MS / 2

/**
 * Makes this process the only one that uses `dir`, as long as all look for the lock. The lock of a process that is dead
 * is taken over. `onLost` is called if another process took it over nevertheless, because this one stood still for long.
 * Rejects with `unavailable`, naming the process that holds it.
 *
 * The lock is the file `lock-N` with the highest number. To take it is to make the next number, which only one can;
 * whoever was so late that there is a higher one by then has lost. A free lock stays as an empty file, so that the
 * numbers never begin anew.
 */
export async function lockDirectory(dir: string, clock: Clock, onLost: () => void): Promise<Lock> {
  const own: Holder = { id: randomUUID(), host: hostname(), pid: process.pid, startedAt: await startOf(process.pid) }
  const draft = join(dir, `draft-${own.id}`)
  await writeFile(draft, JSON.stringify(own), { mode: 0o600 })
  try {
    const number = await takeNext(dir, draft)
    return keep({ path: join(dir, nameOf(number)), own, clock, onLost })
  } finally {
    await rm(draft, { force: true })
  }
}

async function takeNext(dir: string, draft: string): Promise<number> {
  for (;;) {
    const present = await highest(dir)
    const path = join(dir, nameOf(present))
    const holder = await readHolder(path)
    if (holder !== null && (await isAlive(holder, path)))
      throw new AppError('unavailable', `${dir} is in use by process ${holder.pid} on ${holder.host}`)
    const next = present + 1
    if (!(await linkNew(draft, join(dir, nameOf(next))))) continue
    const isLast = (await highest(dir)) === next
    if (isLast) {
      await removeBelow(dir, next)
      return next
    }
    await rm(join(dir, nameOf(next)), { force: true })
  }
}

function keep(held: {
  readonly path: string
  readonly own: Holder
  readonly clock: Clock
  readonly onLost: () => void
}): Lock {
  const { path, own, clock, onLost } = held
  // Two clocks: one stands still while the machine sleeps, the other may be set.
  const clocks = () => [clock.now().getTime(), performance.now()] as const
  let seen = clocks()
  const look = async () => {
    const at = clocks()
    const isOurs = (await readHolder(path))?.id === own.id
    if (isOurs) seen = at
    return isOurs
  }
  const beat = setInterval(async () => {
    if (await look()) {
      const now = new Date()
      // A beat that fails is no harm: the next is due in seconds.
      await utimes(path, now, now).catch(() => {})
      return
    }
    clearInterval(beat)
    onLost()
  }, BEAT_MS)
  beat.unref()
  return {
    isHeld: async () => {
      const ages = clocks().map((now, index) => now - seen[index as 0 | 1])
      return ages.every((age) => age >= 0 && age < SURE_MS) || look()
    },
    release: async () => {
      clearInterval(beat)
      if (await look()) await writeFile(path, '')
    },
  }
}

function nameOf(number: number): string {
  return `lock-${number}`
}

function numberOf(name: string): number {
  return Number(/^lock-(\d{1,15})$/.exec(name)?.[1] ?? 0)
}

/** 0 where there is none. */
async function highest(dir: string): Promise<number> {
  return Math.max(0, ...(await readdir(dir)).map(numberOf))
}

async function removeBelow(dir: string, number: number): Promise<void> {
  for (const name of await readdir(dir))
    if (numberOf(name) > 0 && numberOf(name) < number) await rm(join(dir, name), { force: true })
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

/** Null where there is no lock or nobody holds it. */
async function readHolder(path: string): Promise<Holder | null> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'))
    const { id, host, pid } = value as Partial<Holder>
    return typeof id === 'string' && typeof host === 'string' && typeof pid === 'number' ? (value as Holder) : null
  } catch {
    // Gone, free, or torn by a loss of power: nobody holds it.
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
    // Taken over by another a moment ago.
    return Number.NEGATIVE_INFINITY
  }
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
