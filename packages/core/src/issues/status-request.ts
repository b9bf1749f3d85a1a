import type { ActivityKind, Author, StatusDetails, StatusRequest } from '../ports/issue-state.js'
import type { Issue, IssueStatus } from '../ports/model.js'

export function statusRequest(status: IssueStatus | StatusRequest): StatusRequest {
  return typeof status === 'string' ? { status } : status
}

export function authorOf(by: Author | Date): Author {
  return by instanceof Date ? { userId: null, via: 'system', at: by } : by
}

/** Whether the request says more than the bare status. */
export function hasDetails(request: StatusRequest): boolean {
  if (request.status === 'resolved') return request.resolution !== undefined
  return request.status === 'ignored' && request.snooze !== undefined
}

/** What is noted on the issue. `newestRelease`: of its project. */
export function detailsFor(
  request: StatusRequest,
  issue: Pick<Issue, 'count' | 'userCount'>,
  newestRelease: string | null,
  now: Date,
): StatusDetails | null {
  if (request.status === 'ignored') {
    const { snooze } = request
    if (snooze?.kind !== 'until') return snooze ?? null
    return { ...snooze, eventsFrom: issue.count, usersFrom: issue.userCount, windowFrom: now }
  }
  const resolution = request.status === 'resolved' ? request.resolution : undefined
  if (resolution === undefined) return null
  if (resolution.kind !== 'release') return { ...resolution, after: newestRelease }
  const release = resolution.release ?? newestRelease
  return release === null ? null : { kind: 'release', release }
}

/** The entry in the log, in the words that Sentry's clients know. */
export function statusActivity(
  status: IssueStatus,
  details: StatusDetails | null,
): { readonly kind: ActivityKind; readonly data: Readonly<Record<string, unknown>> } {
  if (status === 'unresolved') return { kind: 'set_unresolved', data: {} }
  switch (details?.kind) {
    case undefined:
      return { kind: status === 'resolved' ? 'set_resolved' : 'set_ignored', data: {} }
    case 'release':
      return { kind: 'set_resolved_in_release', data: { version: details.release } }
    case 'nextRelease':
      return { kind: 'set_resolved_in_release', data: { version: '', after: details.after } }
    case 'commit':
      return { kind: 'set_resolved_in_commit', data: { commit: details.commit, repository: details.repository } }
    case 'escalating':
      return { kind: 'set_ignored', data: { ignoreUntilEscalating: true } }
    case 'until':
      return {
        kind: 'set_ignored',
        data: {
          ignoreUntil: details.until?.toISOString() ?? null,
          ignoreCount: details.events,
          ignoreUserCount: details.users,
          ignoreWindow: details.windowMinutes,
        },
      }
  }
}
