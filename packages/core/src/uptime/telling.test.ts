import { describe, expect, it } from '@jest/globals'
import type { MonitorHealth, MonitorStatus, Telling } from '../ports/monitors.js'
import { minutesAfter, NOON } from '../testing/builders.js'
import { UNKNOWN_HEALTH } from './state.js'
import { tell } from './telling.js'

const STATUS: Readonly<Record<string, MonitorStatus>> = { '?': 'unknown', u: 'up', s: 'degraded', d: 'down' }
const SAID: Readonly<Record<Telling, string>> = { none: '.', down: 'D', degraded: 'S', recovered: 'R', reminder: '!' }

/** What is told of a status a minute, a letter each; in capitals nobody may be told. */
function walk(statuses: string, remindSeconds: number | null = null): string {
  let health: MonitorHealth = UNKNOWN_HEALTH
  let said = ''
  for (const [minute, letter] of [...statuses].entries()) {
    const status = STATUS[letter.toLowerCase()]!
    const at = minutesAfter(NOON, minute)
    if (status !== health.status) health = { ...health, status, since: status === 'unknown' ? null : at }
    const isMuted = letter !== letter.toLowerCase()
    const told = tell(health, at, { remindSeconds, isMuted })
    health = told.health
    said += SAID[told.telling]
  }
  return said
}

describe('what is told of a monitor', () => {
  it.each([
    ['?uuu', '....'],
    ['?ddd', '.D..'],
    ['uddu', '.D.R'],
    ['ussu', '.S.R'],
    ['usdu', '.SDR'],
    ['uddud', '.D.RD'],
    ['uuss?', '..S..'],
  ])('is each change, once: %s', (statuses, said) => {
    expect(walk(statuses)).toBe(said)
  })

  it.each([
    ['udss', '.DR.'],
    ['udssu', '.DR..'],
    ['udssus', '.DR..S'],
    ['udsd', '.DRD'],
    ['usdss', '.SDR.'],
  ])('what was down and is slow is up again, and that alone is told: %s', (statuses, said) => {
    expect(walk(statuses)).toBe(said)
  })

  it.each([
    ['uDDu', '....'],
    ['uDDd', '...D'],
    ['udUd', '.D..'],
    ['udUu', '.D.R'],
    ['udSSs', '.D..R'],
    ['udSSsu', '.D..R.'],
    ['usUs', '.S..'],
    ['udUSs', '.D..R'],
    ['udDDdu', '.D...R'],
  ])('what nobody may be told of waits, and only what is left of it is told then: %s', (statuses, said) => {
    expect(walk(statuses)).toBe(said)
  })

  it.each([
    ['udddddd', 120, '.D.!.!.'],
    ['uddddudd', 180, '.D..!RD.'],
    ['udDDDdd', 120, '.D...!.'],
    ['ussss', 60, '.S...'],
  ])('while it is down people are reminded: %s every %i s', (statuses, remindSeconds, said) => {
    expect(walk(statuses, remindSeconds)).toBe(said)
  })
})
