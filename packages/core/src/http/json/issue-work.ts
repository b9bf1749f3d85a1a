import type { ActivityJson, CommentJson, IssueWorkJson, StatusDetailsJson } from '../../client/issue-work-types.js'
import type { IssueView, People } from '../../issues/people.js'
import { substatusOf } from '../../issues/substatus.js'
import type { Activity, IssueMark, StatusDetails } from '../../ports/issue-state.js'
import type { Issue } from '../../ports/model.js'

export function issueWorkJson(issue: Issue, { people, marks, now }: IssueView): IssueWorkJson {
  const { substatus, reason } = substatusOf(issue, now)
  const mark = marks.get(issue.id)
  return {
    statusDetails: statusDetailsJson(issue.statusDetails),
    substatus,
    statusReason: reason,
    regressedRelease: issue.regressedRelease,
    escalation: substatus === 'escalating' ? escalationJson(issue.escalation) : null,
    priority: issue.priority,
    assignedTo: people.actor(issue.assignee),
    hasSeen: mark?.seenAt != null,
    isBookmarked: mark?.isBookmarked ?? false,
    isSubscribed: mark?.isSubscribed ?? false,
    subscriptionDetails: subscriptionJson(mark),
  }
}

export function activityJson(entry: Activity, people: People): ActivityJson {
  return {
    id: entry.id,
    type: entry.kind,
    user: people.person(entry.userId),
    data: dataJson(entry, people),
    dateCreated: entry.at.toISOString(),
    dateEdited: entry.editedAt?.toISOString() ?? null,
    via: entry.via,
  }
}

export function commentJson(entry: Activity, people: People): CommentJson {
  return {
    id: Number(entry.id),
    type: 'note',
    dateCreated: entry.at.toISOString(),
    dateEdited: entry.editedAt?.toISOString() ?? null,
    data: { text: String(entry.data.text) },
    user: people.person(entry.userId),
  }
}

function escalationJson(escalation: Issue['escalation']): IssueWorkJson['escalation'] {
  return escalation === null ? null : { events: escalation.events, limit: escalation.limit }
}

function statusDetailsJson(details: StatusDetails | null): StatusDetailsJson {
  switch (details?.kind) {
    case undefined:
      return {}
    case 'release':
      return { inRelease: details.release }
    case 'nextRelease':
      return { inNextRelease: true }
    case 'commit':
      return { inCommit: { commit: details.commit, repository: details.repository } }
    case 'escalating':
      return { ignoreUntilEscalating: true }
    case 'until':
      return {
        ignoreUntil: details.until?.toISOString() ?? null,
        ignoreCount: details.events,
        ignoreUserCount: details.users,
        ignoreWindow: details.windowMinutes,
      }
  }
}

function subscriptionJson(mark: IssueMark | undefined): IssueWorkJson['subscriptionDetails'] {
  if (mark === undefined || mark.isSubscribed === null) return null
  return mark.isSubscribed ? { reason: mark.reason ?? 'unknown' } : { disabled: true }
}

function dataJson({ kind, data }: Activity, people: People): ActivityJson['data'] {
  if (kind === 'note') return { text: data.text }
  if (kind !== 'assigned') return { ...data }
  const type = data.assigneeType === 'team' ? 'team' : 'user'
  const actor = people.actor({ kind: type, id: String(data.assignee) })
  return { ...data, assigneeName: actor?.name ?? null, assigneeEmail: actor?.email ?? null }
}
