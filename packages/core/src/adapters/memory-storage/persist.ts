import { AppError } from '../../errors.js'
import { defaultPriority } from '../../issues/priority.js'
import { reopeningOf } from '../../issues/reopening.js'
import { boundEvent, EVENT_BOUNDS, storable } from '../../ports/bounds.js'
import type { Id, StoredEvent } from '../../ports/model.js'
import type { NewEvent, OutcomeCount, PersistResult } from '../../ports/storage.js'
import { log } from './issue-work.js'
import { countOutcomes, startOfHour } from './outcomes.js'
import { projectRow } from './projects.js'
import { DISCARDED, emptyIssueRow, type IssueRow, nextId, type ProjectRow, type State } from './state.js'

/** All or nothing: whatever may fail is done before the first change. */
export function persistBatch(
  state: State,
  batch: readonly NewEvent[],
  outcomes: readonly OutcomeCount[],
): readonly PersistResult[] {
  const bounded = batch.map(boundEvent).map((event) => ({ event, project: projectOf(state, event) }))
  countOutcomes(state, outcomes)
  return bounded.map(({ event, project }) => persistEvent(state, project, event))
}

function projectOf(state: State, event: NewEvent): ProjectRow {
  const project = projectRow(state, event.organizationId, event.projectId)
  if (project === null) throw new AppError('not_found', `Wanted a project for event ${event.eventId}, found none`)
  return project
}

function persistEvent(state: State, project: ProjectRow, event: NewEvent): PersistResult {
  const kept = project.events.get(event.eventId)
  if (kept !== undefined) return resultFor(state, kept, 'duplicate')
  const known = ownerOf(project, event.hashes) ?? ownerOf(project, event.earlierHashes?.() ?? [])
  if (known === DISCARDED) return discard(state, project, event)
  const row = known === undefined ? undefined : state.issues.get(known)
  const issue = row ?? newIssue(state, project, event)
  for (const hash of event.hashes) if (!project.hashes.has(hash)) project.hashes.set(hash, issue.issue.id)

  const stored = toStored(event, issue)
  project.events.set(stored.eventId, stored)
  project.placedBy.set(stored.eventId, { hash: event.hashes[0] ?? '', userKey: event.userKey })
  project.project = { ...project.project, firstEventAt: project.project.firstEventAt ?? event.receivedAt }
  if (event.environment !== null && !project.environments.has(event.environment))
    project.environments.set(event.environment, { id: nextId(state), isHidden: false })
  if (event.release !== null && !project.releases.has(event.release))
    project.releases.set(event.release, event.receivedAt)
  countEvent(issue, event)
  const isRegression = reopen(state, project, issue, event)
  insertSorted(issue.events, stored)
  countOutcomes(state, [accepted(event)])
  if (row === undefined) return resultFor(state, stored, 'new')
  return resultFor(state, stored, isRegression ? 'regressed' : 'repeat')
}

function discard(state: State, project: ProjectRow, event: NewEvent): PersistResult {
  for (const hash of event.hashes) if (!project.hashes.has(hash)) project.hashes.set(hash, DISCARDED)
  countOutcomes(state, [{ ...accepted(event), outcome: 'filtered', reason: 'discarded' }])
  return { eventId: event.eventId, outcome: 'discarded', issueId: '', shortIdNumber: 0 }
}

function ownerOf(project: ProjectRow, hashes: readonly string[]): Id | undefined {
  return hashes.map((hash) => project.hashes.get(hash)).find((issueId) => issueId !== undefined)
}

function resultFor(state: State, event: StoredEvent, outcome: PersistResult['outcome']): PersistResult {
  const shortIdNumber = state.issues.get(event.issueId)?.issue.shortIdNumber ?? 0
  return { eventId: event.eventId, outcome, issueId: event.issueId, shortIdNumber }
}

function newIssue(state: State, project: ProjectRow, event: NewEvent): IssueRow {
  project.issueCount += 1
  const { organizationId, projectId, type, level, title, culprit, metadata, platform, receivedAt, release } = event
  const row = emptyIssueRow({
    ...{ id: nextId(state), organizationId, projectId, shortIdNumber: project.issueCount, type, level, title, culprit },
    ...{ metadata, platform, priority: defaultPriority(event), firstSeenAt: receivedAt, lastSeenAt: receivedAt },
    ...{ firstRelease: release, lastRelease: release },
  })
  state.issues.set(row.issue.id, row)
  return row
}

