import { normalizeEvent } from '../../protocol/normalize/index.js'
import type { ItemSource } from './new-item.js'

/** Longer texts are kept as they are: reading them costs more than anything else of an event. */
const MAX_BYTES = 512 * 1024

/**
 * A text file without the secrets that are taken out of events; JSON by the names of its fields too. What is no text, or
 * too long, comes back as it is.
 */
export function scrubFile(
  file: { readonly name: string; readonly contentType: string | null; readonly content: Uint8Array },
  { record, scrub }: Pick<ItemSource, 'record' | 'scrub'>,
): Uint8Array {
  const { content } = file
  if (content.length > MAX_BYTES || !isText(file)) return content
  const text = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('utf8')
  const about = { eventId: record.eventId, receivedAt: record.receivedAt, sentAt: null, ip: null, userAgent: null }
  const blank = normalizeEvent({}, { ...about, scrubIp: record.scrubIp })
  const parsed = jsonOf(text)
  const value = parsed === undefined ? text : parsed
  const scrubbed = scrub({ ...blank, extra: { content: value } }).extra?.content
  if (scrubbed === value || scrubbed === undefined) return content
  return Buffer.from(typeof scrubbed === 'string' && parsed === undefined ? scrubbed : JSON.stringify(scrubbed))
}

function isText({ name, contentType }: { readonly name: string; readonly contentType: string | null }): boolean {
  const type = (contentType ?? '').toLowerCase()
  if (type.startsWith('text/') || type.startsWith('application/json')) return true
  return /\.(?:txt|log|json|csv|xml|ya?ml|ini|conf|env)$/i.test(name)
}

function jsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    // No JSON: looked at as text.
    return undefined
  }
}
