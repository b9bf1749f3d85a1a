import { describe, expect, it } from '@jest/globals'
import { readExpiry } from './expiry-field.js'

describe('when a token ends', () => {
  const now = Date.parse('2026-01-15T12:00:00Z')

  it('is so many days from now, the end of a day, or never', () => {
    expect(readExpiry({ kind: '30', day: '' }, now)).toBe('2026-02-14T12:00:00.000Z')
    expect(readExpiry({ kind: 'day', day: '2026-03-01' }, now)).toBe('2026-03-01T23:59:59.000Z')
    expect(readExpiry({ kind: 'never', day: '2026-03-01' }, now)).toBeNull()
  })
})
