import type { IssueTagJson } from '@mishap/core/client'
import { clip, percent, visibleText } from '@mishap/core/format'
import type { HTMLAttributes, ReactNode } from 'react'
import { cx, LongText, Num, Time } from '../primitives/index.js'
import table from '../primitives/table.module.css'
import css from './tag-values.module.css'

export interface TagValuesProps extends HTMLAttributes<HTMLDivElement> {
  readonly tag: IssueTagJson
  /** The link around a value. */
  readonly renderLink?: (value: string, children: ReactNode) => ReactNode
  /** What can be done with a value, at the end of its row. */
  readonly renderActions?: (value: string) => ReactNode
}

/** The values of one tag: how many events have each, and since when. */
export function TagValues({ tag, renderLink, renderActions, className, ...rest }: TagValuesProps) {
  const left = tag.uniqueValues - tag.topValues.length
  const hasFirst = tag.topValues.some((value) => firstSeenOf(value) !== null)
  return (
    <div className={cx(css.box, className)} {...rest}>
      <table className={cx(table.table, css.table)}>
        <caption className="mh-hidden">Values of {visibleText(clip(tag.key, 80))}</caption>
        <thead className={cx(table.head, css.head)}>
          <tr>
            <th scope="col" className={css.value}>
              Value
            </th>
            <th scope="col" className={css.share}>
              Share
            </th>
            <th scope="col" className={css.number}>
              Events
            </th>
            {hasFirst ? (
              <th scope="col" className={css.time}>
                First seen
              </th>
            ) : null}
            <th scope="col" className={css.time}>
              Last seen
            </th>
            {renderActions === undefined ? null : (
              <th scope="col" className={css.actions}>
                <span className="mh-hidden">Filter</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody className={css.body}>
          {tag.topValues.map((value) => (
            <tr key={value.value} className={cx(table.row, css.row)}>
              <th scope="row" className={css.value}>
                {value.value.length > 200 || renderLink === undefined ? (
                  <LongText max={200}>{value.value === '' ? '(empty)' : value.value}</LongText>
                ) : (
                  renderLink(value.value, <bdi>{visibleText(value.value) || '(empty)'}</bdi>)
                )}
              </th>
              <td className={css.share}>
                <span className={css.track}>
                  <span className={css.bar} style={{ inlineSize: barSize(value.count, tag.totalValues) }} />
                </span>
                <span className={css.percent}>{percent(value.count, tag.totalValues)}</span>
              </td>
              <td className={css.number}>
                <Num value={value.count} />
              </td>
              {hasFirst ? (
                <td className={css.time}>
                  <Time value={firstSeenOf(value)} isFocusable={false} />
                </td>
              ) : null}
              <td className={css.time}>
                <Time value={value.lastSeen} isFocusable={false} />
              </td>
              {renderActions === undefined ? null : <td className={css.actions}>{renderActions(value.value)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      {left > 0 ? (
        <p className={css.others}>
          and <Num value={left} /> other {left === 1 ? 'value' : 'values'}
        </p>
      ) : null}
    </div>
  )
}

/** Of servers that know it. */
function firstSeenOf(value: IssueTagJson['topValues'][number] & { readonly firstSeen?: string }): string | null {
  return value.firstSeen ?? null
}

function barSize(part: number, whole: number): string {
  return whole <= 0 ? '0' : `${Math.max(1, Math.min(100, (part / whole) * 100))}%`
}
