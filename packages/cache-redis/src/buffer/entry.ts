import type { IngestRecord } from '@mishap/core'

/** One record as it stands in the stream. */
export interface Entry {
  /** Redis' id of the entry. */
  readonly id: string
  readonly record: IngestRecord
  /** What it counts for in the byte counter. */
  readonly bytes: number
  /** Why it was set aside; empty for one that waits. */
  readonly message: string
}

/** Everything but the body, as JSON. */
export function headOf(record: IngestRecord, extra: { readonly asideMessage?: string } = {}): string {
  const { body: _body, receivedAt, ...rest } = record
  return JSON.stringify({ ...rest, receivedAt: receivedAt.getTime(), ...extra })
}

export function bodyOf(record: IngestRecord): Buffer {
  const { buffer, byteOffset, byteLength } = record.body
  return Buffer.from(buffer, byteOffset, byteLength)
}

/** The list of entries that XREADGROUP, XAUTOCLAIM and XREVRANGE answer with. Those deleted meanwhile are left out. */
export function readEntries(answer: unknown): readonly Entry[] {
  if (!Array.isArray(answer)) return []
  return answer.flatMap((entry: unknown) => {
    if (entry === null) return []
    const [id, fields] = entry as [Buffer, Buffer[] | null]
    if (fields === null) return []
    // Written by `append` and `setAside` as h, head, b, body.
    const [, head, , body] = fields as [Buffer, Buffer, Buffer, Buffer]
    const {
      receivedAt,
      asideMessage,
      query = null,
      ...rest
    } = JSON.parse(head.toString()) as Omit<IngestRecord, 'body' | 'receivedAt' | 'query'> & {
      // Entries of versions before it have none.
      query?: IngestRecord['query']
      receivedAt: number
      asideMessage?: string
    }
    const record = { ...rest, receivedAt: new Date(receivedAt), query, body }
    return [{ id: id.toString(), record, bytes: body.length, message: asideMessage ?? '' }]
  })
}
