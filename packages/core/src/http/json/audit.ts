import type { AuditEntryJson } from '../../client/member-types.js'
import type { AuditEntry } from '../../ports/audit.js'

export function auditEntryJson(entry: AuditEntry): AuditEntryJson {
  return {
    id: entry.id,
    dateCreated: entry.at.toISOString(),
    action: entry.action,
    actor: { id: entry.userId, email: entry.actor },
    impersonator: entry.impersonator === null ? null : { ...entry.impersonator },
    via: entry.via,
    ipAddress: entry.ip,
    organizationID: entry.organizationId,
    target: { ...entry.target },
    before: entry.before === null ? null : { ...entry.before },
    after: entry.after === null ? null : { ...entry.after },
  }
}
