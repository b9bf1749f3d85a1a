import { describe, expect, it } from '@jest/globals'
import { minutesAfter, NOON } from '../testing/builders.js'
import { type Finding, step, UNKNOWN_HEALTH } from './state.js'

const FINDINGS: Readonly<Record<string, Finding>> = { u: 'up', s: 'degraded', d: 'down' }
const LETTERS = { unknown: '?', up: 'u', degraded: 's', down: 'd' }

const ONCE = { confirmationThreshold: 1, recoveryThreshold: 1 }

/** The status after each finding, in capitals while it flaps. */
function walk(findings: string, threshold = 1): string {
  let health = UNKNOWN_HEALTH
  let said = ''
  for (const [index, letter] of [...findings].entries()) {
    const thresholds = { confirmationThreshold: threshold, recoveryThreshold: threshold }
    health = step(health, FINDINGS[letter]!, minutesAfter(NOON, index), thresholds).health
    const shown = LETTERS[health.status]
    said += health.isFlapping ? shown.toUpperCase() : shown
  }
  return said
}

describe('what changes too often', () => {
  it.each([
    ['two short outages in a row are two outages', 'uuduuduu', 1, 'uuduuduu'],
    ['with the end of the third it flaps, and is mostly up', 'uduududuuu', 1, 'uduududUUU'],
    ['up and down in turns it is what it mostly was', 'udududududud', 1, 'udududUUUUUU'],
    ['slow and fast in turns as well', 'ususususdd', 1, 'usususUUUU'],
    ['it is down when two thirds say so', `udududu${'d'.repeat(6)}`, 1, 'udududUUUUUDD'],
    ['an outage of ten checks is none', `uu${'d'.repeat(10)}uu`, 1, `uu${'d'.repeat(10)}uu`],
    ['it ends some twenty checks later', `udududu${'u'.repeat(17)}du`, 1, `ududud${'U'.repeat(16)}uudu`],
    ['and then it is what the checks say', `udududu${'d'.repeat(17)}`, 1, `udududUUUUU${'D'.repeat(12)}d`],
    ['what is not confirmed is no change', 'uudu'.repeat(8), 2, 'u'.repeat(32)],
    ['confirmed changes count', 'uudd'.repeat(4), 2, 'uuudduudduuddUUU'],
  ])('%s: %s', (_, findings, threshold, said) => {
    expect(walk(findings, threshold)).toBe(said)
  })

  it('keeps no more than it looks at', () => {
    let health = UNKNOWN_HEALTH
    for (let index = 0; index < 50; index += 1)
      health = step(health, index % 2 === 0 ? 'up' : 'down', minutesAfter(NOON, index), ONCE).health
    expect(health.recent).toBe(`${'du'.repeat(10)}d`)
  })

  it('a monitor from before goes on with the status that it had', () => {
    const health = { ...UNKNOWN_HEALTH, status: 'down', since: NOON } as const
    const next = step(health, 'down', minutesAfter(NOON, 1), ONCE)
    expect(next).toMatchObject({ isChange: false, health: { status: 'down', since: NOON, recent: 'd' } })
  })
})
