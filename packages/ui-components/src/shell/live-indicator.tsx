import { Icon } from '../primitives/index.js'
import type { LiveState } from '../provider/live-hub.js'
import css from './live-indicator.module.css'

export interface LiveIndicatorProps {
  readonly state: LiveState
  readonly onPause: (isPaused: boolean) => void
}

const WORDS: Readonly<Record<LiveState, { readonly label: string; readonly hint: string }>> = {
  open: { label: 'Live', hint: 'Changes show as they happen. Click to pause.' },
  waiting: { label: 'Connecting', hint: 'The live connection is being made. Click to pause.' },
  paused: { label: 'Paused', hint: 'Changes are held back. Click to go on.' },
}

/** Whether the page hears of changes, and the way to stop it (WCAG 2.2.2). */
export function LiveIndicator({ state, onPause }: LiveIndicatorProps) {
  const { label, hint } = WORDS[state]
  const isPaused = state === 'paused'
  return (
    <button
      type="button"
      className={css.live}
      data-state={state}
      aria-pressed={isPaused}
      aria-label={`Live updates: ${label}`}
      title={hint}
      onClick={() => onPause(!isPaused)}
    >
      {isPaused ? <Icon name="minus" size={10} /> : <span className={css.dot} aria-hidden="true" />}
      <span className={css.label}>{label}</span>
    </button>
  )
}
