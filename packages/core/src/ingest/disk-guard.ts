import { statfs } from 'node:fs/promises'
import type { DiskSpace, IntakeGuard, IntakeRefusal, Logger } from '../ports/runtime.js'

export interface DiskGuardOptions {
  /** On the disks to watch. One that does not exist is left out. */
  readonly paths: readonly string[]
  /** With less free the log warns, once. 2 GiB, or a tenth of a smaller disk. */
  readonly lowBytes?: number
  /** With less free requests are refused until there is a quarter more than this again. 512 MiB, or a twentieth of a smaller disk. */
  readonly stopBytes?: number
  readonly logger: Logger
  /** How much is free of how much; of the disk where not given. */
  readonly spaceOf?: (path: string) => Promise<DiskSpace>
}

const MiB = 1024 * 1024
const RETRY_MS = 60_000

/** Refuses requests before the disk is full that holds the journal or the data. Recovers by itself, and says so. */
export function diskGuard(options: DiskGuardOptions): IntakeGuard {
  const { paths, logger, spaceOf = spaceOfDisk } = options
  const states = new Map<string, DiskState>()
  let told: DiskState = 'enough'

  const look = async (path: string): Promise<Look> => {
    const before = states.get(path) ?? 'enough'
    const space = await spaceOf(path).catch(() => null)
    const state = space === null ? before : stateOf(space, before, options)
    states.set(path, state)
    return { path, state, freeBytes: space?.freeBytes ?? 0 }
  }

  // Of the worst alone: two paths may lie on one disk.
  const tell = ({ path, state, freeBytes }: Look) => {
    const fields = { path, freeMiB: Math.floor(freeBytes / MiB) }
    if (state === 'full')
      logger.error('The disk is nearly full: requests of SDKs are refused until there is room', fields)
    else if (state === 'low') logger.warn('The disk is getting full', fields)
    else logger.info('The disk has room again', fields)
    told = state
  }

  return {
    check: async () => {
      const looks = await Promise.all(paths.map(look))
      const worst = STATES.map((state) => looks.find((one) => one.state === state)).find((one) => one !== undefined)
      if (worst !== undefined && worst.state !== told) tell(worst)
      return worst?.state === 'full' ? REFUSAL : null
    },
    space: async () => {
      const spaces = await Promise.all(paths.map((path) => spaceOf(path).catch(() => null)))
      return spaces.reduce(
        (least, one) => (least === null || (one !== null && shareOf(one) < shareOf(least)) ? one : least),
        null,
      )
    },
  }
}

function shareOf({ freeBytes, totalBytes }: DiskSpace): number {
  return freeBytes / totalBytes
}

/** The marks for a disk of that size. */
export function diskMarks(
  totalBytes: number,
  { lowBytes, stopBytes }: Pick<DiskGuardOptions, 'lowBytes' | 'stopBytes'> = {},
): { readonly lowBytes: number; readonly stopBytes: number } {
  return {
    lowBytes: lowBytes ?? Math.min(2048 * MiB, totalBytes / 10),
    stopBytes: stopBytes ?? Math.min(512 * MiB, totalBytes / 20),
  }
}

/** How much is free on the disk that holds the path, for who may write there. */
export async function spaceOfDisk(path: string): Promise<DiskSpace> {
  const { bavail, blocks, bsize } = await statfs(path)
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize }
}

/** The worst first. */
const STATES = ['full', 'low', 'enough'] as const
type DiskState = (typeof STATES)[number]

interface Look {
  readonly path: string
  readonly state: DiskState
  readonly freeBytes: number
}

const REFUSAL: IntakeRefusal = {
  reason: 'disk_full',
  message: 'The server is short of disk space; try again later.',
  retryAfterMs: RETRY_MS,
}

/** What was refused begins again only well above the mark, so that it does not come and go. */
function stateOf(space: DiskSpace, before: DiskState, options: DiskGuardOptions): DiskState {
  const { lowBytes, stopBytes } = diskMarks(space.totalBytes, options)
  if (space.freeBytes < stopBytes * (before === 'full' ? 1.25 : 1)) return 'full'
  const isLow = space.freeBytes < lowBytes * (before === 'enough' ? 1 : 1.1)
  return isLow ? 'low' : 'enough'
}
