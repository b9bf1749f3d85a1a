import { createHash } from 'node:crypto'
import { chownSync, lstatSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CLUSTER_PORT } from './connection.js'
import { canReach, type RunAs } from './run-as.js'

/** `sun_path` holds 108 bytes on Linux and 104 on macOS, with the zero at its end. */
const MAX_SOCKET_PATH_BYTES = 103

/**
 * Inside the data directory where its path is short enough and PostgreSQL's user gets there, else in the system's
 * temporary directory, under a name that the data directory decides, so that a restarted server is found again.
 */
export function makeSocketDir(dataDir: string, runAs: RunAs): string {
  const own = join(dataDir, 'run')
  const isShort = Buffer.byteLength(`${own}/.s.PGSQL.${CLUSTER_PORT}`) <= MAX_SOCKET_PATH_BYTES
  if (isShort && canReach(runAs, dataDir) && claim(own, runAs)) return own
  const named = join(tmpdir(), `mishap-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`)
  if (claim(named, runAs)) return named
  const fresh = mkdtempSync(`${named}-`)
  claim(fresh, runAs)
  return fresh
}

/** Leaves nothing in the system's temporary directory. */
export function removeSocketDir(dataDir: string, socketDir: string): void {
  if (socketDir !== join(dataDir, 'run')) rmSync(socketDir, { recursive: true, force: true })
}

/** False where somebody else has made the directory, or could look into it. */
function claim(dir: string, runAs: RunAs): boolean {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const stat = lstatSync(dir)
  const isOurs = [process.getuid?.(), runAs?.uid].includes(stat.uid)
  if (!stat.isDirectory() || !isOurs || (stat.mode & 0o077) !== 0) return false
  if (runAs !== null) chownSync(dir, runAs.uid, runAs.gid)
  return true
}
