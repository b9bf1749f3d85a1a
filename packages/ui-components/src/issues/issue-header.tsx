import type { IssueJson } from '@mishap/core/client'
import { visibleText } from '@mishap/core/format'
import { forwardRef, type ReactNode } from 'react'
import { CopyButton, Level, LongText } from '../primitives/index.js'
import css from './issue-header.module.css'
import { IssueBadges, titleParts } from './issue-title.js'

export interface IssueHeaderProps {
  readonly issue: IssueJson
  /** `IssueActions`, or what a host puts there. */
  readonly actions?: ReactNode
}

/** What the issue is. The heading takes the focus when a page is entered. */
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
          <p className={css.value}>
            <LongText max={300}>{value}</LongText>
          </p>
        )}
        {issue.culprit === '' ? null : (
          <p className={css.culprit}>
            <LongText max={200}>{issue.culprit}</LongText>
          </p>
        )}
      </div>
      {actions}
    </header>
  )
})
