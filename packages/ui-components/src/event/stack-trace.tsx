import type { FrameJson } from '@mishap/core/client'
import { counted, foldStack, formatFrame, type PlacedFrame, type StackRow } from '@mishap/core/format'
import { type HTMLAttributes, type KeyboardEvent, type ReactNode, useMemo, useState } from 'react'
import { Code, cx, Icon } from '../primitives/index.js'
import { Frame } from './frame.js'
import { MetaAt } from './meta.js'
import css from './stack-trace.module.css'

/** `raw`: as it came, before source maps were applied. */
export type StackMode = 'app' | 'full' | 'raw' | 'text'
export type StackOrder = 'newest-first' | 'oldest-first'

export interface StackTraceProps extends HTMLAttributes<HTMLDivElement> {
  /** Oldest call first, as SDKs send them. */
  readonly frames: readonly FrameJson[]
  readonly platform?: string | null
  readonly mode?: StackMode
  readonly order?: StackOrder
  /** Which frames are open at first: the one that matters most, all, or none. */
  readonly defaultExpanded?: 'app' | 'all' | 'none'
  readonly sourceLink?: (frame: FrameJson) => string | null
}

/**
 * The calls that led to the failure. With the focus inside, `n` and `p` go to the next and previous frame, and
 * Shift+Enter opens or closes them all.
 */
export function StackTrace({
  frames,
  platform = null,
  mode = 'app',
  order = 'newest-first',
  defaultExpanded = 'app',
  sourceLink,
  className,
  ...rest
}: StackTraceProps) {
  const folded = useMemo(
    () => foldStack(frames, { order, mode: mode === 'app' ? 'app' : 'full' }),
    [frames, order, mode],
  )
  const [toggled, setToggled] = useState<ReadonlyMap<number, boolean>>(new Map())
  const [unfolded, setUnfolded] = useState<ReadonlySet<number>>(new Set())

  if (frames.length === 0) return null
  if (mode === 'text') {
    const lines = [...frames].reverse().map((frame, index) => formatFrame(frame, platform, index))
    return (
      <Code isBlock className={cx(css.text, className)}>
        {lines.join('\n')}
      </Code>
    )
  }

  const isOpen = (index: number) => toggled.get(index) ?? isOpenAtFirst(index, defaultExpanded, folded.openIndex)
  const renderFrame = ({ index, frame }: PlacedFrame) => (
    <MetaAt path={['frames', index]}>
      <Frame
        frame={frame}
        platform={platform}
        isOpen={isOpen(index)}
        onOpenChange={(next) => setToggled((all) => new Map(all).set(index, next))}
        isFailing={index === frames.length - 1 && frames.length > 1}
        {...(sourceLink === undefined ? {} : { sourceLink })}
      />
    </MetaAt>
  )
  const toggleAll = () => {
    const shouldOpen = !frames.every((_, index) => isOpen(index))
    setToggled(new Map(frames.map((_, index) => [index, shouldOpen])))
    if (shouldOpen) setUnfolded(new Set(folded.rows.flatMap((row) => (row.kind === 'folded' ? [keyOf(row)] : []))))
  }
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Enter' && event.shiftKey) {
      event.preventDefault()
      toggleAll()
    }
    if (event.key === 'n' || event.key === 'p') moveFocus(event, event.key === 'n' ? 1 : -1)
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the buttons inside, heard where they bubble to
    <div className={cx(css.stack, className)} onKeyDown={onKeyDown} {...rest}>
      <ol className={css.rows}>
        {folded.rows.map((row) => (
          <li key={keyOf(row)} className={css.row}>
            <Row
              row={row}
              isUnfolded={unfolded.has(keyOf(row))}
              onToggle={() => setUnfolded((all) => toggledIn(all, keyOf(row)))}
              renderFrame={renderFrame}
            />
          </li>
        ))}
      </ol>
    </div>
  )
}

interface RowProps {
  readonly row: StackRow
  readonly isUnfolded: boolean
  readonly onToggle: () => void
  readonly renderFrame: (placed: PlacedFrame) => ReactNode
}

function Row({ row, isUnfolded, onToggle, renderFrame }: RowProps) {
  if (row.kind === 'frame') return renderFrame(row.placed)
  if (row.kind === 'repeated') {
    return (
      <div className={css.repeated}>
        <p className={css.recursion}>
          <Icon name="refresh" size={12} /> {row.frames.length === 1 ? 'This call' : `These ${row.frames.length} calls`}{' '}
          repeated × {row.count}
        </p>
        {row.frames.map((placed) => (
          <div key={placed.index}>{renderFrame(placed)}</div>
        ))}
      </div>
    )
  }
  return (
    <div className={css.fold} data-open={isUnfolded}>
      <button
        type="button"
        data-frame-toggle=""
        className={css.foldToggle}
        aria-expanded={isUnfolded}
        onClick={onToggle}
      >
        <Icon name={isUnfolded ? 'chevron-down' : 'chevron-right'} size={10} />
        {isUnfolded ? `Fold ${counted(row.frames.length, 'frame')}` : row.label}
      </button>
      {isUnfolded ? (
        <ol>
          {row.frames.map((placed) => (
            <li key={placed.index}>{renderFrame(placed)}</li>
          ))}
        </ol>
      ) : null}
    </div>
  )
}

function isOpenAtFirst(index: number, which: 'app' | 'all' | 'none', openIndex: number | null): boolean {
  if (which === 'all') return true
  return which === 'app' && index === openIndex
}

function keyOf(row: StackRow): number {
  return row.kind === 'frame' ? row.placed.index : (row.frames[0]?.index ?? -1)
}

function toggledIn(all: ReadonlySet<number>, key: number): ReadonlySet<number> {
  const next = new Set(all)
  if (!next.delete(key)) next.add(key)
  return next
}

function isTyping(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null
}

function moveFocus(event: KeyboardEvent<HTMLElement>, step: 1 | -1) {
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-frame-toggle]')]
  const at = stops.indexOf(document.activeElement as HTMLElement)
  const next = stops[at === -1 ? 0 : at + step]
  // At an end the key is the page's, which may know of another stack.
  if (next === undefined) return
  event.preventDefault()
  next.focus()
}
