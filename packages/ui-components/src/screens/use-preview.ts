import { type PointerEvent, useEffect, useRef, useState } from 'react'

export interface Preview {
  /** Of the issue that is shown; null while none is. */
  readonly id: string | null
  /** Shows that of the row at which the keyboard is, and stays with the keyboard; or puts it away. */
  readonly toggle: () => void
  /** False where there is none to put away. */
  readonly close: () => boolean
  /** For the box around the rows: a mouse that rests on a title shows it for as long. */
  readonly pointer: {
    readonly onPointerOver: (event: PointerEvent) => void
    readonly onPointerLeave: () => void
  }
}

const REST_MS = 700

/** Which issue of a list is previewed: that of the keyboard, once it was asked for, or that under a resting mouse. */
export function usePreview(cursor: string | null): Preview {
  const [isHeld, setIsHeld] = useState(false)
  const [pointed, setPointed] = useState<string | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const point = (id: string | null) => {
    clearTimeout(timer.current)
    if (id === null) setPointed(null)
    else timer.current = setTimeout(() => setPointed(id), REST_MS)
  }
  return {
    id: isHeld ? cursor : pointed,
    toggle: () => setIsHeld(!isHeld && cursor !== null),
    close: () => {
      const isShown = isHeld || pointed !== null
      setIsHeld(false)
      point(null)
      return isShown
    },
    pointer: {
      onPointerOver: ({ pointerType, target }) => {
        if (pointerType !== 'mouse' || !(target instanceof Element)) return
        const id = target.closest<HTMLElement>('a[data-issue]')?.dataset.issue ?? null
        if (id !== pointed) point(id)
      },
      onPointerLeave: () => point(null),
    },
  }
}
