import { consoleLogger } from '../../adapters/console-logger.js'
import { systemClock } from '../../adapters/system-clock.js'
import type { Clock, IngestBuffer, Logger } from '../../ports/runtime.js'
import { type Disk, nodeDisk } from './journal/disk.js'
import { Journal } from './journal/journal.js'

export interface FileJournalOptions {
  /** Made where it is missing. One process at a time uses it. */
  readonly dir: string
  /** What may wait, taken by the drain or not; beyond it `append` rejects with `buffer_full`. A million records, 2 GiB. */
  readonly limits?: { readonly maxWaitingRecords?: number; readonly maxWaitingBytes?: number }
  /** With less of the disk free, `append` rejects with `unavailable`. 64 MiB. */
  readonly minFreeBytes?: number
  /** At this size a new file is begun; one is deleted when all of it is done. 32 MiB. */
  readonly segmentBytes?: number
  readonly clock?: Clock
  readonly logger?: Logger
}

const MiB = 1024 * 1024

/**
 * An ingest buffer in files. `append` resolves when the record is on the disk (`fdatasync`), together with all others that
 * came meanwhile; a full disk refuses and recovers. Records wait on the disk, not in memory. Opening begins at once, in
 * the background: what goes wrong with it, such as a full disk or a directory in use by another process, rejects the
 * calls that wait for it, and the next call tries again.
 */
export function fileJournal(options: FileJournalOptions): IngestBuffer {
  return journalOn(nodeDisk, options)
}

/** A file journal on a disk that a test can fill up. */
export function journalOn(disk: Disk, options: FileJournalOptions): IngestBuffer {
  const { dir, limits = {}, minFreeBytes = 64 * MiB, segmentBytes = 32 * MiB } = options
  const { clock = systemClock, logger = consoleLogger } = options
  const { maxWaitingRecords = 1_000_000, maxWaitingBytes = 2048 * MiB } = limits
  const settings = { dir, disk, clock, logger, maxWaitingRecords, maxWaitingBytes, minFreeBytes, segmentBytes }
  let isFailed = false
  let isClosed = false
  const open = () => {
    const attempt = Journal.open(settings)
    isFailed = false
    // Whoever calls is told.
    attempt.catch(() => {
      isFailed = true
    })
    return attempt
  }
  let opening = open()
  const journal = () => {
    if (isFailed && !isClosed) opening = open()
    return opening
  }
  return {
    append: async (record) => (await journal()).append(record),
    claim: async (limit) => (await journal()).claim(limit),
    setAside: async (record, error) => (await journal()).setAside(record, error.message),
    listSetAside: async (limit) => (await journal()).listSetAside(limit),
    retrySetAside: async () => (await journal()).retrySetAside(),
    waiting: async () => (await journal()).waiting(),
    oldest: async () => (await journal()).oldest(),
    close: async () => {
      isClosed = true
      const opened = await opening.catch(() => null)
      await opened?.close()
    },
  }
}
