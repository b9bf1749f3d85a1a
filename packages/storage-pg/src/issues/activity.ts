import type { Activity, Author, Id } from '@mishap/core'
import type { Queries } from '../database.js'
import { keepNews } from './work-news.js'

export interface NewActivity {
  readonly organizationId: Id
  readonly issueId: Id
  readonly kind: Activity['kind']
  readonly data: Activity['data']
}

/** Adds entries to the logs of issues, and news to who is concerned; answers their ids in the order of the input. */
export async function addActivity(
  tx: Queries,
  s: string,
  entries: readonly NewActivity[],
  author: Author,
): Promise<readonly Id[]> {
  if (entries.length === 0) return []
  const rows = await tx.rows<{ id: Id }>(
    `with added as (
       insert into ${s}.issue_activity (organization_id, issue_id, kind, user_id, via, at, data)
       select q.organization_id, q.issue_id, q.kind, $2, $3, $4, q.data
       from json_to_recordset($1::json) as q(organization_id bigint, issue_id bigint, kind text, data jsonb)
       returning organization_id, issue_id, id, kind, user_id, at, data
     ), news as (${keepNews(s, 'added')})
     select id from added order by id`,
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
