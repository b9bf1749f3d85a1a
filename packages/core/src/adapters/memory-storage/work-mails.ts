import type { Activity } from '../../ports/issue-state.js'
import type { Id } from '../../ports/model.js'
import { GATHER_MS, isNews, type WorkKind, type WorkMail, type WorkMailStorage } from '../../ports/work-mails.js'
import { membershipOf } from './places.js'
import type { IssueRow, State } from './state.js'

export interface NewsRow {
  readonly organizationId: Id
  readonly issueId: Id
  readonly activityId: Id
  readonly userId: Id
  readonly kind: WorkKind
  readonly dueAt: Date
  readonly failures: number
}

export function memoryWorkMails(state: State): WorkMailStorage {
  const isOf = (row: NewsRow, { issueId, userId }: Pick<WorkMail, 'issueId' | 'userId'>) =>
    row.issueId === issueId && row.userId === userId
  const keysOf = (mail: WorkMail) =>
    [...state.news].filter(
      ([, row]) => isOf(row, mail) && mail.news.some(({ activity }) => activity.id === row.activityId),
    )
  return {
    async claim(now, until) {
      for (;;) {
        const due = [...state.news.values()].filter(({ dueAt }) => dueAt <= now)
        const first = due.sort((a, b) => Number(a.dueAt) - Number(b.dueAt))[0]
        if (first === undefined) return null
        const gathered = new Date(now.getTime() + GATHER_MS)
        const claimed = [...state.news].filter(([, row]) => isOf(row, first) && row.dueAt <= gathered)
        const log = state.issues.get(first.issueId)?.activity ?? []
        const isMember = membershipOf(state, first.organizationId, first.userId) !== undefined
        const news = claimed.flatMap(([key, row]) => {
          const activity = log.find(({ id }) => id === row.activityId)
          if (activity === undefined || !isMember) {
            state.news.delete(key)
            return []
          }
          state.news.set(key, { ...row, dueAt: until })
          return [{ kind: row.kind, activity }]
        })
        if (news.length === 0) continue
        const { organizationId, issueId, userId } = first
        const failures = Math.max(...claimed.map(([, row]) => row.failures))
        return { organizationId, issueId, userId, failures, news: news.sort(byActivity) }
      }
    },
    async finish(mail) {
      for (const [key] of keysOf(mail)) state.news.delete(key)
    },
    async postpone(mail, next, isFailed) {
      for (const [key, row] of keysOf(mail))
        state.news.set(key, { ...row, dueAt: next, failures: row.failures + (isFailed ? 1 : 0) })
    },
    async deleteOld(before) {
      for (const [key, { dueAt }] of state.news) if (dueAt < before) state.news.delete(key)
    },
  }
}

/** Keeps an entry of the log for those whom it concerns. */
export function keepNews(state: State, { marks }: IssueRow, activity: Activity): void {
  if (!isNews(activity)) return
  const { id: activityId, organizationId, issueId, data } = activity
  const followers = [...marks.values()].filter(({ isSubscribed }) => isSubscribed === true)
  const concerned = new Map<Id, WorkKind>([
    ...followers.map(({ userId }) => [userId, 'followed'] as const),
    ...mentionedBy(data).map((userId) => [userId, 'mentioned'] as const),
    ...assignedBy(state, activity).map((userId) => [userId, 'assigned'] as const),
  ])
  const dueAt = new Date(activity.at.getTime() + GATHER_MS)
  for (const [userId, kind] of concerned)
    if (userId !== activity.userId && membershipOf(state, organizationId, userId) !== undefined)
      state.news.set(`${activityId} ${userId}`, {
        ...{ organizationId, issueId, activityId, userId, kind, dueAt, failures: 0 },
      })
}

function mentionedBy({ mentions }: Activity['data']): readonly Id[] {
  return Array.isArray(mentions) ? mentions.map(String) : []
}

function assignedBy(state: State, { kind, data }: Activity): readonly Id[] {
  if (kind !== 'assigned') return []
  const assignee = String(data.assignee)
  if (data.assigneeType === 'user') return [assignee]
  return [...(state.teams.get(assignee)?.membershipIds ?? [])].flatMap((id) => state.memberships.get(id)?.userId ?? [])
}

function byActivity(a: WorkMail['news'][number], b: WorkMail['news'][number]): number {
  return Number(a.activity.id) - Number(b.activity.id)
}
