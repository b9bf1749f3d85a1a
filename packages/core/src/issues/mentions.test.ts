import { describe, expect, it } from '@jest/globals'
import { parseMentions } from './mentions.js'

describe('parseMentions', () => {
  it.each<[string, Partial<ReturnType<typeof parseMentions>>]>([
    ['nobody', {}],
    ['@ada look', { words: ['ada'] }],
    ['(@Ada), @ada. and @bob:', { words: ['ada', 'bob'] }],
    ['@ada@example.com, please', { emails: ['ada@example.com'] }],
    ['write to ada@example.com', {}],
    ['@user:3 and @user:x', { userIds: ['3'], words: ['user:x'] }],
    ['npm i @acme/shop', { words: ['acme'] }],
    ['`@ada` and ```\n@bob\n``` but @carl', { words: ['carl'] }],
    ['@jürgen.müller', { words: ['jürgen.müller'] }],
    ['@ @@ @.', {}],
  ])('%s', (markdown, expected) => {
    expect(parseMentions(markdown)).toEqual({ userIds: [], emails: [], words: [], ...expected })
  })

  it('reads at most fifty, and any text at once', () => {
    expect(parseMentions(Array.from({ length: 80 }, (_, index) => `@a${index}`).join(' ')).words).toHaveLength(50)
    expect(parseMentions('@a.'.repeat(15_000)).words.length).toBeLessThanOrEqual(50)
    expect(parseMentions(`@${'a'.repeat(50_000)}`).words).toHaveLength(1)
  })
})
