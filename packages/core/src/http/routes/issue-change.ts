import { AppError } from '../../errors.js'
import { parseAssignee } from '../../issues/assignee.js'
import type { IssueChange } from '../../issues/work.js'
import { PRIORITIES, type StatusRequest } from '../../ports/issue-state.js'
import { boolean, given, integer, nullable, object, oneOf, optional, readFields, text } from '../input.js'
import { parseTime } from '../time.js'

const STATUS = oneOf('unresolved', 'resolved', 'resolvedInNextRelease', 'ignored', 'muted')
const SUBSTATUS = oneOf(
  ...['new', 'ongoing', 'regressed', 'escalating', 'archived_forever'],
  ...['archived_until_escalating', 'archived_until_condition_met'],
)
const YEAR_MINUTES = 366 * 24 * 60
const minutes = optional(nullable(integer(0, 10 * YEAR_MINUTES)))
const amount = optional(nullable(integer(1, 1_000_000_000)))

const SNOOZE = {
  ignoreDuration: minutes,
  snoozeDuration: minutes,
  ignoreUntil: optional(nullable(text({ max: 64 }))),
  ignoreCount: amount,
  ignoreWindow: minutes,
  ignoreUserCount: amount,
  ignoreUserWindow: minutes,
  ignoreUntilEscalating: optional(nullable(boolean)),
}
const DETAILS = {
  ...SNOOZE,
  inRelease: optional(nullable(text({ max: 250 }))),
  inNextRelease: optional(nullable(boolean)),
  inCommit: optional(nullable(object)),
}
const COMMIT = { commit: text({ min: 1, max: 64 }), repository: optional(nullable(text({ max: 200 }))) }
const CHANGE = {
  status: optional(STATUS),
  substatus: optional(nullable(SUBSTATUS)),
  statusDetails: optional(nullable(object)),
  assignedTo: optional(nullable(text({ max: 300 }))),
  priority: optional(oneOf(...PRIORITIES, 'auto')),
  hasSeen: optional(boolean),
  isBookmarked: optional(boolean),
  isSubscribed: optional(boolean),
}

/**
 * A change of issues as Sentry's and GlitchTip's clients write it; times of ignoring may stand in `statusDetails` or beside
 * it. Throws `invalid_input` where it asks for nothing.
 */
export function readIssueChange(body: unknown, now: Date): IssueChange {
  const fields = readFields(body, { ...CHANGE, ...SNOOZE })
  const inner = readFields(fields.statusDetails ?? {}, DETAILS)
  const details: Details = { ...inner, ...given(fields), ...given(inner) }
  const status = statusOf(fields.status, fields.substatus ?? null, details, now)
  const { assignedTo, priority, hasSeen, isBookmarked, isSubscribed } = fields
  const change: IssueChange = {
    ...(status === null ? {} : { status }),
    ...(assignedTo === undefined ? {} : { assignee: assignedTo === null ? null : parseAssignee(assignedTo) }),
    ...(priority === undefined ? {} : { priority }),
    ...(hasSeen === undefined ? {} : { hasSeen }),
    ...(isBookmarked === undefined ? {} : { isBookmarked }),
    ...(isSubscribed === undefined ? {} : { isSubscribed }),
  }
  if (Object.keys(change).length > 0) return change
  const msg = `Wanted one of ${Object.keys(CHANGE).join(', ')}`
  throw new AppError('invalid_input', `status: ${msg}`, {
    fields: [{ type: 'missing', loc: ['body', 'payload', 'status'], msg }],
  })
}

/** `{"merge": 1}`: the issues become one. */
export function asksForMerge(body: unknown): boolean {
  const { merge } = (body ?? {}) as { readonly merge?: unknown }
  return merge === 1 || merge === true || merge === '1'
}

/** `{"discard": true}`: the issues are deleted, and their events refused from then on. */
export function asksForDiscard(body: unknown): boolean {
  return ((body ?? {}) as { readonly discard?: unknown }).discard === true
}

type Details = ReturnType<typeof readFields<typeof DETAILS>>

function statusOf(
  word: string | undefined,
  substatus: string | null,
  details: Details,
  now: Date,
): StatusRequest | null {
  switch (word) {
    case undefined:
      return null
    case 'unresolved':
      return { status: 'unresolved' }
    case 'resolved':
      return resolved(details)
    case 'resolvedInNextRelease':
      return { status: 'resolved', resolution: { kind: 'nextRelease' } }
    default:
      return ignored(substatus, details, now)
  }
}

function resolved({ inRelease, inNextRelease, inCommit }: Details): StatusRequest {
  if (inNextRelease) return { status: 'resolved', resolution: { kind: 'nextRelease' } }
  if (inRelease) {
    const release = inRelease === 'latest' ? null : inRelease
    return { status: 'resolved', resolution: { kind: 'release', release } }
  }
  if (!inCommit) return { status: 'resolved' }
  const { commit, repository } = readFields(inCommit, COMMIT)
  return { status: 'resolved', resolution: { kind: 'commit', commit, repository: repository ?? null } }
}

function ignored(substatus: string | null, details: Details, now: Date): StatusRequest {
  const { ignoreCount, ignoreUserCount, ignoreWindow, ignoreUserWindow } = details
  if (substatus === 'archived_until_escalating' || details.ignoreUntilEscalating)
    return { status: 'ignored', snooze: { kind: 'escalating' } }
  const until = untilOf(details, now)
  const [events, users] = [ignoreCount ?? null, ignoreUserCount ?? null]
  if (until === null && events === null && users === null) return { status: 'ignored' }
  const windowMinutes = ignoreWindow || ignoreUserWindow || null
  return { status: 'ignored', snooze: { kind: 'until', until, events, users, windowMinutes } }
}

// Of a duration of nothing, as of none at all, the end never comes.
function untilOf({ ignoreUntil, ignoreDuration, snoozeDuration }: Details, now: Date): Date | null {
  if (ignoreUntil) return parseTime(ignoreUntil, now, 'ignoreUntil')
  const duration = ignoreDuration || snoozeDuration
  return duration ? new Date(now.getTime() + duration * 60_000) : null
}
