import type { EventEntryJson, EventJson, ExceptionJson, FrameJson } from '../client/event-types.js'

type EntryData = { [Entry in EventEntryJson as Entry['type']]: Entry['data'] }

/** The part of the event of that type; null where it has none. */
export function entryOf<T extends keyof EntryData>(event: Pick<EventJson, 'entries'>, type: T): EntryData[T] | null {
  const found = event.entries.find((entry) => entry.type === type)
  // The entry of type T carries the data of type T; the compiler cannot follow it through the lookup.
  return found === undefined ? null : (found.data as EntryData[T])
}

/** The exceptions, innermost first as SDKs send them; empty for an event without any. */
export function exceptionsOf(event: Pick<EventJson, 'entries'>): readonly ExceptionJson[] {
  return entryOf(event, 'exception')?.values ?? []
}

/**
 * The stack to show where no exception has one: of the thread that crashed, else of the current one, else of the first
 * that has any. Oldest call first; empty where there is none.
 */
export function threadFrames(event: Pick<EventJson, 'entries'>): readonly FrameJson[] {
  const threads = (entryOf(event, 'threads')?.values ?? []).filter((thread) => thread.stacktrace !== undefined)
  const thread = threads.find((one) => one.crashed) ?? threads.find((one) => one.current) ?? threads[0]
  return thread?.stacktrace?.frames ?? []
}

/** The words of a log message event. */
export function messageOf(event: Pick<EventJson, 'entries' | 'message'>): string {
  const entry = entryOf(event, 'message')
  return entry?.formatted ?? entry?.message ?? event.message
}
