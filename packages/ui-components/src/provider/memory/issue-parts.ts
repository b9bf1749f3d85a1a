import {
  ApiError,
  type EventDetailJson,
  type IssueDetailJson,
  type IssueWorkClient,
  type SplitInput,
  type SplitOffJson,
  type SplitPreviewJson,
} from '@mishap/core/client'
import { addEntry } from './issue-log.js'
import { type EventGroup, futureOf, groupEvents, hashOf } from './split-groups.js'
import { found, type MemoryStore } from './store.js'

/** An issue that is part of another one. */
export interface Part {
  readonly issue: IssueDetailJson
  readonly intoId: string
  readonly eventIds: ReadonlySet<string>
  readonly at: string
}

export interface SplitOff extends SplitOffJson {
  readonly fromId: string
}

type Parts = Pick<
  IssueWorkClient,
  | ('mergeIssues' | 'listMergedIssues' | 'unmergeIssue' | 'previewSplit' | 'splitIssue' | 'listSplits' | 'undoSplit')
  | ('listIssueHashes' | 'unmergeHashes')
>

const REVERSIBLE_MS = 30 * 86_400_000

/** What belongs together: merging, taking apart, and both taken back. */
export function issueParts(store: MemoryStore): Parts {
  const { signedIn } = store
  const untilOf = (at: string) => new Date(Date.parse(at) + REVERSIBLE_MS).toISOString()
  const split = (id: string, input: SplitInput) => {
    const issue = store.issue(id)
    const groups = groupEvents(store, issue, input)
    if (!isSplit(groups)) throw new ApiError(400, 'Nothing would move: choose some events of the issue, but not all.')
    const ids = groups.slice(1).map((group) => splitOff(store, issue.id, group, input))
    return { id: ids[0] ?? '', ids }
  }
  return {
    mergeIssues: (org, query) =>
      signedIn(() => {
        const [target, ...sources] = [...store.findIssues(org, query)].sort((a, b) => Number(b.count) - Number(a.count))
        if (target === undefined || sources.length === 0)
          throw new ApiError(400, 'Wanted at least two issues to merge.')
        if (sources.some(({ project }) => project.id !== target.project.id))
          throw new ApiError(400, 'Only issues of one project can be merged.')
        for (const source of sources) mergeInto(store, target.id, source)
        const issues = sources.map(({ id, title }) => ({ id, title }))
        store.replaceIssue(target.id, (issue) => addEntry(store, issue, 'merge', { issues }))
        return { parent: target.id, children: sources.map(({ id }) => id) }
      }),
    listMergedIssues: (id) =>
      signedIn(() =>
        store.merged
          .filter(({ intoId }) => intoId === store.issue(id).id)
          .map(({ issue, eventIds, at }) => ({
            ...{ id: issue.id, shortId: issue.shortId, title: issue.title, culprit: issue.culprit },
            hashes: hashesOf(
              store,
              [...store.events].filter(({ eventID }) => eventIds.has(eventID)),
            ),
            ...{ dateMerged: at, reversibleUntil: untilOf(at) },
          })),
      ),
    unmergeIssue: (id, part) =>
      signedIn(() => {
        const { issue, eventIds } = found(store.merged.find((one) => one.issue.id === part && one.intoId === id))
        store.merged = store.merged.filter((one) => one.issue.id !== part)
        store.issues = [addEntry(store, issue, 'unmerge_destination', { source: { id } }), ...store.issues]
        moveEvents(store, eventIds, part)
        changeCount(store, id, -Number(issue.count))
        store.replaceIssue(id, (one) => addEntry(store, one, 'unmerge_source', { destination: { id: part } }))
        return { id: part }
      }),
    previewSplit: (id, input) => signedIn(() => preview(store, store.issue(id), input)),
    splitIssue: (id, input) => signedIn(() => split(id, input)),
    listSplits: (id) =>
      signedIn(() =>
        store.splits.filter(({ fromId }) => fromId === store.issue(id).id).map(({ fromId: _, ...one }) => one),
      ),
    undoSplit: (id, part) =>
      signedIn(() => {
        found(store.splits.find((one) => one.id === part && one.fromId === id))
        const gone = store.issue(part)
        moveEvents(store, new Set(store.eventsOf(part).map(({ eventID }) => eventID)), id)
        changeCount(store, id, Number(gone.count))
        store.splits = store.splits.filter((one) => one.id !== part)
        store.issues = store.issues.filter((one) => one.id !== part)
        store.replaceIssue(id, (one) => addEntry(store, one, 'merge', { issues: [{ id: part, title: gone.title }] }))
        store.emit({ topic: 'issue.deleted', projectId: gone.project.id, issueId: part })
      }),
    listIssueHashes: (_org, id) =>
      signedIn(() => {
        const events = store.eventsOf(store.issue(id).id)
        const items = hashesOf(store, events).map((hash) => ({
          id: hash,
          latestEvent: found(events.find((event) => hashOf(store, event) === hash)),
        }))
        return { items, next: null, previous: null, hits: items.length }
      }),
    unmergeHashes: (_org, id, hashes) =>
      signedIn(() => {
        split(id, { hashes })
      }),
  }
}

