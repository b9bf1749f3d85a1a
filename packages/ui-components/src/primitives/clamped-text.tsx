import { type HTMLAttributes, type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import css from './clamped-text.module.css'
import { cx } from './cx.js'

export interface ClampedTextProps extends HTMLAttributes<HTMLDivElement> {
  /** How many lines show until the reader wants more. */
  readonly lines?: number
  readonly children: ReactNode
}

/** Text of a few lines, with a button for the rest where it does not fit the box that it is in. */
export function ClampedText({ lines = 2, className, children, ...rest }: ClampedTextProps) {
  const [isWhole, setIsWhole] = useState(false)
  const [isCut, setIsCut] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = box.current
    if (element === null || isWhole) return
    const measure = () => setIsCut(element.scrollHeight > element.clientHeight + 1)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [isWhole])
  return (
    <div className={cx(css.text, className)} {...rest}>
      <div ref={box} className={cx(!isWhole && css.clamped)} style={isWhole ? undefined : { WebkitLineClamp: lines }}>
        {children}
      </div>
      {isCut ? (
        <button type="button" className={css.more} aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? 'Show less' : 'Show all'}
        </button>
      ) : null}
    </div>
  )
}
