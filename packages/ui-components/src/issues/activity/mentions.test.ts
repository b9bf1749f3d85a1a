import { describe, expect, it } from '@jest/globals'
import { mentionAt, peopleFor, withMention } from './mentions.js'

const ada = { id: '1', name: 'Ada Lovelace', email: 'ada@example.com', username: 'ada@example.com' }
const grace = { id: '2', name: 'Grace Hopper', email: 'hopper@example.com', username: 'hopper@example.com' }

describe('a mention that is being typed', () => {
  it.each([
    ['ask @a', 6, 'a'],
    ['@', 1, ''],
    ['(@gra', 5, 'gra'],
    ['@ada@ex', 7, 'ada@ex'],
  ])('%j at %d is %j', (text, caret, word) => {
    expect(mentionAt(text, caret)).toMatchObject({ word, to: caret })
  })

  it.each([
    ['ada@example.com', 15],
    ['@ada is', 7],
    ['no', 2],
  ])('%j at %d is none', (text, caret) => {
    expect(mentionAt(text, caret)).toBeNull()
  })

  it('finds people by name and address, beginnings first', () => {
    expect(peopleFor('lov', [grace, ada])).toEqual([ada])
    expect(peopleFor('HOP', [ada, grace])).toEqual([grace])
    expect(peopleFor('a', [grace, ada])).toEqual([ada, grace])
    expect(peopleFor('x@y', [grace, ada])).toEqual([])
  })

  it('is replaced by the address, with one space behind it', () => {
    const typed = mentionAt('ask @a now', 6)
    expect(typed && withMention('ask @a now', typed, ada)).toEqual({ text: 'ask @ada@example.com now', caret: 21 })
  })
})
