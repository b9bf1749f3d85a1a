import type { Context } from '../context.js'
import type { AuditAction, AuditEntry } from '../ports/audit.js'
import type { Via } from '../ports/issue-state.js'
import type { Organization, Role, User } from '../ports/model.js'
import { importAlerts } from './alerts.js'
import { DIALECTS } from './dialect.js'
import { importIssues } from './issues.js'
import type { ImportJob, ImportProgress } from './job.js'
import { importMaintenance } from './maintenance.js'
import { importMembers } from './members.js'
import { importMonitors } from './monitors.js'
import { findOrganizations, openTarget, type RemoteOrganization } from './organizations.js'
import { importEnvironments, keepOthers } from './others.js'
import { findProjects, importProjects } from './projects.js'
import { importReleases } from './releases.js'
import { openRemote, type RemoteAddress, type RemotePatience, type SourceKind } from './remote.js'
import { createTally, IMPORT_KINDS, type ImportKind, type OrganizationReport } from './report.js'
import { importStatusPages } from './status-pages.js'
import { importTeams } from './teams.js'
import { tellInvited } from './tell-invited.js'

export interface ImportOptions {
  readonly kind: SourceKind
  readonly address: RemoteAddress
  /** Slugs at the source; empty for all that the token sees. */
  readonly organizations: readonly string[]
  /** The slug here, where it is to be another one than at the source. */
  readonly into: string | null
  /** Owns organizations that are made; people are invited in their name. */
  readonly owner: User
  /** All unless given. */
  readonly kinds?: ReadonlySet<ImportKind>
  /** From where, for the audit log. */
  readonly via: Via
  /** Reads everything and changes nothing. */
  readonly isDryRun: boolean
  /** Whether invitations are sent by mail. */
  readonly isMailed: boolean
  /** How many of the newest events of each issue; 1 to 100. */
  readonly eventsPerIssue: number
  readonly patience: RemotePatience
  readonly onProgress?: (progress: ImportProgress) => void
  /** As each organization is through, or has failed: then of what was done until then. */
  readonly onReport?: (report: OrganizationReport) => void
}

/**
 * Brings organizations from another server: what is not here yet, and what has changed there. It may be killed at any
 * moment and run again, any number of times: nothing is doubled. Rejects with `invalid_input` or `unavailable` and a
 * sentence that says what to do; what was brought until then stays.
 */
export async function importOrganizations(
  context: Context,
  options: ImportOptions,
): Promise<readonly OrganizationReport[]> {
  const { kind, isDryRun, into, owner } = options
  const remote = openRemote(context, options.address, options.patience)
  const found = await findOrganizations(remote, { kind, wanted: options.organizations })
  const reports: OrganizationReport[] = []
  for (const one of found) {
    const target = await openTarget(context, one, { into, ownerId: owner.id, isDryRun })
    const note = (action: AuditAction, after: AuditEntry['after']) =>
      record(context, options, { target, action, after })
    // Whoever kills it leaves this one.
    await note(target.isNew ? 'organization.created' : 'organization.import_begun', {
      from: one.remote.host,
      slug: one.slug,
    })
    const report = await bringOrganization(context, { ...options, mostRole: 'owner', mayTakeOver: true }, one, target)
    await note('organization.imported', { from: one.remote.host, ...madeOf(report) })
    reports.push(report)
  }
  return reports
}

async function record(
  { storage, clock }: Context,
  { via, isDryRun }: ImportOptions,
  entry: {
    readonly target: { readonly organization: Organization | null }
    readonly action: AuditAction
    readonly after: AuditEntry['after']
  },
): Promise<void> {
  const { organization } = entry.target
  if (organization === null || isDryRun) return
  const { id, slug } = organization
  await storage.audit.add({
    ...{ organizationId: id, at: clock.now(), userId: null, actor: '', impersonator: null, via, ip: null },
    action: entry.action,
    target: { kind: 'organization', id, name: slug.slice(0, 200) },
    ...{ before: null, after: entry.after },
  })
}

/** How many of each are new. */
function madeOf({ counts }: OrganizationReport): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(counts).flatMap(([kind, { made }]) => (made > 0 ? [[kind, made]] : [])))
}

/** One organization into the one that is given, or `null` in a dry run where it is not here yet. */
export async function bringOrganization(
  context: Context,
  options: Pick<
    ImportOptions,
    'kind' | 'owner' | 'kinds' | 'isDryRun' | 'isMailed' | 'eventsPerIssue' | 'onProgress' | 'onReport'
  > & {
    /** Nobody gets a role above it. */
    readonly mostRole: Role
    /** For who runs the instance: whoever else brings a key of others would get what their apps report. */
    readonly mayTakeOver: boolean
  },
  from: Pick<RemoteOrganization, 'slug' | 'remote'>,
  target: { readonly organization: Organization | null; readonly slug: string; readonly isNew: boolean },
): Promise<OrganizationReport> {
  const tally = createTally()
  const job: ImportJob = {
    ...{ context, remote: from.remote, remoteSlug: from.slug, tally, organization: target.organization },
    dialect: DIALECTS[options.kind],
    inviter: options.owner,
    ...{ mostRole: options.mostRole, mayTakeOver: options.mayTakeOver },
    ...{ isDryRun: options.isDryRun, isMailed: options.isMailed },
    eventsPerIssue: options.eventsPerIssue,
    tell: (kind, done, total, projects = null) =>
      options.onProgress?.({ organization: target.slug, kind, done, total, projects }),
  }
  const reportNow = () => tally.report({ remoteSlug: from.slug, slug: target.slug, isNew: target.isNew })
  try {
    await bringKinds(job, options.kind, options.kinds ?? new Set(IMPORT_KINDS))
  } finally {
    options.onReport?.(reportNow())
  }
  return reportNow()
}

const WITHOUT_PROJECTS: ReadonlySet<ImportKind> = new Set(['teams', 'members', 'status-pages'])

/**
 * Members before issues, which are assigned to them; teams before members and projects, which are in them; monitors
 * before pages that show them.
 */
async function bringKinds(job: ImportJob, source: SourceKind, kinds: ReadonlySet<ImportKind>): Promise<void> {
  if (kinds.has('teams')) await importTeams(job)
  const pending = kinds.has('members') ? await importMembers(job) : []
  const needsProjects = IMPORT_KINDS.some((kind) => !WITHOUT_PROJECTS.has(kind) && kinds.has(kind))
  const pairs = kinds.has('projects') ? await importProjects(job) : needsProjects ? await findProjects(job) : []
  if (kinds.has('alerts') && source === 'glitchtip') await importAlerts(job, pairs)
  if (kinds.has('releases')) await importReleases(job, pairs)
  if (kinds.has('issues')) await importIssues(job, pairs)
  if (kinds.has('projects') && kinds.has('issues')) await importEnvironments(job, pairs)
  if (kinds.has('monitors') && source === 'glitchtip') {
    await importMonitors(job, pairs)
    await importMaintenance(job)
  }
  if (kinds.has('status-pages') && source === 'glitchtip') await importStatusPages(job)
  await keepOthers(job, pairs, (kind) => kinds.has(kind))
  await tellInvited(job, pending)
}
