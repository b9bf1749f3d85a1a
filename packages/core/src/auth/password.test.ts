import { describe, expect, it } from '@jest/globals'
import { hashPassword, isOutdated, passwordFault, verifyPassword } from './password.js'

const SCRYPT = 'scrypt$4$1$1$AAECAwQFBgcICQoLDA0ODw$8CtB4Xe2nExFLct857mtcF7XizbDpo9qymGlx8-ZTw4'
/** Costs next to nothing. */
const CHEAP = `$argon2id$v=19$m=8,t=1,p=1$AAECAwQFBgcICQoLDA0ODw$${'A'.repeat(43)}`

describe('passwords', () => {
  it('are verified against their hash, and others are not', async () => {
    const hash = await hashPassword('correct horse')
    expect(await verifyPassword('correct horse', hash)).toBe(true)
    expect(await verifyPassword('correct horsf', hash)).toBe(false)
    expect(await verifyPassword('', hash)).toBe(false)
    expect(await verifyPassword(' ', hash)).toBe(false)
  })

  it('have a salt of their own and name their parameters', async () => {
    const [one, other] = await Promise.all([hashPassword('same words'), hashPassword('same words')])
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
    expect(one).not.toBe(other)
  })

  // Made with @node-rs/argon2.
  it('are verified with the parameters they were made with', async () => {
    const weak = '$argon2id$v=19$m=64,t=3,p=2$AAECAwQFBgcICQoLDA0ODw$7fczEAhcR8rgWE00Ab7zn/uTclkkscQzOoNQSuzGcwU'
    expect(await verifyPassword('violet grammar 9', weak)).toBe(true)
    expect(await verifyPassword('violet grammar 8', weak)).toBe(false)
  })

  it('leave the event loop to others while they are hashed', async () => {
    let [turns, isOver] = [0, false]
    const turning = (async () => {
      for (; !isOver; turns += 1) await new Promise(setImmediate)
    })()
    await Promise.all(Array.from({ length: 4 }, () => hashPassword('violet grammar 9')))
    isOver = true
    await turning
    // One for each that ends, if they were hashed here; a free loop makes hundreds in a millisecond.
    expect(turns).toBeGreaterThan(50)
  })

  it('are refused while too many wait', async () => {
    const asked = await Promise.allSettled(Array.from({ length: 101 }, () => verifyPassword('x', CHEAP)))
    const refused = asked.filter((one) => one.status === 'rejected')
    expect(refused).toMatchObject([{ reason: { code: 'unavailable' } }])
    expect(await verifyPassword('x', CHEAP)).toBe(false)
  })

  it.each([
    ['$argon2id$v=19$m=4194304,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$', 'A'],
    ['$argon2id$v=19$m=64,t=999,p=1$AAECAwQFBgcICQoLDA0ODw$', 'A'],
    ['$argon2id$v=19$m=4,t=1,p=1$AAECAwQFBgcICQoLDA0ODw$', 'A'],
  ])('are never right by a cost that nobody pays: %s', async (cost, letter) => {
    expect(await verifyPassword('x', `${cost}${letter.repeat(43)}`)).toBe(false)
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
    ['Manchester1', /first that anybody/],
    ['sunshine1!!', /first that anybody/],
    ['zzzzzzzzzzz', /first that anybody/],
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

describe('passwords that Django kept', () => {
  // Made with Python's hashlib.pbkdf2_hmac.
  it.each([
    ['lètmein', 'pbkdf2_sha256$1000$seasalt$JgZryXe2Ga8ysg6XbzkLpTdyPQrHqsinbL9BnnhgX4A='],
    ['lètmein', 'pbkdf2_sha1$1000$seasalt$ljleU4wBmTtz/MoG5YTwxpM0d7I='],
    ['violet grammar 9', 'pbkdf2_sha256$720000$k3Qb9TnV7mWc2LxZ5pRdYa$LTEG0SY/tJraWv8hCdjJBM8qNjXMeK/C/W8xfYx0y9I='],
  ])('%s is right in %.20s', async (password, hash) => {
    expect(await verifyPassword(password, hash)).toBe(true)
    expect(await verifyPassword(`${password} `, hash)).toBe(false)
    expect(isOutdated(hash)).toBe(true)
  })

  it.each([
    'pbkdf2_sha256$5000001$seasalt$JgZryXe2Ga8ysg6XbzkLpTdyPQrHqsinbL9BnnhgX4A=',
    'pbkdf2_sha256$-1$seasalt$JgZryXe2Ga8ysg6XbzkLpTdyPQrHqsinbL9BnnhgX4A=',
    'pbkdf2_sha256$1000$$JgZryXe2Ga8ysg6XbzkLpTdyPQrHqsinbL9BnnhgX4A=',
    'pbkdf2_sha256$1000$seasalt$',
    'pbkdf2_sha256$1000$seasalt$JgZryXe2',
    'pbkdf2_md5$1000$seasalt$JgZryXe2Ga8ysg6XbzkLpTdyPQrHqsinbL9BnnhgX4A=',
    '!unusable',
  ])('%s is never right', async (hash) => {
    expect(await verifyPassword('lètmein', hash)).toBe(false)
  })

  it('are outdated, as are weaker hashes of our own, and new ones are not', async () => {
    expect(isOutdated(await hashPassword('violet grammar 9'))).toBe(false)
    expect(isOutdated('scrypt$15$8$3$AAAAAAAAAAAAAAAAAAAAAA$AAAA')).toBe(true)
    expect(isOutdated('$argon2id$v=19$m=9728,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$AAAA')).toBe(true)
  })
})

describe('passwords that we kept by scrypt', () => {
  // Made with Python's hashlib.scrypt.
  it('are verified with the parameters they were made with', async () => {
    expect(await verifyPassword('violet grammar 9', SCRYPT)).toBe(true)
    expect(await verifyPassword('violet grammar 8', SCRYPT)).toBe(false)
    expect(await verifyPassword('violet grammar 9', SCRYPT.slice(0, -4))).toBe(false)
  })
})
