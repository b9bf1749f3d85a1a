import { describe, expect, it } from '@jest/globals'
import type { HistoryBucketJson } from '@mishap/core/client'
import { latencyCeiling, latencySummary, latencyWords, lineRuns, phaseBoxes } from './latency.js'

function aBucket(bucket: Partial<HistoryBucketJson> = {}): HistoryBucketJson {
  return {
    ...{ start: '2026-01-15T06:00:00Z', seconds: 60, checks: 1, failed: 0, knownSeconds: 60, downSeconds: 0 },
    ...{ degradedSeconds: 0, maintenanceSeconds: 0, p50: 80, p95: 140, p99: 200 },
    timings: { dns: 10, connect: 20, tls: null, firstByte: 50, transfer: 0 },
    ...bucket,
  }
}

const NOTHING = {
  p50: null,
  p95: null,
  timings: { dns: null, connect: null, tls: null, firstByte: null, transfer: null },
}

describe('a chart of latency', () => {
  it('stacks what there was of each part up to a round number', () => {
    expect(latencyCeiling([aBucket()])).toBe(150)
    expect(latencyCeiling([aBucket(NOTHING)])).toBe(1)
    expect(phaseBoxes(aBucket(), 200)).toEqual([
      { phase: 'dns', y: 95, height: 5 },
      { phase: 'connect', y: 85, height: 10 },
      { phase: 'firstByte', y: 60, height: 25 },
    ])
  })

  it('breaks its lines where nothing is known', () => {
    const buckets = [aBucket(), aBucket({ p50: 40 }), aBucket(NOTHING), aBucket()]
    expect(lineRuns(buckets, 'p50', 100)).toEqual(['5,20 15,60', '35,20 38,20'])
  })

  it('is told in words', () => {
    expect(latencyWords(aBucket({ downSeconds: 30 }))).toBe(
      'down for 30s · p50 80ms · p95 140ms · DNS 10ms · Connect 20ms · First byte 50ms · Transfer 0ms',
    )
    expect(latencyWords(aBucket(NOTHING))).toBe('nothing is known')
    expect(latencySummary([aBucket(), aBucket({ p95: 900 })])).toBe('Usually 80ms; the slowest p95 was 900ms')
    expect(latencySummary([])).toBe('No answers in this time')
  })
})
