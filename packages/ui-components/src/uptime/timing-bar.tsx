import type { TimingsJson } from '@mishap/core/client'
import { humanDuration } from '@mishap/core/format'
import { cx } from '../primitives/index.js'
import { PHASES } from './phases.js'
import css from './timing-bar.module.css'

export interface TimingBarProps {
  readonly timings: TimingsJson
  /** With a list of the parts below. */
  readonly hasList?: boolean
  readonly className?: string
}

/** The parts of one check, as long as they took. */
export function TimingBar({ timings, hasList = false, className }: TimingBarProps) {
  const parts = PHASES.flatMap(({ phase, name }) => {
    const ms = timings[phase]
    return ms === null ? [] : [{ phase, name, ms }]
  })
  const words = parts.map(({ name, ms }) => `${name} ${humanDuration(ms)}`).join(', ')
  return (
    <div className={cx(css.timing, className)}>
      <div role="img" aria-label={words} title={words} className={css.bar}>
        {parts.map(({ phase, ms }) => (
          <span key={phase} data-phase={phase} className={css.part} style={{ flexGrow: Math.max(ms, 0.01) }} />
        ))}
      </div>
      {hasList ? (
        <dl className={css.list}>
          {parts.map(({ phase, name, ms }) => (
            <div key={phase}>
              <dt>
                <span data-phase={phase} className={css.swatch} />
                {name}
              </dt>
              <dd>{humanDuration(ms)}</dd>
            </div>
          ))}
        </dl>
      ) : null}
    </div>
  )
}
