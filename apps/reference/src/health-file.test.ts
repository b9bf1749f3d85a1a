import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { removeTempDirs, tempDir } from '../test/support/temp-dir.js'
import { openHealthFile } from './health-file.js'

afterAll(removeTempDirs)

const read = (path: string) => readFile(path, 'utf8').catch(() => null)

function aLogger() {
  const errors: string[] = []
  return { errors, debug() {}, info() {}, warn() {}, error: (message: string) => void errors.push(message) }
}

describe('a health file', () => {
  it('says when it was written, and goes with who wrote it', async () => {
    const path = join(tempDir(), 'health')
    const file = await openHealthFile(path, () => true, aLogger())
    expect(Math.abs(Date.parse((await read(path))?.trim() ?? '') - Date.now())).toBeLessThan(10_000)
    await file.close()
    expect(await read(path)).toBeNull()
  })

  it('is left alone while nothing turns', async () => {
    const path = join(tempDir(), 'health')
    const file = await openHealthFile(path, () => false, aLogger())
    expect(await read(path)).toBeNull()
    await file.close()
  })

  it('that cannot be written ends nothing, and is said', async () => {
    const logger = aLogger()
    const file = await openHealthFile(join(tempDir(), 'missing', 'health'), () => true, logger)
    expect(logger.errors).toEqual(['The health file cannot be written'])
    await file.close()
  })
})
