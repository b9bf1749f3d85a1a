import type { JobRun } from '../ports/instance.js'

/** A process that works notes something at least once a minute. */
const SILENT_MS = 10 * 60_000

/**
 * Without the last words of processes that ended, such as those before an upgrade: what a process that is silent
 * altogether did last is left out once another one has done the same since.
 */
export function livingRuns(runs: readonly JobRun[], now: Date): readonly JobRun[] {
  const heardOf = latestBy(runs, ({ worker }) => worker)
  const doneAt = latestBy(runs, ({ job }) => job)
  return runs.filter(({ job, worker, finishedAt }) => {
    const isSilent = now.getTime() - (heardOf.get(worker) ?? 0) > SILENT_MS
    return !isSilent || finishedAt.getTime() === doneAt.get(job)
  })
}

function latestBy(runs: readonly JobRun[], keyOf: (run: JobRun) => string): ReadonlyMap<string, number> {
  const latest = new Map<string, number>()
  for (const run of runs) latest.set(keyOf(run), Math.max(latest.get(keyOf(run)) ?? 0, run.finishedAt.getTime()))
  return latest
}
