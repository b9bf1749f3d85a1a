import type { FrameJson } from '@mishap/core/client'
import {
  clip,
  counted,
  type DiffFrame,
  type DiffStack,
  failingLine,
  frameFile,
  frameFunction,
  visibleText,
} from '@mishap/core/format'
import { Badge } from '../../primitives/index.js'
import { DiffPart } from './diff-part.js'
import { DiffLine, DiffTable, DiffText, FoldLine, type SideNames } from './diff-table.js'
import css from './event-diff.module.css'
import { RowLine } from './fields-part.js'
import { foldRuns } from './runs.js'

/** An exception of both with its frames, runs of equal ones folded. */
export function StackPart({ stack, names }: { readonly stack: DiffStack; readonly names: SideNames }) {
  const { one, other, sentence, state, frames, changed } = stack
  const title = sentence === '' ? 'Stack' : `Stack: ${sentence}`
  return (
    <DiffPart title={title} changed={changed}>
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
    </DiffPart>
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
