import type { Id, IssueMark } from '@mishap/core'
import type { Queries } from '../database.js'

interface MarkRow {
  readonly issue_id: Id
  readonly user_id: Id
  readonly seen_at: Date | null
  readonly is_bookmarked: boolean
  readonly is_subscribed: boolean | null
  readonly reason: IssueMark['reason']
}

export const MARK_COLUMNS = 'issue_id, user_id, seen_at, is_bookmarked, is_subscribed, reason'

export function toMark(row: MarkRow): IssueMark {
  return {
    issueId: row.issue_id,
    userId: row.user_id,
    seenAt: row.seen_at,
    isBookmarked: row.is_bookmarked,
    isSubscribed: row.is_subscribed,
    reason: row.reason,
  }
}

export type { MarkRow }

/** Subscribes users who have not said no. */
export async function subscribe(
  tx: Queries,
  s: string,
  { organizationId, issueId }: { readonly organizationId: Id; readonly issueId: Id },
  userIds: readonly Id[],
  reason: NonNullable<IssueMark['reason']>,
): Promise<void> {
  if (userIds.length === 0) return
  await tx.rows(
    `insert into ${s}.issue_marks as m (organization_id, issue_id, user_id, is_subscribed, reason)
     select $1, $2, user_id, true, $4
     from unnest($3::bigint[]) as user_id
     order by user_id
     on conflict (organization_id, issue_id, user_id) do update
     set is_subscribed = true, reason = coalesce(m.reason, excluded.reason)
     where m.is_subscribed is distinct from false`,
    [organizationId, issueId, [...new Set(userIds)], reason],
  )
}
