import { describe, expect, it } from '@jest/globals'
import type { JobRun } from '../ports/instance.js'
import { livingRuns } from './living-runs.js'

const NOW = new Date('2026-11-23T12:00:00Z')

function aRun(worker: string, job: string, minutesAgo: number): JobRun {
  const finishedAt = new Date(NOW.getTime() - minutesAgo * 60_000)
  return { job, worker, finishedAt, tookMs: 5, done: null, since: null, error: null }
}

describe('what processes did last', () => {
  it('is left out of one that ended, where another has done the same since', () => {
    const old = [aRun('old', 'storing', 43), aRun('old', 'mails', 43)]
    const young = [aRun('new', 'storing', 1), aRun('new', 'mails', 0)]
    expect(livingRuns([...old, ...young], NOW)).toEqual(young)
  })

  it('stays where nobody has done it since, and where the process works at something else', () => {
    const left = aRun('old', 'maintenance', 43)
    const hangs = aRun('new', 'storing', 43)
    const runs = [left, hangs, aRun('new', 'mails', 0), aRun('other', 'storing', 1)]
    expect(livingRuns(runs, NOW)).toEqual(runs)
    expect(livingRuns([], NOW)).toEqual([])
  })
})
