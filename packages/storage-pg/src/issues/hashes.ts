import type { IssueHashStorage } from '@mishap/core'
import type { Database } from '../database.js'
import { isId, isStorableName } from '../ids.js'
import { writerLocks } from '../locks.js'

export function pgIssueHashes(db: Database): IssueHashStorage {
  const s = db.schema
  return {
    async adoptHashes(organizationId, projectId, adopted) {
      const rows = adopted
        .filter(({ hash, issueId }) => isId(issueId) && isStorableName(hash))
        .map(({ hash, issueId }) => ({ hash, issue_id: issueId }))
        // In the order in which the writers of events claim them.
        .sort((a, b) => (a.hash < b.hash ? -1 : 1))
      if (!isId(organizationId) || !isId(projectId) || rows.length === 0) return 0
      const settings = writerLocks(s, [projectId])
      const given = await db.transaction(
        // Indexes: issues_pkey, issue_hashes_pkey.
        (tx) =>
          tx.rows(
            `insert into ${s}.issue_hashes (organization_id, project_id, hash, issue_id)
             select $1, $2, q.hash, i.owner
             from json_to_recordset($3::json) as q(hash text, issue_id bigint)
             cross join lateral (
               select coalesce(i.merged_into, i.id) as owner from ${s}.issues i
               where i.organization_id = $1 and i.project_id = $2 and i.id = q.issue_id
               offset 0
             ) as i
             order by q.hash
             on conflict (organization_id, project_id, hash) do nothing
             returning hash`,
            [organizationId, projectId, JSON.stringify(rows)],
          ),
        { settings },
      )
      return given.length
    },
  }
}
