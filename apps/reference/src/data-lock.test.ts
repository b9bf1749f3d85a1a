import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from '@jest/globals'
import { errorCode } from '@mishap/core'
import { holderOf, lockDataDir } from './data-lock.js'

const dirs: string[] = []

function aDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'mishap-lock-'))
  dirs.push(dir)
  return dir
}

afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true })
})

/** What a killed server leaves: a socket that nobody listens on. */
async function leaveSocket(path: string): Promise<void> {
  const program = `require('net').createServer().listen(${JSON.stringify(path)}, () => console.log('up'))`
  const child = spawn(process.execPath, ['-e', program])
  await new Promise((resolve) => child.stdout.once('data', resolve))
  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('exit', resolve))
}

describe('the lock of a data directory', () => {
  it('is held by one server, which tells where it is', async () => {
    const dir = aDir()
    const lock = await lockDataDir(dir)
    lock.tellUrl('http://localhost:8000')
    expect(await holderOf(dir)).toEqual({ pid: process.pid, url: 'http://localhost:8000' })
    const second = await lockDataDir(dir).catch((error: unknown) => error)
    expect(errorCode(second)).toBe('conflict')
    expect(String(second)).toContain(`process ${process.pid}, http://localhost:8000`)
    await lock.release()
    expect(await holderOf(dir)).toBeNull()
    await (await lockDataDir(dir)).release()
  })

  it('is free again when its holder was killed', async () => {
    const dir = aDir()
    await leaveSocket(join(dir, 'serve.sock'))
    expect(await holderOf(dir)).toBeNull()
    const lock = await lockDataDir(dir)
    expect((await holderOf(dir))?.pid).toBe(process.pid)
    await lock.release()
  })

  it('goes to exactly one of many who find it left behind', async () => {
    const dir = aDir()
    await leaveSocket(join(dir, 'serve.sock'))
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => lockDataDir(dir)))
    const locks = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
    expect(locks).toHaveLength(1)
    await locks[0]?.release()
  })

  it('works in a directory whose path is too long for a socket', async () => {
    const dir = join(aDir(), 'x'.repeat(120))
    mkdirSync(dir)
    const lock = await lockDataDir(dir)
    await expect(lockDataDir(dir)).rejects.toMatchObject({ code: 'conflict' })
    await lock.release()
  })

  it('counts a holder that is too busy to answer', async () => {
    const dir = aDir()
    const mute = createServer((socket) => socket.end()).listen(join(dir, 'serve.sock'))
    await new Promise((resolve) => mute.once('listening', resolve))
    await expect(lockDataDir(dir)).rejects.toMatchObject({ code: 'conflict' })
    await new Promise((resolve) => mute.close(resolve))
  })
})
