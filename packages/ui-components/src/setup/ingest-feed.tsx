import type { IngestLogJson } from '@mishap/core/client'
import { humanBytes, visibleText } from '@mishap/core/format'
import { Badge, cx, Icon, Time } from '../primitives/index.js'
import css from './ingest-feed.module.css'
import { describeOutcome } from './outcomes.js'

/** A request as the log or the live stream tells of it. */
export type FedRequest = IngestLogJson & {
  readonly key: string | number
  /** It stands for so many alike that came one after the other. */
  readonly times?: number
}

export interface IngestFeedProps {
  /** The newest first. */
  readonly outcomes: readonly FedRequest[]
  /** As high as it is, not in a window of its own. */
  readonly isWhole?: boolean
}

/** Requests that reached the DSN, also those that were refused, and what to do about it. */
export function IngestFeed({ outcomes, isWhole = false }: IngestFeedProps) {
  if (outcomes.length === 0) return null
  return (
    <section aria-label="Requests to this DSN" className={cx(css.feed, isWhole && css.whole)}>
      <ul className={css.list}>
        {outcomes.map((outcome) => (
          <Request key={outcome.key} outcome={outcome} />
        ))}
      </ul>
    </section>
  )
}

function Request({ outcome }: { readonly outcome: FedRequest }) {
  const { title, remedy } = describeOutcome(outcome.outcome, outcome.reason, outcome.items)
  const isTaken = outcome.outcome === 'accepted'
  return (
    <li className={css.request} data-taken={isTaken}>
      <Icon name={isTaken ? 'check' : 'alert'} size={14} className={css.mark} />
      <div className={css.what}>
        <p className={css.line}>
          <b>{title}</b>
          {outcome.times === undefined || outcome.times === 1 ? null : <Badge>{`× ${outcome.times}`}</Badge>}
          <span className={css.about}>{aboutOf(outcome)}</span>
        </p>
        {remedy === null ? null : <p className={css.remedy}>{remedy}</p>}
      </div>
      <Time value={outcome.at} isFocusable={false} className={css.at} />
    </li>
  )
}

function aboutOf({ items, sdk, bytes }: FedRequest): string {
  const kinds = [...new Set(items)].slice(0, 6).join(', ')
  const parts = [kinds, sdk ?? 'unknown SDK', bytes > 0 ? humanBytes(bytes) : '']
  return visibleText(parts.filter(Boolean).join(' · ').slice(0, 160))
}
