import { describe, expect, it } from '@jest/globals'
import { SEARCH_FIELDS } from './fields.js'
import { parseSearch } from './parse.js'
import { SEARCH_BOUNDS, type SearchNode, type SearchTime, type SearchValue } from './types.js'

const HOUR = 3_600_000
const eventId = '0123456789abcdef0123456789abcdef'

describe('parseSearch', () => {
  it.each([
    ['', 'all()'],
    ['   ', 'all()'],
    ['is:unresolved', 'is(unresolved)'],
    ['is:Resolved', 'is(resolved)'],
    ['is:muted', 'is(ignored)'],
    ['is:archived', 'is(ignored)'],
    ['is:for_review', 'is(for_review)'],
    ['is:resolved is:ignored', 'all(is(resolved) is(ignored))'],
    ['level:[error,fatal]', 'level(error|fatal)'],
    ['!level:error', 'not(level(error))'],
    ['has:user.email !has:release', 'all(has(user.email) not(has(release)))'],
    ['has:tags[level]', 'has(tags[level])'],
    ['browser.name:Chrome', '#browser.name(`Chrome`)'],
    ['browser:"Chrome Mobile" x', 'all(#browser(`Chrome Mobile`) `x`)'],
    ['release:my-app@1.0:2', 'release(`my-app@1.0:2`)'],
    ['path:"C:\\\\temp \\"x\\""', '#path(`C:\\temp "x"`)'],
    ['server:""', '#server(``)'],
    ['url:"https://x/?a=b"', 'http.url(`https://x/?a=b`)'],
    ['tags[level]:x', '#level(`x`)'],
    ['"my tag":x', '#my tag(`x`)'],
    ['tags[a:b]:c', '#a:b(`c`)'],
    ['some words', 'all(`some` `words`)'],
    ['"a phrase" more', 'all(`a phrase` `more`)'],
    ['!"a phrase"', 'not(`a phrase`)'],
    ['words is:unresolved between', 'all(`words` is(unresolved) `between`)'],
    ['TypeError: x is undefined', 'all(`TypeError:` `x` `is` `undefined`)'],
    ['https://example.com/a', '`https://example.com/a`'],
    ['std::io::Error', '`std::io::Error`'],
    ['C:\\temp\\x', '`C:\\temp\\x`'],
    ['2026-01-31T12:00:00', '`2026-01-31T12:00:00`'],
    ['"is:unresolved"', '`is:unresolved`'],
    ['conn*', '`conn`*``'],
    ['a*b', '`a`*`b`'],
    ['a\\*b', '`a*b`'],
    ['*', 'all()'],
    ['"5 * 3"', '`5 * 3`'],
    ["it's", "`it's`"],
    ['say"what', '`say"what`'],
    [':x', '`:x`'],
    ['foo():bar', '`foo():bar`'],
    ['foo() bar', 'all(`foo()` `bar`)'],
    ['bar)', '`bar)`'],
    [':(', '`:(`'],
    ['()', '`()`'],
    ['!important', '`!important`'],
    ['<script>', '`<script>`'],
    ['Stra\u00dfe \u65e5\u672c', 'all(`Stra\u00dfe` `\u65e5\u672c`)'],
    [`${eventId} x`, `all(\`${eventId}\` \`x\`)`],
    ['browser:Saf*', '#browser(`Saf`*``)'],
    ['browser:"Safari 11*"', '#browser(`Safari 11`*``)'],
    ['browser:"5 \\* 3"', '#browser(`5 * 3`)'],
    ['browser:[Chrome, "Safari, old", Fire*]', '#browser(`Chrome`|`Safari, old`|`Fire`*``)'],
    ['path:[id]/x', '#path(`[id]/x`)'],
    ['a OR b', 'any(`a` `b`)'],
    ['a b OR c AND d', 'any(all(`a` `b`) all(`c` `d`))'],
    ['a (b OR c)', 'all(`a` any(`b` `c`))'],
    ['(a OR (b c)) OR d', 'any(any(`a` all(`b` `c`)) `d`)'],
    ['!(a OR level:info)', 'not(any(`a` level(info)))'],
    ['(foo() OR bar)', 'any(`foo()` `bar`)'],
    ['read or write', 'all(`read` `or` `write`)'],
    ['"OR"', '`OR`'],
    ['times_seen:10', 'times_seen(10..10)'],
    ['timesSeen:>100', 'times_seen(101..)'],
    ['release.version:>=1.2.0', 'release.version(>=1.2.0)'],
    ['release.version:1.2.*', 'release.version(`1.2.`*``)'],
    ['count:>=1.5k', 'times_seen(1500..)'],
    ['users:<5', 'users(..4)'],
    ['userCount:<=5', 'users(..5)'],
    ['times_seen:10..20', 'times_seen(10..20)'],
    ['times_seen:10..', 'times_seen(10..)'],
    ['times_seen:[1, >5]', 'times_seen(1..1|6..)'],
    ['firstSeen:-24h', 'first_seen(-24h<)'],
    ['age:+7d', 'first_seen(<-168h+1)'],
    ['last_seen:now-2w', 'last_seen(-336h<)'],
    ['last_seen:>-1h', 'last_seen(-1h+1<)'],
    ['first_seen:2026-01-31', 'first_seen(2026-01-31T00:00:00.000Z<2026-02-01T00:00:00.000Z)'],
    ['first_seen:>=2026-01-31T12:00', 'first_seen(2026-01-31T12:00:00.000Z<)'],
    ['first_seen:<2026-01-31T12:00:00+02:00', 'first_seen(<2026-01-31T10:00:00.000Z)'],
    ['first_seen:2026-01-01..2026-01-31', 'first_seen(2026-01-01T00:00:00.000Z<2026-02-01T00:00:00.000Z)'],
    ['assigned:me', 'assigned(me)'],
    ['assigned:[#crew, ada@example.com, none]', 'assigned(#crew|ada@example.com|none)'],
    ['issue.priority:[high, med]', 'priority(high|medium)'],
    ['error.unhandled:1', 'error.unhandled(true)'],
    ['transaction:/checkout*', 'culprit(`/checkout`*``)'],
    [`id:${eventId}`, `id(\`${eventId}\`)`],
  ])('%s', (text, expected) => {
    const { root, faults } = parseSearch(text)
    expect(faults).toEqual([])
    expect(show(root)).toBe(expected)
  })

  it.each([
    ['is:', '[is:]', /without a value/, /unresolved, resolved, ignored/],
    ['words is:unknown', 'words is:[unknown]', /"unknown" is no value of is:/, /Use one of/],
    ['level:bad', 'level:[bad]', /"bad"/, /fatal/],
    ['level:[error, bad]', 'level:[error, [bad]]', /"bad"/, /fatal/],
    ['has:', '[has:]', /without a value/, /key of a tag/],
    ['has:""', 'has:[""]', /is no value/, /key of a tag/],
    ['a "b c', 'a ["b c]', /quotation mark is opened/, /Close it/],
    ['tag:"open', 'tag:["open]', /quotation mark is opened/, /Close it/],
    ['tag:[a, b', 'tag:[[a, b]', /list is opened/, /\]/],
    ['level:[]', '[level:[]]', /empty/, /Use one of/],
    ['x\0y', 'x[\0]y', /code 0/, /Delete/],
    ['(a b', '[(]a b', /parenthesis is opened/, /\)/],
    ['a OR', 'a [OR]', /OR wants something on both sides/, /either side/],
    ['OR a', '[OR] a', /OR wants/, /either side/],
    ['(OR a) b', '([OR] a) b', /OR wants/, /either side/],
    ['a AND', 'a [AND]', /AND wants/, /either side/],
    ['times_seen:many', 'times_seen:[many]', /"many"/, />100/],
    ['first_seen:yesterday', 'first_seen:[yesterday]', /"yesterday"/, /-24h/],
    ['first_seen:24h', 'first_seen:[24h]', /"24h"/, /-24h/],
    ['first_seen:2026-02-31', 'first_seen:[2026-02-31]', /"2026-02-31"/, /2026-01-31/],
    ['assigned:""', 'assigned:[""]', /no value of assigned/, /assigned:me/],
    ['release.version:>new', 'release.version:[>new]', /">new"/, />=1.2.0/],
    ['id:7', 'id:[7]', /"7"/, /tags\[id\]/],
  ])('%j is marked at its place, with a remedy', (text, marked, message, remedy) => {
    const [fault, ...others] = parseSearch(text).faults
    expect(others).toEqual([])
    expect(fault?.message).toMatch(message)
    expect(fault?.remedy).toMatch(remedy)
    const { from = 0, to = 0 } = fault ?? {}
    expect(`${text.slice(0, from)}[${text.slice(from, to)}]${text.slice(to)}`).toBe(marked)
  })

  it('what is too long, too deep or too much is a fault, and the rest is read', () => {
    const faultsOf = (text: string) => parseSearch(text).faults.map((fault) => fault.message)
    expect(faultsOf('x'.repeat(3000))).toEqual([expect.stringMatching(/longer than 2048/)])
    expect(faultsOf('a '.repeat(SEARCH_BOUNDS.clauses))).toEqual([])
    expect(faultsOf('a '.repeat(50))).toEqual([expect.stringMatching(/more than 40 parts/)])
    expect(faultsOf(`${'('.repeat(10)}a${')'.repeat(10)}`)).toEqual([])
    expect(faultsOf(`${'('.repeat(11)}a${')'.repeat(11)}`)).toEqual([expect.stringMatching(/More than 10 parentheses/)])
    expect(faultsOf(`${'a*'.repeat(10)} b:${'*a'.repeat(10)}`)).toEqual([])
    expect(faultsOf(`${'a*'.repeat(11)} b:${'*a'.repeat(11)}`)).toEqual([
      expect.stringMatching(/more than 10 stars/),
      expect.stringMatching(/more than 10 stars/),
    ])
    expect(faultsOf(`a:[${'x,'.repeat(51)}]`)).toEqual([expect.stringMatching(/more than 50 values/)])
  })

  it('reads names that every object has as any other word', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
      expect(parseSearch(`is:${name}`).faults).toHaveLength(1)
      expect(parseSearch(`level:${name} ${name}:${name} has:${name}`).faults).toHaveLength(1)
    }
  })

  it('knows a pasted event id and a pasted short id', () => {
    expect(parseSearch(eventId)).toMatchObject({ eventId, shortId: null })
    expect(parseSearch(' 01234567-89AB-cdef-0123-456789abcdef ')).toMatchObject({ eventId })
    expect(parseSearch(' WEB-1A')).toMatchObject({ eventId: null, shortId: 'WEB-1A' })
    expect(parseSearch('WEB-1A x')).toMatchObject({ eventId: null, shortId: null })
  })

  it('tokens say where keys and values are', () => {
    const text = '!level:"a b" (foo OR browser:'
    const [level, open, foo, or, browser] = parseSearch(text).tokens
    expect(level).toMatchObject({ kind: 'field', key: 'level', isNegated: true, text: '!level:"a b"' })
    expect(level?.value).toEqual({ from: 7, to: 12, text: 'a b' })
    expect(open).toMatchObject({ kind: 'paren', from: 13, to: 14 })
    expect(foo).toMatchObject({ kind: 'text', text: 'foo' })
    expect(or).toMatchObject({ kind: 'operator', text: 'OR' })
    expect(browser).toMatchObject({ kind: 'text', key: 'browser', value: { from: 29, to: 29, text: '' } })
  })

  it('whatever is typed, it answers at once, with tokens that cover it and faults within it', () => {
    const letters = ['"', '\\', ':', ' ', '*', '!', 'a', 'is', '\u00a0', '(', ')', '[', ']', ',', '-', '\ud800', 'OR']
    const words = [
      ...letters,
      ...SEARCH_FIELDS.flatMap(({ key }) => [`${key}:`, `!${key}:>`]),
      '..',
      '1',
      'tags[',
      '\0',
    ]
    let seed = 7
    for (let round = 0; round < 5000; round += 1) {
      const parts = Array.from({ length: 1 + (round % 20) }, () => {
        seed = (seed * 1103515245 + 12345) % 2147483648
        return words[(seed >> 8) % words.length]
      })
      const text = parts.join('')
      const { tokens, faults } = parseSearch(text)
      let at = 0
      for (const { from, to } of tokens) {
        expect(text.slice(at, from)).toMatch(/^\s*$/)
        expect(to).toBeGreaterThan(from)
        at = to
      }
      expect(text.slice(at)).toMatch(/^\s*$/)
      for (const { from, to } of faults) expect(0 <= from && from <= to && to <= text.length).toBe(true)
    }
  })

  it('does not slow down on what is made to be slow', () => {
    for (const part of ['(', '!(', '"', 'a:"', 'a:[', '[,', 'a:[[', '\\', '*', '1..', 'tags[', ')('])
      expect(parseSearch(part.repeat(1_000_000 / part.length)).text).toHaveLength(
        part.length * Math.floor(1_000_000 / part.length),
      )
  })
})

function show(node: SearchNode): string {
  switch (node.kind) {
    case 'all':
    case 'any':
      return `${node.kind}(${node.nodes.map(show).join(' ')})`
    case 'not':
      return `not(${show(node.node)})`
    case 'text':
      return node.pattern.map((piece) => `\`${piece}\``).join('*')
    case 'field':
      return `${node.field ?? `#${node.key}`}(${node.values.map(showValue).join('|')})`
  }
}

function showValue(value: SearchValue): string {
  switch (value.kind) {
    case 'word':
      return value.word
    case 'pattern':
      return value.pattern.map((piece) => `\`${piece}\``).join('*')
    case 'version':
      return value.operator + value.version
    case 'range':
      return `${value.from ?? ''}..${value.to ?? ''}`
    case 'period':
      return `${showTime(value.from)}<${showTime(value.before)}`
  }
}

function showTime(time: SearchTime | null): string {
  if (time === null) return ''
  if ('at' in time) return new Date(time.at).toISOString()
  const hours = Math.round(time.ago / HOUR)
  const rest = hours * HOUR - time.ago
  return `-${hours}h${rest === 0 ? '' : `+${rest}`}`
}
