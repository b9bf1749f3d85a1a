import type { IssueJson, IssueTopTagJson, ReleaseRefJson } from '@mishap/core/client'
import { type Bucket, clip, exactNumber, percent, visibleText } from '@mishap/core/format'
import type { ReactNode } from 'react'
import { Sparkbars } from '../charts/index.js'
import { Num, Time } from '../primitives/index.js'
import { ActorMark, nameOf } from './actor-mark.js'
import { type ColumnId, type OwnColumn, tagOf } from './columns.js'
import css from './issue-table.module.css'
import { shortRelease } from './issue-title.js'
import { Priority } from './priority-picker.js'

export interface IssueCellProps {
  readonly column: ColumnId
  readonly issue: IssueJson
  readonly trend: readonly Bucket[]
  readonly tags: readonly IssueTopTagJson[] | undefined
  readonly onAssign: ((issue: IssueJson, at: HTMLElement) => void) | undefined
  readonly onPrioritize: ((issue: IssueJson, at: HTMLElement) => void) | undefined
}

/** What one column says about one issue. */
export function IssueCell(props: IssueCellProps) {
  const { column, tags } = props
  const key = tagOf(column)
  if (key !== null) {
    return (
      <td className={css.tag}>
        <TopTag name={key} tag={tags?.find((one) => one.key === key)} />
      </td>
    )
  }
  const own = column as OwnColumn
  return <td className={css[own]}>{CELLS[own](props)}</td>
}

const CELLS: Readonly<Record<OwnColumn, (props: IssueCellProps) => ReactNode>> = {
  trend: ({ trend }) => <Sparkbars buckets={trend} className={css.bars} />,
  events: ({ issue }) => <Counted count={Number(issue.count)} one="event" />,
  users: ({ issue }) => <Counted count={issue.userCount} one="user" />,
  first: ({ issue }) => (
    <>
      <Unit>first </Unit>
      <Time value={issue.firstSeen} isFocusable={false} />
    </>
  ),
  last: ({ issue }) => <Time value={issue.lastSeen} isFocusable={false} />,
  releases: ({ issue }) => <Releases first={issue.firstRelease} last={issue.lastRelease} />,
  priority: ({ issue, onPrioritize }) =>
    onPrioritize === undefined ? (
      <Priority priority={issue.priority} />
    ) : (
      <button
        type="button"
        className={css.pick}
        aria-haspopup="menu"
        aria-label={`Priority of ${issue.shortId}: ${issue.priority}`}
        data-pick="priority"
        onClick={(event) => onPrioritize(issue, event.currentTarget)}
      >
        <Priority priority={issue.priority} />
      </button>
    ),
  assignee: ({ issue, onAssign }) => {
    const name = issue.assignedTo === null ? 'nobody' : nameOf(issue.assignedTo)
    if (onAssign === undefined) return <Assignee issue={issue} />
    return (
      <button
        type="button"
        className={css.pick}
        aria-haspopup="dialog"
        aria-label={`Assignee of ${issue.shortId}: ${name}`}
        title={name === 'nobody' ? 'Assign' : name}
        data-pick="assignee"
        onClick={(event) => onAssign(issue, event.currentTarget)}
      >
        <ActorMark actor={issue.assignedTo} />
      </button>
    )
  },
}

function Assignee({ issue: { assignedTo } }: { readonly issue: IssueJson }) {
  return (
    <span title={assignedTo === null ? 'Nobody' : nameOf(assignedTo)}>
      <ActorMark actor={assignedTo} />
      <span className="mh-hidden">{assignedTo === null ? 'Nobody' : nameOf(assignedTo)}</span>
    </span>
  )
}

function Counted({ count, one }: { readonly count: number; readonly one: string }) {
  return (
    <>
      <Num value={count} />
      <Unit>{count === 1 ? ` ${one}` : ` ${one}s`}</Unit>
    </>
  )
}

/** Said by the head of the table, and so only shown where there is none. */
function Unit({ children }: { readonly children: string }) {
  return (
    <span className={css.unit} aria-hidden="true">
      {children}
    </span>
  )
}

function Releases({ first, last }: { readonly first: ReleaseRefJson | null; readonly last: ReleaseRefJson | null }) {
  if (first === null && last === null) return <span className={css.none}>–</span>
  const names = [first, last].flatMap((release) => (release === null ? [] : [release.version]))
  const [from = '', to = from] = names
  return (
    <span title={visibleText(clip(names.join(' to '), 200))}>
      <bdi className={css.release}>{shortRelease(from)}</bdi>
      {from === to ? null : (
        <>
          {' → '}
          <bdi className={css.release}>{shortRelease(to)}</bdi>
        </>
      )}
    </span>
  )
}

function TopTag({ name, tag }: { readonly name: string; readonly tag: IssueTopTagJson | undefined }) {
  if (tag === undefined) return <span className={css.none}>–</span>
  const share = percent(tag.count, tag.total)
  return (
    <span
      className={css.topTag}
      title={`${visibleText(clip(tag.value, 200))}: ${exactNumber(tag.count)} of ${exactNumber(tag.total)} events`}
    >
      <Unit>{`${name}: `}</Unit>
      <bdi className={css.tagValue}>{visibleText(clip(tag.value, 80))}</bdi>
      <span className={css.share}>{share}</span>
    </span>
  )
}
