import type { AuditAction, AuditEntry, AuditStorage, Id } from '@mishap/core'
import type { Database } from './database.js'
import { isId, isStorableName } from './ids.js'
import { emptyPage, readPage } from './paging.js'

export function pgAudit(db: Database): AuditStorage {
  const s = db.schema
  return {
    async add(entry) {
      const { organizationId, at, userId, actor, impersonator, via, ip, action, target } = entry
      await db.rows(
        `insert into ${s}.audit_log (organization_id, at, user_id, actor, via, ip, action,
           target_kind, target_id, target_name, before, after, impersonator_id, impersonator)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
        [
          ...[organizationId, at, userId, actor, via, ip, action, target.kind, target.id, target.name],
          ...[entry.before, entry.after].map((fields) => (fields === null ? null : jsonOf(fields))),
          ...[impersonator?.id ?? null, impersonator?.email ?? null],
        ],
      )
    },
    async list(organizationId, page, filter = {}) {
      if (organizationId !== null && !isId(organizationId)) return emptyPage()
      if (filter.userId !== undefined && !isId(filter.userId)) return emptyPage()
      const { action = '', targetKind = '' } = filter
      if (![action, targetKind].every(isStorableName)) return emptyPage()
      return readPage<AuditRow, AuditEntry>(db, page, {
        // Indexes: audit_log_of_organization, audit_log_pkey.
        select: `select id, organization_id, at, user_id, actor, impersonator_id, impersonator, via, ip, action,
            target_kind, target_id, target_name, before, after
          from ${s}.audit_log a`,
        where: `${organizationId === null ? '$1::bigint is null' : 'a.organization_id = $1'}
          and ($2 = '' or starts_with(a.action, $2))
          and ($3 = '' or a.target_kind = $3)
          and ($4::bigint is null or a.user_id = $4)
          and ($5::timestamptz is null or a.at >= $5) and ($6::timestamptz is null or a.at < $6)`,
        values: [
          ...[organizationId, action, targetKind, filter.userId ?? null],
          ...[filter.from ?? null, filter.to ?? null],
        ],
        keys: [{ expression: 'a.id', type: 'bigint' }],
        descending: true,
        toItem: toEntry,
        keyOf: ({ id }) => [id],
      })
    },
    async deleteBefore(before, limit) {
      // Index: audit_log_by_age.
      const gone = await db.rows<{ id: Id }>(
        `delete from ${s}.audit_log
         where id in (select id from ${s}.audit_log where at < $1 order by at, id limit $2)
         returning id`,
        [before, limit],
      )
      return gone.length
    },
  }
}

// PostgreSQL holds no NUL, which JSON writes as an escape.
function jsonOf(fields: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(fields, (_, value: unknown) => (typeof value === 'string' ? value.replaceAll('\0', '') : value))
}

interface AuditRow {
  readonly id: Id
  readonly organization_id: Id | null
  readonly at: Date
  readonly user_id: Id | null
  readonly actor: string
  readonly impersonator_id: Id | null
  readonly impersonator: string | null
  readonly via: AuditEntry['via']
  readonly ip: string | null
  readonly action: AuditAction
  readonly target_kind: string
  readonly target_id: string
  readonly target_name: string
  readonly before: AuditEntry['before']
  readonly after: AuditEntry['after']
}

function toEntry(row: AuditRow): AuditEntry {
  return {
    id: row.id,
    organizationId: row.organization_id,
    at: row.at,
    userId: row.user_id,
    actor: row.actor,
    impersonator: row.impersonator_id === null ? null : { id: row.impersonator_id, email: row.impersonator ?? '' },
    via: row.via,
    ip: row.ip,
    action: row.action,
    target: { kind: row.target_kind, id: row.target_id, name: row.target_name },
    before: row.before,
    after: row.after,
  }
}
