import { type HTMLAttributes, type KeyboardEvent, type PointerEvent, useState } from 'react'

export interface Reading {
  /** What is pointed at; null for nothing. */
  readonly at: number | null
  /** For the drawing: what the mouse does in it. */
  readonly mouse: HTMLAttributes<HTMLElement>
  /** For the drawing where it is a stop of the Tab key: a slider called `label`, of which `words` says the place that is pointed at. */
  slider(label: string, words: string): HTMLAttributes<HTMLElement>
}

/**
 * Reads a row of `count` bars by the mouse, the arrow keys, Home and End. `onPick` hears of clicks and of Enter. A row that is
 * drawn from right to left is read from there.
 */
export function useReading(count: number, onPick?: (at: number) => void): Reading {
  const [place, setPlace] = useState<number | null>(null)
  const last = Math.max(0, count - 1)
  const at = place === null || count === 0 ? null : Math.min(place, last)
  const pick = () => {
    if (at !== null) onPick?.(at)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const next = nextPlace(event.key, at ?? last + 1, last)
    if (next !== null) {
      event.preventDefault()
      setPlace(next)
    }
    if (event.key === 'Enter') pick()
    if (event.key === 'Escape') setPlace(null)
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const share = (event.clientX - box.left) / box.width
    const isRtl = getComputedStyle(event.currentTarget).direction === 'rtl'
    setPlace(Math.max(0, Math.min(last, Math.floor((isRtl ? 1 - share : share) * count))))
  }
  const forget = () => setPlace(null)
  return {
    at,
    mouse: {
      onPointerMove,
      onPointerLeave: forget,
      onBlur: forget,
      ...(onPick === undefined ? {} : { onClick: pick }),
    },
    slider: (label, words) => ({
      'aria-label': label,
      ...{ role: 'slider', tabIndex: 0, 'aria-orientation': 'horizontal', 'aria-valuetext': words, onKeyDown },
      ...{ 'aria-valuemin': 0, 'aria-valuemax': last, 'aria-valuenow': at ?? last },
    }),
  }
}

function nextPlace(key: string, at: number, last: number): number | null {
  if (key === 'ArrowLeft' || key === 'ArrowDown') return Math.max(0, at - 1)
  if (key === 'ArrowRight' || key === 'ArrowUp') return Math.min(last, at + 1)
  if (key === 'Home') return 0
  return key === 'End' ? last : null
}
