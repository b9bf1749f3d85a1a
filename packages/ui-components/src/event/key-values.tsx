import { inlineValue, isFiltered } from '@mishap/core/format'
import type { HTMLAttributes } from 'react'
import { Badge, cx, JsonTree, LongText } from '../primitives/index.js'
import css from './key-values.module.css'

export interface KeyValuesProps extends HTMLAttributes<HTMLDListElement> {
  readonly rows: readonly (readonly [key: string, value: unknown])[]
}

/** Names and values from an event. Values are shown as what they are: text, trees, numbers, or a mark where filtered. */
export function KeyValues({ rows, className, ...rest }: KeyValuesProps) {
  return (
    <dl className={cx(css.list, className)} {...rest}>
      {rows.map(([key, value], at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: headers and queries may repeat a name, and the rows never move
        <div key={at} className={css.row}>
          <dt className={css.key}>
            <LongText max={120}>{key}</LongText>
          </dt>
          <dd className={css.value}>
            <Value value={value} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** One value of an event. */
export function Value({ value }: { readonly value: unknown }) {
  if (isFiltered(value)) return <Badge icon="eye">filtered</Badge>
  if (typeof value === 'object' && value !== null) return <JsonTree value={value} defaultDepth={0} />
  if (value === '') return <span className={css.empty}>empty</span>
  return <LongText max={600}>{inlineValue(value, Number.POSITIVE_INFINITY)}</LongText>
}
