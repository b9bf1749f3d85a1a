import { randomUUID } from 'node:crypto'
import { type Id, MOST_STATUS_SUBSCRIBERS, type StatusSubscriber, type StatusSubscriberStorage } from '@mishap/core'
import type { Database } from '../database.js'
import { idsIn, isId, isUuid } from '../ids.js'
import { emptyPage, readPage } from '../paging.js'

export function pgStatusSubscribers(
  db: Database,
): Omit<
  StatusSubscriberStorage,
  'announce' | 'claimNotice' | 'passNotice' | 'releaseNotice' | 'deleteOldSubscriptions'
> {
  const s = db.schema
  const one = async (text: string, values: readonly unknown[]) => {
    const row = await db.first<SubscriberRow>(text, values)
    return row === null ? null : toSubscriber(row)
  }
  return {
    async subscribe(organizationId, pageId, email, now) {
      if (!isId(organizationId) || !isId(pageId)) return null
      // Index: status_subscribers_of_page.
      const made = await one(
        `insert into ${s}.status_subscribers as q (organization_id, page_id, email, token, created_at)
         select p.organization_id, p.id, $3, $4, $5 from ${s}.status_pages p
         where p.organization_id = $1 and p.id = $2
           and (select count(*) from ${s}.status_subscribers o where o.page_id = p.id) < ${MOST_STATUS_SUBSCRIBERS}
         on conflict (page_id, lower(email)) do nothing
         returning ${SUBSCRIBER_COLUMNS}`,
        [organizationId, pageId, email, randomUUID(), now],
      )
      if (made !== null) return made
      return one(
        `select ${SUBSCRIBER_COLUMNS} from ${s}.status_subscribers q
         where q.organization_id = $1 and q.page_id = $2 and lower(q.email) = lower($3)`,
        [organizationId, pageId, email],
      )
    },
    async getByToken(token) {
      if (!isUuid(token)) return null
      return one(`select ${SUBSCRIBER_COLUMNS} from ${s}.status_subscribers q where q.token = $1`, [token])
    },
    async confirm(token, now) {
      if (!isUuid(token)) return null
      return one(
        `update ${s}.status_subscribers q set confirmed_at = coalesce(q.confirmed_at, $2) where q.token = $1
         returning ${SUBSCRIBER_COLUMNS}`,
        [token, now],
      )
    },
    async unsubscribe(token) {
      if (!isUuid(token)) return null
      return one(`delete from ${s}.status_subscribers q where q.token = $1 returning ${SUBSCRIBER_COLUMNS}`, [token])
    },
    async list(organizationId, pageId, page) {
      if (!isId(organizationId) || !isId(pageId)) return emptyPage()
      // Index: status_subscribers_in_order.
      return readPage<SubscriberRow, StatusSubscriber>(db, page, {
        select: `select ${SUBSCRIBER_COLUMNS} from ${s}.status_subscribers q`,
        where: 'q.organization_id = $1 and q.page_id = $2',
        values: [organizationId, pageId],
        keys: [{ expression: 'q.id', type: 'bigint' }],
        descending: true,
        toItem: toSubscriber,
        keyOf: ({ id }) => [id],
      })
    },
    async delete(organizationId, pageId, id) {
      if (!isId(organizationId) || !isId(pageId) || !isId(id)) return false
      const text = `delete from ${s}.status_subscribers where organization_id = $1 and page_id = $2 and id = $3 returning id`
      return (await db.first(text, [organizationId, pageId, id])) !== null
    },
    async counts(organizationId, pageIds) {
      if (!isId(organizationId) || pageIds.length === 0) return new Map()
      const rows = await db.rows<{ page_id: Id; subscribers: number }>(
        `select q.page_id, count(*)::int as subscribers from ${s}.status_subscribers q
         where q.organization_id = $1 and q.page_id = any($2::bigint[]) and q.confirmed_at is not null
         group by q.page_id`,
        [organizationId, idsIn(pageIds)],
      )
      return new Map(rows.map((row) => [row.page_id, row.subscribers]))
    },
  }
}

export const SUBSCRIBER_COLUMNS = 'q.id, q.organization_id, q.page_id, q.email, q.token, q.created_at, q.confirmed_at'

export interface SubscriberRow {
  readonly id: Id
  readonly organization_id: Id
  readonly page_id: Id
  readonly email: string
  readonly token: string
  readonly created_at: Date
  readonly confirmed_at: Date | null
}

export function toSubscriber(row: SubscriberRow): StatusSubscriber {
  return {
    id: row.id,
    organizationId: row.organization_id,
    pageId: row.page_id,
    email: row.email,
    token: row.token,
    createdAt: row.created_at,
    confirmedAt: row.confirmed_at,
  }
}
