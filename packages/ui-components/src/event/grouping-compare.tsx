import type { GroupingExplanation } from '@mishap/core/client'
import { type ComparedPart, compareGrouping, counted, type DiffState } from '@mishap/core/format'
import { type HTMLAttributes, useMemo } from 'react'
import { Badge, cx } from '../primitives/index.js'
import { DiffLine, DiffTable, DiffText, FoldLine, type SideNames } from './diff/diff-table.js'
import { foldRuns } from './diff/runs.js'
import css from './grouping-compare.module.css'

export interface GroupingCompareProps extends HTMLAttributes<HTMLDivElement> {
  readonly one: GroupingExplanation
  readonly other: GroupingExplanation
  readonly names?: SideNames
  /** Both are events of one issue, whatever their groups are. */
  readonly isOneIssue?: boolean
}

/** Why two events are one issue, or what keeps them apart: what counts first, leaf by leaf. */
export function GroupingCompare(props: GroupingCompareProps) {
  const { one, other, names = ['A', 'B'], isOneIssue = false, className, ...rest } = props
  const { isSame, sentence, parts } = useMemo(() => compareGrouping(one, other), [one, other])
  return (
    <div className={cx(css.compare, className)} {...rest}>
      <p className={css.sentence}>
        <Badge tone={isSame ? 'ok' : 'warn'}>{isSame ? 'One group' : 'Two groups'}</Badge>{' '}
        {!isSame && isOneIssue
          ? 'One issue all the same: they were merged, or another hash leads here. By themselves: '
          : null}
        {sentence}
      </p>
      {parts.length === 0 ? null : (
        <DiffTable caption="What the two are grouped by" names={names} keyName="Part">
          {foldRuns(parts, ({ isEqual }) => isEqual).map((run) =>
            run.kind === 'item' ? (
              <Part key={run.at} part={run.item} names={names} />
            ) : (
              <FoldLine key={run.at} label={counted(run.items.length, 'equal part')}>
                {run.items.map((part, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: parts have no id, and their order never changes
                  <Part key={at} part={part} names={names} />
                ))}
              </FoldLine>
            ),
          )}
        </DiffTable>
      )}
    </div>
  )
}

function Part({
  part: { id, one, other, isEqual },
  names,
}: {
  readonly part: ComparedPart
  readonly names: SideNames
}) {
  return (
    <DiffLine
      state={isEqual ? 'same' : stateOf(one, other)}
      names={names}
      label={LABELS.get(id) ?? id}
      one={one === null ? null : <DiffText text={one} beside={other} />}
      other={other === null ? null : <DiffText text={other} beside={one} />}
    />
  )
}

const LABELS: ReadonlyMap<string, string> = new Map([
  ['type', 'Type'],
  ['value', 'Text'],
  ['message', 'Message'],
  ['function', 'Function'],
  ['module', 'Module'],
  ['filename', 'File'],
  ['line', 'Source line'],
  ['mechanism', 'Signal or code'],
  ['fingerprint', 'Fingerprint'],
])

function stateOf(one: string | null, other: string | null): DiffState {
  if (one === null) return 'added'
  return other === null ? 'removed' : 'changed'
}
