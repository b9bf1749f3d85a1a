import { describe, expect, it } from '@jest/globals'
import { anEvent } from '../provider/memory/builders.js'
import { placeInIssue, placeInSearch } from './event-place.js'

describe('the place of an event', () => {
  it.each([
    [{ ordinal: 340, total: 1204, previousEventID: 'a', nextEventID: 'b' }, '#340 of 1,204'],
    [{ ordinal: null, total: 9_000_000, previousEventID: 'a', nextEventID: null }, 'Latest event'],
    [{ ordinal: null, total: 9_000_000, previousEventID: null, nextEventID: 'b' }, 'First event'],
    [{ ordinal: null, total: 9_000_000, previousEventID: 'a', nextEventID: 'b' }, 'Event'],
    [{ ordinal: 1, total: 1, previousEventID: null, nextEventID: null }, 'The only event'],
  ])('%j is told as %s', (about, words) => {
    expect(placeInIssue(anEvent(about)).words).toBe(words)
  })

  const found = (ids: readonly string[], next: string | null = null) => ({
    items: ids.map((eventID) => anEvent({ eventID })),
    next,
  })
  const at = (eventID: string, previousEventID: string | null = null, nextEventID: string | null = null) => ({
    ...{ eventID, previousEventID, nextEventID },
  })

  it('is among what was found, with the ways to the others', () => {
    expect(placeInSearch(at('b'), found(['c', 'b', 'a']))).toEqual({
      words: '#2 of 3 found',
      ...{ first: 'a', older: 'a', newer: 'c', last: 'c' },
    })
    expect(placeInSearch(at('a'), found(['c', 'b', 'a']))).toMatchObject({ first: null, older: null })
  })

  it('goes on behind the newest that were listed', () => {
    expect(placeInSearch(at('a', 'z'), found(['b', 'a'], 'more'))).toEqual({
      words: '2 from the newest of 2+ found',
      ...{ first: null, older: 'z', newer: 'b', last: 'b' },
    })
    expect(placeInSearch(at('z', 'y', 'a'), found(['b', 'a'], 'more'))).toMatchObject({ older: 'y', newer: 'a' })
  })

  it('leads to what was found from an event that is not of it', () => {
    expect(placeInSearch(at('z', 'b', 'c'), found(['c', 'b']))).toEqual({
      words: 'Not among the 2 found',
      ...{ first: 'b', older: 'b', newer: 'c', last: 'c' },
    })
    expect(placeInSearch(at('z'), found([]))).toMatchObject({ words: 'Nothing found', older: null, last: null })
  })
})
