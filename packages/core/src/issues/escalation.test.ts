import { describe, expect, it } from '@jest/globals'
import { escalationOf } from './escalation.js'

const HOUR_MS = 3_600_000
const NOW = new Date('2026-03-14T12:30:00.000Z')
const ago = (hours: number) => new Date(NOW.getTime() - hours * HOUR_MS)

/** Hours back from now, the running one first. */
const back = (...counts: readonly number[]) => counts.map((count, index) => ({ at: ago(index), count }))
const week = (count: number) => new Array<number>(168).fill(count)

describe('escalationOf', () => {
  const old = { now: NOW, firstSeenAt: ago(1000), isArchived: false }
  it.each<[string, number[], boolean, number]>([
    ['nothing at all', [], false, 20],
    ['a quiet issue with a few events', [20, ...week(0)], false, 20],
    ['a quiet issue with many', [21, ...week(0)], true, 20],
    ['a steady issue that goes on', [100, ...week(100)], false, 300],
    ['a steady issue at three times its usual', [300, ...week(100)], false, 300],
    ['a steady issue beyond that', [301, ...week(100)], true, 300],
    ['one more burst of an issue that comes in bursts', [70, 0, 0, 50, ...week(0)], false, 75],
    ['a burst like none before', [200, 0, 0, 50, ...week(0)], true, 75],
    ['a flood that is eight days old', [30, ...week(0), 5000], true, 20],
  ])('%s', (_, counts, isEscalating, limit) => {
    expect(escalationOf(back(...counts), old)).toEqual({ isEscalating, events: counts[0] ?? 0, limit })
  })

  it('a young issue has no usual yet', () => {
    const young = { ...old, firstSeenAt: ago(5) }
    expect(escalationOf(back(500), young).isEscalating).toBe(false)
    expect(escalationOf(back(500), { ...young, isArchived: true }).isEscalating).toBe(true)
  })

  it('hours before it was first seen do not make it look quiet', () => {
    const counts = back(250, ...new Array<number>(30).fill(100))
    expect(escalationOf(counts, { ...old, firstSeenAt: ago(30) }).isEscalating).toBe(false)
  })

  it('an event from before the first sighting, and one from tomorrow, harm nothing', () => {
    expect(escalationOf(back(5).concat({ at: ago(-24), count: 900 }), { ...old, firstSeenAt: ago(-2) })).toEqual({
      isEscalating: false,
      events: 5,
      limit: 20,
    })
  })
})
