import {
  ApiError,
  type ApiTokenJson,
  type AttachmentJson,
  type AuditEntryJson,
  type CodeMappingJson,
  type DeliveryDetailJson,
  type DiscardedIssueJson,
  type EmailJson,
  type EnvironmentJson,
  type EventDetailJson,
  type GroupingExplanation,
  type GroupingSettingsJson,
  type IngestLimitsJson,
  type IngestLogJson,
  type IngestSettingsJson,
  type IntegrationJson,
  type IssueDetailJson,
  type IssueLinkJson,
  type IssueListQuery,
  type LiveJson,
  type MaintenanceJson,
  type MemberJson,
  type MonitorCoverageJson,
  type MonitorJson,
  type MuteJson,
  type NotificationMatrixInput,
  type NotificationMatrixJson,
  type OrganizationAlertJson,
  type OrganizationChange,
  type OrganizationDetailJson,
  type OrganizationJson,
  type ProjectKeyJson,
  type ProjectOrganizationJson,
  type ProviderAccountJson,
  type RetentionChange,
  type RetentionJson,
  type SavedViewJson,
  type SettingsJson,
  type SignInProviderJson,
  type SourceLinkJson,
  type SuggestedOwnerJson,
  type TeamJson,
  type UserJson,
  type UserReportJson,
} from '@mishap/core/client'
import type { InstanceFixtures } from './admin-world.js'
import { aKey, aRetention, noIngestSettings } from './builders.js'
import type { IncidentFixture } from './incidents.js'
import type { Undo } from './issue-changes.js'
import type { Part, SplitOff } from './issue-parts.js'
import type { MonitorPast } from './monitor-past.js'
import type { OutcomeFixture } from './outcomes.js'
import { MAY, personOf, roleOf, viewerOf } from './people.js'
import type { ReleaseFixture } from './releases.js'
import { findIssues } from './search.js'
import type { SecurityFixtures } from './security.js'
import type { StatusPageFixture } from './status-pages.js'

