import type { EventJson } from '@mishap/core/client'
import { entryOf, toCsv } from '@mishap/core/format'

/** What a list says of an event; null where it is not known. */
export interface EventRow {
  readonly id: string
  /** 1 is the oldest stored event of the issue. */
  readonly ordinal: number | null
  readonly time: string
  readonly message: string
  readonly user: string | null
  readonly release: string | null
  readonly environment: string | null
  readonly url: string | null
  /** Values of the tags that have columns, in the order of these. */
  readonly tags: readonly (string | null)[]
  /** Only the columns of a list are left of it. */
  readonly isThinned: boolean
}

/** Events as rows. `firstOrdinal` is of the first one, the others follow on it; null where they do not. */
export function eventRows(
  events: readonly EventJson[],
  columns: readonly string[],
  firstOrdinal: number | null,
): readonly EventRow[] {
  return events.map((event, at) => ({
    id: event.eventID,
    ordinal: firstOrdinal === null ? null : firstOrdinal - at,
    time: event.dateCreated,
    message: event.metadata.value || event.message || event.title,
    user: userOf(event),
    release: tagOf(event, 'release'),
    environment: tagOf(event, 'environment'),
    url: tagOf(event, 'url') ?? entryOf(event, 'request')?.url ?? null,
    tags: columns.map((key) => tagOf(event, key)),
    isThinned: event.payloadRemovedAt !== null,
  }))
}

/** The rows as they stand, for a sheet. */
export function eventsCsv(rows: readonly EventRow[], columns: readonly string[]): string {
  const head = ['number', 'id', 'time', 'message', 'user', 'release', 'environment', 'url', ...columns]
  const body = rows.map((row) => [
    ...[row.ordinal, row.id, row.time, row.message, row.user, row.release, row.environment, row.url],
    ...row.tags,
  ])
  return toCsv([head, ...body])
}

function tagOf({ tags }: EventJson, key: string): string | null {
  return tags.find((tag) => tag.key === key)?.value ?? null
}

function userOf({ user, tags }: EventJson): string | null {
  const named = user?.email || user?.username || user?.id || user?.ip_address
  return named || (tags.find(({ key }) => key === 'user')?.value ?? null)
}
