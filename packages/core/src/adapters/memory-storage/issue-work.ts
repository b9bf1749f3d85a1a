import { authorOf, detailsFor, hasDetails, statusActivity, statusRequest } from '../../issues/status-request.js'
import { storable } from '../../ports/bounds.js'
import { type Activity, type ActivityKind, type Author, type IssueMark, MAX_COMMENT } from '../../ports/issue-state.js'
import type { IssueWorkStorage, MarkChange, NewComment } from '../../ports/issue-work.js'
import type { IssueFilter } from '../../ports/issues.js'
import type { Id, Issue } from '../../ports/model.js'
import { pageOf } from './paging.js'
import { type IssueRow, nextId, type State } from './state.js'
import { keepNews } from './work-mails.js'

export function memoryIssueWork(
  state: State,
  matching: (filter: IssueFilter) => readonly IssueRow[],
): IssueWorkStorage {
  const own = (organizationId: Id, issueId: Id): IssueRow | null => {
    const row = state.issues.get(issueId)
    return row?.issue.organizationId === organizationId ? row : null
  }
  const commentOf = (row: IssueRow | null, id: Id) =>
    row?.activity.find((entry) => entry.id === id && entry.kind === 'note') ?? null
  const newestRelease = ({ issue }: IssueRow): string | null => {
    const releases = [...(state.projects.get(issue.projectId)?.releases ?? [])]
    releases.sort(([a, atA], [b, atB]) => atB.getTime() - atA.getTime() || (a < b ? 1 : -1))
    return releases[0]?.[0] ?? null
  }
  return {
    async setStatus(filter, status, by) {
      const request = statusRequest(status)
      const author = authorOf(by)
      const isSame = ({ issue }: IssueRow) =>
        issue.status === request.status && issue.statusDetails === null && !hasDetails(request)
      const changed = matching(filter).filter((row) => !isSame(row))
      for (const row of changed) {
        const statusDetails = detailsFor(request, row.issue, newestRelease(row), author.at)
        const resolvedAt = request.status === 'resolved' ? author.at : null
        row.issue = { ...row.issue, status: request.status, statusDetails, resolvedAt }
        const { kind, data } = statusActivity(request.status, statusDetails)
        log(state, row, kind, author, data)
      }
      return idsOf(changed)
    },
    async assign(filter, assignee, author) {
      const changed = matching(filter).filter(({ issue }) => !isSameAssignee(issue, assignee))
      for (const row of changed) {
        row.issue = { ...row.issue, assignee }
        if (assignee === null) log(state, row, 'unassigned', author, {})
        else log(state, row, 'assigned', author, { assignee: assignee.id, assigneeType: assignee.kind })
        if (assignee?.kind === 'user') subscribe(row, assignee.id, 'assigned')
      }
      return idsOf(changed)
    },
    async setPriority(filter, priority, author) {
      const changed = matching(filter).filter(({ issue }) => issue.priority !== priority)
      for (const row of changed) {
        row.issue = { ...row.issue, priority }
        log(state, row, 'set_priority', author, { priority })
      }
      return idsOf(changed)
    },
    async mark(filter, userId, change) {
      const rows = matching(filter)
      for (const row of rows) markRow(row, userId, change)
      return idsOf(rows)
    },
    async marksOf(organizationId, issueIds, userId) {
      const marks = issueIds.map((id) => own(organizationId, id)?.marks.get(userId))
      return new Map(marks.filter((mark) => mark !== undefined).map((mark) => [mark.issueId, mark]))
    },
    async marksOn(organizationId, issueId, limit) {
      const marks = [...(own(organizationId, issueId)?.marks.values() ?? [])]
      const seenMs = ({ seenAt }: IssueMark) => seenAt?.getTime() ?? 0
      return marks.sort((a, b) => seenMs(b) - seenMs(a) || Number(a.userId) - Number(b.userId)).slice(0, limit)
    },
    async activity(organizationId, issueId, page, kinds) {
      const entries = own(organizationId, issueId)?.activity ?? []
      const wanted = kinds === undefined ? entries : entries.filter((entry) => kinds.includes(entry.kind))
      return pageOf(wanted, page, { parts: ['number'], keyOf: (entry) => [Number(entry.id)], descending: true })
    },
    async comment(organizationId, issueId, comment, author) {
      const row = own(organizationId, issueId)
      if (row === null) return null
      row.issue = { ...row.issue, commentCount: row.issue.commentCount + 1 }
      if (author.userId !== null) subscribe(row, author.userId, 'comment')
      for (const userId of comment.mentions) subscribe(row, userId, 'mentioned')
      return log(state, row, 'note', author, commentData(comment))
    },
    async getComment(organizationId, issueId, id) {
      return commentOf(own(organizationId, issueId), id)
    },
    async editComment(organizationId, issueId, id, comment, now) {
      const row = own(organizationId, issueId)
      const before = commentOf(row, id)
      if (row === null || before === null) return null
      const after: Activity = { ...before, data: commentData(comment), editedAt: now }
      row.activity = row.activity.map((entry) => (entry === before ? after : entry))
      for (const userId of comment.mentions) subscribe(row, userId, 'mentioned')
      return after
    },
    async deleteComment(organizationId, issueId, id) {
      const row = own(organizationId, issueId)
      const comment = commentOf(row, id)
      if (row === null || comment === null) return false
      row.activity = row.activity.filter((entry) => entry !== comment)
      row.issue = { ...row.issue, commentCount: row.issue.commentCount - 1 }
      return true
    },
    async wake(now, limit) {
      const due = [...state.issues.values()].filter(({ issue }) => isDue(issue, now)).slice(0, limit)
      for (const row of due) {
        row.issue = { ...row.issue, status: 'unresolved', statusDetails: null }
        log(state, row, 'set_unresolved', authorOf(now), { reason: 'until' })
      }
      return due.map((row) => row.issue)
    },
    async escalate(organizationId, issueId, escalation, notSince) {
      const row = own(organizationId, issueId)
      if (row === null || !mayEscalate(row.issue, notSince)) return null
      row.issue = { ...row.issue, status: 'unresolved', statusDetails: null, escalation }
      log(state, row, 'set_escalating', authorOf(escalation.at), {
        event_count: escalation.events,
        limit: escalation.limit,
      })
      return row.issue
    },
  }
}

