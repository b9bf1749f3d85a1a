import { describe, expect, it } from '@jest/globals'
import { partsOf, statusOf, withoutPart, withoutStatus, withStatus, withTag, wordsOf } from './query-text.js'

describe('the words of a search', () => {
  it('keeps quoted words and quoted values whole', () => {
    expect(wordsOf('a  "b c" release:"my app@1" d:e')).toEqual(['a', '"b c"', 'release:"my app@1"', 'd:e'])
  })

  it('is put together again by spaces, quotation marks inside included', () => {
    const query = 'path:"C:\\\\temp \\"x\\"" is:unresolved word'
    expect(wordsOf(query).join(' ')).toBe(query)
  })

  it('does not hang on a quotation mark that is never closed', () => {
    expect(wordsOf(`"${'a '.repeat(5000)}`)).toHaveLength(5000)
  })
})

describe('the status of a search', () => {
  it.each([
    ['', 'all'],
    ['is:resolved', 'resolved'],
    ['words is:ignored more', 'ignored'],
    ['is:muted', 'ignored'],
    ['"is:resolved"', 'all'],
    ['is:assigned', 'all'],
    ['is:constructor', 'all'],
  ] as const)('of %j is %s', (query, status) => {
    expect(statusOf(query)).toBe(status)
  })

  it('changes without touching the rest, and stands behind it', () => {
    expect(withStatus('is:unresolved level:error "a b"', 'resolved')).toBe('level:error "a b" is:resolved')
    expect(withStatus('is:unresolved', 'all')).toBe('')
    expect(withoutStatus('level:error is:resolved')).toBe('level:error')
  })
})

describe('narrowing by a tag', () => {
  it('quotes what would not be one word', () => {
    expect(withTag('', 'browser', 'Chrome')).toBe('browser:Chrome')
    expect(withTag('is:unresolved', 'release', 'my "app" 1\\2')).toBe('is:unresolved release:"my \\"app\\" 1\\\\2"')
    expect(withTag('', 'url', 'https://x/?a=b')).toBe('url:"https://x/?a=b"')
    expect(withTag('', 'server', '')).toBe('server:""')
  })

  it('asks for the same once only', () => {
    expect(withTag('browser:Chrome', 'browser', 'Chrome')).toBe('browser:Chrome')
  })
})

describe('the parts of a search', () => {
  it('are its clauses one by one and its words together', () => {
    expect(partsOf('is:unresolved level:fatal some words browser:"Chrome Mobile"')).toEqual([
      'level:fatal',
      'browser:"Chrome Mobile"',
      'some words',
    ])
  })

  it('can be taken out one at a time', () => {
    const query = 'is:unresolved level:fatal some words'
    expect(withoutPart(query, 'level:fatal')).toBe('is:unresolved some words')
    expect(withoutPart(query, 'some words')).toBe('is:unresolved level:fatal')
    expect(withoutPart(query, 'is:unresolved')).toBe('level:fatal some words')
  })
})
