import type { EventDetailJson, EventSearchQuery, IssueDetailJson, LiveJson, MishapClient } from '@mishap/core/client'
import { admin } from './admin.js'
import { alerts } from './alerts.js'
import { aToken } from './builders.js'
import { entrance } from './entrance.js'
import { findEvents } from './event-search.js'
import { grouping } from './grouping.js'
import { incidents } from './incidents.js'
import { integrations } from './integrations.js'
import { issueChanges } from './issue-changes.js'
import { issueLog } from './issue-log.js'
import { issueParts } from './issue-parts.js'
import { issueRules } from './issue-rules.js'
import { maintenance } from './maintenance.js'
import { monitors } from './monitors.js'
import { mutes } from './mutes.js'
import { notifications } from './notifications.js'
import { organizations } from './organizations.js'
import { pageOf } from './page.js'
import { profile } from './profile.js'
import { projects } from './projects.js'
import { releases } from './releases.js'
import { savedViews } from './saved-views.js'
import { searchCompletion } from './search-completion.js'
import { security } from './security.js'
import { signIn } from './sign-in.js'
import { statsOf, tagStats } from './stats.js'
import { statusPages } from './status-pages.js'
import { createStore, found, type MemoryFixtures, type MemoryStore } from './store.js'

export interface MemoryClient extends MishapClient {
  /** Tells everybody who listens to `live`. */
  emit(message: LiveJson): void
  /** As if an SDK had reported it: stores the issue with its event and tells listeners. */
  report(issue: IssueDetailJson, event: EventDetailJson): void
}

/**
 * The management API over data in memory: filters, pages and changes as the server does, forgets with the page.
 * For stories, demonstrations and tests of components; it checks no scopes.
 */
export function createMemoryClient(fixtures: MemoryFixtures = {}): MemoryClient {
  const store = createStore(fixtures)
  const { signedIn } = store
  return {
    ...admin(store, fixtures),
    ...alerts(store, fixtures),
    ...entrance(store, fixtures),
    ...issueChanges(store),
    ...issueLog(store),
    ...issueParts(store),
    ...issueRules(store),
    ...grouping(store),
    ...incidents(store, fixtures),
    ...integrations(store, fixtures),
    ...maintenance(store, fixtures),
    ...statusPages(store, fixtures),
    ...profile(store, fixtures),
    ...notifications(store, fixtures),
    ...mutes(store, fixtures),
    ...organizations(store, fixtures),
    ...projects(store),
    ...monitors(store, fixtures),
    ...releases(store, fixtures),
    ...savedViews(store),
    ...searchCompletion(store),
    ...security(store, fixtures),
    ...signIn(store, fixtures),
    emit: store.emit,
    report: (issue, event) => report(store, issue, event),
    getIngestSettings: (org, slug) => signedIn(() => store.ingestSettings(org, slug)),
    updateIngestSettings: (org, slug, change) =>
      signedIn(() => {
        const settings = { ...store.ingestSettings(org, slug), ...change }
        store.ingestSettingsOf = new Map([...store.ingestSettingsOf, [store.project(org, slug).id, settings]])
        return settings
      }),
    getIngestLog: (org, slug) => signedIn(() => store.requestsOf(org, slug)),
    getIngestLimits: (org, slug) => signedIn(() => store.limitsOf(org, slug)),
    getRetention: (org, slug) => signedIn(() => store.retentionOf(org, slug)),
    updateRetention: (org, slug, change) =>
      signedIn(() => {
        const { id } = store.project(org, slug)
        store.retentionLimits = new Map([
          ...store.retentionLimits,
          [id, { ...store.retentionLimits.get(id), ...change }],
        ])
        return store.retentionOf(org, slug)
      }),
    listIssues: (org, query = {}) => signedIn(() => pageOf(store.findIssues(org, query), query)),
    getIssue: (id) => signedIn(() => store.issue(id)),
    deleteIssue: (id) => signedIn(() => store.removeIssue(store.issue(id))),
    deleteIssues: (org, query) =>
      signedIn(() => {
        for (const issue of store.findIssues(org, query)) store.removeIssue(issue)
      }),
    getIssueStats: (org, ids, period) =>
      signedIn(() =>
        store.findIssues(org, { id: ids }).map((one) => statsOf(one, store.eventsOf(one.id), period, store.now())),
      ),
    getIssueTags: (id, key) =>
      signedIn(() =>
        tagStats(store.eventsOf(store.issue(id).id)).filter((tag) => key === undefined || tag.key === key),
      ),
    listIssueEvents: (id, query = {}) =>
      signedIn(() => pageOf(findEvents(store.eventsOf(store.issue(id).id), query), query)),
    getIssueEvent: (id, which, within = {}) =>
      signedIn(() => eventWithNeighbours(store.eventsOf(store.issue(id).id), which, within)),
    listIssueUserReports: (id, page) =>
      signedIn(() => {
        const { id: issueID } = store.issue(id)
        return pageOf(
          store.userReports.filter((one) => one.issueID === issueID),
          page,
        )
      }),
    listEventAttachments: (org, slug, eventId) =>
      signedIn(() => {
        store.project(org, slug)
        return store.attachments.filter((one) => one.eventID === eventId)
      }),
    getEventJson: (_org, issueId, eventId) =>
      signedIn(() => {
        const { eventID, entries, ...event } = found(store.eventsOf(issueId).find((one) => one.eventID === eventId))
        return { event_id: eventID, ...event, ...Object.fromEntries(entries.map((entry) => [entry.type, entry.data])) }
      }),
    listTokens: (page) =>
      signedIn(() =>
        pageOf(
          store.tokens.map((token) => ({ ...token, token: '' })),
          page,
        ),
      ),
    createToken: ({ label, scopes, expires = null }) =>
      signedIn(() => {
        const id = Number(store.newId())
        const token = id.toString(16).padStart(8, '5').repeat(8)
        const made = aToken({ id, label, scopes: [...scopes], created: store.now().toISOString(), expires, token })
        store.tokens = [...store.tokens, made]
        return made
      }),
    deleteToken: (id) =>
      signedIn(() => {
        store.tokens = store.tokens.filter((token) => token.id !== id)
      }),
    live: (_org, onMessage, { signal, onState }) =>
      new Promise<void>((resolve) => {
        if (signal.aborted) return resolve()
        store.listeners.add(onMessage)
        onState?.('open')
        signal.addEventListener('abort', () => {
          store.listeners.delete(onMessage)
          resolve()
        })
      }),
  }
}

