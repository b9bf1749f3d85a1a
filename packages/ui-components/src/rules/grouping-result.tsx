import type { GroupingChangeJson, GroupingPreviewJson } from '@mishap/core/client'
import { clip, counted, exactNumber, visibleText } from '@mishap/core/format'
import { Badge, cx, Icon } from '../primitives/index.js'
import { AppLink } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import css from './rules-result.module.css'

export interface GroupingResultProps {
  readonly org: string
  readonly preview: GroupingPreviewJson
  /** The rules have changed since they were tried. */
  readonly isStale?: boolean
}

/** What rules would make of the stored events: in one sentence, and issue by issue. */
export function GroupingResult({ org, preview, isStale = false }: GroupingResultProps) {
  const { changes } = preview
  return (
    <div className={cx(css.result, isStale && css.stale)}>
      <p className={css.sentence} role="status">
        <Icon name={changes.length === 0 ? 'check' : 'info'} size={15} />
        <span>
          <strong>{sentenceOf(preview)}</strong> <span className={css.basis}>{basisOf(preview)}</span>
          {isStale ? <span className={css.basis}> The rules have changed since: try them again.</span> : null}
        </span>
      </p>
      {changes.length === 0 ? null : (
        <>
          <ul className={css.changes}>
            {changes.map((change) => (
              <Change key={change.issues.map(({ id }) => id).join(' ')} org={org} change={change} />
            ))}
          </ul>
          <p className={css.note}>
            No issue ends: future events of issues that are joined go to the first of them, and the largest part of an
            issue that falls apart stays in it. What is stored stays where it is.
          </p>
        </>
      )}
    </div>
  )
}

function Change({ org, change }: { readonly org: string; readonly change: GroupingChangeJson }) {
  const { issues, issueCount, groups, events } = change
  return (
    <li className={css.change}>
      <p className={css.kind}>
        <Badge tone={groups > 1 ? 'warn' : 'info'}>{kindOf(change)}</Badge>{' '}
        <span className={css.basis}>{counted(events, 'event')}</span>
      </p>
      <ul className={css.issues}>
        {issues.map(({ id, shortId, title }) => (
          <li key={id} className={css.issue}>
            <AppLink to={paths.issue(org, id)} className={css.short}>
              {shortId}
            </AppLink>{' '}
            <bdi className={css.title}>{visibleText(clip(title, 200))}</bdi>
          </li>
        ))}
        {issueCount > issues.length ? (
          <li className={css.basis}>and {exactNumber(issueCount - issues.length)} more</li>
        ) : null}
      </ul>
    </li>
  )
}

function kindOf({ groups, issueCount }: GroupingChangeJson): string {
  if (issueCount === 1) return `Falls into ${groups} issues`
  if (groups === 1) return `${issueCount} issues become one`
  return `${issueCount} issues are divided anew, into ${groups}`
}

function sentenceOf({ joins, splits, unchanged, examined }: GroupingPreviewJson): string {
  if (examined === 0) return 'There are no events yet to try this on.'
  if (joins === 0 && splits === 0 && unchanged === 1) return 'This would leave the one issue there is as it is.'
  if (joins === 0 && splits === 0) return `This would leave all ${counted(unchanged, 'issue')} as they are.`
  const parts = [
    ...(joins === 0 ? [] : [`join ${counted(joins, 'issue')}`]),
    ...(splits === 0 ? [] : [`split ${counted(splits, 'issue')}`]),
    `leave ${exactNumber(unchanged)}`,
  ]
  return `This would ${parts.join(', ')}.`
}

function basisOf({ examined, issues, isSampled }: GroupingPreviewJson): string {
  if (examined === 0) return ''
  const looked = `${counted(examined, 'event')} of ${counted(issues, 'issue')}`
  return isSampled
    ? `Tried on ${looked}: the newest of the project, and the newest of each other issue.`
    : `Tried on all ${looked}.`
}
