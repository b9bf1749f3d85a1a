import { describe, expect, it } from '@jest/globals'
import { resealed, seal, unseal } from './seal.js'

const KEY = keysOf('k'.repeat(32))

describe('what is sealed', () => {
  it('opens with the same key for the same use', () => {
    const sealed = seal(KEY, 'totp:1', 'sécret')
    expect(sealed).not.toContain('cret')
    expect(unseal(KEY, 'totp:1', sealed)).toBe('sécret')
    expect(seal(KEY, 'totp:1', 'sécret')).not.toBe(sealed)
  })

  it('opens neither for another use, nor with another key, nor when a bit was changed', () => {
    const sealed = seal(KEY, 'totp:1', 'secret')
    expect(unseal(KEY, 'totp:2', sealed)).toBeNull()
    expect(unseal(keysOf('x'.repeat(32)), 'totp:1', sealed)).toBeNull()
    const bytes = Buffer.from(sealed.slice(3), 'base64url')
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes)
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
      expect(unseal(KEY, 'totp:1', `v1.${changed.toString('base64url')}`)).toBeNull()
    }
    for (const other of ['', 'v1.', 'v1.AAAA', sealed.slice(0, -4), `v2${sealed.slice(2)}`])
      expect(unseal(KEY, 'totp:1', other)).toBeNull()
  })

  it('needs a key', () => {
    expect(() => seal(keysOf(''), 'totp:1', 'secret')).toThrow(/no secret key/)
    expect(unseal(keysOf(''), 'totp:1', seal(KEY, 'totp:1', 'secret'))).toBeNull()
  })

  it('opens with a key of before, and is sealed anew with the one of now', () => {
    const before = seal(KEY, 'totp:1', 'secret')
    const now = keysOf('n'.repeat(32), 'o'.repeat(32), 'k'.repeat(32))
    expect(unseal(now, 'totp:1', before)).toBe('secret')
    expect(unseal(now, 'totp:2', before)).toBeNull()
    const anew = resealed(now, 'totp:1', before) ?? ''
    expect(unseal(keysOf('n'.repeat(32)), 'totp:1', anew)).toBe('secret')
    expect(resealed(now, 'totp:1', anew)).toBeNull()
    expect(resealed(keysOf('n'.repeat(32)), 'totp:1', before)).toBeNull()
  })
})

function keysOf(secretKey: string, ...secretKeyFallbacks: readonly string[]) {
  return { secretKey, secretKeyFallbacks }
}