function report(store: MemoryStore, issue: IssueDetailJson, event: EventDetailJson) {
  const isFirst = store.projects.some((one) => one.id === issue.project.id && one.firstEvent === null)
  const topic = store.issues.some((one) => one.id === issue.id) ? 'issue.seen' : 'issue.new'
  store.issues = [issue, ...store.issues.filter((one) => one.id !== issue.id)]
  store.events = [...store.events, event]
  store.projects = store.projects.map((one) =>
    one.id === issue.project.id ? { ...one, firstEvent: one.firstEvent ?? event.dateReceived } : one,
  )
  const about = { projectId: issue.project.id, issueId: issue.id }
  if (isFirst) store.emit({ topic: 'event.first', ...about, eventId: event.eventID })
  store.emit({ topic, ...about })
}

function eventWithNeighbours(
  newestFirst: readonly EventDetailJson[],
  which: string,
  within: EventSearchQuery,
): EventDetailJson {
  const isFound = (event: EventDetailJson) => findEvents([event], within).length > 0
  const places: Readonly<Record<string, number>> = { latest: 0, recommended: 0, oldest: newestFirst.length - 1 }
  const at = places[which] ?? newestFirst.findIndex((event) => event.eventID === which)
  return {
    ...found(newestFirst[at]),
    nextEventID: newestFirst.slice(0, Math.max(0, at)).findLast(isFound)?.eventID ?? null,
    previousEventID: newestFirst.slice(at + 1).find(isFound)?.eventID ?? null,
    lastEventID: newestFirst[0]?.eventID ?? null,
    firstEventID: newestFirst.at(-1)?.eventID ?? null,
    ordinal: newestFirst.length - at,
    total: newestFirst.length,
  }
}
