import { describe, expect, it } from '@jest/globals'
import { partsOf, statusOf, withoutPart, withoutStatus, withStatus, withTag } from './query-text.js'

describe('the status of a search', () => {
  it.each([
    ['', 'all'],
    ['is:resolved', 'resolved'],
    ['words is:ignored more', 'ignored'],
    ['is:muted', 'ignored'],
    ['"is:resolved"', 'all'],
    ['is:assigned', 'all'],
    ['is:constructor', 'all'],
    ['!is:resolved', 'all'],
    ['is:resolved OR words', 'all'],
    ['(is:resolved OR words)', 'all'],
    ['for AND is:for_review', 'for_review'],
  ] as const)('of %j is %s', (query, status) => {
    expect(statusOf(query)).toBe(status)
  })

  it('changes without touching the rest, and stands behind it', () => {
    expect(withStatus('is:unresolved level:error "a b"', 'resolved')).toBe('level:error "a b" is:resolved')
    expect(withStatus('is:unresolved', 'all')).toBe('')
    expect(withoutStatus('level:error is:resolved')).toBe('level:error')
  })

  it('holds for all of a search that is one or the other', () => {
    expect(withStatus('cart OR checkout', 'unresolved')).toBe('(cart OR checkout) is:unresolved')
    expect(withoutStatus('(cart OR checkout) is:unresolved')).toBe('(cart OR checkout)')
    expect(withoutStatus('cart AND is:unresolved AND level:error')).toBe('cart AND level:error')
  })

  it('leaves alone what cannot be read', () => {
    for (const odd of ['"never closed', '((a', 'a)', 'OR', `"${'a '.repeat(3000)}`])
      expect(withoutStatus(odd)).toBe(odd.trim())
  })
})

describe('narrowing by a tag', () => {
  it('quotes what would not be one word', () => {
    expect(withTag('', 'browser', 'Chrome')).toBe('browser:Chrome')
    expect(withTag('is:unresolved', 'release', 'my "app" 1\\2')).toBe('is:unresolved release:"my \\"app\\" 1\\\\2"')
    expect(withTag('', 'url', 'https://x/?a=b')).toBe('url:https://x/?a=b')
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

  it('are a group whole', () => {
    const query = 'words !(level:error OR level:fatal) is:unresolved'
    expect(partsOf(query)).toEqual(['!(level:error OR level:fatal)', 'words'])
    expect(withoutPart(query, '!(level:error OR level:fatal)')).toBe('words is:unresolved')
    expect(partsOf('a OR b c')).toEqual(['a OR b c'])
    expect(withoutPart('a OR b c', 'a OR b c')).toBe('')
  })
})
