import { constants } from 'node:fs'
import { type FileHandle, open, statfs } from 'node:fs/promises'

/** The calls that fail when a disk is full or broken. */
export interface Disk {
  /** Opens a new file for reading and writing; rejects where there is one. */
  create(path: string): Promise<JournalFile>
  /** The same, and takes the one that is there. */
  open(path: string): Promise<JournalFile>
  freeBytes(path: string): Promise<number>
}

export type JournalFile = Pick<FileHandle, 'read' | 'writev' | 'datasync' | 'sync' | 'stat' | 'truncate' | 'close'>

export const nodeDisk: Disk = {
  create: (path) => open(path, constants.O_CREAT | constants.O_EXCL | constants.O_RDWR, 0o600),
  open: (path) => open(path, constants.O_CREAT | constants.O_RDWR, 0o600),
  freeBytes: async (path) => {
    const { bavail, bsize } = await statfs(path)
    return bavail * bsize
  },
}

/** Makes names in a directory durable: a new file is there after a loss of power only if its directory was synced. */
export async function syncDirectory(path: string): Promise<void> {
  // Windows opens no directories; there the file system does this by itself.
  if (process.platform === 'win32') return
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}
