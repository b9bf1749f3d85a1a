import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { randomOf } from '../../../test/fuzz/random.js'
import { zstdDecompress } from './decompress.js'
import { inflateZstd, inflateZstdPrefix } from './frames.js'

const fixtures = `${__dirname}/../../../test/fixtures`
const content = readFileSync(`${fixtures}/recordings.ndjson`)

/** The beginning of `content`, as the tool `zstd` writes it. */
const written = readFileSync(`${fixtures}/zstd.ndjson`, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as { name: string; bytes: number; body: string })
  .map(({ name, bytes, body }) => [name, content.subarray(0, bytes), Buffer.from(body, 'base64')] as const)

const codeOf = (act: () => unknown) => {
  try {
    act()
    return null
  } catch (error) {
    return (error as { code?: string }).code ?? 'damaged'
  }
}

/** A frame of blocks as they are given: kind 0 is raw, 1 repeats a byte, 2 is compressed. */
function frame(...blocks: readonly (readonly [kind: number, size: number, bytes: Uint8Array])[]): Buffer {
  const parts = blocks.map(([kind, size, bytes], index) => {
    const header = Buffer.alloc(3)
    header.writeUIntLE((size << 3) | (kind << 1) | Number(index === blocks.length - 1), 0, 3)
    return Buffer.concat([header, bytes])
  })
  return Buffer.concat([Buffer.from('28b52ffd0058', 'hex'), ...parts])
}

const raw = (text: string) => [0, text.length, Buffer.from(text)] as const

describe('Zstandard', () => {
  it.each(written)('is read as the tool writes it: %s', (_name, plain, body) => {
    for (const decompressed of [inflateZstd(body, plain.length), zstdDecompress(body, { maxOutputLength: 1e6 })])
      expect(Buffer.from(decompressed).equals(plain)).toBe(true)
  })

  it('is read frame after frame, with others between that are none of ours', () => {
    const skippable = Buffer.concat([Buffer.from('502a4d1803000000', 'hex'), Buffer.from('???')])
    const body = Buffer.concat([frame(raw('one '), raw('two ')), skippable, frame([1, 3, Buffer.from('!')])])
    expect(Buffer.from(inflateZstd(body, 100)).toString()).toBe('one two !!!')
  })

  it.each([
    ['a body that is longer', written[0]![2], 19_999],
    ['a size that is only claimed', Buffer.from('28b52ffda0ffffff7f010000', 'hex'), 1e6],
    ['a bomb', frame(...Array.from({ length: 5000 }, () => [1, 131_072, Buffer.alloc(1)] as const)), 1e6],
  ])('gives nothing past the limit: %s', (_name, body, maxBytes) => {
    expect(codeOf(() => inflateZstd(body, maxBytes))).toBe('ERR_BUFFER_TOO_LARGE')
  })

  it.each([
    ['something else', Buffer.from('hello, hello')],
    ['a frame that is cut off', written[0]![2].subarray(0, 3000)],
    ['a header that is cut off', Buffer.from('28b52ffd', 'hex')],
    ['a block larger than blocks are', frame([0, 200_000, Buffer.alloc(200_000)])],
    ['a block of a kind that there is not', frame([3, 1, Buffer.alloc(1)])],
    ['a window of 128 MiB', Buffer.from('28b52ffd0088010000', 'hex')],
    ['a dictionary', Buffer.from('28b52ffd015807010000', 'hex')],
    ['literals that are not there', frame([2, 2, Buffer.from('0aff', 'hex')])],
    ['an empty compressed block', frame([2, 0, Buffer.alloc(0)])],
  ])('is refused as damaged: %s', (_name, body) => {
    expect(codeOf(() => inflateZstd(body, 1e6))).toBe('damaged')
  })

  it('gives whole blocks of what is there, and about as much as is wanted', () => {
    const [, plain, body] = written[3]!
    const found = inflateZstdPrefix(body.subarray(0, body.length - 10), 500)
    expect(found.length).toBeGreaterThanOrEqual(500)
    expect(Buffer.from(found).equals(plain.subarray(0, found.length))).toBe(true)
    const bomb = frame(...Array.from({ length: 5000 }, () => [1, 131_072, Buffer.alloc(1)] as const))
    expect(inflateZstdPrefix(bomb, 500)).toHaveLength(131_072)
    expect(inflateZstdPrefix(Buffer.from('hello'), 500)).toHaveLength(0)
  })

  it('comes to an end with bytes that are wrong, within its limit', () => {
    for (let index = 0; index < 1000; index++) {
      const random = randomOf(7, index)
      const body = Buffer.from(random.pick(written)[2])
      for (let fault = 0; fault <= random.int(4) && body.length > 0; fault++) {
        const at = random.int(random.chance(0.7) ? Math.min(200, body.length) : body.length)
        body[at] = random.int(256)
      }
      expect([null, 'damaged', 'ERR_BUFFER_TOO_LARGE']).toContain(codeOf(() => inflateZstd(body, 300_000)))
    }
  })
})
