import { boundAttachment } from '../../ports/item-bounds.js'
import type { Attachment, AttachmentStorage } from '../../ports/items.js'
import { parseEventId } from '../../protocol/ids.js'
import { countOutcomes } from './outcomes.js'
import { ofOwner, projectRow } from './project-rows.js'
import type { State } from './state.js'

export function memoryAttachments(state: State): AttachmentStorage {
  return {
    async add(batch) {
      for (const attachment of batch.map((one) => ofOwner(state, one)).map(boundAttachment)) {
        const { organizationId, projectId, id, receivedAt, size, blobKey } = attachment
        const key = `${projectId} ${id}`
        if (state.attachments.has(key) || projectRow(state, organizationId, projectId) === null) continue
        state.attachments.set(key, attachment)
        state.deletedBlobs.delete(blobKey)
        const accepted = { category: 'attachment', outcome: 'accepted', reason: '', quantity: size } as const
        countOutcomes(state, [{ organizationId, projectId, hour: receivedAt, ...accepted }])
      }
    },
    async list(organizationId, projectId, eventId) {
      const wanted = parseEventId(eventId)
      return [...state.attachments.values()]
        .filter((one) => isIn(one, organizationId, projectId) && one.eventId === wanted)
        .sort((a, b) => (`${a.name}\0${a.id}` < `${b.name}\0${b.id}` ? -1 : 1))
    },
    async get(organizationId, projectId, id) {
      const found = state.attachments.get(`${projectId} ${parseEventId(id)}`)
      return found !== undefined && isIn(found, organizationId, projectId) ? found : null
    },
    async usedKeys(blobKeys) {
      const used = new Set([...state.attachments.values()].map(({ blobKey }) => blobKey))
      return new Set(blobKeys.filter((key) => used.has(key)))
    },
    async deletedKeys(limit) {
      return [...state.deletedBlobs].slice(0, limit)
    },
    async forgetDeleted(blobKeys) {
      for (const key of blobKeys) state.deletedBlobs.delete(key)
    },
  }
}

/** Deletes those that match; their content is to be deleted by whoever asks for `deletedKeys`. */
export function deleteAttachments(state: State, isGone: (attachment: Attachment) => boolean): void {
  for (const [key, attachment] of state.attachments) {
    if (!isGone(attachment)) continue
    state.attachments.delete(key)
    state.deletedBlobs.add(attachment.blobKey)
  }
}

function isIn(attachment: Attachment, organizationId: string, projectId: string): boolean {
  return attachment.organizationId === organizationId && attachment.projectId === projectId
}
