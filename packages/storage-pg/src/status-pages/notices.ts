import type { Id, StatusSubscriberStorage } from '@mishap/core'
import type { Database } from '../database.js'
import { isId } from '../ids.js'
import { SUBSCRIBER_COLUMNS, type SubscriberRow, toSubscriber } from './subscribers.js'

export function pgStatusNotices(
  db: Database,
): Pick<
  StatusSubscriberStorage,
  'announce' | 'claimNotice' | 'passNotice' | 'releaseNotice' | 'deleteOldSubscriptions'
> {
  const s = db.schema
  return {
    async announce(notices, now) {
      const known = notices.filter(({ organizationId, pageId }) => isId(organizationId) && isId(pageId))
      if (known.length === 0) return
      await db.rows(
        `insert into ${s}.status_notices (organization_id, page_id, key, subject, text, at, due_at)
         select p.organization_id, p.id, n.key, n.subject, n.text, $2, $2
         from json_to_recordset($1::json) as n("organizationId" bigint, "pageId" bigint, key text, subject text, text text)
         join ${s}.status_pages p on p.id = n."pageId" and p.organization_id = n."organizationId"
         on conflict (page_id, key) do nothing`,
        [JSON.stringify(known), now],
      )
    },
    async claimNotice(now, until, limit) {
      for (;;) {
        // Index: status_notices_due.
        const notice = await db.first<NoticeRow>(
          `update ${s}.status_notices n set due_at = $2
           where n.id = (
             select d.id from ${s}.status_notices d where d.due_at <= $1 order by d.id limit 1 for update skip locked
           )
           returning n.id, n.organization_id, n.page_id, n.key, n.subject, n.text, n.at, n.passed, n.failures`,
          [now, until],
        )
        if (notice === null) return null
        // Index: status_subscribers_in_order.
        const subscribers = await db.rows<SubscriberRow>(
          `select ${SUBSCRIBER_COLUMNS} from ${s}.status_subscribers q
           where q.page_id = $1 and q.id > $2 and q.confirmed_at <= $3 order by q.id limit $4`,
          [notice.page_id, notice.passed, notice.at, limit],
        )
        if (subscribers.length > 0) return { ...toNotice(notice), subscribers: subscribers.map(toSubscriber) }
        await db.rows(`update ${s}.status_notices set due_at = null where id = $1`, [notice.id])
      }
    },
    async passNotice(id, subscriberId) {
      if (!isId(id) || !isId(subscriberId)) return
      await db.rows(`update ${s}.status_notices set passed = greatest(passed, $2), failures = 0 where id = $1`, [
        id,
        subscriberId,
      ])
    },
    async releaseNotice(id, next, failed) {
      if (!isId(id)) return
      await db.rows(
        `update ${s}.status_notices set due_at = $2, failures = case when $3 then failures + 1 else 0 end where id = $1`,
        [id, next, failed],
      )
    },
    async deleteOldSubscriptions(before) {
      await db.rows(`delete from ${s}.status_subscribers where confirmed_at is null and created_at < $1`, [before])
      await db.rows(`delete from ${s}.status_notices where at < $1`, [before])
    },
  }
}

interface NoticeRow {
  readonly id: Id
  readonly organization_id: Id
  readonly page_id: Id
  readonly key: string
  readonly subject: string
  readonly text: string
  readonly at: Date
  readonly passed: Id
  readonly failures: number
}

function toNotice({ id, organization_id, page_id, key, subject, text, failures }: NoticeRow) {
  return { id, organizationId: organization_id, pageId: page_id, key, subject, text, failures }
}
