import type { EventJson, IssueTagJson } from '@mishap/core/client'
import { percent, safeUrl } from '@mishap/core/format'
import type { HTMLAttributes } from 'react'
import { cx, EmptyState, Icon, LongText, Num, Time } from '../primitives/index.js'
import css from './tags.module.css'

export interface TagRef {
  readonly key: string
  readonly value: string
}

export interface TagsTableProps extends HTMLAttributes<HTMLElement> {
  readonly tags: EventJson['tags']
  /** Makes the values buttons, for filtering by them. */
  readonly onPick?: (tag: TagRef) => void
}

/** The tags of one event. */
export function TagsTable({ tags, onPick, className, ...rest }: TagsTableProps) {
  if (tags.length === 0) return <EmptyState title="No tags came with this event" />
  return (
    <dl className={cx(css.tags, className)} {...rest}>
      {tags.map(({ key, value }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: other servers send keys twice, and the order never changes
        <div key={at} className={css.tag}>
          <dt className={css.key}>
            <LongText max={60}>{key}</LongText>
          </dt>
          <dd className={css.value}>
            <TagValue tag={{ key, value }} onPick={onPick} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

export interface TagDistributionProps extends HTMLAttributes<HTMLDivElement> {
  readonly tags: readonly IssueTagJson[]
  readonly onPick?: (tag: TagRef) => void
  /** Values shown of each key. */
  readonly limit?: number
}

/** How the events of an issue spread over the values of each tag. */
export function TagDistribution({ tags, onPick, limit = 4, className, ...rest }: TagDistributionProps) {
  const telling = tags.filter((tag) => !isMostlyUnique(tag))
  const unique = tags.filter(isMostlyUnique)
  if (tags.length === 0) return <EmptyState title="No tags yet" />
  return (
    <div className={cx(css.distribution, className)} {...rest}>
      {telling.map((tag) => (
        <section key={tag.key} className={css.group}>
          <h3 className={css.groupKey}>
            <LongText max={60}>{tag.key}</LongText>
          </h3>
          <ul>
            {tag.topValues.slice(0, limit).map((value) => (
              <li key={value.value} className={css.share}>
                <span
                  className={css.bar}
                  aria-hidden="true"
                  style={{ inlineSize: barSize(value.count, tag.totalValues) }}
                />
                <span className={css.shareValue}>
                  <TagValue tag={{ key: tag.key, value: value.value }} onPick={onPick} />
                </span>
                <span className={css.percent}>{percent(value.count, tag.totalValues)}</span>
                <span className={css.count}>
                  <Num value={value.count} />
                </span>
                <span className={css.seen}>
                  <Time value={value.lastSeen} isFocusable={false} />
                </span>
              </li>
            ))}
          </ul>
          {tag.uniqueValues > limit ? <p className={css.others}>and {tag.uniqueValues - limit} other values</p> : null}
        </section>
      ))}
      {unique.length === 0 ? null : (
        <p className={css.others}>
          Left out, because nearly every event has a value of its own: {unique.map((tag) => tag.key).join(', ')}.
        </p>
      )}
    </div>
  )
}

function TagValue({ tag, onPick }: { readonly tag: TagRef; readonly onPick: ((tag: TagRef) => void) | undefined }) {
  const href = safeUrl(tag.value)
  const text = <LongText max={200}>{tag.value === '' ? '(empty)' : tag.value}</LongText>
  if (onPick !== undefined && tag.value.length <= 200) {
    return (
      <button type="button" className={css.pick} onClick={() => onPick(tag)}>
        {text}
        <span className="mh-hidden">, filter by it</span>
      </button>
    )
  }
  return (
    <>
      {text}
      {href === null ? null : (
        <a href={href} target="_blank" rel="noopener noreferrer nofollow" className={css.open}>
          <Icon name="external" size={12} />
          <span className="mh-hidden">Open in a new tab</span>
        </a>
      )}
    </>
  )
}

/** Whether nearly every event has a value of its own, so that shares say nothing. */
export function isMostlyUnique(tag: IssueTagJson): boolean {
  return tag.totalValues >= 20 && tag.uniqueValues / tag.totalValues > 0.9
}

function barSize(part: number, whole: number): string {
  return whole <= 0 ? '0' : `${Math.max(1, Math.min(100, (part / whole) * 100))}%`
}
