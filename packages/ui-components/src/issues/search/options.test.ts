import { describe, expect, it } from '@jest/globals'
import { completionAt } from './complete.js'
import { hasServerValues, keyOptions, type SearchOption, valueOptions } from './options.js'

const at = (text: string) => completionAt(text, text.length)
const names = (options: readonly SearchOption[]) =>
  options.map((option) => (option.kind === 'key' ? option.key : option.kind === 'value' ? option.value : option.kind))

describe('keys to choose from', () => {
  it('begin with those that most searches begin with', () => {
    expect(names(keyOptions('', []))[0]).toBe('is')
    expect(names(keyOptions('', [])).slice(0, 3)).toEqual(['is', 'level', 'assigned'])
  })

  it('are found by name, by another name and by what they mean', () => {
    expect(names(keyOptions('lev', []))[0]).toBe('level')
    expect(names(keyOptions('userCount', []))).toContain('users')
    expect(names(keyOptions('severe', []))).toContain('level')
  })

  it('end with tags of the server, but not with what the language knows itself', () => {
    const tags = [
      { name: 'browser.name', count: 9 },
      { name: 'level', count: 9 },
      { name: 'customer', count: 1 },
    ]
    expect(names(keyOptions('', tags)).slice(-2)).toEqual(['browser.name', 'customer'])
    expect(names(keyOptions('brow', tags)).at(-1)).toBe('browser.name')
  })
})

describe('values to choose from', () => {
  it('are those that the language knows', () => {
    expect(names(valueOptions(at('priority:'), []))).toEqual(['high', 'medium', 'low'])
    expect(names(valueOptions(at('level:er'), []))).toEqual(['error'])
    expect(names(valueOptions(at('first_seen:'), []))).toContain('-24h')
    expect(names(valueOptions(at('users:'), []))).toContain('>100')
  })

  it('are asked of the server where only it knows them', () => {
    const isAsked = (text: string) => hasServerValues(at(text))
    expect(['browser:', 'assigned:', 'release:', 'tags[level]:', 'environment:'].map(isAsked)).not.toContain(false)
    expect(['level:', 'is:', 'first_seen:', 'users:', 'has:', 'browser'].map(isAsked)).not.toContain(true)
  })

  it('are of the language first, then as often as the server counted', () => {
    const counted = [
      { name: 'ada@example.com', count: 2 },
      { name: 'me', count: 1 },
    ]
    expect(names(valueOptions(at('assigned:'), counted))).toEqual(['me', 'my_teams', 'none', 'ada@example.com'])
  })
})