/** Answers whether the event is a regression. */
function reopen(state: State, project: ProjectRow, row: IssueRow, event: NewEvent): boolean {
  const reopening = reopeningOf({ issue: row.issue, events: [event], firstSeen: project.releases })
  if (reopening === null) return false
  if (reopening.kind === 'window') {
    row.issue = { ...row.issue, statusDetails: reopening.details }
    return false
  }
  const author = { userId: null, via: 'system', at: event.receivedAt } as const
  row.issue = { ...row.issue, status: 'unresolved', statusDetails: null, resolvedAt: null }
  if (reopening.kind === 'woken') {
    log(state, row, 'set_unresolved', author, { reason: reopening.reason })
    return false
  }
  // The event itself is not among them yet.
  for (const beside of [row.events.at(-1), event])
    if (beside !== undefined) row.besideRegressions.add(beside.receivedAt.getTime())
  row.issue = { ...row.issue, regressedAt: event.receivedAt, regressedRelease: event.release }
  log(state, row, 'set_regression', author, { version: event.release })
  return true
}

function countEvent(row: IssueRow, event: NewEvent): void {
  const { issue } = row
  if (event.userKey !== null) row.userKeys.add(event.userKey)
  const isNewest = event.receivedAt >= issue.lastSeenAt
  row.issue = {
    ...issue,
    count: issue.count + 1,
    userCount: row.userKeys.size,
    firstSeenAt: earlier(issue.firstSeenAt, event.receivedAt),
    lastSeenAt: isNewest ? event.receivedAt : issue.lastSeenAt,
    lastRelease: isNewest ? (event.release ?? issue.lastRelease) : (issue.lastRelease ?? event.release),
  }
  if (!row.searchText.includes(event.searchText))
    row.searchText = storable(row.searchText + event.searchText, EVENT_BOUNDS.issueSearchText)
  const hour = startOfHour(event.receivedAt).getTime()
  row.hours.set(hour, (row.hours.get(hour) ?? 0) + 1)
  for (const [key, value] of event.tags) countTag(row, key, value, event.receivedAt)
}

function countTag(row: IssueRow, key: string, value: string, at: Date): void {
  const values = row.tags.get(key) ?? new Map<string, { count: number; lastSeenAt: Date }>()
  row.tags.set(key, values)
  const before = values.get(value)
  values.set(value, { count: (before?.count ?? 0) + 1, lastSeenAt: later(before?.lastSeenAt ?? null, at) })
}

function toStored(event: NewEvent, { issue }: IssueRow): StoredEvent {
  const { id, eventId, organizationId, projectId, type, level, title, culprit, platform, environment, release } = event
  const { receivedAt, timestamp, payload, payloadEncoding } = event
  return {
    ...{ id, eventId, organizationId, projectId, issueId: issue.id, type, level, title, culprit, platform },
    ...{ environment, release, receivedAt, timestamp, payload, payloadEncoding, payloadRemovedAt: null },
  }
}

/** Nearly always at the end: events come in the order in which they were received. */
export function insertSorted(events: StoredEvent[], event: StoredEvent): void {
  let place = events.length
  while (place > 0 && isBefore(event, events[place - 1] as StoredEvent)) place -= 1
  events.splice(place, 0, event)
}

export function isBefore(
  a: Pick<StoredEvent, 'receivedAt' | 'id'>,
  b: Pick<StoredEvent, 'receivedAt' | 'id'>,
): boolean {
  const difference = a.receivedAt.getTime() - b.receivedAt.getTime()
  return difference < 0 || (difference === 0 && a.id < b.id)
}

function accepted(event: NewEvent): OutcomeCount {
  const { organizationId, projectId, receivedAt } = event
  return {
    organizationId,
    projectId,
    hour: receivedAt,
    category: 'error',
    outcome: 'accepted',
    reason: '',
    quantity: 1,
  }
}

function earlier(a: Date | null, b: Date): Date {
  return a !== null && a <= b ? a : b
}

function later(a: Date | null, b: Date): Date {
  return a !== null && a >= b ? a : b
}
