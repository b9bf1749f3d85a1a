import { type RefObject, useEffect, useRef } from 'react'

/** Wider than the fade. */
const NEIGHBOUR = 40

/**
 * For a line that scrolls sideways: says by `data-fades` on which sides there is more, `left`, `right`, `both` or `none`,
 * which the style shows; and brings what is current into sight, now and when it changes. Watches the line's own width
 * and that of what is in it.
 */
export function useFadingEdges<Line extends HTMLElement>(): RefObject<Line | null> {
  const line = useRef<Line>(null)
  useEffect(() => {
    const element = line.current
    if (element === null) return
    const mark = () => {
      element.dataset.fades = fadesOf(element)
    }
    const sizes = new ResizeObserver(mark)
    const watch = () => {
      for (const one of [element, ...element.children]) sizes.observe(one)
      mark()
    }
    const changes = new MutationObserver((news) => {
      if (news.some(({ type }) => type === 'attributes')) reveal(element)
      watch()
    })
    reveal(element)
    watch()
    changes.observe(element, { childList: true, subtree: true, attributeFilter: ['aria-current', 'aria-selected'] })
    element.addEventListener('scroll', mark, { passive: true })
    return () => {
      sizes.disconnect()
      changes.disconnect()
      element.removeEventListener('scroll', mark)
    }
  }, [])
  return line
}

/** So far that its neighbour shows as well. Moves the line alone, never the page. */
function reveal(line: HTMLElement): void {
  const current = line.querySelector('[aria-current], [aria-selected="true"]')
  if (current === null) return
  const [all, one] = [line.getBoundingClientRect(), current.getBoundingClientRect()]
  if (one.left < all.left) line.scrollLeft -= all.left - one.left + NEIGHBOUR
  else if (one.right > all.right) line.scrollLeft += one.right - all.right + NEIGHBOUR
}

function fadesOf(line: HTMLElement): 'left' | 'right' | 'both' | 'none' {
  const hidden = line.scrollWidth - line.clientWidth
  const isRtl = getComputedStyle(line).direction === 'rtl'
  const left = isRtl ? hidden + line.scrollLeft : line.scrollLeft
  // Browsers round either width.
  const [hasLeft, hasRight] = [left > 1, hidden - left > 1]
  if (hasLeft && hasRight) return 'both'
  if (hasLeft) return 'left'
  return hasRight ? 'right' : 'none'
}
