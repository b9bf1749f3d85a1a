import { type Activity, type Id, type IssueWorkStorage, MAX_COMMENT, type NewComment, storable } from '@mishap/core'
import type { Database, Queries } from '../database.js'
import { idsIn, isId } from '../ids.js'
import { emptyPage, readPage } from '../paging.js'
import { addActivity } from './activity.js'
import { ACTIVITY_COLUMNS, type ActivityRow, toActivity } from './activity-row.js'
import { subscribe } from './marks.js'

type Comments = Pick<IssueWorkStorage, 'activity' | 'comment' | 'getComment' | 'editComment' | 'deleteComment'>

/** The log of an issue, and the comments in it. */
export function pgComments(db: Database): Comments {
  const s = db.schema
  const oneNote = `organization_id = $1 and issue_id = $2 and id = $3 and kind = 'note'`
  return {
    async activity(organizationId, issueId, page, kinds) {
      if (!isId(organizationId) || !isId(issueId)) return emptyPage()
      return readPage<ActivityRow, Activity>(db, page, {
        // Index: issue_activity_pkey.
        select: `select ${ACTIVITY_COLUMNS} from ${s}.issue_activity a`,
        where: `a.organization_id = $1 and a.issue_id = $2 and ($3::text[] is null or a.kind = any($3))`,
        values: [organizationId, issueId, kinds ?? null],
        keys: [{ expression: 'a.id', type: 'bigint' }],
        descending: true,
        toItem: toActivity,
        keyOf: (entry) => [entry.id],
      })
    },
    async comment(organizationId, issueId, comment, author) {
      if (!isId(organizationId) || !isId(issueId)) return null
      return db.transaction(async (tx) => {
        const issue = await tx.rows(
          `update ${s}.issues set comment_count = comment_count + 1
           where id = $2 and organization_id = $1
           returning id`,
          [organizationId, issueId],
        )
        if (issue.length === 0) return null
        const data = dataOf(comment)
        const about = { organizationId, issueId, kind: 'note', data } as const
        const [id = ''] = await addActivity(tx, s, [about], author)
        if (author.userId !== null) await subscribe(tx, s, { organizationId, issueId }, [author.userId], 'comment')
        await subscribeMentioned(tx, s, { organizationId, issueId }, comment)
        return { ...about, id, ...author, editedAt: null }
      })
    },
    async getComment(organizationId, issueId, id) {
      if (![organizationId, issueId, id].every(isId)) return null
      const row = await db.first<ActivityRow>(
        `select ${ACTIVITY_COLUMNS} from ${s}.issue_activity a where ${oneNote}`,
        [organizationId, issueId, id],
      )
      return row === null ? null : toActivity(row)
    },
    async editComment(organizationId, issueId, id, comment, now) {
      if (![organizationId, issueId, id].every(isId)) return null
      return db.transaction(async (tx) => {
        const [row] = await tx.rows<ActivityRow>(
          `update ${s}.issue_activity a set data = $4::jsonb, edited_at = $5 where ${oneNote} returning ${ACTIVITY_COLUMNS}`,
          [organizationId, issueId, id, JSON.stringify(dataOf(comment)), now],
        )
        if (row === undefined) return null
        await subscribeMentioned(tx, s, { organizationId, issueId }, comment)
        return toActivity(row)
      })
    },
    async deleteComment(organizationId, issueId, id) {
      if (![organizationId, issueId, id].every(isId)) return false
      return db.transaction(async (tx) => {
        const deleted = await tx.rows(`delete from ${s}.issue_activity where ${oneNote} returning id`, [
          organizationId,
          issueId,
          id,
        ])
        if (deleted.length === 0) return false
        await tx.rows(
          `update ${s}.issues set comment_count = comment_count - 1 where id = $2 and organization_id = $1`,
          [organizationId, issueId],
        )
        return true
      })
    },
  }
}

async function subscribeMentioned(
  tx: Queries,
  s: string,
  issue: { readonly organizationId: Id; readonly issueId: Id },
  { mentions }: NewComment,
): Promise<void> {
  await subscribe(tx, s, issue, idsIn(mentions), 'mentioned')
}

function dataOf({ text, mentions }: NewComment): Activity['data'] {
  return { text: storable(text, MAX_COMMENT), mentions }
}
