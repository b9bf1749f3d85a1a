import { describe, expect, it } from '@jest/globals'
import { hashPassword, passwordFault, verifyPassword } from './password.js'

describe('passwords', () => {
  it('are verified against their hash, and others are not', async () => {
    const hash = await hashPassword('correct horse')
    expect(await verifyPassword('correct horse', hash)).toBe(true)
    expect(await verifyPassword('correct horsf', hash)).toBe(false)
    expect(await verifyPassword('', hash)).toBe(false)
  })

  it('have a salt of their own and name their parameters', async () => {
    const [one, other] = await Promise.all([hashPassword('same words'), hashPassword('same words')])
    expect(one).toMatch(/^scrypt\$15\$8\$3\$[\w-]{22}\$[\w-]{43}$/)
    expect(one).not.toBe(other)
  })

  it('are verified with the parameters they were made with', async () => {
    const weak = 'scrypt$4$1$1$AAAAAAAAAAAAAAAAAAAAAA$'
    expect(await verifyPassword('x', `${weak}${'A'.repeat(43)}`)).toBe(false)
  })

  it('are one in both Unicode forms', async () => {
    expect(await verifyPassword('cafe\u0301-creme', await hashPassword('caf\u00e9-creme'))).toBe(true)
  })

  it('are never right where there is no hash, at the same cost', async () => {
    expect(await verifyPassword('anything', null)).toBe(false)
    expect(await verifyPassword('anything', 'pbkdf2_sha256$1$salt$hash')).toBe(false)
  })

  it.each([
    ['short12', /at least 8/],
    ['Password123', /first that anybody/],
    ['ada@example.com', /email address/],
    ['adalovelace', /email address/],
    ['x'.repeat(1025), /longer/],
  ])('%.20s is refused', (password, reason) => {
    const email = password === 'adalovelace' ? 'AdaLovelace@example.com' : 'Ada@Example.com'
    expect(passwordFault(password, email)).toMatch(reason)
  })

  it('may be anything else', () => {
    expect(passwordFault('violet grammar 9', 'ada@example.com')).toBeNull()
  })
})
