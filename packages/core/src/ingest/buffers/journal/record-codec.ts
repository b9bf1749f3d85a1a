import type { IngestRecord } from '../../../ports/runtime.js'

/**
 * All of a record but its body, as JSON. `more` is kept beside it.
 * A list costs half of what an object with names does; a new field goes to its end.
 */
export function recordHead(record: IngestRecord, more?: unknown): string {
  const {
    organizationId,
    projectId,
    keyId,
    kind,
    receivedAt,
    eventId,
    contentEncoding,
    userAgent,
    ip,
    scrubIp,
    query,
  } = record
  return JSON.stringify([
    organizationId,
    projectId,
    keyId,
    kind,
    receivedAt.getTime(),
    eventId,
    contentEncoding,
    userAgent,
    ip,
    scrubIp,
    more,
    query === null ? undefined : [query.environment, query.release],
  ])
}

/** The record again. `head` must be what `recordHead` made: a checksum has told so. */
export function toRecord(head: Buffer, body: Uint8Array): { readonly record: IngestRecord; readonly more: unknown } {
  const [
    organizationId,
    projectId,
    keyId,
    kind,
    receivedAt,
    eventId,
    contentEncoding,
    userAgent,
    ip,
    scrubIp,
    more,
    query = null,
    // The checksum of the frame guarantees that this is what `recordHead` wrote.
  ] = JSON.parse(head.toString()) as [
    string,
    string,
    string,
    IngestRecord['kind'],
    number,
    string,
    string | null,
    string | null,
    string | null,
    boolean,
    unknown,
    // Journals of versions before it end here.
    ([environment: string | null, release: string | null] | null)?,
  ]
  const record: IngestRecord = {
    organizationId,
    projectId,
    keyId,
    kind,
    receivedAt: new Date(receivedAt),
    eventId,
    contentEncoding,
    userAgent,
    ip,
    scrubIp,
    query: query === null ? null : { environment: query[0], release: query[1] },
    body,
  }
  return { record, more }
}
