import { describe, expect, it } from '@jest/globals'
import { base32, newTotpSecret, totpCode, totpStepOf, totpUrl } from './totp.js'

const SECRET = Buffer.from('12345678901234567890')

describe('codes that change with time', () => {
  // RFC 6238, appendix B, the rows of SHA-1.
  it.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ])('at %d seconds is %s', (seconds, code) => {
    expect(totpCode(SECRET, Math.floor(seconds / 30), 8)).toBe(code)
    expect(totpStepOf(SECRET, code.slice(2), new Date(seconds * 1000))).toBe(Math.floor(seconds / 30))
  })

  // RFC 4226, appendix D.
  it('are the codes of a counter', () => {
    const codes = Array.from({ length: 10 }, (_, step) => totpCode(SECRET, step))
    expect(codes.join(' ')).toBe('755224 287082 359152 969429 338314 254676 287922 162583 399871 520489')
  })

  it('are taken one step early or late, and no more', () => {
    const code = totpCode(SECRET, 100)
    const at = (step: number) => totpStepOf(SECRET, code, new Date(step * 30_000))
    expect([98, 99, 100, 101, 102].map(at)).toEqual([null, 100, 100, 100, null])
    for (const wrong of ['', '1', '1234567', 'ééé']) expect(totpStepOf(SECRET, wrong, new Date(3_000_000))).toBeNull()
  })

  it('have secrets that an app can take', () => {
    // RFC 4648, section 10.
    const words = ['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((word) => base32(Buffer.from(word)))
    expect(words).toEqual(['', 'MY', 'MZXQ', 'MZXW6', 'MZXW6YQ', 'MZXW6YTB', 'MZXW6YTBOI'])
    expect(base32(newTotpSecret())).toMatch(/^[A-Z2-7]{32}$/)
    expect(totpUrl(Buffer.from('foobar'), 'ada@example.com')).toBe(
      'otpauth://totp/Mishap:ada%40example.com?secret=MZXW6YTBOI&issuer=Mishap',
    )
  })
})
