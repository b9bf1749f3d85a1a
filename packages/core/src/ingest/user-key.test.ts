import { describe, expect, it } from '@jest/globals'
import { userKey } from './user-key.js'

describe('the key of a user', () => {
  it.each([
    [{ id: '7', email: 'a@b.c', username: 'ann', ip_address: '1.2.3.0' }, 'id:7'],
    [{ email: 'Ann@B.C', username: 'ann' }, 'email:ann@b.c'],
    [{ username: 'ann', ip_address: '1.2.3.0' }, 'username:ann'],
    [{ ip_address: '1.2.3.0' }, 'ip:1.2.3.0'],
    [{ name: 'Ann' }, null],
    [{}, null],
    [undefined, null],
  ])('of %j is %j', (user, key) => {
    expect(userKey(user)).toBe(key)
  })

  it('that would be too long is a hash, another for another user', () => {
    const [one, other] = ['a', 'b'].map((end) => userKey({ id: 'x'.repeat(250) + end }))
    expect(one?.length).toBeLessThanOrEqual(128)
    expect(one).toMatch(/^id:#[0-9a-f]{64}$/)
    expect(one).not.toBe(other)
  })
})
