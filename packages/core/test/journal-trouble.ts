import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Disk, type JournalFile, nodeDisk } from '../src/ingest/buffers/journal/disk.js'

/** A disk that can be filled up: what does not fit is written in part, as a file system does. */
export function fullDisk(): Disk & { roomBytes: number; failSync: boolean; failOpen: boolean; freeNow: number } {
  const disk: ReturnType<typeof fullDisk> = {
    roomBytes: Number.POSITIVE_INFINITY,
    failSync: false,
    failOpen: false,
    freeNow: 1e9,
    freeBytes: async () => disk.freeNow,
    create: async (path) => filling(await nodeDisk.create(path)),
    open: async (path) => {
      if (disk.failOpen) throw new Error('ENOSPC: no space left on device')
      return filling(await nodeDisk.open(path))
    },
  }
  const filling = (file: JournalFile) =>
    ({
      read: file.read.bind(file) as typeof file.read,
      stat: file.stat.bind(file) as typeof file.stat,
      sync: () => file.sync(),
      truncate: (size) => file.truncate(size),
      close: () => file.close(),
      datasync: async () => {
        if (disk.failSync) throw new Error('EIO: i/o error')
        await file.datasync()
      },
      writev: async (buffers, position) => {
        const bytes = Buffer.concat(
          buffers.map((buffer) => Buffer.from(buffer.buffer, buffer.byteOffset, buffer.byteLength)),
        )
        const fitting = bytes.subarray(0, disk.roomBytes)
        disk.roomBytes -= fitting.length
        if (fitting.length === 0) throw new Error('ENOSPC: no space left on device')
        return file.writev([fitting], position) as ReturnType<typeof file.writev>
      },
    }) as JournalFile
  return disk
}

/** Kills a process that appends to the journal when it has acknowledged `count`; answers what it acknowledged. */
export async function killedUnderLoad(dir: string, count: number): Promise<string[]> {
  const child: ChildProcess = spawn(
    process.execPath,
    [join(__dirname, 'run-typescript.cjs'), join(__dirname, 'journal-appender.ts'), dir],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const closed = once(child, 'close')
  const acknowledged: string[] = []
  for await (const line of createInterface({ input: child.stdout! })) {
    if (line.length === 32) acknowledged.push(line)
    if (acknowledged.length === count) child.kill('SIGKILL')
  }
  await closed
  return acknowledged
}
