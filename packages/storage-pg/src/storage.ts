import { AppError, type Storage } from '@mishap/core'
import { pgAccounts } from './accounts.js'
import { pgAlerts } from './alerts.js'
import { pgAudit } from './audit.js'
import { pgCredentials } from './credentials.js'
import { type Database, openDatabase } from './database.js'
import { pgDeliveries } from './deliveries/deliveries.js'
import { pgEvents } from './events.js'
import { pgHostUsers } from './host-users.js'
import { pgImports } from './imports.js'
import { pgIncidents } from './incidents/incidents.js'
import { pgInstance } from './instance.js'
import { pgIssues } from './issues/issues.js'
import { pgAttachments } from './items/attachments.js'
import { pgCheckIns } from './items/check-ins.js'
import { pgFeedback } from './items/feedback.js'
import { pgReleaseHealth } from './items/release-health.js'
import { maintain } from './maintain.js'
import { pgMaintenance } from './maintenance.js'
import { pgMembers } from './members.js'
import { migrate, pending } from './migrations/migrate.js'
import { pgMonitors } from './monitors/monitors.js'
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
      async persist(batch, outcomes = []) {
        return batch.length + outcomes.length === 0 ? [] : persistBatch(db, batch, outcomes, seen)
      },
    },
    issues: pgIssues(db),
    savedViews: pgSavedViews(db),
    events: pgEvents(db),
    audit: pgAudit(db),
    instance: pgInstance(db.patient),
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
    statusPages: pgStatusPages(db),
    statusSubscribers: { ...pgStatusSubscribers(db), ...pgStatusNotices(db) },
    async migrate() {
      await migrate(db.patient)
    },
    async maintain(options) {
      await maintain(db.patient, options)
    },
    purge: () => purge(db.patient),
    async ping() {
      await db.rows('select 1')
    },
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
