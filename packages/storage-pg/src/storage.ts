import { AppError, type Storage } from '@mishap/core'
import { pgAccounts } from './accounts.js'
import { pgAlerts } from './alerts.js'
import { pgAudit } from './audit.js'
import { pgCredentials } from './credentials.js'
import { type Database, openDatabase } from './database.js'
import { pgAlarms } from './deliveries/alarms.js'
import { pgChannels } from './deliveries/channels.js'
import { pgDeliveries } from './deliveries/deliveries.js'
import { pgFiring } from './deliveries/firing.js'
import { pgPast } from './deliveries/past.js'
import { pgEvents } from './events.js'
import { pgHostUsers } from './host-users.js'
import { pgImports } from './imports.js'
import { pgIncidents } from './incidents/incidents.js'
import { pgInstance } from './instance.js'
import { pgIntegrations } from './integrations/integrations.js'
import { pgIssueLinks } from './integrations/issue-links.js'
import { pgIssues } from './issues/issues.js'
import { pgWorkMails } from './issues/work-news.js'
import { pgAttachments } from './items/attachments.js'
import { pgCheckIns } from './items/check-ins.js'
import { pgFeedback } from './items/feedback.js'
import { pgReleaseHealth } from './items/release-health.js'
import { maintain } from './maintain.js'
import { pgMaintenance } from './maintenance.js'
import { pgMembers } from './members.js'
import { migrate, pending } from './migrations/migrate.js'
import { pgMonitors } from './monitors/monitors.js'
import { pgMutes } from './mutes.js'
import { pgOrganizations } from './organizations.js'
import { pgOutcomes } from './outcomes.js'
import { persistBatch } from './persist/persist.js'
import { seenReleases } from './persist/releases.js'
import type { PgPool } from './pool.js'
import { pgProjects } from './projects.js'
import { purge } from './purge.js'
import { pgReleases } from './releases/releases.js'
import { pgRepositories } from './releases/repositories.js'
import { pgRequests } from './requests.js'
import { pgRetention } from './retention.js'
import { pgSavedViews } from './saved-views.js'
import { pgSealed } from './sealed.js'
import { pgSecondFactors } from './second-factors.js'
import { pgSessions } from './sessions.js'
import { pgSignIn } from './sign-in.js'
import { pgStatusNotices } from './status-pages/notices.js'
import { pgStatusPages } from './status-pages/pages.js'
import { pgStatusSubscribers } from './status-pages/subscribers.js'
import { pgTeams } from './teams.js'
import { pgTokens } from './tokens.js'
import { pgUsers } from './users.js'

export interface PgStorageOptions {
  /** Yours: it is never ended here, and its `error` events are yours to listen to. */
  readonly pool: PgPool
  /** Everything is kept in this schema, which `migrate` makes. `mishap` unless given; at most 50 characters. */
  readonly schema?: string
  /** False behind a proxy that gives each transaction another connection and knows no prepared statements. */
  readonly preparedStatements?: boolean
  /**
   * After so long without an answer a statement is given up with `unavailable`, and a connection that hangs is closed.
   * 45,000 unless given. Migrations, maintenance and deletions take as long as they take.
   */
  readonly statementTimeoutMs?: number
}

/** A storage in PostgreSQL 14 or newer. Opens nothing and asks nothing until it is used; `migrate` comes first. */
export function pgStorage(options: PgStorageOptions): Storage {
  const db = databaseOf(options)
  const seen = seenReleases()
  let isMigrated = false
  return {
    users: pgUsers(db),
    sessions: pgSessions(db),
    credentials: pgCredentials(db),
    secondFactors: pgSecondFactors(db),
    signIn: pgSignIn(db),
    hostUsers: pgHostUsers(db),
    tokens: pgTokens(db),
    accounts: pgAccounts(db),
    organizations: pgOrganizations(db),
    members: pgMembers(db),
    teams: pgTeams(db),
    projects: pgProjects(db),
    ingest: {
      ...pgOutcomes(db),
      ...pgRequests(db),
      async persist(batch, outcomes = [], lateBefore) {
        return batch.length + outcomes.length === 0
          ? []
          : persistBatch(db, batch, { outcomes, lateBefore: lateBefore ?? null }, seen)
      },
    },
    issues: pgIssues(db),
    savedViews: pgSavedViews(db),
    events: pgEvents(db),
    audit: pgAudit(db),
    instance: pgInstance(db.patient),
    integrations: pgIntegrations(db),
    issueLinks: pgIssueLinks(db),
    sealed: pgSealed(db),
    imports: pgImports(db),
    retention: pgRetention(db.patient),
    feedback: pgFeedback(db),
    attachments: pgAttachments(db),
    releaseHealth: pgReleaseHealth(db),
    checkIns: pgCheckIns(db),
    releases: pgReleases(db),
    repositories: pgRepositories(db),
    alerts: pgAlerts(db),
    monitors: pgMonitors(db),
    maintenance: pgMaintenance(db),
    incidents: pgIncidents(db),
    deliveries: pgDeliveries(db),
    channels: pgChannels(db),
    alarms: pgAlarms(db),
    mutes: pgMutes(db),
    workMails: pgWorkMails(db),
    firing: pgFiring(db),
    past: pgPast(db),
    statusPages: pgStatusPages(db),
    statusSubscribers: { ...pgStatusSubscribers(db), ...pgStatusNotices(db) },
    async migrate() {
      await migrate(db.patient)
    },
    async isMigrated() {
      // Nobody takes migrations back under a process that runs.
      isMigrated ||= (await pending(db)).length === 0
      return isMigrated
    },
    async maintain(options) {
      await maintain(db.patient, options)
    },
    purge: () => purge(db.patient),
    ...connectionsOf(options.pool),
    async ping() {
      await db.rows('select 1')
    },
  }
}

function connectionsOf(pool: PgPool): Pick<Storage, 'connections'> {
  if (pool.totalCount === undefined) return {}
  return {
    connections: () => ({
      open: pool.totalCount ?? 0,
      idle: pool.idleCount ?? 0,
      waiting: pool.waitingCount ?? 0,
      max: pool.options?.max ?? null,
    }),
  }
}

/** The names of the migrations that `migrate` would apply now, for whoever looks before it runs. */
export function pendingMigrations(options: PgStorageOptions): Promise<readonly string[]> {
  return pending(databaseOf(options).patient)
}

/** Throws `config` on a schema that cannot be one. */
export function databaseOf(options: PgStorageOptions): Database {
  const { pool, schema = 'mishap', preparedStatements = true, statementTimeoutMs = 45_000 } = options
  if (schema === '' || schema.length > 50 || schema.includes('\0'))
    throw new AppError('config', `schema: wanted a name of 1 to 50 characters, found ${JSON.stringify(schema)}`)
  return openDatabase({ pool, schema, preparedStatements, timeoutMs: statementTimeoutMs })
}
