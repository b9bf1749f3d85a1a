import { describe, expect, it } from '@jest/globals'
import type { UptimeBarJson } from '@mishap/core/client'
import { barState, joinBars, nameOfBar, summaryOfBars, wordsOfBar } from './bars.js'

const start = Date.parse('2026-01-15T06:00:00Z')

function aBar(at = 0, bar: Partial<UptimeBarJson> = {}): UptimeBarJson {
  return {
    ...{
      start: new Date(start + at * 900_000).toISOString(),
      seconds: 900,
      checks: 15,
      failed: 0,
      downSeconds: 0,
      knownSeconds: 900,
    },
    ...{ degradedSeconds: 0, maintenanceSeconds: 0, p50: 80, p95: 140, p99: 200 },
    ...bar,
  }
}

describe('bars of uptime', () => {
  it('show the worst of their stretch', () => {
    expect(barState(aBar())).toBe('up')
    expect(barState(aBar(0, { degradedSeconds: 60, downSeconds: 1 }))).toBe('down')
    expect(barState(aBar(0, { checks: 0, knownSeconds: 0 }))).toBe('unknown')
    expect(barState(aBar(0, { knownSeconds: 0, maintenanceSeconds: 900 }))).toBe('maintenance')
  })

  it('are summed up in words, and each is told with when and what', () => {
    const bars = [aBar(0), aBar(1), aBar(2, { downSeconds: 130, failed: 3 })]
    expect(summaryOfBars(bars)).toBe('3 stretches: 2 up, 1 down')
    expect(summaryOfBars([])).toBe('Nothing is known yet')
    expect(wordsOfBar(bars[2] as UptimeBarJson)).toBe('down for 2m 10s · 15 checks, 3 failed · p95 140ms')
    const reader = { locale: 'en', timeZone: 'UTC' }
    expect(nameOfBar(aBar(1), reader)).toBe('Jan 15, 06:15–06:30')
    expect(nameOfBar(aBar(0, { seconds: 86_400 }), { locale: 'en', timeZone: 'Pacific/Auckland' })).toBe('Jan 15')
  })

  it('are joined where there is no room, the newest ones whole', () => {
    const bars = Array.from({ length: 7 }, (_, at) => aBar(at, { p95: at === 4 ? null : 100 + at }))
    const fewer = joinBars(bars, 4)
    expect(fewer.map(({ seconds }) => seconds)).toEqual([900, 1800, 1800, 1800])
    expect(fewer.map(({ p95 }) => p95)).toEqual([100, 102, 103, 106])
    expect(joinBars(bars, 7)).toBe(bars)
  })
})
