import type { EventEntryJson } from '../client/event-types.js'
import type { NormalizedEvent } from '../protocol/event.js'

/** Where an entry stands in the event itself. */
const PARTS: Readonly<Record<EventEntryJson['type'], string>> = {
  exception: 'exception',
  threads: 'threads',
  breadcrumbs: 'breadcrumbs',
  message: 'logentry',
  request: 'request',
  csp: 'csp',
}

/**
 * What was removed from an event, and by which rule, laid out as Sentry lays out `_meta`: by the fields of its JSON, of
 * entries by their place. Empty where nothing was. What an SDK wrote into it is as hostile as the rest of the event.
 */
export function eventMeta(event: NormalizedEvent, entries: readonly EventEntryJson[]): Record<string, unknown> {
  const meta = asTree(event._meta)
  const parts = entries.flatMap(({ type }, at) => {
    const part = type === 'threads' && event.threads === undefined ? ownThread(meta.stacktrace) : meta[PARTS[type]]
    return part === undefined ? [] : [[at, { data: part }] as const]
  })
  const { user, contexts, extra, tags } = meta
  return Object.fromEntries(
    Object.entries({
      user,
      contexts,
      context: extra,
      tags,
      entries: parts.length === 0 ? undefined : Object.fromEntries(parts),
    }).filter(([, part]) => part !== undefined),
  )
}

/** A stack outside of any exception is shown as that of the only thread. */
function ownThread(stacktrace: unknown): unknown {
  return stacktrace === undefined ? undefined : { values: { 0: { stacktrace } } }
}

function asTree(meta: unknown): Readonly<Record<string, unknown>> {
  return typeof meta === 'object' && meta !== null && !Array.isArray(meta) ? (meta as Record<string, unknown>) : {}
}
