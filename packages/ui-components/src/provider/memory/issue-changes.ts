import {
  ApiError,
  type IssueChangeInput,
  type IssueDetailJson,
  type IssueWorkClient,
  type PersonJson,
  type StatusDetailsJson,
  type SubstatusName,
} from '@mishap/core/client'
import { addEntry } from './issue-log.js'
import { actorNamed, viewerOf } from './people.js'
import type { MemoryStore } from './store.js'

/** What a change took away, so that it can be given back. */
export interface Undo {
  readonly madeAt: number
  readonly issues: readonly { readonly before: IssueDetailJson; readonly after: IssueDetailJson }[]
}

type Changes = Pick<IssueWorkClient, 'updateIssue' | 'updateIssues' | 'undoIssues'>

const UNDO_MS = 10 * 60_000

/** Status, assignee, priority and marks of issues, and how they are taken back. */
export function issueChanges(store: MemoryStore): Changes {
  const { signedIn } = store
  return {
    updateIssue: (id, change) =>
      signedIn(() => {
        changeAll(store, [store.issue(id)], change)
        return store.issue(id)
      }),
    updateIssues: (org, query, change) =>
      signedIn(() => {
        const found = store.findIssues(org, query)
        if ('discard' in change) {
          for (const issue of found) store.discard(issue)
          return { undo: null, changed: found.length }
        }
        const issues = changeAll(store, found, change)
        const undo = `undo-${store.newId()}`
        if (issues.length > 0)
          store.undos = new Map([...store.undos, [undo, { madeAt: store.now().getTime(), issues }]])
        return { undo: issues.length > 0 ? undo : null, changed: issues.length }
      }),
    undoIssues: (_org, undo) =>
      signedIn(() => {
        const made = store.undos.get(undo)
        store.undos = new Map([...store.undos].filter(([token]) => token !== undo))
        if (made === undefined || store.now().getTime() - made.madeAt > UNDO_MS)
          throw new ApiError(404, 'This change cannot be taken back any more.')
        const own = made.issues.filter(({ after }) => {
          const now = store.issues.find(({ id }) => id === after.id)
          return now !== undefined && textOf(now) === textOf(after)
        })
        for (const { before } of own) {
          const restored = pick(before)
          store.replaceIssue(before.id, (issue) => {
            const isStatus = before.status !== issue.status
            const logged = isStatus ? addEntry(store, issue, `set_${before.status}`, { isUndo: true }) : issue
            return { ...logged, ...restored }
          })
        }
        return { restored: own.length, left: made.issues.length - own.length }
      }),
  }
}

/** Answers those that it changed. */
function changeAll(store: MemoryStore, issues: readonly IssueDetailJson[], change: IssueChangeInput): Undo['issues'] {
  const changed: Undo['issues'][number][] = []
  for (const before of issues) {
    const after = changedIssue(store, before, change)
    if (textOf(after) === textOf(before)) continue
    store.replaceIssue(before.id, () => after)
    changed.push({ before, after })
  }
  return changed
}

function changedIssue(store: MemoryStore, before: IssueDetailJson, change: IssueChangeInput): IssueDetailJson {
  let issue = { ...before, ...marksOf(before, change, viewerOf(store), store.now()) }
  if (change.assignedTo !== undefined) {
    const assignedTo = actorNamed(store, change.assignedTo)
    const entry = assignedTo === null ? 'unassigned' : 'assigned'
    if (assignedTo?.id !== issue.assignedTo?.id)
      issue = addEntry(store, { ...issue, assignedTo }, entry, assigneeData(assignedTo))
  }
  if (change.priority !== undefined) {
    const priority = change.priority === 'auto' ? usualPriority(issue) : change.priority
    if (priority !== issue.priority) issue = addEntry(store, { ...issue, priority }, 'set_priority', { priority })
  }
  if (change.status === undefined) return issue
  const status = change.status === 'resolvedInNextRelease' ? 'resolved' : change.status
  const statusDetails = detailsOf(change, store.now())
  if (status === issue.status && textOf({ ...issue, statusDetails }) === textOf(issue)) return issue
  const next = { ...issue, status, statusDetails, ...substatusOf(status, statusDetails, change.substatus) }
  return addEntry(store, next, `set_${status}`, { ...statusDetails })
}

/** What an undo gives back. */
function pick(issue: IssueDetailJson) {
  const { status, statusDetails, substatus, statusReason, assignedTo, priority, hasSeen, isBookmarked } = issue
  const { isSubscribed, subscriptionDetails, participants } = issue
  return {
    ...{ status, statusDetails, substatus, statusReason, assignedTo, priority, hasSeen, isBookmarked },
    ...{ isSubscribed, subscriptionDetails, participants },
  }
}