export interface MemoryFixtures {
  /** The one account. Without it the server wants to be set up. */
  readonly user?: UserJson
  /** What signing in accepts; `correct horse` where not given. */
  readonly password?: string
  readonly isSignedIn?: boolean
  /** What signing in asks for after the password: what an app shows, or one of the recovery codes, each of them once. */
  readonly secondFactor?: { readonly code: string; readonly recoveryCodes?: readonly string[] }
  readonly security?: SecurityFixtures
  /** The end of the link in a mail; without one there is no way to send mail. */
  readonly passwordResetKey?: string
  /** The end of the link that confirms an address. */
  readonly emailConfirmation?: string
  /** An open invitation to one of the organizations. */
  readonly invitation?: { readonly id: string; readonly token: string; readonly email: string; readonly org: string }
  /** Addresses of the account beside the primary one. */
  readonly otherEmails?: readonly EmailJson[]
  /** Accounts elsewhere by which the account is entered. */
  readonly providerAccounts?: readonly ProviderAccountJson[]
  /** As superusers have set them up; what the sign-in page shows stands in `settings`. */
  readonly signInProviders?: readonly SignInProviderJson[]
  /** Somebody has come by the provider of this name, which tells no address. */
  readonly providerSignup?: string
  /** What mails the account wants: all of them where nothing else is given. */
  readonly notifications?: {
    readonly byDefault?: NotificationMatrixInput['byDefault']
    readonly projects?: NotificationMatrixJson['projects']
    readonly quietHours?: NotificationMatrixJson['quietHours']
  }
  /** Of the first organization. */
  readonly mutes?: readonly MuteJson[]
  /** Likewise. */
  readonly integrations?: readonly IntegrationJson[]
  readonly codeMappings?: readonly CodeMappingJson[]
  /** By issue. */
  readonly issueLinks?: Readonly<Record<string, readonly IssueLinkJson[]>>
  /** By event. */
  readonly sourceLinks?: Readonly<Record<string, readonly SourceLinkJson[]>>
  /** Of a set-up program that waits. */
  readonly wizardHash?: string
  readonly settings?: Partial<SettingsJson>
  readonly organizations?: readonly OrganizationJson[]
  readonly projects?: readonly ProjectOrganizationJson[]
  /** Of every project; named by its events. */
  readonly environments?: readonly string[]
  readonly issues?: readonly IssueDetailJson[]
  readonly events?: readonly EventDetailJson[]
  readonly tokens?: readonly ApiTokenJson[]
  /** What people wrote, the newest first. */
  readonly userReports?: readonly UserReportJson[]
  readonly attachments?: readonly AttachmentJson[]
  /** The log of requests of every project, the newest first. */
  readonly requests?: readonly IngestLogJson[]
  /** Likewise what stood against them. */
  readonly limits?: IngestLimitsJson
  /** What each project holds and may hold; made up of the events where it is not given. */
  readonly retention?: Partial<RetentionJson>
  /** Of every organization; whoever owns the place where there are none. */
  readonly members?: readonly FixtureMember[]
  /** Slugs of teams of the first organization, beside the one that has its name. */
  readonly teams?: readonly string[]
  /** What came to the projects, and what became of it. */
  readonly outcomes?: readonly OutcomeFixture[]
  /** Of every organization, the newest first. */
  readonly auditLog?: readonly AuditEntryJson[]
  /** What superusers see and set. */
  readonly instance?: InstanceFixtures
  /** The newest made first. */
  readonly releases?: readonly ReleaseFixture[]
  /** Of the first organization. */
  readonly monitors?: readonly MonitorJson[]
  /** What became of monitors, by their id. */
  readonly monitorPasts?: Readonly<Record<number, MonitorPast>>
  /** Of the first organization. */
  readonly alerts?: readonly OrganizationAlertJson[]
  /** What they told, the newest first. */
  readonly deliveries?: readonly DeliveryDetailJson[]
  /** By monitor: who is told; nobody unless given. */
  readonly monitorCoverage?: Readonly<Record<number, MonitorCoverageJson>>
  readonly incidents?: readonly IncidentFixture[]
  readonly maintenance?: readonly MaintenanceJson[]
  readonly statusPages?: readonly StatusPageFixture[]
  /** Of events, by their id; one for all events of a title where it is not given. */
  readonly hashes?: Readonly<Record<string, string>>
  /** Why events are where they are, by their id. */
  readonly explanations?: Readonly<Record<string, GroupingExplanation>>
  /** Whom the rules name, by issue. */
  readonly suggestedOwners?: Readonly<Record<string, readonly SuggestedOwnerJson[]>>
  /** Those of the first organization. */
  readonly savedViews?: readonly SavedViewJson[]
  readonly now?: () => Date
}

/** Of the teams named, if of any. */
export type FixtureMember = MemberJson & { readonly teams?: readonly string[] }

export type MemoryStore = ReturnType<typeof createStore>

