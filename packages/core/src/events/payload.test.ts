import { gzipSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import { normalized } from '../../test/normalized.js'
import { decodePayload, encodePayload } from './payload.js'

const eventOf = (message: string) => normalized({ message })

describe('a payload', () => {
  it.each([
    ['small', 'x', 'identity'],
    ['large', 'wörd 🌍 '.repeat(500), 'br'],
  ])('that is %s comes back as it was', (_name, message, encoding) => {
    const event = eventOf(message)
    const stored = encodePayload(event)
    expect(stored.payloadEncoding).toBe(encoding)
    expect(decodePayload(stored)).toEqual(event)
  })

  it('is far smaller than its JSON', () => {
    const event = eventOf('the same words again and again '.repeat(200))
    expect(encodePayload(event).payload.length).toBeLessThan(JSON.stringify(event).length / 4)
  })

  it('in gzip is read as well', () => {
    const event = eventOf('x')
    expect(decodePayload({ payload: gzipSync(JSON.stringify(event)), payloadEncoding: 'gzip' })).toEqual(event)
  })

  it('that is damaged throws', () => {
    expect(() => decodePayload({ payload: new Uint8Array([1, 2, 3]), payloadEncoding: 'br' })).toThrow()
  })
})
