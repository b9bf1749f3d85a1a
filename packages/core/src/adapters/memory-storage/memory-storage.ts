import { DELIVERY_DAYS } from '../../ports/deliveries.js'
import { HOOK_DAYS } from '../../ports/integrations.js'
import { type RetentionDays, retentionDaysOf } from '../../ports/retention-days.js'
import type { Storage } from '../../ports/storage.js'
import { memoryAccounts } from './accounts.js'
import { memoryAlarms } from './alarms.js'
import { memoryAlerts } from './alerts.js'
import { memoryAttachments } from './attachments.js'
import { memoryAudit } from './audit.js'
import { dropOldChannels, memoryChannels } from './channels.js'
import { memoryCheckIns } from './check-ins.js'
import { memoryCredentials } from './credentials.js'
import { dropOldDeliveries, memoryDeliveries } from './deliveries.js'
import { memoryEvents } from './events.js'
import { memoryFeedback } from './feedback.js'
import { memoryFiring } from './firing.js'
import { memoryHostUsers } from './host-users.js'
import { memoryImports } from './imports.js'
import { dropOldIncidents, memoryIncidents } from './incidents.js'
import { memoryInstance } from './instance.js'
import { dropOldHooks, memoryIntegrations } from './integrations.js'
import { memoryIssueLinks } from './issue-links.js'
import { deleteIssue, memoryIssues } from './issues.js'
import { dropOldItems } from './items.js'
import { dropOldMaintenance, memoryMaintenance } from './maintenance.js'
import { memoryMembers } from './members.js'
import { dropOldChecks, memoryMonitors } from './monitors.js'
import { memoryMutes } from './mutes.js'
import { memoryOrganizations } from './organizations.js'
import { memoryOutcomes } from './outcomes.js'
import { memoryPast } from './past.js'
import { persistBatch } from './persist.js'
import { memoryProjects } from './projects.js'
import { memoryReleaseHealth } from './release-health.js'
import { memoryReleases, memoryRepositories } from './releases.js'
import { dropOldRequests, memoryRequests } from './requests.js'
import { memoryRetention } from './retention.js'
import { memorySavedViews } from './saved-views.js'
import { memorySealed } from './sealed.js'
import { memorySecondFactors } from './second-factors.js'
import { memorySignIn } from './sign-in.js'
import { emptyState, type State } from './state.js'
import { memoryStatusPages } from './status-pages.js'
import { memoryStatusSubscribers } from './status-subscribers.js'
import { memoryTeams } from './teams.js'
import { memorySessions, memoryTokens, memoryUsers } from './users.js'
import { memoryWorkMails } from './work-mails.js'

const DAY_MS = 86_400_000

/**
 * A storage in the memory of this process, for trying Mishap out and for tests. Nothing survives the process,
 * nothing limits its growth but `maintain`, and searches look at every row. Methods do not wait, so each is atomic.
 */
export function memoryStorage(): Storage {
  const state = emptyState()
  return {
    users: memoryUsers(state),
    sessions: memorySessions(state),
    credentials: memoryCredentials(state),
    secondFactors: memorySecondFactors(state),
    signIn: memorySignIn(state),
    hostUsers: memoryHostUsers(state),
    tokens: memoryTokens(state),
    accounts: memoryAccounts(state),
    organizations: memoryOrganizations(state),
    members: memoryMembers(state),
    teams: memoryTeams(state),
    projects: memoryProjects(state),
    ingest: {
      ...memoryOutcomes(state),
      ...memoryRequests(state),
      async persist(batch, outcomes = [], lateBefore) {
        return persistBatch(state, batch, outcomes, lateBefore ?? null)
      },
    },
    issues: memoryIssues(state),
    savedViews: memorySavedViews(state),
    events: memoryEvents(state),
    audit: memoryAudit(state),
    instance: memoryInstance(state),
    integrations: memoryIntegrations(state),
    issueLinks: memoryIssueLinks(state),
    sealed: memorySealed(state),
    imports: memoryImports(state),
    retention: memoryRetention(state),
    feedback: memoryFeedback(state),
    attachments: memoryAttachments(state),
    releaseHealth: memoryReleaseHealth(state),
    checkIns: memoryCheckIns(state),
    releases: memoryReleases(state),
    repositories: memoryRepositories(state),
    alerts: memoryAlerts(state),
    monitors: memoryMonitors(state),
    maintenance: memoryMaintenance(state),
    incidents: memoryIncidents(state),
    deliveries: memoryDeliveries(state),
    channels: memoryChannels(state),
    alarms: memoryAlarms(state),
    mutes: memoryMutes(state),
    workMails: memoryWorkMails(state),
    firing: memoryFiring(state),
    past: memoryPast(state),
    statusPages: memoryStatusPages(state),
    statusSubscribers: memoryStatusSubscribers(state),
    async migrate() {},
    isMigrated: async () => true,
    async maintain({ now, retentionDays, retention }) {
      dropExpired(state, now, retentionDaysOf(retentionDays, retention))
    },
    // Memory has no use for a second step: what is deleted is gone.
    async purge() {
      return false
    },
    async ping() {},
  }
}

function dropExpired(state: State, now: Date, days: RetentionDays): void {
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS
  const oldest = (kind: keyof RetentionDays) => new Date(today - days[kind] * DAY_MS)
  const [oldestEvent, oldestCount] = [oldest('events'), oldest('counters')]
  dropOldRequests(state, now, oldestEvent)
  for (const session of state.sessions.values()) if (session.expiresAt <= now) state.sessions.delete(session.idHash)
  for (const one of state.secrets.values()) if (one.expiresAt <= now) state.secrets.delete(one.tokenHash)
  for (const [hash, one] of state.confirmations) if (one.expiresAt <= now) state.confirmations.delete(hash)
  for (const [hash, one] of state.signInAttempts) if (one.expiresAt <= now) state.signInAttempts.delete(hash)
  for (const project of state.projects.values())
    for (const event of project.events.values())
      if (event.receivedAt < oldestEvent) project.events.delete(event.eventId)
  for (const row of state.issues.values()) {
    row.events = row.events.filter((event) => event.receivedAt >= oldestEvent)
    for (const hour of row.hours.keys()) if (hour < oldestCount.getTime()) row.hours.delete(hour)
    for (const values of row.tags.values())
      for (const [value, { lastSeenAt }] of values) if (lastSeenAt < oldestCount) values.delete(value)
    if (row.issue.lastSeenAt < oldest('issues')) deleteIssue(state, row)
  }
  for (const [key, count] of state.outcomes) if (count.hour < oldest('outcomes')) state.outcomes.delete(key)
  dropOldItems(state, now, oldest)
  dropOldChecks(state, oldest)
  dropOldIncidents(state, oldest('incidents'))
  dropOldMaintenance(state, oldest('incidents'))
  dropOldHooks(state, new Date(now.getTime() - HOOK_DAYS * DAY_MS))
  dropOldDeliveries(state, new Date(now.getTime() - DELIVERY_DAYS * DAY_MS))
  dropOldChannels(state, new Date(now.getTime() - DELIVERY_DAYS * DAY_MS))
}
