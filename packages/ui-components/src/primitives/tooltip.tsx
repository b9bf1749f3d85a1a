import { type HTMLAttributes, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { cx } from './cx.js'
import css from './tooltip.module.css'
import { useAnchor } from './use-anchor.js'

export interface TooltipProps extends Omit<HTMLAttributes<HTMLSpanElement>, 'content'> {
  readonly content: ReactNode
  /** The described element; something focusable inside of it makes the tooltip reachable by keyboard. */
  readonly children: ReactNode
}

const LINGER_MS = 120

/** More about the thing pointed at or focused. It can be hovered itself, and Escape puts it away (WCAG 1.4.13). */
export function Tooltip({ content, children, className, ...rest }: TooltipProps) {
  const [isOpen, setIsOpen] = useState(false)
  const anchor = useRef<HTMLSpanElement>(null)
  const bubble = useRef<HTMLSpanElement>(null)
  const closing = useRef<ReturnType<typeof setTimeout>>(undefined)
  const id = useId()
  useAnchor(anchor, bubble, isOpen, { side: 'above', align: 'center' })
  useEffect(() => () => clearTimeout(closing.current), [])

  const open = () => {
    clearTimeout(closing.current)
    setIsOpen(true)
  }
  const closeSoon = () => {
    closing.current = setTimeout(() => setIsOpen(false), LINGER_MS)
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only watches what happens to the element inside
    <span
      ref={anchor}
      className={cx(css.anchor, className)}
      aria-describedby={isOpen ? id : undefined}
      onPointerEnter={open}
      onPointerLeave={closeSoon}
      onFocus={open}
      onBlur={closeSoon}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !isOpen) return
        event.stopPropagation()
        setIsOpen(false)
      }}
      {...rest}
    >
      {children}
      {isOpen ? (
        <span ref={(element) => show(element, bubble)} id={id} popover="manual" role="tooltip" className={css.bubble}>
          {content}
        </span>
      ) : null}
    </span>
  )
}

function show(element: HTMLSpanElement | null, into: { current: HTMLSpanElement | null }) {
  into.current = element
  if (element !== null && !element.matches(':popover-open')) element.showPopover()
}
