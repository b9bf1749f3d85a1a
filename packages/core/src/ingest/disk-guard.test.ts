import { tmpdir } from 'node:os'
import { describe, expect, it } from '@jest/globals'
import type { DiskSpace } from '../ports/runtime.js'
import { diskGuard, diskMarks, spaceOfDisk } from './disk-guard.js'

const GiB = 1024 ** 3

function aGuard(paths = ['/data']) {
  const logged: string[] = []
  const at = (level: string) => (message: string) => {
    logged.push(`${level}: ${message}`)
  }
  const free = new Map<string, number>()
  const spaceOf = async (path: string): Promise<DiskSpace> => {
    const freeBytes = free.get(path)
    if (freeBytes === undefined) throw new Error('ENOENT')
    return { freeBytes, totalBytes: 100 * GiB }
  }
  const guard = diskGuard({
    paths,
    lowBytes: 2 * GiB,
    stopBytes: GiB,
    logger: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
    spaceOf,
  })
  const check = async (freeBytes: number, path = '/data') => {
    free.set(path, freeBytes)
    return (await guard.check())?.reason ?? null
  }
  return { check, guard, logged }
}

describe('the disk guard', () => {
  it('tells how much is left on the disk that has the least, and nothing of disks that are not there', async () => {
    const { check, guard } = aGuard(['/none', '/data', '/other'])
    expect(await guard.space?.()).toBeNull()
    await check(50 * GiB)
    await check(30 * GiB, '/other')
    expect(await guard.space?.()).toEqual({ freeBytes: 30 * GiB, totalBytes: 100 * GiB })
  })

  it('warns once when the disk is low, refuses once it is nearly full, and recovers by itself', async () => {
    const { check, logged } = aGuard()
    expect([await check(50 * GiB), await check(1.9 * GiB), await check(1.8 * GiB)]).toEqual([null, null, null])
    expect(logged).toEqual(['warn: The disk is getting full'])
    expect([await check(0.9 * GiB), await check(0.8 * GiB)]).toEqual(['disk_full', 'disk_full'])
    expect(logged).toHaveLength(2)
    // Just above the mark it would come and go.
    expect(await check(1.2 * GiB)).toBe('disk_full')
    expect([await check(1.3 * GiB), await check(3 * GiB)]).toEqual([null, null])
    expect(logged.slice(2)).toEqual(['warn: The disk is getting full', 'info: The disk has room again'])
  })

  it('looks at every disk, and leaves out one that is not there', async () => {
    const { check } = aGuard(['/journal', '/data', '/absent'])
    expect([await check(50 * GiB), await check(0.5 * GiB, '/journal')]).toEqual([null, 'disk_full'])
  })

  it('has smaller marks on a small disk', async () => {
    expect(diskMarks(1000 * GiB)).toEqual({ lowBytes: 2 * GiB, stopBytes: GiB / 2 })
    expect(diskMarks(64_000_000)).toEqual({ lowBytes: 6_400_000, stopBytes: 3_200_000 })
    expect(diskMarks(GiB, { stopBytes: 0 }).stopBytes).toBe(0)
    const { freeBytes, totalBytes } = await spaceOfDisk(tmpdir())
    expect(totalBytes).toBeGreaterThanOrEqual(freeBytes)
  })
})
