import { describe, expect, it } from '@jest/globals'
import { errorCode } from '../errors.js'
import { parseMultipart } from './multipart.js'

const limits = { maxParts: 5 }
const TYPE = 'multipart/form-data; boundary=xYz'

const parse = (text: string, contentType: string | null = TYPE) =>
  parseMultipart(Buffer.from(text, 'latin1'), contentType, limits).map(({ name, filename, contentType, bytes }) => [
    name,
    filename,
    contentType,
    Buffer.from(bytes).toString('latin1'),
  ])

const part = (disposition: string, content: string, more = '') =>
  `--xYz\r\nContent-Disposition: form-data; ${disposition}\r\n${more}\r\n${content}\r\n`

const codeOf = (act: () => unknown) => {
  try {
    act()
    return null
  } catch (error) {
    return errorCode(error)
  }
}

describe('a form', () => {
  it('has fields and files, byte for byte', () => {
    const dump = 'MDMP\0\xff\r\n--xY\r\n\r\nnot --xYz either\n'
    const text = `${part('name="a"', '1')}${part('name="d"; filename="c.dmp"', dump, 'Content-Type: application/x-dmp\r\n')}--xYz--\r\n`
    expect(parse(text)).toEqual([
      ['a', null, null, '1'],
      ['d', 'c.dmp', 'application/x-dmp', dump],
    ])
  })

  it.each([
    ['an empty field', part('name="a"', ''), ['a', null, null, '']],
    ['a name without quotes', part('name=a', '1'), ['a', null, null, '1']],
    ['a name with a semicolon', part('name="a;b"; x=1', '1'), ['a;b', null, null, '1']],
    ['a path of Windows', part('name="d"; filename="C:\\tmp\\x.dmp"', '1'), ['d', 'x.dmp', null, '1']],
    ['a path that climbs', part('name="d"; filename="../../etc/passwd"', '1'), ['d', 'passwd', null, '1']],
    ['headers in any case', '--xYz\r\nCONTENT-DISPOSITION:form-data;NAME="a"\r\n\r\n1\r\n', ['a', null, null, '1']],
    ['bare line feeds', '--xYz\nContent-Disposition: form-data; name="a"\n\n1\n--xYz--', ['a', null, null, '1']],
    ['text before it', `preamble\r\n${part('name="a"', '1')}`, ['a', null, null, '1']],
  ])('is read with %s', (_what, text, wanted) => {
    expect(parse(`${text}--xYz--`)).toEqual([wanted])
  })

  it('goes to its end where the closing line never came', () => {
    expect(parse(`${part('name="a"', '1')}--xYz\r\nContent-Disposition: form-data; name="d"\r\n\r\nhalf a du`)).toEqual(
      [
        ['a', null, null, '1'],
        ['d', null, null, 'half a du'],
      ],
    )
  })

  it.each([
    ['no type', null],
    ['a type that says nothing of it', 'application/octet-stream'],
    ['a type without a boundary', 'multipart/form-data'],
  ])('is known by its first line with %s', (_what, type) => {
    expect(parse(`${part('name="a"', '1')}--xYz--`, type)).toEqual([['a', null, null, '1']])
  })

  it('leaves out parts without a name, or with endless headers', () => {
    const endless = `--xYz\r\nX: ${'y'.repeat(20_000)}\r\nContent-Disposition: form-data; name="b"\r\n\r\n2\r\n`
    expect(parse(`--xYz\r\n\r\nnameless\r\n${endless}${part('name="a"', '1')}--xYz--`)).toEqual([
      ['a', null, null, '1'],
    ])
  })

  it.each([
    ['nothing', '', 'invalid_body'],
    ['something else', 'hello', 'invalid_body'],
    ['a boundary that never comes', '--other\r\n', 'invalid_body'],
    ['only its end', '--xYz--', 'invalid_body'],
    ['too many parts', part('name="a"', '1').repeat(6), 'too_large'],
  ])('is refused for %s', (_what, text, code) => {
    expect(codeOf(() => parse(text))).toBe(code)
  })
})
