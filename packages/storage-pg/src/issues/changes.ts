import type { Id, IssueChangesStorage, IssueEdits } from '@mishap/core'
import type { Database, Queries } from '../database.js'
import { isId } from '../ids.js'
import { type Edit, editAssignee, editMarks, editPriority, editStatus, inChunks } from './edit.js'
import { noteAfter, noteBefore, restoreSome } from './undo.js'

/** Several changes at once, each chunk of issues in one transaction with what is needed to take it back. */
export function pgIssueChanges(db: Database): IssueChangesStorage {
  const s = db.schema
  return {
    async change(filter, edits, author, undo) {
      const { organizationId } = filter
      const all = editsOf(s, edits, author)
      if (all === null || !isId(author.userId)) return []
      const { assignee } = edits
      const noted = {
        organizationId,
        userId: author.userId,
        assigneeId: assignee?.kind === 'user' ? assignee.id : null,
        key: undo ?? null,
      }
      return inChunks(db, filter, 'true', async (tx, ids) => {
        await noteBefore(tx, s, noted, ids)
        const changed = new Set<Id>()
        for (const edit of all) for (const id of await edit.apply(tx, organizationId, ids)) changed.add(id)
        await noteAfter(tx, s, noted, ids, [...changed])
        return ids.filter((id) => changed.has(id))
      })
    },
    async undoChange(organizationId, keyHash, author) {
      if (!isId(organizationId) || !isId(author.userId)) return null
      const restored: Id[] = []
      let found = 0
      for (;;) {
        const some = await db.transaction((tx: Queries) => restoreSome(tx, s, { organizationId, keyHash, author }))
        if (some.found === 0) return found === 0 ? null : { restored, left: found - restored.length }
        found += some.found
        restored.push(...some.restored)
      }
    },
  }
}

/** Null where the assignee's id is none. */
function editsOf(
  s: string,
  { marks, assignee, priority, status }: IssueEdits,
  author: Parameters<IssueChangesStorage['change']>[2],
): readonly Edit[] | null {
  const toAssign = assignee === undefined ? [] : editAssignee(s, assignee, author)
  if (toAssign === null) return null
  return [
    marks === undefined ? [] : editMarks(s, author.userId, marks),
    toAssign,
    priority === undefined ? [] : editPriority(s, priority, author),
    status === undefined ? [] : editStatus(s, status, author),
  ].flat()
}
