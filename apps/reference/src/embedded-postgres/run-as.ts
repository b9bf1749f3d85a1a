import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { AppError } from '@mishap/core'

/** The user that PostgreSQL runs as; null for our own. */
export type RunAs = { readonly uid: number; readonly gid: number } | null

/** PostgreSQL refuses to run as root: there it gets the owner of existing data, else `postgres`, else `nobody`. */
export function chooseRunAs(clusterDir: string): RunAs {
  if (process.getuid?.() !== 0) return null
  const owner = ownerOf(clusterDir)
  if (owner !== null && owner.uid !== 0) return owner
  return lookUp('postgres') ?? lookUp('nobody') ?? { uid: 65534, gid: 65534 }
}

/** Throws `unavailable` where the data belongs to another user and we, not being root, can do nothing with it. */
export function refuseForeignData(clusterDir: string): void {
  const owner = ownerOf(clusterDir)
  const uid = process.getuid?.()
  if (owner === null || uid === 0 || uid === owner.uid) return
  throw new AppError(
    'unavailable',
    `${clusterDir} belongs to another user (uid ${owner.uid}), for it was made as root or by somebody else. ` +
      'Run this as that user or as root, or choose another --data.',
  )
}

/** Whether that user may enter the directory and read it, parents included. */
export function canReach(runAs: RunAs, dir: string): boolean {
  const result = spawnSync('/bin/sh', ['-c', 'cd "$1" && test -r .', 'sh', dir], {
    ...runAs,
    cwd: '/',
    stdio: 'ignore',
  })
  return result.status === 0
}

function ownerOf(path: string): RunAs {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat === undefined ? null : { uid: stat.uid, gid: stat.gid }
}

function lookUp(name: string): RunAs {
  const [uid, gid] = ['-u', '-g'].map((flag) => {
    const result = spawnSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    return result.status === 0 ? Number.parseInt(result.stdout, 10) : Number.NaN
  })
  return uid === undefined || gid === undefined || Number.isNaN(uid) || Number.isNaN(gid) ? null : { uid, gid }
}
