import type { EventDetailJson } from '@mishap/core/client'
import { entryOf, exceptionsOf, type ownersOf } from '@mishap/core/format'

type Document = Parameters<typeof ownersOf>[0]

/** What rules ask of an event, as the API shows it. */
export function documentOf(event: EventDetailJson): Document {
  const tag = (name: string) => event.tags.find(({ key }) => key === name)?.value
  const [environment, transaction] = [tag('environment'), tag('transaction')]
  const url = entryOf(event, 'request')?.url ?? null
  const values = exceptionsOf(event).map(({ type, value, mechanism, stacktrace }) => ({
    ...(type !== undefined && { type }),
    ...(value !== undefined && { value }),
    ...(mechanism !== undefined && { mechanism: { type: mechanism.type } }),
    stacktrace: {
      frames: (stacktrace?.frames ?? []).map((frame) => ({
        ...(frame.function !== undefined && { function: frame.function }),
        ...(frame.module !== undefined && { module: frame.module }),
        ...(frame.filename !== undefined && { filename: frame.filename }),
        ...(frame.absPath !== undefined && { abs_path: frame.absPath }),
        in_app: frame.inApp === true,
      })),
    },
  }))
  return {
    event_id: event.eventID,
    timestamp: Date.parse(event.dateCreated) / 1000,
    received: Date.parse(event.dateReceived) / 1000,
    type: event.type,
    level: 'error',
    platform: event.platform ?? 'other',
    ...(url !== null && { request: { url } }),
    logentry: { formatted: event.message },
    exception: { values },
    tags: event.tags.map(({ key, value }) => [key, value] as const),
    errors: [],
    ...(event.release !== null && { release: event.release.version }),
    ...(environment !== undefined && { environment }),
    ...(transaction !== undefined && { transaction }),
  }
}
