import { AppError } from '../../errors.js'
import { EVENT_BOUNDS, storable } from '../../ports/bounds.js'
import type { IssuePartsStorage, MovedEvent } from '../../ports/issue-parts.js'
import type { Author } from '../../ports/issue-state.js'
import type { IssueFilter } from '../../ports/issues.js'
import type { Id, Issue, StoredEvent } from '../../ports/model.js'
import { memoryIssueSplits, sortEvent } from './issue-splits.js'
import { log } from './issue-work.js'
import { startOfHour } from './outcomes.js'
import { insertSorted } from './persist.js'
import { projectRow } from './project-rows.js'
import { DISCARDED, emptyIssueRow, type IssueRow, type MoveRow, nextId, type ProjectRow, type State } from './state.js'

export function memoryIssueParts(
  state: State,
  matching: (filter: IssueFilter) => readonly IssueRow[],
  remove: (row: IssueRow) => void,
): IssuePartsStorage {
  const own = (organizationId: Id, issueId: Id): IssueRow | null => {
    const row = state.issues.get(issueId)
    return row?.issue.organizationId === organizationId ? row : null
  }
  const projectOf = ({ issue }: IssueRow): ProjectRow | undefined => state.projects.get(issue.projectId)
  const hashesOf = (row: IssueRow) =>
    [...(projectOf(row)?.hashes ?? [])].filter(([, owner]) => owner === row.issue.id).map(([hash]) => hash)
  const mustBeStill = (...ids: readonly Id[]) => {
    const isMoving = ({ fromId, toId, split }: MoveRow) =>
      [fromId, toId, ...(split?.parts.values() ?? [])].some((id) => ids.includes(id))
    if ([...state.moves.values()].some(isMoving))
      throw new AppError('conflict', 'Events of this issue are still being moved; try again in a moment.')
  }
  const hashOf = (row: IssueRow, event: StoredEvent) => projectOf(row)?.placedBy.get(event.eventId)?.hash
  const part = (from: IssueRow, to: IssueRow, hashes: readonly string[], author: Author) => {
    for (const hash of hashes) projectOf(from)?.hashes.set(hash, to.issue.id)
    const id = nextId(state)
    state.moves.set(id, { fromId: from.issue.id, toId: to.issue.id, hashes: new Set(hashes) })
    log(state, from, 'unmerge_source', author, { destination: { id: to.issue.id }, fingerprints: hashes })
    log(state, to, 'unmerge_destination', author, { source: { id: from.issue.id }, fingerprints: hashes })
  }
  return {
    ...memoryIssueSplits(state, { own, projectOf, hashesOf, mustBeStill, part }),
    async merge(organizationId, targetId, sourceIds, author) {
      const target = own(organizationId, targetId)
      if (target === null || target.issue.mergedInto !== null) return []
      const sources = [...new Set(sourceIds)]
        .map((id) => own(organizationId, id))
        .filter((row) => row !== null && row !== target && row.issue.mergedInto === null)
        .filter((row) => row !== null && row.issue.projectId === target.issue.projectId)
        .filter((row) => row !== null)
      mustBeStill(targetId, ...sources.map((row) => row.issue.id))
      for (const source of sources) {
        source.merge = { hashes: hashesOf(source), at: author.at }
        for (const hash of source.merge.hashes) projectOf(source)?.hashes.set(hash, targetId)
        for (const event of source.events) projectOf(source)?.events.set(event.eventId, { ...event, issueId: targetId })
        mergeRow(target, source)
        for (const { issue } of state.issues.values())
          if (issue.mergedInto === source.issue.id) replaceIssue(state, issue, { mergedInto: targetId })
        source.issue = { ...source.issue, mergedInto: targetId }
      }
      const issues = sources.map(({ issue: { id, title } }) => ({ id, title }))
      if (sources.length > 0) log(state, target, 'merge', author, { issues })
      return sources.map((row) => row.issue.id)
    },
    async mergedInto(organizationId, issueId) {
      const rows = [...state.issues.values()].filter(
        ({ issue }) => issue.organizationId === organizationId && issue.mergedInto === issueId,
      )
      return rows
        .flatMap(({ issue, merge }) => (merge === null ? [] : [{ issue, ...merge }]))
        .sort((a, b) => b.at.getTime() - a.at.getTime() || Number(b.issue.id) - Number(a.issue.id))
    },
    async unmerge(organizationId, sourceId, author) {
      const source = own(organizationId, sourceId)
      const target = source?.issue.mergedInto == null ? null : own(organizationId, source.issue.mergedInto)
      // What has gone home after a split is part of it for good.
      if (source === null || source.merge === null || target === null) return null
      mustBeStill(source.issue.id, target.issue.id)
      const still = new Set(hashesOf(target))
      const hashes = withMade(projectOf(source), source.merge?.hashes ?? []).filter((hash) => still.has(hash))
      const notes = target.activity.filter((entry) => entry.kind === 'note' && entry.issueId === sourceId)
      target.activity = target.activity.filter((entry) => !notes.includes(entry))
      target.issue = { ...target.issue, commentCount: target.issue.commentCount - notes.length }
      source.activity = [...source.activity, ...notes].sort((a, b) => Number(a.id) - Number(b.id))
      source.issue = { ...source.issue, mergedInto: null, count: 0, userCount: 0, commentCount: notes.length }
      source.merge = null
      source.tags.clear()
      source.hours.clear()
      source.userKeys.clear()
      part(target, source, hashes, author)
      return source.issue
    },
    async relink() {
      return false
    },
    async nextMove(limit) {
      const [next] = state.moves
      if (next === undefined) return null
      const [id, { fromId, hashes, split }] = next
      const from = state.issues.get(fromId)
      const events = from?.events.filter((event) => hashes.has(hashOf(from, event) ?? '')) ?? []
      return { id, events: events.slice(0, limit), by: split?.by ?? null }
    },
    async applyMove({ id }, events) {
      const move = state.moves.get(id)
      const [from, to] = [state.issues.get(move?.fromId ?? ''), state.issues.get(move?.toId ?? '')]
      if (events.length === 0 || from === undefined || to === undefined) {
        state.moves.delete(id)
        return
      }
      const project = projectOf(from)
      for (const moved of events) {
        const isHere = from.events.some((event) => event.eventId === moved.event.eventId)
        if (move?.split === undefined || project === undefined) moveEvent(from, to, moved, project)
        else if (isHere) moveSorted(from, sortEvent(state, from, project, move.split, moved), moved, project)
      }
    },
    async discard(filter, { at, userId }) {
      const rows = matching(filter)
      for (const row of rows) {
        const { id, title, culprit, level } = row.issue
        const [project, hashes] = [projectOf(row), hashesOf(row)]
        remove(row)
        project?.discards.set(id, { id, title, culprit, level, userId, at, hashes })
        for (const hash of hashes) project?.hashes.set(hash, DISCARDED)
      }
      return rows.map((row) => row.issue.id)
    },
    async discarded(organizationId, projectId) {
      const rows = [...(projectRow(state, organizationId, projectId)?.discards.values() ?? [])]
      return rows.map(({ hashes, ...row }) => row).sort((a, b) => Number(b.id) - Number(a.id))
    },
    async undiscard(organizationId, projectId, id) {
      const project = projectRow(state, organizationId, projectId)
      const gone = project?.discards.get(id)
      if (project === null || gone === undefined) return false
      project.discards.delete(id)
      for (const hash of gone.hashes) if (project.hashes.get(hash) === DISCARDED) project.hashes.delete(hash)
      return true
    },
    async newestByHash(organizationId, issueId, hashes) {
      const row = own(organizationId, issueId)
      const found = new Map<string, StoredEvent>()
      for (const event of row?.events ?? []) {
        const hash = row === null ? undefined : hashOf(row, event)
        if (hash !== undefined && hashes.includes(hash)) found.set(hash, event)
      }
      return found
    },
  }
}

