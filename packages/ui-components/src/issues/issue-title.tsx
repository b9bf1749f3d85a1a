import type { IssueJson } from '@mishap/core/client'
import { clip, exactNumber, visibleText } from '@mishap/core/format'
import type { ReactNode } from 'react'
import { Badge } from '../primitives/index.js'

/** Title of an issue in two parts: what it is, and what it says. Cut to what a line or two can hold. */
export function titleParts(issue: Pick<IssueJson, 'title' | 'metadata'>): { name: string; value: string } {
  const { type, value } = issue.metadata
  if (type === undefined || type === '') return { name: oneLine(issue.metadata.title ?? issue.title), value: '' }
  return { name: oneLine(type), value: oneLine(value ?? '') }
}

/** Text of an event for a line of a list: cut, without line ends, with odd characters visible. */
export function oneLine(text: string): string {
  return visibleText(clip(text.slice(0, 4000).replaceAll(/\s+/g, ' '), 400))
}

export interface IssueBadgesProps {
  readonly issue: IssueJson
  /** Shown only where it says more than the list does. */
  readonly isStatusShown?: boolean
}

/** What is special about an issue now, as few as possible. */
export function IssueBadges({ issue, isStatusShown = false }: IssueBadgesProps): ReactNode {
  return (
    <>
      {isStatusShown && issue.status !== 'unresolved' ? (
        <Badge
          tone={issue.status === 'resolved' ? 'ok' : 'neutral'}
          icon={issue.status === 'resolved' ? 'check' : 'mute'}
          title={issue.statusReason}
        >
          {issue.status === 'resolved' ? 'Resolved' : 'Ignored'}
        </Badge>
      ) : null}
      <SubstatusBadge issue={issue} />
      {issue.isUnhandled ? <Badge>Unhandled</Badge> : null}
    </>
  )
}

function SubstatusBadge({ issue }: { readonly issue: IssueJson }): ReactNode {
  const { substatus, statusReason, regressedRelease, escalation } = issue
  switch (substatus) {
    case 'regressed':
      return (
        <Badge tone="warn" icon="refresh" title={statusReason}>
          Regressed{regressedRelease === null ? null : <> in {<bdi>{shortRelease(regressedRelease)}</bdi>}</>}
        </Badge>
      )
    case 'escalating':
      return (
        <Badge tone="danger" icon="bolt" title={statusReason}>
          Escalating{escalation === null ? '' : ` ${timesOf(escalation)}`}
        </Badge>
      )
    case 'new':
      return (
        <Badge tone="accent" title={statusReason}>
          New
        </Badge>
      )
    default:
      return null
  }
}

/** Of `package@1.4.2+build` what tells one release from the next. */
export function shortRelease(version: string): string {
  const short = version.slice(version.lastIndexOf('@') + 1)
  return visibleText(clip(short === '' ? version : short, 20))
}

/** How many times what is unusual enough; the limit is already far above what the issue usually does. */
function timesOf({ events, limit }: NonNullable<IssueJson['escalation']>): string {
  const times = events / Math.max(1, limit)
  return `${times < 10 ? times.toFixed(1).replace(/\.0$/, '') : exactNumber(Math.round(times))}×`
}
