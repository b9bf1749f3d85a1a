import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What `postmaster.pid` says (https://www.postgresql.org/docs/current/storage-file-layout.html). */
export interface PidFile {
  readonly pid: number
  readonly port: number
  /** Null until the server listens. */
  readonly socketDir: string | null
  readonly isReady: boolean
  /** Who has that process id now: a server of this directory, some other program, or nobody. */
  readonly holder: 'server' | 'stranger' | 'nobody'
}

/** Null where no server has announced itself. */
export function readPidFile(clusterDir: string): PidFile | null {
  let text: string
  try {
    text = readFileSync(join(clusterDir, 'postmaster.pid'), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  // Lines: process id, data directory, start, port, socket directory, listen address, shared memory, status.
  // Written in several steps; the first alone is enough to know that somebody is at it.
  const [first, , , port, socketDir, , , status] = text.split('\n')
  const pid = Number(first)
  if (!Number.isInteger(pid) || pid <= 0) return null
  return {
    pid,
    port: Number(port ?? 0),
    socketDir: socketDir === undefined || socketDir === '' ? null : socketDir,
    isReady: (status ?? '').trim() === 'ready',
    holder: holderOf(pid, clusterDir),
  }
}

function holderOf(pid: number, clusterDir: string): PidFile['holder'] {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return 'nobody'
  }
  if (!existsSync('/proc/self/cwd')) return commandOf(pid).includes('postgres') ? 'server' : 'stranger'
  try {
    // PostgreSQL enters its data directory before it writes the file. Compared by inode, for mounts and links give one
    // directory several paths.
    const [theirs, ours] = [statSync(`/proc/${pid}/cwd/`), statSync(clusterDir)]
    return theirs.ino === ours.ino && theirs.dev === ours.dev ? 'server' : 'stranger'
  } catch (error) {
    // Not ours to look at: believe the file. A zombie has no directory.
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'nobody' : 'server'
  }
}

function commandOf(pid: number): string {
  return spawnSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? ''
}
