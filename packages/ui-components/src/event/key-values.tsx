import { inlineValue, isFiltered } from '@mishap/core/format'
import type { HTMLAttributes } from 'react'
import { cx, JsonTree, LongText } from '../primitives/index.js'
import css from './key-values.module.css'
import { Filtered, type MetaNode, nodeAt, useMeta } from './meta.js'

export interface KeyValuesProps extends HTMLAttributes<HTMLDListElement> {
  /** Rows of pairs that a list holds are known to `_meta` by their place, others by their key. */
  readonly rows: readonly (readonly [key: string, value: unknown])[]
}

/** Names and values from an event. Values are shown as what they are: text, trees, numbers, or a mark where filtered. */
export function KeyValues({ rows, className, ...rest }: KeyValuesProps) {
  const meta = useMeta()
  return (
    <dl className={cx(css.list, className)} {...rest}>
      {rows.map(([key, value], at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: headers and queries may repeat a name, and the rows never move
        <div key={at} className={css.row}>
          <dt className={css.key}>
            <LongText max={120}>{key}</LongText>
          </dt>
          <dd className={css.value}>
            <Value value={value} meta={nodeAt(meta, [key]) ?? nodeAt(meta, [at, 1])} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** One value of an event, with what was removed of it. */
export function Value({ value, meta = null }: { readonly value: unknown; readonly meta?: MetaNode | null }) {
  if (isFiltered(value)) return <Filtered node={meta} />
  if (typeof value === 'object' && value !== null)
    return <JsonTree value={value} defaultDepth={0} renderFiltered={(path) => <Filtered node={nodeAt(meta, path)} />} />
  if (value === '') return <span className={css.empty}>empty</span>
  return <LongText max={600}>{inlineValue(value, Number.POSITIVE_INFINITY)}</LongText>
}
