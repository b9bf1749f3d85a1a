import { describe, expect, it } from '@jest/globals'
import { parseJson } from './json.js'

const parse = (text: string | Uint8Array) => parseJson(typeof text === 'string' ? Buffer.from(text) : text)

describe('JSON of clients', () => {
  it.each([
    ['plain JSON', '{"a":[1,"x"]}', { a: [1, 'x'] }],
    ['a byte order mark', '\ufeff{"a":1}', { a: 1 }],
    ['NaN and Infinity', '{"a":NaN,"b":[-Infinity,Infinity],"c":-1}', { a: null, b: [null, null], c: -1 }],
    ['NaN inside of a string', '{"a":"NaN \\" Infinity","b":NaN}', { a: 'NaN " Infinity', b: null }],
    ['raw line ends and tabs in strings', '{"a":"x\ny\tz"}', { a: 'x\ny\tz' }],
    ['a raw NUL', '{"a":"x\0y"}', { a: 'x\0y' }],
    ['a backslash before a quote', '{"a":"\\\\","b":NaN}', { a: '\\', b: null }],
  ])('reads %s', (_name, text, wanted) => {
    expect(parse(text)).toEqual(wanted)
  })

  it('replaces invalid UTF-8', () => {
    expect(parse(Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff, 0xc3]), Buffer.from('"}')]))).toEqual({
      a: '\ufffd\ufffd',
    })
  })

  it.each(['', '{', 'hello', '{"a":Nan}', '{"a":1}}', '{a:1}'])('refuses %p', (text) => {
    expect(() => parse(text)).toThrow(SyntaxError)
  })

  it('gives up on a text that is all faults', () => {
    expect(() => parse(`[${'NaN,'.repeat(20_000)}1]`)).toThrow(SyntaxError)
  })
})
