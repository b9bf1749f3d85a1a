import { describe, expect, it } from '@jest/globals'
import type { MonitorHealth, MonitorStatus } from '../ports/monitors.js'
import { minutesAfter, NOON } from '../testing/builders.js'
import { type Finding, step, UNKNOWN_HEALTH } from './state.js'

const OF_LETTER: Readonly<Record<string, Finding>> = { u: 'up', s: 'degraded', d: 'down' }
const TO_LETTER: Readonly<Record<MonitorStatus, string>> = { unknown: '?', up: 'u', degraded: 's', down: 'd' }

/** What the findings, a letter each, make of a new monitor: the status after each, `!` where it is unsure. */
function walk(findings: string, confirmationThreshold = 1, recoveryThreshold = 1): string {
  let health: MonitorHealth = UNKNOWN_HEALTH
  let said = ''
  for (const [index, letter] of [...findings].entries()) {
    const next = step(health, OF_LETTER[letter]!, minutesAfter(NOON, index), {
      confirmationThreshold,
      recoveryThreshold,
    })
    health = next.health
    said += TO_LETTER[health.status] + (next.isUnsure ? '!' : '')
  }
  return said
}

describe('the health of a monitor', () => {
  it.each([
    ['uuduu', 'uuduu'],
    ['dduu', 'dduu'],
    ['usu', 'usu'],
    ['sd', 'sd'],
  ])('follows each check where one is enough: %s', (findings, said) => {
    expect(walk(findings)).toBe(said)
  })

  it.each([
    ['udddu', 'uu!u!du'],
    ['uddudddu', 'uu!u!uu!u!du'],
    ['dddd', '?!?!dd'],
    ['ddudd', '?!?!uu!u!'],
    ['usssu', 'uu!u!su'],
    ['ussdsss', 'uu!u!u!u!u!s'],
    ['usssddd', 'uu!u!ss!s!d'],
  ])('is worse only after three bad checks in a row: %s', (findings, said) => {
    expect(walk(findings, 3)).toBe(said)
  })

  it.each([
    ['duuu', 'dd!uu'],
    ['duduu', 'dd!dd!u'],
    ['dusu', 'dd!ss!'],
    ['dsu', 'dd!u'],
    ['uduu', 'udd!u'],
    ['ssuu', 'sss!u'],
  ])('is better only after two good ones: %s', (findings, said) => {
    expect(walk(findings, 1, 2)).toBe(said)
  })

  it('says since when, and that a check changed it', () => {
    const thresholds = { confirmationThreshold: 2, recoveryThreshold: 1 }
    const up = step(UNKNOWN_HEALTH, 'up', NOON, thresholds)
    expect(up).toMatchObject({ isChange: true, health: { status: 'up', since: NOON } })
    const still = step(up.health, 'up', minutesAfter(NOON, 1), thresholds)
    expect(still).toMatchObject({ isChange: false, health: { since: NOON } })
    const unsure = step(still.health, 'down', minutesAfter(NOON, 2), thresholds)
    expect(unsure).toMatchObject({ isChange: false, isUnsure: true, health: { status: 'up', since: NOON, streak: 1 } })
    const down = step(unsure.health, 'down', minutesAfter(NOON, 3), thresholds)
    expect(down.health).toMatchObject({ status: 'down', since: minutesAfter(NOON, 3), streak: 0, streakFor: null })
  })
})
