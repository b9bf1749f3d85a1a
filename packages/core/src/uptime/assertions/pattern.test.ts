import { describe, expect, it } from '@jest/globals'
import { compilePattern } from './pattern.js'

const SOURCES = [
  ...[
    'a',
    'ab|cd',
    '^ab',
    'b$',
    'a.c',
    'a+b',
    'a*b',
    'ba?c',
    '(?:ab)+c',
    'a{2}',
    'a{2,}b',
    'a{1,3}c',
    '[a-c]+d',
    '[^a]b',
  ],
  ...[
    '\\bcat\\b',
    '\\Bcat',
    '\\d{3}-\\d+',
    '\\w+@\\w+\\.com',
    '\\s',
    '"ok":\\s*true',
    '[\\]x-]y',
    '(a|b|)c',
    '\\.',
    '\\x41',
  ],
  ...['\\u00e9', '[\\d.]+%', '^$', '', '(?<name>a)b', 'x*?y', '[.*+?]', 'a\\/b', '^a|b$', '\\S\\D\\W'],
]
const TEXTS = [
  ...['', 'a', 'ab', 'abc', 'aab', 'bc', 'cd', 'aaac', 'ababc', 'the cat sat', 'concat', 'cats', '555-12', 'x@y.com'],
  ...[
    '{"ok": true}',
    ']y',
    '-y',
    'c',
    'A',
    'é',
    '99.5%',
    'a/b',
    'xb',
    'a\nc',
    'a c',
    'q1!',
    'ax ',
    '+',
    'bb',
    'abd',
    'y',
  ],
]

describe('a pattern', () => {
  it('is in the same texts as by the expressions of the language', () => {
    for (const source of SOURCES) {
      const [pattern, native] = [compilePattern(source), new RegExp(source)]
      for (const text of TEXTS)
        expect({ source, text, isIn: pattern.isIn(text) }).toMatchObject({ isIn: native.test(text) })
    }
  })

  it('does not mind case where it says so', () => {
    expect(compilePattern('(?i)all systems [a-z]+').isIn('All SYSTEMS Operational')).toBe(true)
    expect(compilePattern('all systems').isIn('All SYSTEMS')).toBe(false)
  })

  it.each(['(a+)+$', '(x+x+)+y', '.*.*.*z', '(a|aa)+$', '(?:a?){100}b', '([a-z]+)*[0-9]'])(
    'costs what its text is long, and no more: %s',
    (source) => {
      expect(compilePattern(source).isIn(`${'a'.repeat(500_000)}!`)).toBe(false)
    },
  )

  it('gives up what cannot be told soon', () => {
    let seed = 7
    const letter = () => {
      seed = (seed * 48_271) % 2_147_483_647
      return String.fromCharCode(97 + (seed % 26))
    }
    const text = Array.from({ length: 300_000 }, letter).join('')
    expect(compilePattern('(?:[a-m][a-z]{190}|[n-z][a-z]{180})[0-9]').isIn(text)).toBeNull()
  })

  it.each([
    '(',
    ')',
    '[a',
    'a{201}',
    'a{3,2}',
    '*a',
    'a**',
    '(?=a)',
    '(?<!a)b',
    '(a)\\1',
    '\\k<a>',
    '[z-a]',
    '\\',
    '\\pL',
    '((((a{200}){200}){200}))',
    '('.repeat(60) + ')'.repeat(60),
  ])('%s is refused', (source) => {
    expect(() => compilePattern(source)).toThrow()
  })
})
