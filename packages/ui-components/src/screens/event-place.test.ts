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
    ...{ items: ids.map((eventID) => anEvent({ eventID })), next, previous: null, hits: null },
  })

  it('is among what was found, with the ways to the others', () => {
    expect(placeInSearch({ eventID: 'b' }, found(['c', 'b', 'a'], 'x'))).toEqual({
      words: '#2 of 3+ found',
      ...{ first: 'a', older: 'a', newer: 'c', last: 'c' },
    })
    expect(placeInSearch({ eventID: 'a' }, found(['c', 'b', 'a']))).toMatchObject({ first: null, older: null })
  })

  it('leads to what was found from an event that is not of it', () => {
    expect(placeInSearch({ eventID: 'z' }, found(['c', 'b']))).toMatchObject({
      words: 'Not among the 2 found',
      older: 'c',
      first: 'b',
    })
    expect(placeInSearch({ eventID: 'z' }, found([]))).toMatchObject({ words: 'Nothing found', older: null })
  })
})
