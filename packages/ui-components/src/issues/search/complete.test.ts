import { describe, expect, it } from '@jest/globals'
import { parseSearch } from '@mishap/core/format'
import { completionAt, withKey, withNegation, withValue } from './complete.js'

/** The text with `|` where the caret is. */
function at(marked: string) {
  const caret = marked.indexOf('|')
  return { text: marked.replace('|', ''), caret }
}

function shown({ text, caret }: { readonly text: string; readonly caret: number }) {
  return `${text.slice(0, caret)}|${text.slice(caret)}`
}

const completion = (marked: string) => {
  const { text, caret } = at(marked)
  return completionAt(text, caret)
}

describe('what the caret of a search is in', () => {
  it('is a new key where nothing stands', () => {
    expect(completion('|')).toMatchObject({ kind: 'key', typed: '', token: null })
    expect(completion('level:error |')).toMatchObject({ kind: 'key', typed: '', from: 12 })
  })

  it('is a key while there is no colon, with or without a negation', () => {
    expect(completion('lev|')).toMatchObject({ kind: 'key', typed: 'lev', from: 0, to: 3 })
    expect(completion('a !lev|')).toMatchObject({ kind: 'key', typed: 'lev', from: 3 })
    expect(completion('le|vel:error')).toMatchObject({ kind: 'key', typed: 'le', to: 5 })
  })

  it('is a value behind the colon, of the key by its first name', () => {
    expect(completion('level:|')).toMatchObject({ kind: 'value', typed: '', key: 'level', from: 6 })
    expect(completion('firstSeen:-2|')).toMatchObject({ kind: 'value', typed: '-2', key: 'first_seen' })
    expect(completion('browser:Chr|')).toMatchObject({ kind: 'value', typed: 'Chr', key: 'browser' })
    expect(completion('tags[level]:x|')).toMatchObject({ kind: 'value', key: 'level', isTag: true })
  })

  it('is one of several in a list', () => {
    expect(completion('level:[error,wa|]')).toMatchObject({ kind: 'value', typed: 'wa', from: 13, to: 15 })
    expect(completion('level:[er|,warning]')).toMatchObject({ kind: 'value', typed: 'er', from: 7, to: 9 })
  })
})

describe('a completed search', () => {
  const key = (marked: string, name: string) => shown(withKey(at(marked).text, completion(marked), name))
  const value = (marked: string, name: string, isLiteral = true) =>
    shown(withValue(at(marked).text, completion(marked), name, isLiteral))

  it('goes on behind the colon of a key', () => {
    expect(key('words lev|', 'level')).toBe('words level:|')
    expect(key('!lev|', 'level')).toBe('!level:|')
    expect(key('le|vel:error', 'title')).toBe('title:|error')
  })

  it('goes on behind a value, which is quoted where it must be', () => {
    expect(value('level:er|', 'error')).toBe('level:error |')
    expect(value('browser:Chr|', 'Chrome 143')).toBe('browser:"Chrome 143" |')
    expect(value('level:er| words', 'error')).toBe('level:error |words')
    expect(value('users:|', '>100', false)).toBe('users:>100 |')
    expect(value('level:[error,wa|]', 'warning')).toBe('level:[error,warning|]')
  })

  it('can be taken literally again whatever the value is', () => {
    for (const odd of ['a b', '"', 'x,y', '[z]', '>1', '*', '\\', 'a:b', "O'Hara"]) {
      const { text } = withValue('tag:', completion('tag:|'), odd, true)
      expect(parseSearch(text).faults).toEqual([])
    }
  })

  it('is turned into its opposite and back', () => {
    const [token] = parseSearch('level:error').tokens
    const turned = withNegation('level:error', token!)
    expect(shown(turned)).toBe('!level:error|')
    expect(shown(withNegation(turned.text, parseSearch(turned.text).tokens[0]!))).toBe('level:error|')
  })
})
