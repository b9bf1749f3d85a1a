import type { BreadcrumbJson, EventJson, FrameJson } from '@mishap/core/client'
import {
  clip,
  counted,
  type DiffCrumb,
  type DiffFields,
  type DiffFrame,
  type DiffRow,
  type DiffStack,
  describeBreadcrumb,
  diffEvents,
  failingLine,
  frameFile,
  frameFunction,
  visibleText,
} from '@mishap/core/format'
import { type HTMLAttributes, type ReactNode, useMemo, useState } from 'react'
import { Badge, Button, Card, cx } from '../../primitives/index.js'
import { DiffLine, DiffTable, DiffText, FoldLine, type SideNames } from './diff-table.js'
import css from './event-diff.module.css'
import { foldRuns } from './runs.js'

export interface EventDiffProps extends HTMLAttributes<HTMLDivElement> {
  readonly one: EventJson
  readonly other: EventJson
  /** What the two are called; short, for the columns. */
  readonly names?: SideNames
}

/**
 * Two events, part by part: what differs is open, what is equal folded, and what differs from event to event anyway
 * (ids, moments) set aside. Side by side where there is room.
 */
export function EventDiff({ one, other, names = ['A', 'B'], className, ...rest }: EventDiffProps) {
  const diff = useMemo(() => diffEvents(one, other), [one, other])
  const steps = diff.breadcrumbs.filter(({ state }) => state !== 'same').length
  const equal = [
    ...(diff.stacks.length > 0 && diff.stacks.every(({ changed }) => changed === 0) ? ['Stack'] : []),
    ...(diff.breadcrumbs.length > 0 && steps === 0 ? ['Breadcrumbs'] : []),
    ...diff.fields.filter(({ changed }) => changed === 0).map(({ label }) => label),
  ]
  return (
    <div className={cx(css.diff, className)} {...rest}>
      <p role="status" className={css.summary}>
        {diff.changed === 0
          ? 'The two events are equal in everything but ids and times.'
          : `${counted(diff.changed, 'difference')} that may say something, ids and times left out.`}
        {diff.changed > 0 && equal.length > 0 ? ` Equal: ${equal.join(', ')}.` : null}
      </p>
      {diff.stacks.map((stack, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: exceptions have no id, and their order never changes
        <StackPart key={at} stack={stack} names={names} />
      ))}
      {diff.fields.slice(0, 2).map((group) => (
        <FieldsPart key={group.id} group={group} names={names} />
      ))}
      {diff.breadcrumbs.length === 0 ? null : <CrumbsPart crumbs={diff.breadcrumbs} changed={steps} names={names} />}
      {diff.fields.slice(2).map((group) => (
        <FieldsPart key={group.id} group={group} names={names} />
      ))}
    </div>
  )
}

interface PartProps {
  readonly title: string
  readonly changed: number
  readonly children: ReactNode
}

/** A part that is closed at first where nothing in it differs. */
function Part({ title, changed, children }: PartProps) {
  const [isOpen, setIsOpen] = useState(changed > 0)
  return (
    <Card
      isFlush
      title={
        <span className={css.title}>
          {title} <Badge tone={changed > 0 ? 'warn' : 'neutral'}>{changed > 0 ? `${changed} differ` : 'equal'}</Badge>
        </span>
      }
      actions={
        <Button
          size="sm"
          variant="ghost"
          icon={isOpen ? 'chevron-down' : 'chevron-right'}
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
        >
          {isOpen ? 'Fold' : 'Show'}
          <span className="mh-hidden"> {title}</span>
        </Button>
      }
    >
      {isOpen ? children : null}
    </Card>
  )
}

function StackPart({ stack, names }: { readonly stack: DiffStack; readonly names: SideNames }) {
  const { one, other, sentence, state, frames, changed } = stack
  const title = sentence === '' ? 'Stack' : `Stack: ${sentence}`
  return (
    <Part title={title} changed={changed}>
      <DiffTable caption={title} names={names} keyName="Frame, the newest first">
        <DiffLine
          state={state}
          names={names}
          label="Error"
          one={one === null ? null : <DiffText text={one} beside={other} />}
          other={other === null ? null : <DiffText text={other} beside={one} />}
        />
        {foldRuns(frames, (frame) => frame.state === 'same').map((run) =>
          run.kind === 'item' ? (
            <FrameLines key={run.at} frame={run.item} names={names} />
          ) : (
            <FoldLine key={run.at} label={counted(run.items.length, 'equal frame')}>
              {run.items.map((frame, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: frames have no id, and their order never changes
                <FrameLines key={run.at + at} frame={frame} names={names} />
              ))}
            </FoldLine>
          ),
        )}
      </DiffTable>
    </Part>
  )
}

