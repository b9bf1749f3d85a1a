import { AppError, type ImportMark, type ImportStorage } from '@mishap/core'
import type { Database, Queries } from './database.js'
import { isId, isStorableName, mustBeId } from './ids.js'

export function pgImports(db: Database): ImportStorage {
  const s = db.schema
  return {
    async find({ organizationId, source, kind }, remoteIds) {
      const wanted = remoteIds.filter(isStorableName)
      if (!isId(organizationId) || wanted.length === 0) return new Map()
      // Index: import_marks_pkey.
      const rows = await db.rows<{ remote_id: string; local_id: string; state: ImportMark['state'] }>(
        `select remote_id, local_id, state from ${s}.import_marks
         where organization_id = $1 and source = $2 and kind = $3 and remote_id = any($4)`,
        [organizationId, source, kind, wanted],
      )
      return new Map(
        rows.map(({ remote_id: remoteId, local_id: localId, state }) => [remoteId, { remoteId, localId, state }]),
      )
    },
    async set({ organizationId, source, kind }, { remoteId, localId, state }) {
      mustBeId(organizationId, 'an organization')
      const rows = await db.rows(
        `insert into ${s}.import_marks (organization_id, source, kind, remote_id, local_id, state)
         select id, $2, $3, $4, $5, $6 from ${s}.organizations where id = $1
         on conflict (organization_id, source, kind, remote_id) do update
         set local_id = excluded.local_id, state = excluded.state
         returning remote_id`,
        [organizationId, source, kind, remoteId, localId, JSON.stringify(state)],
      )
      if (rows.length === 0)
        throw new AppError('not_found', `Wanted an organization, found none with id ${organizationId}`)
    },
    async carryIssue({ organizationId, source, kind }, { remoteId, localId, state, events, firstSeenAt }) {
      if (!isId(organizationId) || !isId(localId)) return false
      return db.transaction(async (tx) => {
        if (!(await isIssue(tx, s, organizationId, localId))) return false
        const key = [organizationId, source, kind, remoteId]
        await tx.rows(
          `insert into ${s}.import_marks (organization_id, source, kind, remote_id, local_id, state)
           values ($1, $2, $3, $4, $5, $6)
           on conflict (organization_id, source, kind, remote_id) do update
           set local_id = excluded.local_id, state = excluded.state`,
          [...key, localId, JSON.stringify(state)],
        )
        // The row is ours since: nobody else carries at the same time.
        await tx.rows(
          `update ${s}.issues i set
             count = i.count + $5 - m.carried,
             first_seen_at = least(i.first_seen_at, $6)
           from ${s}.import_marks m
           where i.organization_id = $1 and i.id = $7 and m.organization_id = $1
             and m.source = $2 and m.kind = $3 and m.remote_id = $4`,
          [...key, events, firstSeenAt, localId],
        )
        await tx.rows(
          `update ${s}.import_marks set carried = $5
           where organization_id = $1 and source = $2 and kind = $3 and remote_id = $4`,
          [...key, events],
        )
        return true
      })
    },
  }
}

async function isIssue(tx: Queries, s: string, organizationId: string, id: string): Promise<boolean> {
  // Index: issues_pkey.
  const rows = await tx.rows(`select id from ${s}.issues where organization_id = $1 and id = $2`, [organizationId, id])
  return rows.length > 0
}
