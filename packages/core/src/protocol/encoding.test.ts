import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import { zstdFrame } from '../../test/zstd-frame.js'
import { errorCode } from '../errors.js'
import { decodeBody, decodePrefix, unwrapStoreBody } from './encoding.js'

const text = `{"event_id":"${'a'.repeat(32)}"}\n{"type":"event"}\n{"message":"hällo 🌍"}\n`
const plain = Buffer.from(text)
const MAX = 1_000_000
const fast = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }

function codeOf(act: () => unknown): string | null {
  try {
    act()
    return null
  } catch (error) {
    return errorCode(error)
  }
}

function messageOf(act: () => unknown): string {
  try {
    act()
    return ''
  } catch (error) {
    return (error as Error).message
  }
}

describe('decoding a body', () => {
  it.each([
    ['nothing', null, plain],
    ['an empty header', '', plain],
    ['identity', 'identity', plain],
    ['gzip', 'gzip', gzipSync(plain)],
    ['GZIP in capitals', ' GZIP ', gzipSync(plain)],
    ['x-gzip', 'x-gzip', gzipSync(plain)],
    ['identity beside gzip', 'identity, gzip', gzipSync(plain)],
    ['deflate with a zlib header', 'deflate', deflateSync(plain)],
    ['raw deflate', 'deflate', deflateRawSync(plain)],
    ['br', 'br', brotliCompressSync(plain)],
    ['gzip that no header names', null, gzipSync(plain)],
    ['gzip that a host has inflated already', 'gzip', plain],
    ['deflate that a host has inflated already', 'deflate', plain],
    ['br that a host has inflated already', 'br', plain],
  ])('understands %s', (_name, encoding, body) => {
    expect(Buffer.from(decodeBody(body, encoding, MAX)).toString()).toBe(text)
  })

  it.each(['gzip', 'deflate', 'br'] as const)('a bomb in %s is refused after the limit', (encoding) => {
    const zeros = Buffer.alloc(32 * 1024 * 1024)
    const compress = { gzip: gzipSync, deflate: deflateSync, br: (data: Buffer) => brotliCompressSync(data, fast) }
    const bomb = compress[encoding](zeros)
    expect(bomb.length).toBeLessThan(100_000)
    const before = process.memoryUsage().arrayBuffers
    expect(codeOf(() => decodeBody(bomb, encoding, MAX))).toBe('too_large')
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * MAX)
  })

  it('a plain body over the limit is refused', () => {
    expect(codeOf(() => decodeBody(plain, null, plain.length))).toBeNull()
    expect(codeOf(() => decodeBody(plain, null, plain.length - 1))).toBe('too_large')
    expect(codeOf(() => decodeBody(gzipSync(plain), 'gzip', plain.length - 1))).toBe('too_large')
  })

  it.each([
    ['cut gzip', 'gzip', gzipSync(plain).subarray(0, 40)],
    ['gzip of which a byte is wrong', 'gzip', Buffer.concat([gzipSync(plain).subarray(0, 30), Buffer.alloc(30, 0xff)])],
    ['text as gzip', 'gzip', Buffer.from('hello')],
    ['text as br', 'br', Buffer.from('hello')],
    ['an empty body as gzip', 'gzip', Buffer.alloc(0)],
  ])('refuses %s', (_name, encoding, body) => {
    expect(codeOf(() => decodeBody(body, encoding, MAX))).toBe('invalid_body')
  })

  it('says which encoding it does not know, and that it takes one only', () => {
    expect(messageOf(() => decodeBody(plain, 'compress', MAX))).toBe(
      'wanted the content-encoding gzip, deflate, br, zstd or none, found "compress"',
    )
    expect(messageOf(() => decodeBody(plain, 'gzip, br', MAX))).toBe(
      'wanted one content-encoding, found several: gzip, br',
    )
  })
})

describe('decoding a prefix', () => {
  const header = text.slice(0, text.indexOf('\n'))
  const noise = Array.from({ length: 20_000 }, (_, i) => (i * 7919).toString(36)).join('-')
  const long = Buffer.from(`${text}{"type":"event"}\n{"message":"${noise}"}\n`)

  it.each([
    ['identity', null, long],
    ['gzip', 'gzip', gzipSync(long)],
    ['zlib', 'deflate', deflateSync(long)],
    ['raw deflate', 'deflate', deflateRawSync(long)],
    ['br', 'br', brotliCompressSync(long)],
    ['zstd', 'zstd', Buffer.concat([zstdFrame(long.subarray(0, 2000)), zstdFrame(long.subarray(2000))])],
    ['gzip that was inflated already', 'gzip', long],
    ['br that was inflated already', 'br', long],
  ])('gives the first bytes of a cut body in %s', (_name, encoding, body) => {
    const prefix = decodePrefix(body.subarray(0, 4096), encoding, 200)
    expect(Buffer.from(prefix).toString().startsWith(header)).toBe(true)
    expect(prefix.length).toBeLessThanOrEqual(200)
  })

  it('gives as much as is wanted where it is there', () => {
    const body = gzipSync(long)
    expect(Buffer.from(decodePrefix(body, 'gzip', 50_000)).equals(long.subarray(0, 50_000))).toBe(true)
  })

  it('gives nothing for what cannot be decoded, and never throws', () => {
    expect(decodePrefix(Buffer.from('hello'), 'gzip', 100)).toHaveLength(0)
    expect(decodePrefix(Buffer.from('hello'), 'br', 100)).toHaveLength(0)
    expect(decodePrefix(Buffer.from('hello'), 'zstd', 100)).toHaveLength(0)
    expect(decodePrefix(Buffer.from('hello'), 'compress', 100)).toHaveLength(0)
    expect(decodePrefix(new Uint8Array(0), 'gzip', 100)).toHaveLength(0)
  })

  it('takes no more of a bomb than is wanted', () => {
    expect(decodePrefix(gzipSync(Buffer.alloc(50_000_000)), 'gzip', 1000)).toHaveLength(1000)
    expect(decodePrefix(brotliCompressSync(Buffer.alloc(50_000_000), fast), 'br', 1000).length).toBeLessThanOrEqual(
      1000,
    )
  })
})

describe('the body of a store request', () => {
  const json = Buffer.from('{"message":"from raven"}')

  it.each([
    ['JSON', json],
    ['base64 of zlib', Buffer.from(deflateSync(json).toString('base64'))],
    ['base64 of JSON', Buffer.from(json.toString('base64'))],
  ])('may be %s', (_name, body) => {
    expect(Buffer.from(unwrapStoreBody(body, MAX)).toString()).toBe(json.toString())
  })

  it('is bounded inside of base64 too', () => {
    const bomb = Buffer.from(deflateSync(Buffer.alloc(10_000_000)).toString('base64'))
    expect(codeOf(() => unwrapStoreBody(bomb, MAX))).toBe('too_large')
  })

  it('is left alone where it is something else', () => {
    const words = Buffer.from('helloworld')
    expect(unwrapStoreBody(words, MAX)).toBe(words)
  })
})
