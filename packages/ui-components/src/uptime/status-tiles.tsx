import type { MonitorJson } from '@mishap/core/client'
import { type ShownStatus, STATUSES, shownStatus } from './status.js'
import { StatusShape } from './status-shape.js'
import css from './status-tiles.module.css'

export interface StatusTilesProps {
  readonly monitors: readonly MonitorJson[]
  readonly chosen: ShownStatus | null
  readonly onChoose: (status: ShownStatus | null) => void
}

/** How many are how; each narrows the list to those. */
export function StatusTiles({ monitors, chosen, onChoose }: StatusTilesProps) {
  return (
    <fieldset className={css.tiles}>
      <legend className="mh-hidden">Show only those that are</legend>
      {STATUSES.map((status) => {
        const count = monitors.filter((monitor) => shownStatus(monitor) === status).length
        return (
          <button
            key={status}
            type="button"
            className={css.tile}
            data-status={status}
            data-none={count === 0}
            aria-pressed={chosen === status}
            onClick={() => onChoose(chosen === status ? null : status)}
          >
            <span className={css.count}>{count}</span>
            <StatusShape status={status} />
          </button>
        )
      })}
    </fieldset>
  )
}
