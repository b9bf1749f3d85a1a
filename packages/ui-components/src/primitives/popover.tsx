import {
  forwardRef,
  type HTMLAttributes,
  type ReactNode,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { cx } from './cx.js'
import css from './popover.module.css'
import { useAnchor } from './use-anchor.js'

export interface PopoverHandle {
  /** Shows it beside the element; closes it where it is open there already. */
  readonly openAt: (anchor: HTMLElement) => void
  readonly close: () => void
}

export interface PopoverProps extends Omit<HTMLAttributes<HTMLDivElement>, 'children'> {
  readonly align?: 'start' | 'end'
  /** Made only while it is open. */
  readonly children: (close: () => void) => ReactNode
  readonly onOpenChange?: (isOpen: boolean) => void
}

/** A click on the anchor of an open popover closes it before it arrives. */
const SAME_CLICK_MS = 300

/**
 * A native popover that opens at whatever element asks for it, so that one serves a whole table. Escape and a click
 * outside close it; the focus goes back.
 */
export const Popover = forwardRef<PopoverHandle, PopoverProps>(function Popover(
  { align = 'start', children, onOpenChange, className, ...rest },
  ref,
) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const [isShown, setIsShown] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const anchorRef = useRef<HTMLElement | null>(null)
  const hadFocus = useRef<Element | null>(null)
  const closed = useRef<{ readonly anchor: HTMLElement | null; readonly at: number }>({ anchor: null, at: 0 })
  const latest = useRef(onOpenChange)
  latest.current = onOpenChange
  anchorRef.current = anchor
  useAnchor(anchorRef, box, isShown, { side: 'below', align })

  const close = () => box.current?.matches(':popover-open') && box.current.hidePopover()
  useImperativeHandle(ref, () => ({
    openAt: (next) => {
      const { anchor: last, at } = closed.current
      if (last === next && performance.now() - at < SAME_CLICK_MS) return
      close()
      setAnchor(next)
    },
    close,
  }))
  useLayoutEffect(() => {
    if (anchor === null) return
    hadFocus.current = document.activeElement
    box.current?.showPopover()
    // At once: the event that tells of it comes after the first picture, which would be out of place.
    setIsShown(true)
  }, [anchor])
  useEffect(() => {
    const popover = box.current
    const onToggle = (event: Event) => {
      const isOpen = (event as ToggleEvent).newState === 'open'
      setIsShown(isOpen)
      latest.current?.(isOpen)
      if (isOpen) return
      closed.current = { anchor: anchorRef.current, at: performance.now() }
      setAnchor(null)
    }
    // Where nothing had the focus, the browser leaves it on what is hidden, which would swallow the next key of the page.
    const onBeforeToggle = (event: Event) => {
      const inside = document.activeElement
      if ((event as ToggleEvent).newState === 'open' || hadFocus.current !== document.body) return
      if (inside instanceof HTMLElement && popover?.contains(inside)) inside.blur()
    }
    popover?.addEventListener('toggle', onToggle)
    popover?.addEventListener('beforetoggle', onBeforeToggle)
    return () => {
      popover?.removeEventListener('toggle', onToggle)
      popover?.removeEventListener('beforetoggle', onBeforeToggle)
    }
  }, [])

  return (
    <div ref={box} popover="auto" className={cx(css.surface, css.popover, className)} {...rest}>
      {anchor === null ? null : children(close)}
    </div>
  )
})
