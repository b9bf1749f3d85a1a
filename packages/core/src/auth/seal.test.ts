import { describe, expect, it } from '@jest/globals'
import { seal, unseal } from './seal.js'

const KEY = 'k'.repeat(32)

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
    expect(unseal('x'.repeat(32), 'totp:1', sealed)).toBeNull()
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
    expect(() => seal('', 'totp:1', 'secret')).toThrow(/no secret key/)
    expect(unseal('', 'totp:1', seal(KEY, 'totp:1', 'secret'))).toBeNull()
  })
})
