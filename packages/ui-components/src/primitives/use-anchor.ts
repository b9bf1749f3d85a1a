import { type RefObject, useEffect } from 'react'

export interface AnchorOptions {
  readonly side: 'below' | 'above'
  readonly align: 'start' | 'center' | 'end'
}

const GAP = 4
const EDGE = 8

/**
 * Keeps an open popover beside its anchor: on the wished side if there is room, inside the window always.
 * Popovers are in the top layer, so nothing around them can clip or cover them.
 */
export function useAnchor(
  anchor: RefObject<HTMLElement | null>,
  popover: RefObject<HTMLElement | null>,
  isOpen: boolean,
  { side, align }: AnchorOptions,
): void {
  useEffect(() => {
    if (!isOpen) return
    const place = () => {
      if (anchor.current === null || popover.current === null) return
      const { left, top } = placeBeside(anchor.current, popover.current, { side, align })
      popover.current.style.left = `${left}px`
      popover.current.style.top = `${top}px`
    }
    place()
    window.addEventListener('scroll', place, { capture: true, passive: true })
    window.addEventListener('resize', place)
    return () => {
      window.removeEventListener('scroll', place, { capture: true })
      window.removeEventListener('resize', place)
    }
  }, [anchor, popover, isOpen, side, align])
}

function placeBeside(anchor: HTMLElement, popover: HTMLElement, { side, align }: AnchorOptions) {
  const from = anchor.getBoundingClientRect()
  const size = popover.getBoundingClientRect()
  const { clientWidth, clientHeight } = document.documentElement
  const below = from.bottom + GAP
  const above = from.top - GAP - size.height
  const fitsBelow = below + size.height <= clientHeight - EDGE
  const fitsAbove = above >= EDGE
  const isBelow = side === 'below' ? fitsBelow || !fitsAbove : !fitsAbove && fitsBelow
  const isRtl = getComputedStyle(anchor).direction === 'rtl'
  const leftAligned = (align === 'start') !== isRtl
  let left = leftAligned ? from.left : from.right - size.width
  if (align === 'center') left = from.left + (from.width - size.width) / 2
  return {
    left: Math.max(EDGE, Math.min(left, clientWidth - EDGE - size.width)),
    top: Math.max(EDGE, isBelow ? below : above),
  }
}
