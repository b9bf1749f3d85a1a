import type { Context } from '../context.js'
import type { ImportPlace } from '../ports/imports.js'
import type { Organization, Role, User } from '../ports/model.js'
import type { Dialect } from './dialect.js'
import type { Remote } from './remote.js'
import type { ReportKind, Tally } from './report.js'

/** How far an import is with one kind of things of one organization. */
export interface ImportProgress {
  readonly organization: string
  readonly kind: ReportKind
  readonly done: number
  /** Null while nobody knows. */
  readonly total: number | null
  /** Where the total is unknown: how many projects are through. */
  readonly projects: { readonly done: number; readonly total: number } | null
}

/** One organization on its way here. */
export interface ImportJob {
  readonly context: Context
  readonly remote: Remote
  readonly dialect: Dialect
  readonly remoteSlug: string
  /** Null in a dry run where it is not here yet. */
  readonly organization: Organization | null
  /** In whose name people are invited. */
  readonly inviter: User
  /** Nobody gets a role above it. */
  readonly mostRole: Role
  /** Whether keys and ids of projects may be taken that are, or were, another organization's here. */
  readonly mayTakeOver: boolean
  readonly isDryRun: boolean
  readonly isMailed: boolean
  readonly eventsPerIssue: number
  readonly tally: Tally
  tell(kind: ReportKind, done: number, total: number | null, projects?: ImportProgress['projects']): void
}

/** The API of the source names the organization so. */
export function pathOf({ remoteSlug }: ImportJob): string {
  return `organizations/${encodeURIComponent(remoteSlug)}/`
}

/** Where marks of this source are kept. */
export function placeOf(job: ImportJob, organization: Organization, kind: string): ImportPlace {
  return { organizationId: organization.id, source: sourceOf(job), kind }
}

function sourceOf({ remote, remoteSlug }: ImportJob): string {
  return `${remote.url.replace(/^https?:\/\//, '').slice(0, 300)}/${remoteSlug}`
}

/** The whole of a list that comes in pages. */
export async function allOf<T>(
  list: (page: { readonly limit: number; readonly cursor: string | null }) => Promise<{
    readonly items: readonly T[]
    readonly next: string | null
  }>,
): Promise<readonly T[]> {
  const items: T[] = []
  let cursor: string | null = null
  do {
    const page: { readonly items: readonly T[]; readonly next: string | null } = await list({ limit: 100, cursor })
    items.push(...page.items)
    cursor = page.next
  } while (cursor !== null)
  return items
}
