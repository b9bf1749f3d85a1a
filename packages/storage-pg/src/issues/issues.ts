import type { Issue, IssueStorage } from '@mishap/core'
import type { Database } from '../database.js'
import { deleteIssues, notOfDeletedProject } from '../deletion.js'
import { isId } from '../ids.js'
import { emptyPage, readPage } from '../paging.js'
import { narrower, type Source } from './candidates.js'
import { pgIssueChanges } from './changes.js'
import { pgComments } from './comments.js'
import { pgDiscarding } from './discard.js'
import { pgEventsWithin } from './events-within.js'
import { conditionOf } from './filter.js'
import { pgIssueHashes } from './hashes.js'
import { pgMerging } from './merge.js'
import { pgMoves } from './moves.js'
import { pgNewest } from './newest.js'
import { ISSUE_COLUMNS, type IssueRow, toIssue } from './row.js'
import { pgSeries } from './series.js'
import { SORTS } from './sorts.js'
import { pgSplitting } from './split.js'
import { pgSplitHome } from './split-home.js'
import { pgTagSearch } from './tag-search.js'
import { pgIssueTags, pgTopTags } from './tags.js'
import { pgTrends } from './trends.js'
import { pgIssueWork } from './work.js'

export function pgIssues(db: Database): IssueStorage {
  const s = db.schema
  const narrowing = narrower(db)
  return {
    ...pgIssueWork(db),
    ...pgIssueChanges(db),
    ...pgComments(db),
    ...pgMerging(db),
    ...pgSplitting(db),
    ...pgSplitHome(db),
    ...pgMoves(db),
    ...pgNewest(db),
    ...pgDiscarding(db),
    ...pgIssueHashes(db),
    tags: pgIssueTags(db),
    ...pgTagSearch(db),
    topTags: pgTopTags(db),
    series: pgSeries(db),
    eventsWithin: pgEventsWithin(db),
    refreshTrends: pgTrends(db),
    async list(filter, { sort, ascending }, page) {
      const narrowed = await narrowing.forPage(filter)
      if (narrowed === null) return emptyPage()
      const { from, where, values } = narrowed
      return readPage<IssueRow, Issue>(db, page, {
        select: `select ${ISSUE_COLUMNS} from ${from}`,
        where,
        values,
        ...SORTS[sort],
        descending: !ascending,
        toItem: toIssue,
      })
    },
    async count(filter, limit) {
      const narrowed = await narrowing.forCount(filter)
      if (narrowed === null) return 0
      const counted = narrowed.sample === null ? 0 : await countUpTo(db, narrowed.sample, limit)
      return counted === limit ? limit : countUpTo(db, narrowed, limit)
    },
    async get(id) {
      if (!isId(id)) return null
      // Index: issues_pkey.
      const row = await db.first<IssueRow>(
        `select ${ISSUE_COLUMNS} from ${s}.issues i
         where i.id = $1 and ${notOfDeletedProject(s, 'i.project_id', 'i.organization_id')}`,
        [id],
      )
      return row === null ? null : toIssue(row)
    },
    async delete(filter) {
      const condition = conditionOf(s, filter)
      return condition === null ? [] : deleteIssues(db.patient, condition)
    },
    async hashes(organizationId, issueId) {
      if (!isId(organizationId) || !isId(issueId)) return []
      // Index: issue_hashes_of_issue.
      const rows = await db.rows<{ hash: string }>(
        `select hash from ${s}.issue_hashes
         where organization_id = $1 and issue_id = $2
         order by hash collate "C"`,
        [organizationId, issueId],
      )
      return rows.map((row) => row.hash)
    },
  }
}

async function countUpTo(db: Database, { from, where, values }: Source, limit: number): Promise<number> {
  const row = await db.first<{ found: number }>(
    `select count(*)::int as found from (
       select from ${from} where ${where} limit $${values.length + 1}
     ) as matching`,
    [...values, limit],
  )
  return row?.found ?? 0
}