function moveSorted(from: IssueRow, to: IssueRow | 'deleted' | null, moved: MovedEvent, project: ProjectRow): void {
  if (to === null) return
  moveEvent(from, to === 'deleted' ? emptyIssueRow(from.issue) : to, moved, project)
  if (to === 'deleted') project.events.delete(moved.event.eventId)
}

/** The hashes, and those that were made of them by splitting. */
function withMade(project: ProjectRow | undefined, hashes: readonly string[]): readonly string[] {
  const all = new Set(hashes)
  for (const hash of all) for (const [made, parent] of project?.parents ?? []) if (parent === hash) all.add(made)
  return [...all]
}

function replaceIssue(state: State, issue: Issue, change: Partial<Issue>): void {
  const row = state.issues.get(issue.id)
  if (row !== undefined) row.issue = { ...issue, ...change }
}

function mergeRow(target: IssueRow, source: IssueRow): void {
  for (const [key, values] of source.tags)
    for (const [value, { count, lastSeenAt }] of values) addTag(target, [key, value], count, lastSeenAt)
  for (const [hour, count] of source.hours) target.hours.set(hour, (target.hours.get(hour) ?? 0) + count)
  for (const key of source.userKeys) target.userKeys.add(key)
  for (const event of source.events) insertSorted(target.events, { ...event, issueId: target.issue.id })
  source.events = []
  target.searchText = storable(target.searchText + source.searchText, EVENT_BOUNDS.issueSearchText)
  const notes = source.activity.filter(({ kind }) => kind === 'note')
  source.activity = source.activity.filter(({ kind }) => kind !== 'note')
  target.activity = [...target.activity, ...notes].sort((a, b) => Number(a.id) - Number(b.id))
  const [a, b] = [target.issue, source.issue]
  const [first, second] = a.firstSeenAt <= b.firstSeenAt ? [a, b] : [b, a]
  const [older, newer] = a.lastSeenAt >= b.lastSeenAt ? [b, a] : [a, b]
  target.issue = {
    ...a,
    count: a.count + b.count,
    userCount: target.userKeys.size,
    commentCount: a.commentCount + notes.length,
    firstSeenAt: first.firstSeenAt,
    lastSeenAt: newer.lastSeenAt,
    firstRelease: first.firstRelease ?? second.firstRelease,
    lastRelease: newer.lastRelease ?? older.lastRelease,
  }
}

