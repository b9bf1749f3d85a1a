import { AppError } from '../../errors.js'
import { defaultPriority } from '../../issues/priority.js'
import { reopeningOf } from '../../issues/reopening.js'
import { narrow } from '../../issues/split-hash.js'
import { boundEvent, EVENT_BOUNDS, storable } from '../../ports/bounds.js'
import type { NewEvent, OutcomeCount, PersistResult } from '../../ports/ingest.js'
import type { Id, StoredEvent } from '../../ports/model.js'
import { log } from './issue-work.js'
import { countOutcomes, startOfHour } from './outcomes.js'
import { ofOwner, projectRow } from './project-rows.js'
import { noteRelease } from './releases.js'
import { DISCARDED, emptyIssueRow, type IssueRow, nextId, type ProjectRow, type State } from './state.js'

/** All or nothing: whatever may fail is done before the first change. */
export function persistBatch(
  state: State,
  batch: readonly NewEvent[],
  outcomes: readonly OutcomeCount[],
  lateBefore: Date | null,
): readonly PersistResult[] {
  const bounded = batch
    .map((event) => ofOwner(state, boundEvent(event)))
    .map((event) => ({ event, project: projectOf(state, event) }))
  countOutcomes(state, outcomes)
  return bounded.map(({ event, project }, index) => {
    const result = persistEvent(state, project, event)
    const isWritten = result.outcome !== 'duplicate' && result.outcome !== 'discarded'
    if (isWritten && lateBefore !== null && event.receivedAt < lateBefore)
      state.lateIssues.set(result.issueId, lateBefore)
    const isMoved = batch[index]?.organizationId !== event.organizationId
    return { ...result, ...(isMoved ? { organizationId: event.organizationId } : {}) }
  })
}

function projectOf(state: State, event: NewEvent): ProjectRow {
  const project = projectRow(state, event.organizationId, event.projectId)
  if (project === null) throw new AppError('not_found', `Wanted a project for event ${event.eventId}, found none`)
  return project
}

function persistEvent(state: State, project: ProjectRow, event: NewEvent): PersistResult {
  const kept = project.events.get(event.eventId)
  if (kept !== undefined) return resultFor(state, kept, 'duplicate')
  const { hashes, owner: known } = place(project, event)
  if (known === DISCARDED) return discard(state, project, event, hashes)
  const row = known === undefined ? undefined : state.issues.get(known)
  const issue = row ?? newIssue(state, project, event)
  own(project, hashes, issue.issue.id)

  const stored = toStored(event, issue)
  project.events.set(stored.eventId, stored)
  project.placedBy.set(stored.eventId, { hash: hashes[0] ?? '', userKey: event.userKey })
  project.project = { ...project.project, firstEventAt: project.project.firstEventAt ?? event.receivedAt }
  if (event.environment !== null && !project.environments.has(event.environment))
    project.environments.set(event.environment, { id: nextId(state), isHidden: false })
  if (event.release !== null && !project.releases.has(event.release))
    project.releases.set(event.release, event.receivedAt)
  noteRelease(state, event, row === undefined)
  countEvent(issue, event)
  const isRegression = reopen(state, project, issue, event)
  insertSorted(issue.events, stored)
  countOutcomes(state, [accepted(event)])
  if (row === undefined) return resultFor(state, stored, 'new')
  return resultFor(state, stored, isRegression ? 'regressed' : 'repeat')
}

function discard(state: State, project: ProjectRow, event: NewEvent, hashes: readonly string[]): PersistResult {
  own(project, hashes, DISCARDED)
  countOutcomes(state, [{ ...accepted(event), outcome: 'filtered', reason: 'discarded' }])
  return { eventId: event.eventId, outcome: 'discarded', issueId: '', shortIdNumber: 0 }
}

/** The hashes that the event goes by, and who owns the first of them that is owned. */
function place(project: ProjectRow, event: NewEvent): { readonly hashes: readonly string[]; readonly owner?: Id } {
  const known = (hash: string) => project.splits.get(hash) ?? project.hashes.get(hash)
  let hashes = event.hashes
  if (!hashes.some((hash) => known(hash) !== undefined)) {
    const earlier = (event.earlierHashes?.() ?? []).find((hash) => known(hash) !== undefined)
    const owner = earlier === undefined ? undefined : known(earlier)
    if (typeof owner === 'string') return { hashes, owner }
    if (earlier !== undefined) hashes = [...hashes, earlier]
  }
  for (let step = narrow(hashes, known, event); step !== null; step = narrow(hashes, known, event)) {
    for (const hash of step.alike) project.splits.set(hash, step.split)
    for (const [hash, parent] of step.parents) project.parents.set(hash, parent)
    hashes = step.hashes
  }
  const owner = hashes.map((hash) => project.hashes.get(hash)).find((issueId) => issueId !== undefined)
  return owner === undefined ? { hashes } : { hashes, owner }
}

/** Of a split one only what was made of it is owned. */
function own(project: ProjectRow, hashes: readonly string[], issueId: Id): void {
  for (const hash of hashes)
    if (!project.hashes.has(hash) && !project.splits.has(hash)) project.hashes.set(hash, issueId)
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
