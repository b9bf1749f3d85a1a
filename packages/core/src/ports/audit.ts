import type { Via } from './issue-state.js'
import type { Id, Page, PageRequest } from './model.js'

/** What can be noted: `<kind of thing>.<what happened to it>`. */
export type AuditAction = `${string}.${string}`

/** One thing that somebody changed: who, what, before, after, from where. */
export interface AuditEntry {
  readonly id: Id
  /** Null where it belongs to the whole instance or to somebody's own account. */
  readonly organizationId: Id | null
  readonly at: Date
  /** Null for the server itself. */
  readonly userId: Id | null
  /** The address of the user at that time: it stays when the user is gone. */
  readonly actor: string
  /** The superuser who did it in the place of `actor`; null where nobody did. */
  readonly impersonator: { readonly id: Id; readonly email: string } | null
  readonly via: Via
  readonly ip: string | null
  readonly action: AuditAction
  readonly target: { readonly kind: string; readonly id: string; readonly name: string }
  /** Only the fields that changed, never a secret; null where there was nothing. */
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>> | null
}

export interface AuditFilter {
  /** Begins with: `member.` or `member.role`. */
  readonly action?: string
  readonly userId?: Id
  readonly targetKind?: string
  /** From the one on, before the other. */
  readonly from?: Date
  readonly to?: Date
}

/**
 * Entries are added and never changed. They outlive what they are about, the organization too, and are kept until
 * `deleteBefore`.
 */
export interface AuditStorage {
  add(entry: Omit<AuditEntry, 'id'>): Promise<void>
  /** The newest first. null: of every organization and of the instance. */
  list(organizationId: Id | null, page: PageRequest, filter?: AuditFilter): Promise<Page<AuditEntry>>
  /** At most `limit` of the oldest; answers how many they were. */
  deleteBefore(before: Date, limit: number): Promise<number>
}
