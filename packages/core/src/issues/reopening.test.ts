import { describe, expect, it } from '@jest/globals'
import type { StatusDetails } from '../ports/issue-state.js'
import { releasesToCompare, reopeningOf } from './reopening.js'

const at = (minutes: number) => new Date(Date.UTC(2026, 2, 14, 12, minutes))
const firstSeen = new Map([
  ['old', at(-60)],
  ['current', at(-30)],
  ['newer', at(20)],
  ['1.1.0', at(-30)],
  ['1.0.9', at(20)],
])

/** Whether an event of the release reopens an issue that was resolved at noon. */
const regresses = (statusDetails: StatusDetails | null, release: string | null, minutes = 30) => {
  const event = { receivedAt: at(minutes), release }
  const issue = { status: 'resolved', resolvedAt: at(0), statusDetails, count: 2, userCount: 0 } as const
  return reopeningOf({ issue, events: [event], firstSeen })?.kind === 'regressed'
}

describe('an event on a resolved issue', () => {
  const release = (name: string) => ({ kind: 'release', release: name }) as const
  const next = (after: string | null) => ({ kind: 'nextRelease', after }) as const
  const commit = (after: string | null) => ({ kind: 'commit', commit: 'c0ffee', repository: null, after }) as const
  it.each<[StatusDetails | null, string | null, boolean]>([
    [null, null, true],
    [null, 'old', true],
    [release('current'), 'old', false],
    [release('current'), 'current', true],
    [release('current'), 'newer', true],
    [release('current'), null, false],
    [release('current'), 'never seen', false],
    // By version, whatever was seen first: a fix that is delivered late to an older line is not newer.
    [release('1.1.0'), '1.0.9', false],
    [release('1.0.9'), '1.1.0', true],
    // The release of the fix is still to come.
    [release('to come'), 'current', false],
    [release('to come'), 'newer', true],
    [next('current'), 'current', false],
    [next('current'), 'old', false],
    [next('current'), 'newer', true],
    [next('1.1.0'), '1.0.9', false],
    [next(null), 'newer', true],
    [next(null), 'old', false],
    [next(null), null, false],
    [commit('current'), 'current', false],
    [commit('current'), 'newer', true],
    [commit(null), null, true],
  ])('%j, release %s: reopens is %s', (details, name, expected) => {
    expect(regresses(details, name)).toBe(expected)
  })

  it('that was received before it was resolved changes nothing', () => {
    expect(regresses(null, null, -1)).toBe(false)
    expect(regresses(null, null, 0)).toBe(true)
  })

  it('asks only for releases that it has to compare', () => {
    const issue = { status: 'resolved', resolvedAt: at(0), count: 1, userCount: 0 } as const
    const events = [
      { receivedAt: at(1), release: 'a' },
      { receivedAt: at(1), release: null },
      { receivedAt: at(2), release: 'a' },
    ]
    expect(releasesToCompare({ issue: { ...issue, statusDetails: null }, events })).toEqual([])
    expect(releasesToCompare({ issue: { ...issue, statusDetails: next('b') }, events })).toEqual(['b', 'a'])
  })
})

describe('an event on an ignored issue', () => {
  const until = { kind: 'until', until: null, events: null, users: null, windowMinutes: null } as const
  const met = (details: StatusDetails | null, count: number, userCount = 0, minutes = [5]) =>
    reopeningOf({
      issue: { status: 'ignored', resolvedAt: null, statusDetails: details, count, userCount },
      events: minutes.map((minute) => ({ receivedAt: at(minute), release: null })),
      firstSeen,
    })
  const from = { eventsFrom: 10, usersFrom: 3, windowFrom: at(0) }

  it('does nothing where it is ignored for good, or until it escalates', () => {
    expect([met(null, 999), met({ kind: 'escalating' }, 999)]).toEqual([null, null])
  })

  it.each<[number, number, number | null, number | null, string | null]>([
    [14, 3, 5, null, null],
    [15, 3, 5, null, 'events'],
    [11, 4, null, 2, null],
    [11, 5, null, 2, 'users'],
    [15, 5, 5, 2, 'events'],
  ])('with %d events and %d users, of %s events or %s users more: %s', (count, userCount, events, users, reason) => {
    const woken = met({ ...until, ...from, events, users }, count, userCount)
    expect(woken).toEqual(reason === null ? null : { kind: 'woken', reason })
  })

  it('begins the next window with what comes after the last, and may fill it at once', () => {
    const details = { ...until, ...from, events: 3, windowMinutes: 10 }
    expect(met(details, 12, 3, [9])).toBeNull()
    expect(met(details, 12, 3, [10])).toEqual({
      kind: 'window',
      details: { ...details, eventsFrom: 11, windowFrom: at(10) },
    })
    expect(met(details, 14, 3, [10, 11, 12])).toEqual({ kind: 'woken', reason: 'events' })
  })
})
