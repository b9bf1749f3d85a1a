import { describe, expect, it } from '@jest/globals'
import { anAlert } from '../provider/memory/alert-world.js'
import { isQuiet, ruleStates } from './rule-state.js'

const NIGHT = { start: '22:00', end: '07:00', timeZone: 'Europe/Berlin', days: [5] }
const DAY = { start: '12:00', end: '13:00', timeZone: 'UTC', days: [1, 2, 3, 4, 5, 6, 7] }

describe('quiet hours', () => {
  it.each([
    // The 16th of January 2026 was a Friday; Berlin was an hour ahead.
    ['2026-01-16T20:59:00Z', NIGHT, false],
    ['2026-01-16T21:00:00Z', NIGHT, true],
    ['2026-01-17T05:59:00Z', NIGHT, true],
    ['2026-01-17T06:00:00Z', NIGHT, false],
    ['2026-01-16T05:00:00Z', NIGHT, false],
    ['2026-01-17T12:30:00Z', DAY, true],
    ['2026-01-17T13:00:00Z', DAY, false],
    ['2026-01-17T12:30:00Z', { ...DAY, timeZone: 'Mars/Olympus' }, false],
  ])('at %s of %j are on: %s', (at, hours, isOn) => {
    expect(isQuiet(hours, Date.parse(at))).toBe(isOn)
  })
})

describe('a rule', () => {
  const now = Date.parse('2026-01-17T12:30:00Z')
  const reach = { people: 1, channels: [] }

  it('is on where nothing is wrong with it', () => {
    expect(ruleStates(anAlert({ id: 1, triggers: ['new_issue'], reach }), now)).toEqual(['on'])
  })

  it('says everything that keeps people from hearing of it, the worst first', () => {
    const failing = [{ recipientID: 1, since: '', error: '', pausedUntil: null }]
    const alert = anAlert({ id: 1, failing, mutedUntil: '2026-01-17T13:00:00Z', quietHours: DAY })
    expect(ruleStates(alert, now)).toEqual(['failing', 'nobody', 'idle', 'muted', 'quiet'])
    expect(ruleStates({ ...alert, isEnabled: false }, now)).toEqual(['off'])
    expect(ruleStates(alert, now + 3_600_000)).toEqual(['failing', 'nobody', 'idle'])
  })
})
