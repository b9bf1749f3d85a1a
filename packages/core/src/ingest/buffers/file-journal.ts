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
 * the background: what goes wrong with it, such as a directory in use by another process, rejects every call.
 */
export function fileJournal(options: FileJournalOptions): IngestBuffer {
  return journalOn(nodeDisk, options)
}

/** A file journal on a disk that a test can fill up. */
export function journalOn(disk: Disk, options: FileJournalOptions): IngestBuffer {
  const { dir, limits = {}, minFreeBytes = 64 * MiB, segmentBytes = 32 * MiB } = options
  const { clock = systemClock, logger = consoleLogger } = options
  const { maxWaitingRecords = 1_000_000, maxWaitingBytes = 2048 * MiB } = limits
  const opening = Journal.open({
    dir,
    disk,
    clock,
    logger,
    maxWaitingRecords,
    maxWaitingBytes,
    minFreeBytes,
    segmentBytes,
  })
  // Each call tells it again.
  opening.catch(() => {})
  return {
    append: async (record) => (await opening).append(record),
    claim: async (limit) => (await opening).claim(limit),
    setAside: async (record, error) => (await opening).setAside(record, error.message),
    listSetAside: async (limit) => (await opening).listSetAside(limit),
    retrySetAside: async () => (await opening).retrySetAside(),
    waiting: async () => (await opening).waiting(),
    close: async () => {
      const journal = await opening.catch(() => null)
      await journal?.close()
    },
  }
}
