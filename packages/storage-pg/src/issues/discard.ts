import type { DiscardedIssue, Id, IssuePartsStorage } from '@mishap/core'
import type { Database, Queries } from '../database.js'
import { moveIssues } from '../deletion.js'
import { isId } from '../ids.js'
import { lockOutWriters } from '../locks.js'
import { conditionOf } from './filter.js'

/** Owns the hashes whose events nobody wants: no issue has this id. */
export const DISCARDED = '0'

/** Owns the hashes whose events are told apart further: no issue has this id. */
export const TOLD_APART = '-1'

const AT_ONCE = 500

export function pgDiscarding(db: Database): Pick<IssuePartsStorage, 'discard' | 'discarded' | 'undiscard'> {
  const s = db.schema
  return {
    async discard(filter, author) {
      const condition = conditionOf(s, filter)
      if (condition === null) return []
      const ids: Id[] = []
      for (;;) {
        const found = await db.rows<{ id: Id; project_id: Id }>(
          `select i.id, i.project_id from ${s}.issues i where ${condition.where} order by i.id limit ${AT_ONCE}`,
          condition.values,
        )
        if (found.length === 0) return ids
        const projectIds = found.map((row) => row.project_id)
        const some = found.map((row) => row.id)
        await db.transaction(async (tx) => {
          await lockOutWriters(tx, s, projectIds)
          await discardIssues(tx, s, [filter.organizationId, some, author.at, author.userId])
        })
        ids.push(...some)
      }
    },
    async discarded(organizationId, projectId) {
      if (!isId(organizationId) || !isId(projectId)) return []
      // Index: issue_discards_pkey.
      const rows = await db.rows<DiscardRow>(
        `select id, title, culprit, level, user_id, at from ${s}.issue_discards
         where organization_id = $1 and project_id = $2
         order by id desc
         limit 1000`,
        [organizationId, projectId],
      )
      return rows.map(({ user_id: userId, ...row }): DiscardedIssue => ({ ...row, userId }))
    },
    async undiscard(organizationId, projectId, id) {
      if (![organizationId, projectId, id].every(isId)) return false
      return db.transaction(async (tx) => {
        const [gone] = await tx.rows<{ hashes: readonly string[] }>(
          `delete from ${s}.issue_discards
           where organization_id = $1 and project_id = $2 and id = $3
           returning hashes`,
          [organizationId, projectId, id],
        )
        if (gone === undefined) return false
        await tx.rows(
          `delete from ${s}.issue_hashes
           where organization_id = $1 and project_id = $2 and issue_id = ${DISCARDED}
             and hash in (select jsonb_array_elements_text($3::jsonb))`,
          [organizationId, projectId, JSON.stringify(gone.hashes)],
        )
        return true
      })
    },
  }
}

interface DiscardRow {
  readonly id: Id
  readonly title: string
  readonly culprit: string
  readonly level: DiscardedIssue['level']
  readonly user_id: Id | null
  readonly at: Date
}

/** `values`: organization, ids of issues, when, by whom. */
async function discardIssues(tx: Queries, s: string, values: readonly unknown[]): Promise<void> {
  await tx.rows(
    `insert into ${s}.issue_discards (organization_id, project_id, id, title, culprit, level, hashes, at, user_id)
     select i.organization_id, i.project_id, i.id, i.title, i.culprit, i.level,
       coalesce((select jsonb_agg(h.hash) from ${s}.issue_hashes h
         where h.organization_id = i.organization_id and h.issue_id = i.id), '[]'), $3, $4
     from ${s}.issues i
     where i.organization_id = $1 and i.id = any($2::bigint[]) and i.merged_into is null`,
    values,
  )
  await tx.rows(
    `update ${s}.issue_hashes set issue_id = ${DISCARDED}
     where organization_id = $1 and issue_id = any($2::bigint[])`,
    values.slice(0, 2),
  )
  const gone = `select i.id, i.organization_id from ${s}.issues i
    where i.organization_id = $1 and (i.id = any($2::bigint[]) or i.merged_into = any($2::bigint[]))`
  await moveIssues(tx, s, gone, values.slice(0, 2))
}
