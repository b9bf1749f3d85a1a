import { type ChangedSpan, changedSpan, clip, type DiffState, visibleText } from '@mishap/core/format'
import { type ReactNode, useState } from 'react'
import { Badge, cx, Icon } from '../../primitives/index.js'
import css from './diff-table.module.css'

/** What the two sides are called, in the order of the columns. */
export type SideNames = readonly [one: string, other: string]

export interface DiffTableProps {
  /** For screen readers. */
  readonly caption: string
  readonly names: SideNames
  /** Of the first column. */
  readonly keyName: string
  readonly children: ReactNode
}

/** Two events side by side; one below the other where the box is narrow. */
export function DiffTable({ caption, names, keyName, children }: DiffTableProps) {
  return (
    <div className={css.box}>
      <table className={css.table}>
        <caption className="mh-hidden">{caption}</caption>
        <thead className={css.head}>
          <tr>
            <th scope="col" className={css.key}>
              {keyName}
            </th>
            {names.map((name, at) => (
              <th key={at === 0 ? 'one' : 'other'} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}

const SIGNS: Readonly<Record<DiffState, string>> = { same: '=', changed: '≠', removed: '−', added: '+' }

export interface DiffLineProps {
  readonly state: DiffState
  readonly names: SideNames
  readonly label: ReactNode
  readonly one: ReactNode
  readonly other: ReactNode
  /** Belongs to the line above it. */
  readonly isInner?: boolean
}

/** One thing of both. */
export function DiffLine({ state, names, label, one, other, isInner = false }: DiffLineProps) {
  return (
    <tr className={cx(css.line, isInner && css.inner)} data-state={state}>
      <th scope="row" className={css.key}>
        <span className={css.sign} aria-hidden="true">
          {SIGNS[state]}
        </span>
        <span className={css.label}>{label}</span>
        <span className="mh-hidden">, {wordOf(state, names)}</span>
      </th>
      <Side name={names[0]} isThere={state !== 'added'} which="one">
        {one}
      </Side>
      <Side name={names[1]} isThere={state !== 'removed'} which="other">
        {other}
      </Side>
    </tr>
  )
}

function Side(props: { name: string; isThere: boolean; which: 'one' | 'other'; children: ReactNode }) {
  return (
    <td className={css.side} data-side={props.which} data-absent={!props.isThere}>
      <span className={css.name} aria-hidden="true">
        {props.name}
      </span>
      {props.isThere ? props.children : <span className={css.absent}>not there</span>}
    </td>
  )
}

function wordOf(state: DiffState, [one, other]: SideNames): string {
  if (state === 'same') return 'equal'
  if (state === 'changed') return 'different'
  return state === 'removed' ? `only in ${one}` : `only in ${other}`
}

export interface FoldLineProps {
  /** `12 equal frames`. */
  readonly label: ReactNode
  readonly children: ReactNode
}

/** Lines that are away until they are asked for. */
export function FoldLine({ label, children }: FoldLineProps) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <tr className={css.fold}>
        <td colSpan={3} className={css.foldCell}>
          <button type="button" className={css.foldToggle} aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
            <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} size={10} /> {label}
          </button>
        </td>
      </tr>
      {isOpen ? children : null}
    </>
  )
}

export interface DiffTextProps {
  readonly text: string
  /** The same of the other side, to mark what differs; null where it has none. */
  readonly beside: string | null
}

const AROUND = 120
const MOST = 500

/** A value, with the stretch marked in which it differs from the other side. */
export function DiffText({ text, beside }: DiffTextProps) {
  if (text === '[Filtered]') return <Badge icon="eye">filtered</Badge>
  if (text === '') return <span className={css.absent}>empty</span>
  if (beside === null || beside === text) return <bdi className={css.text}>{visibleText(clip(text, MOST))}</bdi>
  const { start, endOne } = telling(changedSpan(text, beside), text, beside)
  const before = text.slice(0, start)
  const after = text.slice(endOne)
  const changed = text.slice(start, endOne)
  return (
    <bdi className={css.text}>
      {before.length > AROUND ? `…${visibleText(before.slice(-AROUND))}` : visibleText(before)}
      {changed === '' ? null : <mark className={css.mark}>{visibleText(clip(changed, MOST))}</mark>}
      {visibleText(clip(after, AROUND))}
    </bdi>
  )
}

/** Where little is equal, marking the rest of it would only tear the words apart. */
function telling(span: ChangedSpan, one: string, other: string): ChangedSpan {
  const equal = one.length - (span.endOne - span.start)
  const isTorn = equal * 2 < Math.max(one.length, other.length)
  return isTorn ? { start: 0, endOne: one.length, endOther: other.length } : span
}
