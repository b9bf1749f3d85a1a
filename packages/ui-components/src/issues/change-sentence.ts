import type { IssueChangeInput, IssueDetailJson } from '@mishap/core/client'
import { clip, counted, humanDuration, visibleText } from '@mishap/core/format'

/** What a change has done, for the toast that takes it back: `Ignored for 4h`. */
export function changeSentence(change: IssueChangeInput): string {
  const { status, priority, assignedTo, isBookmarked, isSubscribed } = change
  if (status !== undefined) return statusSentence(change)
  if (assignedTo !== undefined) return assignedTo ? 'Assigned' : 'Unassigned'
  if (priority !== undefined) return priority === 'auto' ? 'Ranked as Mishap would' : `Ranked ${priority}`
  if (isBookmarked !== undefined) return isBookmarked ? 'Bookmarked' : 'Took the bookmark off'
  if (isSubscribed !== undefined) return isSubscribed ? 'Followed' : 'No longer followed'
  return 'Changed'
}

/** What of a change is certain before the server has answered. */
export function foreseen({
  status,
  priority,
  isBookmarked,
  isSubscribed,
}: IssueChangeInput): Partial<Pick<IssueDetailJson, 'status' | 'priority' | 'isBookmarked' | 'isSubscribed'>> {
  return {
    ...(status === undefined ? {} : { status: status === 'resolvedInNextRelease' ? 'resolved' : status }),
    ...(priority === undefined || priority === 'auto' ? {} : { priority }),
    ...(isBookmarked === undefined ? {} : { isBookmarked }),
    ...(isSubscribed === undefined ? {} : { isSubscribed }),
  }
}

type Details = NonNullable<IssueChangeInput['statusDetails']>

function statusSentence({ status, substatus, statusDetails = {} }: IssueChangeInput): string {
  if (status === 'unresolved') return 'Reopened'
  if (status === 'ignored') return `Ignored${ignoredHow(statusDetails, substatus)}`
  const { inRelease, inNextRelease, inCommit } = statusDetails
  if (status === 'resolvedInNextRelease' || inNextRelease === true) return 'Resolved in the next release'
  if (inRelease === 'latest') return 'Resolved in the latest release'
  if (inRelease) return `Resolved in ${shown(inRelease)}`
  return inCommit === undefined ? 'Resolved' : `Resolved by commit ${shown(inCommit.commit).slice(0, 12)}`
}

function ignoredHow(details: Details, substatus: IssueChangeInput['substatus']): string {
  if (substatus === 'archived_until_escalating' || details.ignoreUntilEscalating === true) return ' until it escalates'
  const within = details.ignoreWindow ? ` within ${humanDuration(details.ignoreWindow * 60_000)}` : ''
  if (details.ignoreCount) return ` until ${counted(details.ignoreCount, 'more event')}${within}`
  if (details.ignoreUserCount) return ` until ${counted(details.ignoreUserCount, 'more user')}${within}`
  if (details.ignoreDuration) return ` for ${humanDuration(details.ignoreDuration * 60_000)}`
  return details.ignoreUntil ? ' for a time' : ''
}

function shown(text: string): string {
  return visibleText(clip(text, 80))
}
