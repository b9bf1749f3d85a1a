import { copyText } from '../primitives/copy.js'

/**
 * The keys of stacks for a whole page: they act on the frame that has the focus, else on the first one below `root`.
 * Frames are known by their attributes, so that it does not matter who has drawn them.
 */
export type StackKey = 'next' | 'previous' | 'variables' | 'copy' | 'flip'

/** Answers what was copied, for a message; null for everything else and where there was nothing. */
export function pressStackKey(root: HTMLElement, key: StackKey): string | null {
  switch (key) {
    case 'next':
    case 'previous':
      moveFocus(root, key === 'next' ? 1 : -1)
      return null
    case 'flip':
      root.querySelector<HTMLElement>('[data-stack-flip]')?.click()
      return null
    case 'variables':
      showVariables(currentFrame(root))
      return null
    case 'copy': {
      const text = currentFrame(root)?.dataset.frameCopy
      if (text !== undefined) void copyText(text)
      return text ?? null
    }
  }
}

function moveFocus(root: HTMLElement, step: 1 | -1): void {
  const stops = [...root.querySelectorAll<HTMLElement>('[data-frame-toggle]')]
  const at = stops.indexOf(document.activeElement as HTMLElement)
  const next = stops[at === -1 ? 0 : Math.min(stops.length - 1, Math.max(0, at + step))]
  next?.focus()
  next?.scrollIntoView({ block: 'nearest' })
}

function currentFrame(root: HTMLElement): HTMLElement | null {
  const focused = document.activeElement?.closest<HTMLElement>('[data-frame]')
  if (focused != null && root.contains(focused)) return focused
  return root.querySelector<HTMLElement>('[data-frame][data-open="true"]') ?? root.querySelector('[data-frame]')
}

function showVariables(frame: HTMLElement | null): void {
  if (frame === null) return
  const show = () => {
    const vars = frame.querySelector<HTMLElement>('[data-frame-vars]')
    vars?.focus({ preventScroll: true })
    vars?.scrollIntoView({ block: 'nearest' })
  }
  if (frame.dataset.open === 'true') show()
  else {
    frame.querySelector<HTMLElement>('[data-frame-toggle]')?.click()
    // The variables are drawn after the click has been answered.
    requestAnimationFrame(show)
  }
}