/** The data behind a memory client, with the look-ups that its methods share. Lists are replaced, never changed in place. */
export function createStore(fixtures: MemoryFixtures) {
  const listeners = new Set<(message: LiveJson) => void>()
  let lastId = 1000
  const store = {
    now: fixtures.now ?? (() => new Date()),
    user: fixtures.user ?? null,
    password: fixtures.password ?? 'correct horse',
    isSignedIn: fixtures.isSignedIn ?? fixtures.user !== undefined,
    organizations: fixtures.organizations ?? [],
    teams: [] as readonly (TeamJson & { readonly org: string })[],
    projects: fixtures.projects ?? [],
    issues: fixtures.issues ?? [],
    events: fixtures.events ?? [],
    tokens: fixtures.tokens ?? [],
    userReports: fixtures.userReports ?? [],
    attachments: fixtures.attachments ?? [],
    ingestSettingsOf: new Map<string, IngestSettingsJson>(),
    /** By project, once they are not as they were made. */
    keys: new Map<string, readonly ProjectKeyJson[]>(),
    environments: new Map<string, readonly Required<EnvironmentJson>[]>(),
    retentionLimits: new Map<string, RetentionChange>(),
    organizationSettings: new Map<
      string,
      Pick<OrganizationDetailJson, 'scrubIPAddresses' | 'rateLimit' | 'openMembership'>
    >(),
    members: fixtures.members ?? ([] as readonly FixtureMember[]),
    auditLog: fixtures.auditLog ?? [],
    hashes: fixtures.hashes ?? {},
    explanations: fixtures.explanations ?? {},
    suggestedOwners: fixtures.suggestedOwners ?? {},
    /** Rules as they were typed, by project. */
    ownershipOf: new Map<string, string>(),
    groupingOf: new Map<string, GroupingSettingsJson>(),
    /** By token. */
    undos: new Map<string, Undo>(),
    /** The newest first. */
    merged: [] as readonly Part[],
    splits: [] as readonly SplitOff[],
    discarded: [] as readonly (DiscardedIssueJson & { readonly projectId: string })[],
    savedViewsOf: new Map<string, readonly SavedViewJson[]>(
      fixtures.organizations?.slice(0, 1).map(({ slug }) => [slug, fixtures.savedViews ?? []]),
    ),
    listeners,
    newId: () => String(++lastId),
    emit(message: LiveJson) {
      for (const listener of [...listeners]) listener(message)
    },
    /** Everything but the doors of the house wants somebody signed in. */
    async signedIn<T>(answer: () => T): Promise<T> {
      if (!store.isSignedIn) throw new ApiError(401, 'Authentication credentials were not provided.')
      return answer()
    },
    ingestSettings(org: string, slug: string): IngestSettingsJson {
      return store.ingestSettingsOf.get(store.project(org, slug).id) ?? noIngestSettings()
    },
    requestsOf(org: string, slug: string): readonly IngestLogJson[] {
      store.project(org, slug)
      return fixtures.requests ?? []
    },
    limitsOf(org: string, slug: string): IngestLimitsJson {
      store.project(org, slug)
      return fixtures.limits ?? { normal: null, spike: null, refused: [] }
    },
    retentionOf(org: string, slug: string): RetentionJson {
      const { id } = store.project(org, slug)
      const events = store.issues.filter((one) => one.project.id === id).flatMap((one) => store.eventsOf(one.id))
      const held = aRetention(events, fixtures.retention)
      return { ...held, ...store.retentionLimits.get(id) }
    },
    keysOf(projectId: string): readonly ProjectKeyJson[] {
      const key = aKey({ projectID: Number(projectId) })
      const made = { ...key, dsn: { ...key.dsn, public: `https://${key.public}@errors.example.com/${projectId}` } }
      return store.keys.get(projectId) ?? [made]
    },
    environmentsOf(projectId: string): readonly Required<EnvironmentJson>[] {
      const names = fixtures.environments ?? []
      return store.environments.get(projectId) ?? names.map((name, at) => ({ id: at + 1, name, isHidden: false }))
    },
    changeOrganization(slug: string, change: OrganizationChange): void {
      const { scrubIPAddresses, rateLimit, openMembership, require2fa, ...rest } = change
      const before = store.organizationDetail(slug)
      const asked = require2fa === undefined ? {} : { require2fa, require2FA: require2fa }
      store.organizations = store.organizations.map((one) => (one.slug === slug ? { ...one, ...rest, ...asked } : one))
      const settings = {
        scrubIPAddresses: scrubIPAddresses ?? before.scrubIPAddresses,
        openMembership: openMembership ?? before.openMembership,
        rateLimit: rateLimit === undefined ? before.rateLimit : rateLimit,
      }
      store.organizationSettings = new Map([...store.organizationSettings, [rest.slug ?? slug, settings]])
    },
    addTeam(org: string, slug: string): TeamJson {
      const team = { id: store.newId(), slug, dateCreated: store.now().toISOString(), isMember: true, memberCount: 1 }
      store.teams = [...store.teams, { ...team, org }]
      return team
    },
    teamsOf: (org: string): readonly TeamJson[] =>
      store.teams.filter((team) => team.org === org).map(({ org: _, ...team }) => team),
    organization(slug: string): OrganizationJson {
      const organization = found(store.organizations.find((one) => one.slug === slug))
      if (organization.require2fa && fixtures.secondFactor === undefined)
        throw new ApiError(403, 'This organization asks its members for a second factor, which you do not have yet.', {
          code: 'second_factor_required',
        })
      return organization
    },
    organizationDetail: (slug: string): OrganizationDetailJson => ({
      ...store.organization(slug),
      projects: [...store.projectsOf(slug)],
      teams: [...store.teamsOf(slug)],
      access: [...MAY[roleOf(store)]],
      ...(store.organizationSettings.get(slug) ?? { scrubIPAddresses: true, openMembership: true, rateLimit: null }),
    }),
    projectsOf: (org: string) => store.projects.filter((one) => one.organization.slug === store.organization(org).slug),
    project: (org: string, slug: string) => found(store.projectsOf(org).find((one) => one.slug === slug)),
    issue: (id: string): IssueDetailJson => found(store.issues.find((one) => one.id === id)),
    /** Tells listeners as well. */
    replaceIssue(id: string, change: (issue: IssueDetailJson) => IssueDetailJson): void {
      const before = store.issue(id)
      const after = change(before)
      store.issues = store.issues.map((one) => (one === before ? after : one))
      store.emit({ topic: 'issue.changed', projectId: after.project.id, issueId: id })
    },
    removeIssue(gone: IssueDetailJson): void {
      store.issues = store.issues.filter((one) => one.id !== gone.id)
      store.emit({ topic: 'issue.deleted', projectId: gone.project.id, issueId: gone.id })
    },
    /** Removes it for good: nobody wants to hear of it again. */
    discard(issue: IssueDetailJson): void {
      const { id, title, culprit, level, project } = issue
      const about = { id, title, culprit, level, actor: viewerOf(store), dateCreated: store.now().toISOString() }
      store.discarded = [{ ...about, projectId: project.id }, ...store.discarded]
      store.removeIssue(issue)
    },
    /** Newest first. */
    eventsOf: (issueId: string): readonly EventDetailJson[] =>
      store.events
        .filter((event) => event.groupID === issueId)
        .sort((a, b) => Date.parse(b.dateReceived) - Date.parse(a.dateReceived)),
    findIssues(org: string, query: IssueListQuery): readonly IssueDetailJson[] {
      const inside = new Set(store.projectsOf(org).map((one) => one.id))
      const mine = store.issues.filter((one) => inside.has(one.project.id))
      const me = store.user === null ? null : personOf(store.user)
      const now = store.now().getTime()
      return findIssues(mine, query, (id) => ({ tags: tagsOf(store.eventsOf(id)), me, now }))
    },
  }
  for (const { slug } of store.organizations) store.addTeam(slug, slug)
  for (const slug of fixtures.teams ?? []) {
    const own = store.members.filter(({ teams = [] }) => teams.includes(slug))
    const isMember = own.some(({ user }) => user !== null && user.id === store.user?.id)
    const team = store.addTeam(store.organizations[0]?.slug ?? '', slug)
    store.teams = store.teams.map((one) => (one.id === team.id ? { ...one, isMember, memberCount: own.length } : one))
  }
  return store
}

/** The value, or the server's 404. */
export function found<T>(value: T | undefined): T {
  if (value === undefined) throw new ApiError(404, 'Not found.')
  return value
}

function tagsOf(events: readonly EventDetailJson[]): ReadonlyMap<string, ReadonlySet<string>> {
  const tags = new Map<string, Set<string>>()
  for (const event of events)
    for (const { key, value } of event.tags) tags.set(key, (tags.get(key) ?? new Set()).add(value))
  return tags
}
