import type { UserReportJson } from '@mishap/core/client'
import type { HTMLAttributes } from 'react'
import { cx, EmptyState, Icon, LongText, Time } from '../primitives/index.js'
import css from './user-feedback.module.css'

export interface UserFeedbackProps extends HTMLAttributes<HTMLOListElement> {
  /** The newest first. */
  readonly reports: readonly UserReportJson[]
}

/** What people wrote about the events of an issue. All of it is theirs: text, never a link or a page. */
export function UserFeedback({ reports, className, ...rest }: UserFeedbackProps) {
  if (reports.length === 0) return <EmptyState title="Nobody wrote about this issue" />
  return (
    <ol className={cx(css.list, className)} {...rest}>
      {reports.map((report) => (
        <li key={report.id} className={css.report}>
          <p className={css.who}>
            <Icon name="user" size={14} />
            <LongText className={cx(css.name)} max={80}>
              {report.name || 'Somebody'}
            </LongText>
            {report.email === '' ? null : (
              <LongText className={cx(css.email)} max={120}>
                {report.email}
              </LongText>
            )}
            <Time value={report.dateCreated} />
          </p>
          <LongText className={cx(css.comments)} max={1200}>
            {report.comments}
          </LongText>
          {report.url === null ? null : (
            <p className={css.url}>
              on <LongText max={200}>{report.url}</LongText>
            </p>
          )}
        </li>
      ))}
    </ol>
  )
}