export function log(
  state: State,
  row: IssueRow,
  kind: ActivityKind,
  { userId, via, at }: Author,
  data: Activity['data'],
): Activity {
  const { id: issueId, organizationId } = row.issue
  const entry = { id: nextId(state), organizationId, issueId, kind, userId, via, at, editedAt: null, data }
  row.activity = [...row.activity, entry]
  keepNews(state, row, entry)
  return entry
}

function commentData({ text, mentions }: NewComment): Activity['data'] {
  return { text: storable(text, MAX_COMMENT), mentions }
}

function subscribe(row: IssueRow, userId: Id, reason: NonNullable<IssueMark['reason']>): void {
  if (row.marks.get(userId)?.isSubscribed === false) return
  markRow(row, userId, { isSubscribed: true, reason })
}

function markRow(row: IssueRow, userId: Id, { reason, ...change }: MarkChange): void {
  const { id: issueId } = row.issue
  const none: IssueMark = { issueId, userId, seenAt: null, isBookmarked: false, isSubscribed: null, reason: null }
  const before = row.marks.get(userId) ?? none
  row.marks.set(userId, { ...before, ...change, reason: before.reason ?? reason ?? null })
}

function isSameAssignee({ assignee: a }: Issue, b: Issue['assignee']): boolean {
  return a?.kind === b?.kind && a?.id === b?.id
}

function isDue({ status, statusDetails: details }: Issue, now: Date): boolean {
  return status === 'ignored' && details?.kind === 'until' && details.until !== null && details.until <= now
}

function mayEscalate({ status, statusDetails, escalation }: Issue, notSince: Date): boolean {
  if (status === 'ignored') return statusDetails?.kind === 'escalating'
  return status === 'unresolved' && (escalation === null || escalation.at < notSince)
}

function idsOf(rows: readonly IssueRow[]): readonly Id[] {
  return rows.map((row) => row.issue.id)
}