function FrameLines({ frame, names }: { readonly frame: DiffFrame; readonly names: SideNames }) {
  const { one, other, state, changes, variables } = frame
  const hasSource = changes.includes('source')
  const shown = one ?? other
  return (
    <>
      <DiffLine
        state={state}
        names={names}
        label={
          <span className={css.frameLabel}>
            <bdi className={css.function}>{functionOf(shown)}</bdi>
            {changes.map((change) => (
              <Badge key={change} tone="warn">
                {change}
              </Badge>
            ))}
          </span>
        }
        one={one === null ? null : <FrameCell frame={one} beside={other} hasSource={hasSource} />}
        other={other === null ? null : <FrameCell frame={other} beside={one} hasSource={hasSource} />}
      />
      {variables.map((row) => (
        <RowLine key={row.key} row={row} names={names} isInner />
      ))}
    </>
  )
}

interface FrameCellProps {
  readonly frame: FrameJson
  readonly beside: FrameJson | null
  readonly hasSource: boolean
}

function FrameCell({ frame, beside, hasSource }: FrameCellProps) {
  const source = failingLine(frame)?.trim()
  return (
    <span className={css.frame}>
      {beside !== null && functionOf(beside) !== functionOf(frame) ? (
        <DiffText text={functionOf(frame)} beside={functionOf(beside)} />
      ) : null}
      <DiffText text={placeOf(frame)} beside={beside === null ? null : placeOf(beside)} />
      {hasSource && source !== undefined && source !== '' ? (
        <code className={css.source}>
          <DiffText text={source} beside={beside === null ? null : (failingLine(beside)?.trim() ?? null)} />
        </code>
      ) : null}
    </span>
  )
}

function functionOf(frame: FrameJson | null): string {
  return visibleText(clip(frame === null ? '' : (frameFunction(frame) ?? '<top level>'), 160))
}

function placeOf(frame: FrameJson): string {
  const file = frameFile(frame) ?? frame.instruction_addr ?? '<unknown>'
  return frame.lineNo == null ? file : `${file}:${frame.lineNo}`
}

/** Shown of a group before it must be asked for more. */
const MOST_ROWS = 40

function FieldsPart({ group, names }: { readonly group: DiffFields; readonly names: SideNames }) {
  const { label, rows, changed } = group
  const telling = rows.filter(({ state, isVolatile }) => state !== 'same' && !isVolatile)
  const aside = rows.filter(({ isVolatile }) => isVolatile)
  const equal = rows.filter(({ state }) => state === 'same')
  return (
    <Part title={label} changed={changed}>
      <DiffTable caption={label} names={names} keyName="Name">
        {telling.slice(0, MOST_ROWS).map((row) => (
          <RowLine key={row.key} row={row} names={names} />
        ))}
        {telling.length <= MOST_ROWS ? null : (
          <FoldLine label={`${telling.length - MOST_ROWS} more that differ`}>
            {telling.slice(MOST_ROWS).map((row) => (
              <RowLine key={row.key} row={row} names={names} />
            ))}
          </FoldLine>
        )}
        {aside.length === 0 ? null : (
          <FoldLine label={`Set aside, because it differs in every event: ${listed(aside)}`}>
            {aside.map((row) => (
              <RowLine key={row.key} row={row} names={names} />
            ))}
          </FoldLine>
        )}
        {equal.length === 0 ? null : (
          <FoldLine label={`${equal.length} equal`}>
            {equal.map((row) => (
              <RowLine key={row.key} row={row} names={names} />
            ))}
          </FoldLine>
        )}
      </DiffTable>
    </Part>
  )
}

function listed(rows: readonly DiffRow[]): string {
  const keys = rows.slice(0, 4).map(({ key }) => visibleText(clip(key, 40)))
  return rows.length > keys.length ? `${keys.join(', ')} and ${rows.length - keys.length} more` : keys.join(', ')
}

interface RowLineProps {
  readonly row: DiffRow
  readonly names: SideNames
  readonly isInner?: boolean
}

function RowLine({ row: { key, one, other, state }, names, isInner = false }: RowLineProps) {
  return (
    <DiffLine
      state={state}
      names={names}
      isInner={isInner}
      label={<bdi className={css.key}>{visibleText(clip(key, 120))}</bdi>}
      one={one === null ? null : <DiffText text={one} beside={other} />}
      other={other === null ? null : <DiffText text={other} beside={one} />}
    />
  )
}

interface CrumbsPartProps {
  readonly crumbs: readonly DiffCrumb[]
  readonly changed: number
  readonly names: SideNames
}

function CrumbsPart({ crumbs, changed, names }: CrumbsPartProps) {
  return (
    <Part title="Breadcrumbs" changed={changed}>
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
    </Part>
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
