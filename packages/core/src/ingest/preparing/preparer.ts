import type { Limits } from '../../config.js'
import type { Hooks } from '../../context.js'
import type { IngestRecord } from '../../ports/runtime.js'
import { type Prepared, prepareRecord } from '../prepare.js'
import type { CompiledRules } from '../project-rules.js'

/** A record, and the rules of its project. */
export interface PrepareJob {
  readonly record: IngestRecord
  readonly rules: CompiledRules
}

/** A record ready to be written, or why it can never be. */
export type PrepareResult = { readonly prepared: Prepared } | { readonly fault: string }

/** Makes events of records: the work of the drain that costs the processor most. */
export interface Preparer {
  /**
   * Results for the first of the jobs, in their order: of at least one, and of fewer than all where results grow large.
   * Ask again for the rest, when these are dealt with.
   */
  prepare(jobs: readonly PrepareJob[]): Promise<readonly PrepareResult[]>
  close(): Promise<void>
}

/** Then requests get their turn. */
const SLICE_MS = 4
/** Of results that are in memory at once. One record alone may make more. */
const ENOUGH_BYTES = 8 * 1024 * 1024

/** Prepares in this thread, and lets others have it every few milliseconds. */
export function prepareHere(about: { readonly limits: Limits; readonly hooks: Hooks }): Preparer {
  return {
    prepare: async (jobs) => {
      const results: PrepareResult[] = []
      let bytes = 0
      let sliceEnd = performance.now() + SLICE_MS
      for (const job of jobs) {
        const result = prepareOne(job, about)
        results.push(result)
        bytes += sizeOf(result)
        if (bytes >= ENOUGH_BYTES) break
        if (performance.now() < sliceEnd) continue
        await new Promise((resolve) => setImmediate(resolve))
        sliceEnd = performance.now() + SLICE_MS
      }
      return results
    },
    close: async () => {},
  }
}

/** The same without a pause, for a thread that does nothing else. */
export function prepareAtOnce(jobs: readonly PrepareJob[], limits: Limits): readonly PrepareResult[] {
  const results: PrepareResult[] = []
  for (let bytes = 0; results.length < jobs.length && bytes < ENOUGH_BYTES; ) {
    const result = prepareOne(jobs[results.length]!, { limits, hooks: {} })
    results.push(result)
    bytes += sizeOf(result)
  }
  return results
}

function prepareOne(
  { record, rules }: PrepareJob,
  about: { readonly limits: Limits; readonly hooks: Hooks },
): PrepareResult {
  try {
    return { prepared: prepareRecord(record, { ...rules, ...about }) }
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) }
  }
}

function sizeOf(result: PrepareResult): number {
  if ('fault' in result) return 0
  let bytes = 0
  for (const event of result.prepared.events) bytes += event.payload.length
  for (const item of result.prepared.items) if (item.kind === 'attachment') bytes += item.content.length
  return bytes
}
