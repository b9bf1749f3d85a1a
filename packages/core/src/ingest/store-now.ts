import type { Context } from '../context.js'
import type { PersistResult } from '../ports/ingest.js'
import type { IngestRecord } from '../ports/runtime.js'
import { type PrepareOptions, prepareRecord } from './prepare.js'
import type { ProjectRulesCache } from './project-rules.js'
import { type Entry, storeBatch } from './store-batch.js'

/** What became of the event of a record: stored, or why it is not. */
export type StoredNow = { readonly result: PersistResult } | { readonly refused: string }

/**
 * Takes records the way of all events, in this process and at once: prepared by the rules of their projects and stored at
 * the time of receipt that they name. Nobody is told: no page, no alert. Of each record only its first event counts.
 * Answers in the order of the input. Rejects with `unavailable` like the drain's steps; the same records may come again.
 */
export async function storeNow(
  context: Context,
  rulesOf: ProjectRulesCache,
  records: readonly IngestRecord[],
): Promise<readonly StoredNow[]> {
  const rules = await rulesOf(records.map(({ projectId }) => projectId))
  const refusals = new Map<IngestRecord, string>()
  const entries = records.flatMap((record): readonly Entry[] => {
    const options: PrepareOptions = {
      ...rules.get(record.projectId)!,
      hooks: context.hooks,
      limits: context.config.limits,
    }
    const { events, outcomes } = prepareRecord(record, options)
    const [event] = events
    if (event !== undefined) return [{ record, event }]
    refusals.set(record, outcomes[0]?.reason ?? 'no event')
    return []
  })
  const stored = await storeBatch(context, entries, [], ({ record, message }) => refusals.set(record, message))
  const results = new Map(stored.map(({ event, result }) => [event, result]))
  const eventOf = new Map(entries.map(({ record, event }) => [record, event]))
  return records.map((record) => {
    const event = eventOf.get(record)
    const result = event === undefined ? undefined : results.get(event)
    return result === undefined ? { refused: refusals.get(record) ?? 'its project is gone' } : { result }
  })
}
