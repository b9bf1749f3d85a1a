import type { IngestRecord } from '../../../ports/runtime.js'

/**
 * All of a record but its body, as JSON. `more` is kept beside it.
 * A list costs half of what an object with names does; a new field goes to its end.
 */
export function recordHead(record: IngestRecord, more?: unknown): string {
  const { organizationId, projectId, keyId, kind, receivedAt, eventId, contentEncoding, userAgent, ip, scrubIp } =
    record
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
    body,
  }
  return { record, more }
}
