import type { CSSProperties, ReactNode } from 'react'
import css from './field.module.css'
import type { Reading } from './use-reading.js'

export interface ReadingFieldProps {
  readonly reading: Reading
  readonly label: string
  readonly summary: string
  /** What is pointed at, in words; `summary` where that is nothing. */
  readonly words: string
  /** What the top of the drawing stands for. */
  readonly ceiling: string
  /** Of the drawing, in pixels. */
  readonly height: number
  readonly isPickable?: boolean
  /** Of the svg, which is stretched over the field. */
  readonly viewBox: string
  readonly children: ReactNode
}

/** The drawing of a chart that is read bar by bar. */
export function ReadingField(props: ReadingFieldProps) {
  const { reading, label, summary, words, ceiling, height, isPickable = false, viewBox, children } = props
  const style: CSSProperties = { blockSize: height }
  return (
    <div
      {...reading.slider(`${label} over time. ${summary}`, words)}
      {...reading.mouse}
      className={css.field}
      style={style}
      data-pickable={isPickable}
    >
      <span className={css.ceiling} aria-hidden="true">
        {ceiling}
      </span>
      <svg viewBox={viewBox} preserveAspectRatio="none" aria-hidden="true" className={css.svg}>
        {children}
      </svg>
    </div>
  )
}

/** The names of the first, the middle and the last of `count` bars. */
export function ReadingAxis({ count, nameOf }: { readonly count: number; readonly nameOf: (at: number) => string }) {
  const last = count - 1
  return (
    <div className={css.axis} aria-hidden="true">
      {[0, Math.floor(last / 2), last].map((at, index) => (
        <span key={AXIS[index]}>{count === 0 ? '' : nameOf(at)}</span>
      ))}
    </div>
  )
}

const AXIS = ['start', 'middle', 'end'] as const
