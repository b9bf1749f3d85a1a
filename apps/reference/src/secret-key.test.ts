import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { keptSecretKey, setupToken } from './secret-key.js'

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'mishap-key-'))
})
afterEach(() => {
  rmSync(dir, { recursive: true, force: true })
})

describe('the kept secret key', () => {
  it('is made once, for the eyes of one user', () => {
    const data = join(dir, 'data')
    const key = keptSecretKey(data)
    expect(key).toMatch(/^[\da-f]{64}$/)
    expect(keptSecretKey(data)).toBe(key)
    expect(statSync(join(data, 'secret-key')).mode & 0o777).toBe(0o600)
    expect(keptSecretKey(join(dir, 'other'))).not.toBe(key)
  })

  it('is not replaced in silence when it is spoilt', () => {
    writeFileSync(join(dir, 'secret-key'), 'short\n')
    expect(() => keptSecretKey(dir)).toThrow(/wanted at least 32 characters, found 5/)
  })
})

describe('the setup token', () => {
  it('stays the same for one key and tells nothing about it', () => {
    const token = setupToken('a'.repeat(32))
    expect(token).toMatch(/^[\da-f]{32}$/)
    expect(setupToken('a'.repeat(32))).toBe(token)
    expect(setupToken('b'.repeat(32))).not.toBe(token)
  })
})
