import { type Attachment, type AttachmentStorage, boundAttachment, parseEventId } from '@mishap/core'
import type { Database, Queries } from '../database.js'
import { isId } from '../ids.js'
import { acceptItems, byProject, ofProjects } from './accept.js'

export function pgAttachments(db: Database): AttachmentStorage {
  const s = db.schema
  const select = `select a.organization_id, a.project_id, a.id, a.event_id, a.name, a.type, a.content_type, a.size,
    a.blob_key, a.received_at from ${s}.attachments a`
  return {
    async add(batch) {
      const rows = byProject(batch, ({ id }) => id).map(boundAttachment)
      if (rows.length === 0) return
      await acceptItems(db, rows, async (tx, owned) => {
        const added = await tx.rows<{ project_id: string; received_at: Date; size: string; blob_key: string }>(
          `insert into ${s}.attachments (organization_id, project_id, id, event_id, name, type, content_type, size,
             blob_key, received_at)
           select q.organization_id, q.project_id, q.id, q.event_id, q.name, q.type, q.content_type, q.size,
             q.blob_key, q.received_at
           from json_to_recordset($1::json) as q(
             organization_id bigint, project_id bigint, id uuid, event_id uuid, name text, type text, content_type text,
             size bigint, blob_key text, received_at timestamptz
           )
           join ${s}.projects p on p.id = q.project_id and p.organization_id = q.organization_id
           order by q.project_id, q.id
           on conflict (organization_id, project_id, id) do nothing
           returning project_id, received_at, size, blob_key`,
          [JSON.stringify(owned.map(toColumns))],
        )
        // Sent once more after it had been deleted: the content is wanted again.
        await tx.rows(`delete from ${s}.deleted_blobs where blob_key = any($1::text[])`, [
          added.map((row) => row.blob_key),
        ])
        const sized = added.map((row) => ({ ...row, quantity: Number(row.size) }))
        return ofProjects(owned, sized, { category: 'attachment' })
      })
    },
    async list(organizationId, projectId, eventId) {
      const wanted = parseEventId(eventId)
      if (!isId(organizationId) || !isId(projectId) || wanted === null) return []
      // Index: attachments_of_event.
      const rows = await db.rows<AttachmentRow>(
        `${select}
         where a.organization_id = $1 and a.event_id = $2 and a.project_id = $3
         order by a.name collate "C", a.id`,
        [organizationId, wanted, projectId],
      )
      return rows.map(toAttachment)
    },
    async get(organizationId, projectId, id) {
      const wanted = parseEventId(id)
      if (!isId(organizationId) || !isId(projectId) || wanted === null) return null
      // Index: attachments_pkey.
      const row = await db.first<AttachmentRow>(
        `${select} where a.organization_id = $1 and a.project_id = $2 and a.id = $3`,
        [organizationId, projectId, wanted],
      )
      return row === null ? null : toAttachment(row)
    },
    async usedKeys(blobKeys) {
      if (blobKeys.length === 0) return new Set()
      // Index: attachments_by_key.
      const rows = await db.rows<{ blob_key: string }>(
        `select blob_key from ${s}.attachments where blob_key = any($1::text[])`,
        [blobKeys],
      )
      return new Set(rows.map((row) => row.blob_key))
    },
    async deletedKeys(limit) {
      const rows = await db.rows<{ blob_key: string }>(
        `select blob_key from ${s}.deleted_blobs order by blob_key limit $1`,
        [limit],
      )
      return rows.map((row) => row.blob_key)
    },
    async forgetDeleted(blobKeys) {
      await db.rows(`delete from ${s}.deleted_blobs where blob_key = any($1::text[])`, [blobKeys])
    },
  }
}

/** Deletes those that match `where`, a condition over `attachments` as `a`, and notes that their content has to go. */
export async function deleteAttachments(
  tx: Queries,
  s: string,
  { where, values }: { readonly where: string; readonly values: readonly unknown[] },
): Promise<void> {
  await tx.rows(
    `with gone as (delete from ${s}.attachments a where ${where} returning a.blob_key)
     insert into ${s}.deleted_blobs (blob_key)
     select distinct blob_key from gone
     on conflict do nothing`,
    values,
  )
}

function toColumns(attachment: Attachment) {
  return {
    organization_id: attachment.organizationId,
    project_id: attachment.projectId,
    id: attachment.id,
    event_id: attachment.eventId,
    name: attachment.name,
    type: attachment.type,
    content_type: attachment.contentType,
    size: attachment.size,
    blob_key: attachment.blobKey,
    received_at: attachment.receivedAt,
  }
}

interface AttachmentRow {
  readonly organization_id: string
  readonly project_id: string
  readonly id: string
  readonly event_id: string
  readonly name: string
  readonly type: string
  readonly content_type: string | null
  readonly size: string
  readonly blob_key: string
  readonly received_at: Date
}

function toAttachment(row: AttachmentRow): Attachment {
  return {
    id: row.id.replaceAll('-', ''),
    organizationId: row.organization_id,
    projectId: row.project_id,
    eventId: row.event_id.replaceAll('-', ''),
    name: row.name,
    type: row.type,
    contentType: row.content_type,
    size: Number(row.size),
    blobKey: row.blob_key,
    receivedAt: row.received_at,
  }
}