function moveEvent(from: IssueRow, to: IssueRow, { event, tags }: MovedEvent, project: ProjectRow | undefined): void {
  const index = from.events.findIndex((one) => one.eventId === event.eventId)
  if (index === -1) return
  from.events.splice(index, 1)
  const moved = { ...event, issueId: to.issue.id }
  insertSorted(to.events, moved)
  project?.events.set(event.eventId, moved)
  const hour = startOfHour(event.receivedAt).getTime()
  for (const [row, step] of [
    [from, -1],
    [to, 1],
  ] as const) {
    addCount(row.hours, hour, step)
    for (const tag of tags) addTag(row, tag, step, event.receivedAt)
  }
  const keyOf = (one: StoredEvent) => project?.placedBy.get(one.eventId)?.userKey ?? null
  const key = keyOf(event)
  if (key !== null) {
    to.userKeys.add(key)
    if (!from.events.some((one) => keyOf(one) === key)) from.userKeys.delete(key)
  }
  const { issue } = to
  const isFirst = issue.count === 0
  to.issue = {
    ...issue,
    count: issue.count + 1,
    userCount: to.userKeys.size,
    firstSeenAt: isFirst || event.receivedAt < issue.firstSeenAt ? event.receivedAt : issue.firstSeenAt,
    lastSeenAt: isFirst || event.receivedAt > issue.lastSeenAt ? event.receivedAt : issue.lastSeenAt,
    firstRelease: issue.firstRelease ?? event.release,
    lastRelease: event.release ?? issue.lastRelease,
  }
  const newest = from.events[from.events.length - 1]
  from.issue = {
    ...from.issue,
    count: Math.max(0, from.issue.count - 1),
    userCount: from.userKeys.size,
    lastSeenAt: newest?.receivedAt ?? from.issue.lastSeenAt,
    lastRelease: newest?.release ?? from.issue.lastRelease,
  }
}

function addCount(counts: Map<number, number>, key: number, step: number): void {
  const count = (counts.get(key) ?? 0) + step
  if (count > 0) counts.set(key, count)
  else counts.delete(key)
}

function addTag(row: IssueRow, [key, value]: readonly [string, string], step: number, at: Date): void {
  const values = row.tags.get(key) ?? new Map<string, { count: number; lastSeenAt: Date }>()
  row.tags.set(key, values)
  const before = values.get(value)
  const count = (before?.count ?? 0) + step
  const lastSeenAt = before === undefined || at > before.lastSeenAt ? at : before.lastSeenAt
  if (count > 0) values.set(value, { count, lastSeenAt })
  else values.delete(value)
}
