import { describe, expect, it } from '@jest/globals'
import { readLimit, typedLimit } from './typed-limit.js'

const BYTES = [
  { size: 1e9, label: 'GB' },
  { size: 1e6, label: 'MB' },
]

describe('a limit as it is typed', () => {
  it.each([
    [null, 'default', ''],
    [0, 'none', ''],
    [3_000_000_000, 'own', '3'],
    [1_500_000_000, 'own', '1500'],
    [4 * 1024 ** 3, 'own', '4294.967296'],
    [1, 'own', '0.000001'],
  ])('%p comes back as it was', (limit, kind, amount) => {
    const typed = typedLimit(limit, BYTES)
    expect(typed).toMatchObject({ kind })
    expect(Number(typed.amount)).toBe(Number(amount))
    expect(readLimit(typed)).toBe(limit)
  })

  it('is none only where somebody says so', () => {
    expect(readLimit({ kind: 'own', amount: '0', unit: 1 })).toBe(1)
    expect(readLimit({ kind: 'none', amount: '7', unit: 1 })).toBe(0)
    expect(readLimit({ kind: 'default', amount: '7', unit: 1 })).toBeNull()
  })
})
