import type { AttachmentJson } from '../../client/event-types.js'
import type { Config } from '../../config.js'
import type { Attachment } from '../../ports/items.js'

/** A file of an event. `downloadUrl` is where its content is. */
export function attachmentJson(
  config: Config,
  attachment: Attachment,
  place: { readonly organization: string; readonly project: string },
): AttachmentJson {
  const { id, eventId, name, type, size, receivedAt } = attachment
  const path = ['projects', place.organization, place.project, 'events', eventId, 'attachments', id]
  return {
    id,
    eventID: eventId,
    name,
    type,
    mimetype: mediaTypeOf(attachment),
    size,
    dateCreated: receivedAt.toISOString(),
    downloadUrl: `${config.url.origin}${config.basePath}/api/0/${path.map(encodeURIComponent).join('/')}/?download=1`,
  }
}

/**
 * The type of the content as far as a browser may know it: pictures made of pixels, which run nothing. Anything else
 * is bytes to be saved, whatever the client called it.
 */
export function mediaTypeOf({ name, contentType }: Pick<Attachment, 'name' | 'contentType'>): string {
  const claimed = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (PICTURES.has(claimed)) return claimed
  if (contentType !== null) return BYTES
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  return PICTURES_BY_ENDING.get(ending) ?? BYTES
}

const BYTES = 'application/octet-stream'
const PICTURES_BY_ENDING: ReadonlyMap<string, string> = new Map([
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['gif', 'image/gif'],
  ['webp', 'image/webp'],
])
const PICTURES = new Set(PICTURES_BY_ENDING.values())
