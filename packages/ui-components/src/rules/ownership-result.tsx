import type { OwnershipPreviewJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { cx } from '../primitives/cx.js'
import { Icon } from '../primitives/index.js'
import { AppLink } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import css from './rules-result.module.css'

export interface OwnershipResultProps {
  readonly org: string
  readonly preview: OwnershipPreviewJson
  /** The rules have changed since they were tried. */
  readonly isStale?: boolean
}

/** Whom rules name for the issues that were seen last. */
export function OwnershipResult({ org, preview: { events }, isStale = false }: OwnershipResultProps) {
  const owned = events.filter(({ owners }) => owners.length > 0).length
  return (
    <div className={cx(css.result, isStale && css.stale)}>
      <p className={css.sentence} role="status">
        <Icon name="users" size={15} />
        <span>
          <strong>{sentenceOf(events.length, owned)}</strong>
          {isStale ? <span className={css.basis}> The rules have changed since: try them again.</span> : null}
        </span>
      </p>
      {events.length === 0 ? null : (
        <ul className={css.changes}>
          {events.map((event) => (
            <Owned key={event.eventID} org={org} event={event} />
          ))}
        </ul>
      )}
    </div>
  )
}

interface OwnedProps {
  readonly org: string
  readonly event: OwnershipPreviewJson['events'][number]
}

function Owned({ org, event: { title, culprit, issue, owners } }: OwnedProps) {
  const [first, ...others] = owners
  return (
    <li className={css.owned}>
      <div className={css.about}>
        <AppLink to={paths.issue(org, issue.id)} className={css.short}>
          {issue.shortId}
        </AppLink>{' '}
        <bdi className={css.below}>{visibleText(clip(title, 200))}</bdi>
        <bdi className={css.rule}>{visibleText(clip(culprit, 120))}</bdi>
      </div>
      <div className={css.who}>
        {first === undefined ? (
          <span className={css.nobody}>Nobody</span>
        ) : (
          <>
            <bdi>{nameOf(first.owner)}</bdi>
            {others.length === 0 ? null : (
              <span className={css.basis}>, then {others.map(({ owner }) => nameOf(owner)).join(', ')}</span>
            )}
            <p className={css.rule}>
              line {first.line}: <bdi dir="ltr">{visibleText(clip(first.rule, 160))}</bdi>
            </p>
          </>
        )}
      </div>
    </li>
  )
}

function sentenceOf(issues: number, owned: number): string {
  if (issues === 0) return 'There are no events yet to try this on.'
  if (issues === 1) return `The one issue there is would have ${owned === 1 ? 'an' : 'no'} owner.`
  if (owned === issues) return `All ${issues} issues seen last would have an owner.`
  return `${owned === 0 ? 'None' : owned} of the ${issues} issues seen last would have an owner.`
}

function nameOf({ type, name, slug }: OwnershipPreviewJson['events'][number]['owners'][number]['owner']): string {
  return visibleText(clip(type === 'team' ? `#${slug ?? name}` : name, 80))
}
