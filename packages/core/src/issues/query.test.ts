import { describe, expect, it } from '@jest/globals'
import { errorCode } from '../errors.js'
import { type IssueQuery, parseIssueQuery } from './query.js'

const anything = { status: null, level: null, tags: [], text: [], eventId: null, isImpossible: false }
const eventId = '0123456789abcdef0123456789abcdef'

describe('parseIssueQuery', () => {
  const cases: readonly [string, Partial<IssueQuery>][] = [
    ['', {}],
    ['   ', {}],
    ['is:unresolved', { status: 'unresolved' }],
    ['is:Resolved', { status: 'resolved' }],
    ['is:muted', { status: 'ignored' }],
    ['is:resolved is:resolved', { status: 'resolved' }],
    ['is:resolved is:ignored', { status: 'ignored', isImpossible: true }],
    ['level:error', { level: 'error' }],
    ['level:error level:fatal', { level: 'fatal', isImpossible: true }],
    ['has:user.email', { tags: [{ key: 'user.email', value: null }] }],
    ['browser.name:Chrome', { tags: [{ key: 'browser.name', value: 'Chrome' }] }],
    ['browser:"Chrome Mobile" x', { tags: [{ key: 'browser', value: 'Chrome Mobile' }], text: ['x'] }],
    ['release:my-app@1.0:2', { tags: [{ key: 'release', value: 'my-app@1.0:2' }] }],
    ['path:"C:\\\\temp \\"x\\""', { tags: [{ key: 'path', value: 'C:\\temp "x"' }] }],
    ['server:""', { tags: [{ key: 'server', value: '' }] }],
    ['url:"https://x/?a=b"', { tags: [{ key: 'url', value: 'https://x/?a=b' }] }],
    ['some words', { text: ['some', 'words'] }],
    ['"a phrase" more', { text: ['a phrase', 'more'] }],
    ['words is:unresolved between', { status: 'unresolved', text: ['words', 'between'] }],
    ['TypeError: x is undefined', { text: ['TypeError:', 'x', 'is', 'undefined'] }],
    ['https://example.com/a', { text: ['https://example.com/a'] }],
    ['"is:unresolved"', { text: ['is:unresolved'] }],
    ['conn*', { text: ['conn'] }],
    ['a*b', { text: ['a', 'b'] }],
    ['*', {}],
    ['"5 * 3"', { text: ['5 * 3'] }],
    ["it's", { text: ["it's"] }],
    ['say"what', { text: ['say"what'] }],
    [':x', { text: [':x'] }],
    ['foo():bar', { text: ['foo():bar'] }],
    ['!important', { text: ['!important'] }],
    ['<script>', { text: ['<script>'] }],
    [eventId, { eventId }],
    [' 01234567-89AB-cdef-0123-456789abcdef ', { eventId }],
    [`${eventId} x`, { text: [eventId, 'x'] }],
    ['Stra\u00dfe \u65e5\u672c', { text: ['Stra\u00dfe', '\u65e5\u672c'] }],
  ]

  it.each(cases)('%s', (input, expected) => {
    expect(parseIssueQuery(input)).toEqual({ ...anything, ...expected })
  })

  it.each([
    ['is:', /at character 1 .*unresolved, resolved, ignored/],
    ['words is:assigned', /at character 7 /],
    ['level:bad', /at character 1 .*"level:bad"/],
    ['has:', /at character 1 has: wants/],
    ['a "b c', /at character 3 a quotation mark/],
    ['tag:"open', /at character 5 a quotation mark/],
    ['!is:resolved', /negates/],
    ['x\0y', /at character 2 .*NUL/],
    ['x'.repeat(3000), /too long/],
    ['a '.repeat(50), /too many parts/],
  ])('refuses %.20j with a sentence', (input, sentence) => {
    expect(() => parseIssueQuery(input)).toThrow(sentence)
    try {
      parseIssueQuery(input)
    } catch (error) {
      expect(errorCode(error)).toBe('invalid_input')
    }
  })

  it('never fails otherwise, whatever is typed', () => {
    const letters = ['"', '\\', ':', ' ', '*', '!', 'a', 'is', '\u00a0', '(', '-', '\ud800']
    let seed = 7
    for (let round = 0; round < 3000; round += 1) {
      const length = 1 + (round % 12)
      const parts = Array.from({ length }, () => {
        seed = (seed * 1103515245 + 12345) % 2147483648
        return letters[seed % letters.length]
      })
      try {
        parseIssueQuery(parts.join(''))
      } catch (error) {
        expect(errorCode(error)).toBe('invalid_input')
      }
    }
  })
})
