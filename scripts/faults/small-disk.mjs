// A disk that can be filled up and emptied again.
import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const SIZE_MIB = 96
const MiB = 1024 * 1024

/**
 * A disk for the journal of the server at `dir`, a directory of its own: a small tmpfs where this user may mount one,
 * else a limit on the size of the files that the server's process writes.
 */
export function smallDisk(dir) {
  mkdirSync(dir, { recursive: true })
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MIB}m`, 'tmpfs', dir])
  return mounted.status === 0 ? tmpfs(dir) : limit()
}

function tmpfs(dir) {
  const filler = join(dir, 'filler')
  return {
    kind: `a tmpfs of ${SIZE_MIB} MiB`,
    fill() {
      for (const bytes of [MiB, 4096]) fillWith(filler, bytes)
    },
    empty: () => rmSync(filler, { force: true }),
    close: () => spawnSync('umount', ['-l', dir]),
  }
}

function fillWith(filler, bytes) {
  const piece = Buffer.alloc(bytes, 1)
  try {
    for (;;) appendFileSync(filler, piece)
  } catch (error) {
    if (error.code !== 'ENOSPC') throw error
  }
}

function limit() {
  const setLimit = (pid, bytes) => {
    const { status } = spawnSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`])
    if (status !== 0) throw new Error('neither mount nor prlimit works here: no disk can be filled up')
  }
  return {
    kind: 'a limit on the size of files',
    fill: (pid) => setLimit(pid, 0),
    empty: (pid) => setLimit(pid, 'unlimited'),
    close() {},
  }
}
