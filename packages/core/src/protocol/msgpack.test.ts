import { describe, expect, it } from '@jest/globals'
import { randomOf } from '../../test/fuzz/random.js'
import { readMsgpack } from './msgpack.js'

const read = (hex: string) => JSON.parse(JSON.stringify(readMsgpack(Buffer.from(hex.replaceAll(' ', ''), 'hex'))))

describe('MessagePack', () => {
  it.each([
    ['c0 c2 c3', [null, false, true]],
    ['00 7f ff e0', [0, 127, -1, -32]],
    ['cc ff', [255]],
    ['cd 0100', [256]],
    ['ce 00010000', [65_536]],
    ['cf 0000000100000000', [4_294_967_296]],
    ['d0 80', [-128]],
    ['d1 8000', [-32_768]],
    ['d2 80000000', [-2_147_483_648]],
    ['d3 ffffffffffffffff', [-1]],
    ['ca 3fc00000', [1.5]],
    ['cb 3ff8000000000000', [1.5]],
    ['a3 616263', ['abc']],
    ['d9 03 616263', ['abc']],
    ['da 0003 616263', ['abc']],
    ['db 00000003 616263', ['abc']],
    ['93 01 02 90', [[1, 2, []]]],
    ['dc 0001 01', [[1]]],
    ['dd 00000001 01', [[1]]],
    ['82 a161 01 a162 80', [{ a: 1, b: {} }]],
    ['de 0001 a161 01', [{ a: 1 }]],
    ['df 00000001 a161 01', [{ a: 1 }]],
    ['c4 02 0102 05', [null, 5]],
    ['c5 0001 01 05', [null, 5]],
    ['c7 01 05 01 05', [null, 5]],
    ['d4 05 01 05', [null, 5]],
    ['d8 05 00000000000000000000000000000000 05', [null, 5]],
    ['81 01 02', [{ 1: 2 }]],
  ])('%s is %j', (hex, values) => {
    expect(read(hex)).toEqual(values)
  })

  it.each([
    ['a text that is cut off', '01 a5 6162', [1]],
    ['a list that claims four thousand million', '01 dd ffffffff', [1]],
    ['a map that is cut off', '01 82 a161 01', [1]],
    ['a tag that there is not', '01 c1 02', [1]],
    ['lists without end', '91'.repeat(10_000), []],
  ])('ends at %s', (_what, hex, values) => {
    expect(read(hex)).toEqual(values)
  })

  it('gives keys that would change an object as data', () => {
    const [map] = readMsgpack(Buffer.from(`81a9${Buffer.from('__proto__').toString('hex')}81a16101`, 'hex'))
    expect(Object.keys(map as object)).toEqual(['__proto__'])
    expect(({} as { a?: unknown }).a).toBeUndefined()
  })

  it('comes to an end with any bytes', () => {
    for (let index = 0; index < 2000; index++)
      expect(Array.isArray(readMsgpack(randomOf(3, index).bytes(60)))).toBe(true)
  })
})
