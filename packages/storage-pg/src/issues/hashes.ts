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
    async splitHashes(organizationId, projectId) {
      if (!isId(organizationId) || !isId(projectId)) return new Set()
      // Index: issue_hashes_of_root.
      const rows = await db.rows<{ hash: string }>(
        `select hash from ${s}.issue_hashes
         where organization_id = $1 and project_id = $2 and split_root is not null
         limit 10000`,
        [organizationId, projectId],
      )
      return new Set(rows.map((row) => row.hash))
    },
    async splitAlike(organizationId, projectId, hashes) {
      const rows = hashes
        .filter(({ hash }) => isStorableName(hash))
        .map(({ hash, as }) => ({ hash, like: as }))
        .sort((a, b) => (a.hash < b.hash ? -1 : 1))
      if (!isId(organizationId) || !isId(projectId) || rows.length === 0) return
      await db.transaction(
        // Index: issue_hashes_pkey.
        (tx) =>
          tx.rows(
            `insert into ${s}.issue_hashes (organization_id, project_id, hash, issue_id, split_by, split_root)
             select h.organization_id, h.project_id, q.hash, h.issue_id, h.split_by, h.split_root
             from json_to_recordset($3::json) as q(hash text, "like" text)
             join ${s}.issue_hashes h on h.organization_id = $1 and h.project_id = $2 and h.hash = q."like"
             where h.split_root is not null
             on conflict (organization_id, project_id, hash) do nothing`,
            [organizationId, projectId, JSON.stringify(rows)],
          ),
        { settings: writerLocks(s, [projectId]) },
      )
    },
  }
}
