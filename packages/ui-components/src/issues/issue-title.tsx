import type { IssueJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import type { ReactNode } from 'react'
import { Badge, useNow } from '../primitives/index.js'

const NEW_FOR_MS = 24 * 3_600_000
const REGRESSED_FOR_MS = 7 * 24 * 3_600_000

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
  const now = useNow(60_000)
  const isRecent = (at: string | null, span: number) => at !== null && now - Date.parse(at) < span
  const isRegressed = issue.status === 'unresolved' && isRecent(issue.regressedAt, REGRESSED_FOR_MS)
  return (
    <>
      {isStatusShown && issue.status !== 'unresolved' ? (
        <Badge
          tone={issue.status === 'resolved' ? 'ok' : 'neutral'}
          icon={issue.status === 'resolved' ? 'check' : 'mute'}
        >
          {issue.status === 'resolved' ? 'Resolved' : 'Ignored'}
        </Badge>
      ) : null}
      {isRegressed ? (
        <Badge tone="warn" icon="refresh">
          Regressed
        </Badge>
      ) : null}
      {!isRegressed && isRecent(issue.firstSeen, NEW_FOR_MS) ? <Badge tone="accent">New</Badge> : null}
      {issue.isUnhandled ? <Badge>Unhandled</Badge> : null}
    </>
  )
}
