import { closeSync, existsSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { diskMarks, spaceOfDisk } from '@mishap/core'
import type { GuardSettings } from '../env/guards.js'
import { size } from '../size.js'
import { type Check, type Finding, failed, ok, warning } from './finding.js'

const SLOW_SYNC_MS = 20
const SYNCS = 20
const BLOCK = Buffer.alloc(4096, 1)

/** Whether the journal can be written, how much room is left, and what a durable write costs. Makes no directory. */
export const checkDisk: Check = async ({ dataDir, marks }) => {
  const home = resolve(dataDir)
  const dir = nearest(join(home, 'journal'))
  const probe = join(dir, `.doctor-${process.pid}`)
  try {
    const syncMs = measureSync(probe)
    const text = existsSync(home) ? `${home} can be written` : `${home} is not there yet: the first start makes it`
    return [ok('data directory', text), await room(dir, marks), speed(syncMs)]
  } catch (error) {
    const fix = 'Give the user that runs the server this directory, or choose another one with --data.'
    return [failed('data directory', `${dir} cannot be written: ${(error as Error).message}`, fix)]
  } finally {
    rmSync(probe, { force: true })
  }
}

/** The directory, or the nearest above it that is there. */
function nearest(dir: string): string {
  return existsSync(dir) ? dir : nearest(dirname(dir))
}

async function room(dir: string, { diskLowBytes, diskStopBytes }: GuardSettings): Promise<Finding> {
  const { freeBytes, totalBytes } = await spaceOfDisk(dir)
  const marks = diskMarks(totalBytes, {
    ...(diskLowBytes === null ? {} : { lowBytes: diskLowBytes }),
    ...(diskStopBytes === null ? {} : { stopBytes: diskStopBytes }),
  })
  const mark = `requests are refused below ${size(marks.stopBytes)}`
  const text = `${size(freeBytes)} free`
  const fix = 'Make room: events wait on this disk, and the embedded database stops when it is full.'
  if (freeBytes < marks.stopBytes)
    return failed('disk', `${text}: requests of SDKs are refused, as always below ${size(marks.stopBytes)}`, fix)
  if (freeBytes < marks.lowBytes) return warning('disk', `${text}; ${mark}`, fix)
  return ok('disk', marks.stopBytes === 0 ? `${text}; the guard is off` : `${text}; ${mark}`)
}

function speed(syncMs: number): Finding {
  const text = `a durable write takes ${syncMs.toFixed(1)} ms`
  if (syncMs <= SLOW_SYNC_MS) return ok('disk speed', text)
  return warning(
    'disk speed',
    text,
    'Put the data directory on a local SSD: every accepted event waits for such a write.',
  )
}

/** The middle one of some durable writes, in milliseconds. */
function measureSync(file: string): number {
  const fd = openSync(file, 'w', 0o600)
  try {
    const times: number[] = []
    for (let i = 0; i < SYNCS; i++) {
      const start = performance.now()
      writeSync(fd, BLOCK)
      fdatasyncSync(fd)
      times.push(performance.now() - start)
    }
    return times.sort((a, b) => a - b)[SYNCS / 2] ?? 0
  } finally {
    closeSync(fd)
  }
}
