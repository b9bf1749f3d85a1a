import type { BreadcrumbJson } from '@mishap/core/client'
import { clip, counted, type DiffCrumb, describeBreadcrumb, visibleText } from '@mishap/core/format'
import { DiffPart } from './diff-part.js'
import { DiffLine, DiffTable, DiffText, FoldLine, type SideNames } from './diff-table.js'
import css from './event-diff.module.css'
import { foldRuns } from './runs.js'

export interface CrumbsPartProps {
  readonly crumbs: readonly DiffCrumb[]
  readonly changed: number
  readonly names: SideNames
}

/** What happened before each of the two, step beside step. */
export function CrumbsPart({ crumbs, changed, names }: CrumbsPartProps) {
  return (
    <DiffPart title="Breadcrumbs" changed={changed}>
      <DiffTable caption="Breadcrumbs" names={names} keyName="Step, the oldest first">
        {foldRuns(crumbs, ({ state }) => state === 'same').map((run) =>
          run.kind === 'item' ? (
            <CrumbLine key={run.at} crumb={run.item} names={names} />
          ) : (
            <FoldLine key={run.at} label={counted(run.items.length, 'equal step')}>
              {run.items.map((crumb, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: steps have no id, and their order never changes
                <CrumbLine key={at} crumb={crumb} names={names} />
              ))}
            </FoldLine>
          ),
        )}
      </DiffTable>
    </DiffPart>
  )
}

function CrumbLine({ crumb: { one, other, state }, names }: { readonly crumb: DiffCrumb; readonly names: SideNames }) {
  const crumb = one ?? other
  return (
    <DiffLine
      state={state}
      names={names}
      label={<bdi className={css.key}>{visibleText(clip(crumb?.category ?? crumb?.type ?? '', 80))}</bdi>}
      one={one === null ? null : <DiffText text={textOf(one)} beside={other === null ? null : textOf(other)} />}
      other={other === null ? null : <DiffText text={textOf(other)} beside={one === null ? null : textOf(one)} />}
    />
  )
}

function textOf(crumb: BreadcrumbJson): string {
  const { text } = describeBreadcrumb(crumb)
  return crumb.level === 'info' || crumb.level === '' ? text : `${crumb.level}: ${text}`
}