function preview(store: MemoryStore, issue: IssueDetailJson, input: SplitInput): SplitPreviewJson {
  const groups = groupEvents(store, issue, input)
  const isPossible = isSplit(groups)
  return {
    isPossible,
    future: futureOf(input, isPossible),
    sampled: false,
    hashes:
      'hashes' in input
        ? [...input.hashes]
        : hashesOf(
            store,
            groups.slice(1).flatMap(({ events }) => events),
          ),
    latestEvent: groups[1]?.events[0] ?? null,
    parts: groups.map(({ name, events }, at) => ({
      name,
      title: events[0]?.title ?? issue.title,
      events: events.length,
      users: new Set(events.map(({ user }) => user?.id ?? null).filter((id) => id !== null)).size,
      latestEvent: events[0] ?? null,
      stays: at === 0,
    })),
  }
}

const isSplit = (groups: readonly EventGroup[]) => groups.length > 1 && groups.every(({ events }) => events.length > 0)

function splitOff(store: MemoryStore, fromId: string, { events, name }: EventGroup, input: SplitInput): string {
  const from = store.issue(fromId)
  const [newest] = events
  const id = store.newId()
  const at = store.now().toISOString()
  const slug = from.project.slug.toUpperCase()
  const shortId = `${slug}-${Number(id).toString(36).toUpperCase()}`
  const { title, culprit, metadata } = newest ?? from
  const lastSeen = newest?.dateReceived ?? at
  const firstSeen = events.at(-1)?.dateReceived ?? at
  const own = { status: 'unresolved', statusDetails: {}, substatus: 'new' } as const
  const part: IssueDetailJson = {
    ...from,
    ...own,
    ...{ id, shortId, title, culprit, metadata, firstSeen, lastSeen, count: String(events.length), numComments: 0 },
    ...{ statusReason: 'New: first seen within the last 7 days.', activity: [], participants: [], seenBy: [] },
    ...{ assignedTo: null, stats: {}, permalink: from.permalink.replace(/[^/]*$/, id) },
  }
  const entry = { fingerprints: 'hashes' in input ? input.hashes : [name] }
  store.issues = [addEntry(store, part, 'unmerge_destination', { source: { id: fromId }, ...entry }), ...store.issues]
  moveEvents(store, new Set(events.map(({ eventID }) => eventID)), id)
  changeCount(store, fromId, -events.length)
  store.replaceIssue(fromId, (one) => addEntry(store, one, 'unmerge_source', { destination: { id }, ...entry }))
  const reversibleUntil = new Date(Date.parse(at) + REVERSIBLE_MS).toISOString()
  store.splits = [{ id, shortId, title, dateSplit: at, reversibleUntil, ...kindOf(input), fromId }, ...store.splits]
  return id
}

function kindOf(input: SplitInput): Pick<SplitOffJson, 'by' | 'key'> {
  if ('hashes' in input) return { by: 'hash', key: null }
  if ('events' in input) return { by: 'events', key: null }
  return { by: input.by, key: input.by === 'tag' ? input.key : null }
}

function mergeInto(store: MemoryStore, intoId: string, issue: IssueDetailJson): void {
  const eventIds = new Set(store.eventsOf(issue.id).map(({ eventID }) => eventID))
  store.merged = [{ issue, intoId, eventIds, at: store.now().toISOString() }, ...store.merged]
  moveEvents(store, eventIds, intoId)
  store.issues = store.issues.filter(({ id }) => id !== issue.id)
  changeCount(store, intoId, Number(issue.count))
  store.emit({ topic: 'issue.deleted', projectId: issue.project.id, issueId: issue.id })
}

function moveEvents(store: MemoryStore, eventIds: ReadonlySet<string>, issueId: string): void {
  store.events = store.events.map((event) => (eventIds.has(event.eventID) ? { ...event, groupID: issueId } : event))
}

function changeCount(store: MemoryStore, id: string, by: number): void {
  store.replaceIssue(id, (issue) => ({ ...issue, count: String(Math.max(0, Number(issue.count) + by)) }))
}

function hashesOf(store: MemoryStore, events: readonly EventDetailJson[]): string[] {
  return [...new Set(events.map((event) => hashOf(store, event)))].sort()
}