const textOf = (issue: IssueDetailJson) => JSON.stringify(pick(issue))

function marksOf(
  issue: IssueDetailJson,
  { hasSeen, isBookmarked, isSubscribed }: IssueChangeInput,
  viewer: PersonJson | null,
  now: Date,
): Partial<IssueDetailJson> {
  const others = issue.participants.filter(({ id }) => id !== viewer?.id)
  const seenBy = issue.seenBy.filter(({ id }) => id !== viewer?.id)
  const isSeen = hasSeen === true && viewer !== null
  return {
    ...(hasSeen === undefined ? {} : { hasSeen }),
    ...(isSeen ? { seenBy: [{ ...viewer, lastSeen: now.toISOString() }, ...seenBy] } : {}),
    ...(isBookmarked === undefined ? {} : { isBookmarked }),
    ...(isSubscribed === undefined
      ? {}
      : {
          isSubscribed,
          subscriptionDetails: isSubscribed ? { reason: 'unknown' } : { disabled: true },
          participants: isSubscribed && viewer !== null ? [...others, viewer] : others,
        }),
  }
}

function assigneeData(assignedTo: IssueDetailJson['assignedTo']): Record<string, unknown> {
  if (assignedTo === null) return {}
  const { id, type, name, email = null } = assignedTo
  return { assignee: id, assigneeType: type, assigneeName: name, assigneeEmail: email }
}

function usualPriority({ level, isUnhandled }: IssueDetailJson): IssueDetailJson['priority'] {
  if (level === 'fatal' || (level === 'error' && isUnhandled)) return 'high'
  return level === 'error' || level === 'warning' ? 'medium' : 'low'
}

function detailsOf({ status, statusDetails = {}, substatus }: IssueChangeInput, now: Date): StatusDetailsJson {
  if (status === 'unresolved') return {}
  const { inRelease, inNextRelease, inCommit, ignoreDuration, ...snooze } = statusDetails
  if (status === 'ignored') {
    if (substatus === 'archived_until_escalating' || snooze.ignoreUntilEscalating)
      return { ignoreUntilEscalating: true }
    const end = ignoreDuration ? new Date(now.getTime() + ignoreDuration * 60_000).toISOString() : null
    const ignoreUntil = snooze.ignoreUntil ?? end
    const { ignoreCount = null, ignoreUserCount = null, ignoreWindow = null } = snooze
    if (ignoreUntil === null && ignoreCount === null && ignoreUserCount === null) return {}
    return { ignoreUntil, ignoreCount, ignoreUserCount, ignoreWindow }
  }
  if (status === 'resolvedInNextRelease' || inNextRelease) return { inNextRelease: true }
  if (inRelease) return { inRelease }
  return inCommit ? { inCommit: { commit: inCommit.commit, repository: inCommit.repository ?? null } } : {}
}

function substatusOf(
  status: IssueDetailJson['status'],
  details: StatusDetailsJson,
  wanted: SubstatusName = 'ongoing',
): Pick<IssueDetailJson, 'substatus' | 'statusReason'> {
  if (status === 'unresolved')
    return { substatus: wanted, statusReason: 'Ongoing: first seen more than 7 days ago and not resolved.' }
  if (status === 'ignored') return ignoredOf(details)
  if (details.inNextRelease)
    return { substatus: null, statusReason: 'Resolved in the next release: an event of a newer one reopens the issue.' }
  if (details.inRelease !== undefined) {
    const statusReason = `Resolved in release ${details.inRelease}: an event of it or of a newer one reopens the issue.`
    return { substatus: null, statusReason }
  }
  if (details.inCommit !== undefined)
    return { substatus: null, statusReason: `Resolved by commit ${details.inCommit.commit}.` }
  return { substatus: null, statusReason: 'Resolved: the next event reopens the issue.' }
}

function ignoredOf(details: StatusDetailsJson): Pick<IssueDetailJson, 'substatus' | 'statusReason'> {
  if (details.ignoreUntilEscalating)
    return { substatus: 'archived_until_escalating', statusReason: 'Ignored until it gets far more events than usual.' }
  const within = details.ignoreWindow ? ` within ${details.ignoreWindow} minutes` : ''
  const conditions = [
    ...(details.ignoreUntil ? [`until ${details.ignoreUntil}`] : []),
    ...(details.ignoreCount ? [`until ${details.ignoreCount} more events${within}`] : []),
    ...(details.ignoreUserCount ? [`until ${details.ignoreUserCount} more users${within}`] : []),
  ]
  if (conditions.length === 0)
    return { substatus: 'archived_forever', statusReason: 'Ignored until somebody reopens it.' }
  return { substatus: 'archived_until_condition_met', statusReason: `Ignored ${conditions.join(', or ')}.` }
}
