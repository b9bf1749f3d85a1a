import { createHash } from 'node:crypto'
import type { ItemSource, NewItem } from './new-item.js'
import { scrubFile } from './scrub-file.js'

/** What attachments of an envelope belong to; or why they belong to nothing that is kept. */
export type Owner = { readonly eventId: string } | { readonly refused: string }

export function isAttachment(itemType: string): boolean {
  return itemType === 'attachment' || itemType === 'minidump'
}

/** A dump of a crashed process, in either of its forms. */
export function isMinidump({ type, header }: Pick<ItemSource['item'], 'type' | 'header'>): boolean {
  return type === 'minidump' || (type === 'attachment' && header.attachment_type === MINIDUMP)
}

/** The files of one envelope (https://develop.sentry.dev/sdk/data-model/envelope-items/#attachment). Counted by their bytes. */
export function readAttachments(sources: readonly ItemSource[], owner: Owner): readonly NewItem[] {
  return sources.flatMap((source, index): readonly NewItem[] => {
    const { record, item, limits, refusals } = source
    const refuse = (outcome: 'invalid' | 'filtered', reason: string) => {
      refusals.add('attachment', outcome, reason, Math.max(1, item.payload.length))
      return []
    }
    if ('refused' in owner) return refuse('filtered', owner.refused)
    if (item.payload.length > limits.maxAttachmentBytes) return refuse('invalid', 'too_large')
    if (index >= limits.maxAttachments) return refuse('invalid', 'too_many')
    const { organizationId, projectId, receivedAt } = record
    const { eventId } = owner
    const name = nameOf(source)
    const type = item.type === 'minidump' ? MINIDUMP : textOf(item.header.attachment_type) || 'event.attachment'
    const contentType = textOf(item.header.content_type) || null
    const content = scrubFile({ name, contentType, content: item.payload }, source)
    const digest = createHash('sha256').update(item.payload).digest('hex')
    const id = createHash('sha256')
      .update([projectId, eventId, type, name, digest].join('\0'))
      .digest('hex')
      .slice(0, 32)
    const blobKey = `attachments/${projectId}/${id}`
    const size = content.length
    const row = { id, organizationId, projectId, eventId, name, type, contentType, size, blobKey, receivedAt }
    return [{ kind: 'attachment', row, content }]
  })
}

const MINIDUMP = 'event.minidump'

/** The last part of what may be a path, without what no file name has. */
function nameOf({ item }: ItemSource): string {
  const given = textOf(item.header.filename).slice(-MAX_PATH)
  const last = given.slice(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1)
  const plain = last.replace(/[\x00-\x1f\x7f]/g, '').trim()
  if (plain === '' || plain === '.' || plain === '..') return item.type === 'minidump' ? 'minidump.dmp' : 'attachment'
  return plain
}

const MAX_PATH = 1024

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
