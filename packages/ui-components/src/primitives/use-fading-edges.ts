import { type RefObject, useEffect, useRef } from 'react'

/**
 * For a line that scrolls sideways: says by `data-fades` on which sides there is more, `left`, `right`, `both` or `none`,
 * which the style shows. Watches the line's own width and that of what is in it.
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
    const changes = new MutationObserver(watch)
    watch()
    changes.observe(element, { childList: true })
    element.addEventListener('scroll', mark, { passive: true })
    return () => {
      sizes.disconnect()
      changes.disconnect()
      element.removeEventListener('scroll', mark)
    }
  }, [])
  return line
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
