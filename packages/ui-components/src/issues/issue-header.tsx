import type { IssueDetailJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { Fragment, forwardRef, type ReactNode } from 'react'
import { Badge, ClampedText, CopyButton, Icon, type IconName, Level, LongText, Time } from '../primitives/index.js'
import css from './issue-header.module.css'
import { IssueBadges, titleParts } from './issue-title.js'

export interface IssueHeaderProps {
  readonly issue: IssueDetailJson
  /** `IssueActions`, or what a host puts there. */
  readonly actions?: ReactNode
}

/** More than anybody reads in a heading; the event has the rest. */
const LONGEST_VALUE = 6000

/** What the issue is, and why it is here. The heading takes the focus when a page is entered. */
export const IssueHeader = forwardRef<HTMLHeadingElement, IssueHeaderProps>(function IssueHeader(
  { issue, actions },
  ref,
) {
  const { name } = titleParts(issue)
  const value = issue.metadata.type === undefined ? '' : (issue.metadata.value ?? '')
  return (
    <header className={css.header}>
      <div className={css.what}>
        <div className={css.facts}>
          <Level level={issue.level} />
          <IssueBadges issue={issue} isStatusShown />
          {issue.type === 'error' && !issue.isUnhandled ? <Badge>Handled</Badge> : null}
          {issue.isBookmarked ? <Badge tone="accent">Bookmarked</Badge> : null}
          <bdi className={css.project}>{visibleText(issue.project.name)}</bdi>
          <span className={css.short}>
            {issue.shortId}
            <CopyButton text={issue.shortId} label={`Copy ${issue.shortId}`} variant="ghost" isIconOnly />
          </span>
        </div>
        <h1 ref={ref} tabIndex={-1} className={css.title}>
          <bdi>{name}</bdi>
        </h1>
        {value === '' ? null : (
          <ClampedText className={css.value}>
            <bdi>{visibleText(clip(value, LONGEST_VALUE))}</bdi>
          </ClampedText>
        )}
        {issue.culprit === '' ? null : (
          <p className={css.culprit}>
            <LongText max={200}>{issue.culprit}</LongText>
          </p>
        )}
        <StatusReason issue={issue} />
      </div>
      {actions}
    </header>
  )
})

const ICONS: Readonly<Record<string, IconName>> = {
  resolved: 'check',
  ignored: 'mute',
  regressed: 'refresh',
  escalating: 'bolt',
}

/** Why it has the status that it has. Times in the server's sentence are shown as the reader's. */
function StatusReason({ issue }: { readonly issue: IssueDetailJson }) {
  const { status, substatus, statusReason } = issue
  if (statusReason === '') return null
  const state = status === 'unresolved' ? (substatus ?? 'ongoing') : status
  return (
    <p className={css.reason} data-state={state}>
      <Icon name={ICONS[state] ?? 'info'} size={13} />
      <span>
        {clip(statusReason, 600)
          .split(/(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z)/)
          .map((part, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence have no names, and never move
            <Fragment key={at}>{at % 2 === 1 ? <Time value={part} mode="absolute" /> : visibleText(part)}</Fragment>
          ))}
      </span>
    </p>
  )
}
