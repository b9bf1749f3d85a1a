import { hostname } from 'node:os'
import type { Context } from '../context.js'

/** A process that works says so once in this time; a fault, and the end of one, at once. */
const EVERY_MS = 60_000

export interface RunNotes {
  /** Notes a step that began at that time. Never rejects: that nobody knows of it is no reason to do it again. */
  note(step: { readonly startedAt: Date; readonly error?: unknown; readonly done?: number }): Promise<void>
}

/** Tells the storage how a piece of background work goes in this process. */
export function createRunNotes(
  { storage, clock, metrics }: Pick<Context, 'storage' | 'clock' | 'metrics'>,
  job: string,
): RunNotes {
  const worker = `${hostname()}:${process.pid}`
  let notedAt: Date | null = null
  let lastError: string | null = null
  let done: number | null = null

  return {
    async note({ startedAt, error, done: more }) {
      const finishedAt = clock.now()
      const fault = error === undefined ? null : messageOf(error)
      const tookMs = Math.max(0, finishedAt.getTime() - startedAt.getTime())
      metrics.jobs.ran(job, fault === null ? 'ok' : 'failed', tookMs / 1000, finishedAt)
      if (more !== undefined) done = (done ?? 0) + more
      const isSoon = notedAt !== null && Math.abs(finishedAt.getTime() - notedAt.getTime()) < EVERY_MS
      if (isSoon && (fault === null) === (lastError === null)) return
      const since = done === null ? null : (notedAt ?? startedAt)
      const run = { job, worker, finishedAt, tookMs, done, since, error: fault }
      notedAt = finishedAt
      lastError = fault
      done = done === null ? null : 0
      // While the storage is away the step itself has told so.
      await storage.instance.noteRun(run).catch(() => {})
    },
  }
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 500)
}
