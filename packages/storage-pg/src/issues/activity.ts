import type { Activity, Author, Id } from '@mishap/core'
import type { Queries } from '../database.js'

export interface NewActivity {
  readonly organizationId: Id
  readonly issueId: Id
  readonly kind: Activity['kind']
  readonly data: Activity['data']
}

/** Adds entries to the logs of issues; answers their ids in the order of the input. */
export async function addActivity(
  tx: Queries,
  s: string,
  entries: readonly NewActivity[],
  author: Author,
): Promise<readonly Id[]> {
  if (entries.length === 0) return []
  const rows = await tx.rows<{ id: Id }>(
    `insert into ${s}.issue_activity (organization_id, issue_id, kind, user_id, via, at, data)
     select q.organization_id, q.issue_id, q.kind, $2, $3, $4, q.data
     from json_to_recordset($1::json) as q(organization_id bigint, issue_id bigint, kind text, data jsonb)
     returning id`,
    [
      JSON.stringify(
        entries.map(({ organizationId, issueId, kind, data }) => ({
          organization_id: organizationId,
          issue_id: issueId,
          kind,
          data,
        })),
      ),
      author.userId,
      author.via,
      author.at,
    ],
  )
  return rows.map((row) => row.id)
}

export const ACTIVITY_COLUMNS =
  'a.id, a.organization_id, a.issue_id, a.kind, a.user_id, a.via, a.at, a.edited_at, a.data'

export interface ActivityRow {
  readonly id: Id
  readonly organization_id: Id
  readonly issue_id: Id
  readonly kind: Activity['kind']
  readonly user_id: Id | null
  readonly via: Activity['via']
  readonly at: Date
  readonly edited_at: Date | null
  readonly data: Activity['data']
}

export function toActivity(row: ActivityRow): Activity {
  return {
    id: row.id,
    organizationId: row.organization_id,
    issueId: row.issue_id,
    kind: row.kind,
    userId: row.user_id,
    via: row.via,
    at: row.at,
    editedAt: row.edited_at,
    data: row.data,
  }
}
