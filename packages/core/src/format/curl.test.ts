// biome-ignore lint/correctness/noNodejsModules: the test asks a real shell
import { execFileSync } from 'node:child_process'
import { describe, expect, it } from '@jest/globals'
import { aRequestJson } from '../../test/event-json.js'
import { fullUrl, toCurl } from './curl.js'

/** What a shell would hand to curl. */
function argumentsOf(command: string): readonly string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`
  return execFileSync('bash', ['--norc', '-c', script]).toString('utf8').split('\0').slice(0, -1)
}

describe('a request as a curl command', () => {
  it('has method, address, headers, cookies and body', () => {
    const request = aRequestJson({
      method: 'put',
      headers: [
        ['Content-Type', 'application/json'],
        ['Content-Length', '9'],
        ['Host', 'shop.example'],
        ['Cookie', 'old'],
      ],
      query: [['page', '2 & 3']],
      cookies: [['session', '[Filtered]']],
      data: { a: 1 },
    })
    expect(argumentsOf(toCurl(request) ?? '')).toEqual([
      '--request',
      'PUT',
      'https://shop.example/cart?page=2%20%26%203',
      '--header',
      'Content-Type: application/json',
      '--header',
      'Cookie: session=[Filtered]',
      '--data-raw',
      '{"a":1}',
    ])
  })

  it.each<[string, string]>([
    ['a quote', `it's`],
    ['an end of quotes and a command', `'; touch /tmp/owned; echo '`],
    ['substitutions', '$(id) `id` $HOME \\$x !!'],
    ['lines', 'a\nb'],
    ['a control character that ends the line in a terminal', 'a\x03touch /tmp/owned\r'],
    ['control characters with quotes and backslashes', `\x1b[2J'"\\ $(id)`],
    ['an at sign, which would be a file', '@/etc/passwd'],
    ['letters of all scripts', 'grüße 漢字 👍'],
  ])('hands %s in a body to curl as it is', (_name, data) => {
    const args = argumentsOf(toCurl(aRequestJson({ method: 'POST', data })) ?? '')
    expect(args.at(-2)).toBe('--data-raw')
    expect(args.at(-1)).toBe(data)
  })

  it('writes no control character that a terminal would obey', () => {
    const hostile = 'x\0\x03\x04\x1b\r\x7f'
    const command = toCurl(
      aRequestJson({ data: hostile, method: 'POST', headers: [['X-A', hostile]], cookies: [[hostile, hostile]] }),
    )
    expect(command).not.toMatch(/[\0-\x09\x0b-\x1f\x7f]/)
  })

  it('leaves out what is no header and no method', () => {
    const request = aRequestJson({
      method: '--output x',
      headers: [
        ['@/etc/passwd', 'x'],
        ['Bad\nName', 'x'],
        ['X-Good', 'a\r\nX-Evil: b'],
      ],
    })
    expect(argumentsOf(toCurl(request) ?? '')).toEqual(['https://shop.example/cart', '--header', 'X-Good: a X-Evil: b'])
  })

  it.each(['file:///etc/passwd', '-K/tmp/x', 'javascript:alert(1)', '/cart', null])('makes none of %s', (url) => {
    expect(toCurl(aRequestJson({ url }))).toBeNull()
  })

  it('turns off the patterns of curl where the address has brackets', () => {
    expect(toCurl(aRequestJson({ url: 'https://shop.example/?id[0]={1,2}' }))).toContain('--globoff')
  })

  it('encodes a form as one', () => {
    const request = aRequestJson({
      method: 'POST',
      headers: [['content-type', 'application/x-www-form-urlencoded']],
      data: { name: 'a b', x: '1&2' },
    })
    expect(argumentsOf(toCurl(request) ?? '').at(-1)).toBe('name=a+b&x=1%262')
  })

  it('does not add the query twice', () => {
    expect(fullUrl(aRequestJson({ url: 'https://a.example/?a=1', query: [['a', '1']] }))).toBe('https://a.example/?a=1')
  })
})
