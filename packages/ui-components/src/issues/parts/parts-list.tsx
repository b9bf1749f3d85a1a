import type { MergedIssueJson, SplitOffJson } from '@mishap/core/client'
import { clip, counted, visibleText } from '@mishap/core/format'
import { type ReactNode, useState } from 'react'
import { Button, Time } from '../../primitives/index.js'
import rows from '../../primitives/rows.module.css'
import css from './parts-list.module.css'

export interface PartsListProps {
  readonly label: string
  readonly parts: readonly Part[]
  /** On the button of each. */
  readonly verb: string
  /** The id of the one that is on its way. */
  readonly onTakeBack?: (id: string) => Promise<unknown>
}

export interface Part {
  readonly id: string
  readonly name: ReactNode
  readonly shortId: string
  readonly title: string
  readonly reversibleUntil: string
}

/** Issues that were merged into one or split off it, as long as that can be taken back. */
export function PartsList({ label, parts, verb, onTakeBack }: PartsListProps) {
  const [busy, setBusy] = useState<string | null>(null)
  const run = (id: string) => {
    setBusy(id)
    void onTakeBack?.(id).finally(() => setBusy(null))
  }
  return (
    <ul aria-label={label}>
      {parts.map(({ id, name, shortId, title, reversibleUntil }) => (
        <li key={id} className={rows.row}>
          <div className={rows.about}>
            <p className={css.title}>
              <span className={css.short}>{name}</span> <bdi>{visibleText(clip(title, 200))}</bdi>
            </p>
            <p className={css.until}>
              can be taken back until <Time value={reversibleUntil} mode="absolute" isFocusable={false} />
            </p>
          </div>
          {onTakeBack === undefined ? null : (
            <Button size="sm" busy={busy === id} onClick={() => run(id)}>
              {verb}
              <span className="mh-hidden"> {shortId}</span>
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}

/** How something was split off: `by tag browser`. */
export function splitWords({ by, key }: Pick<SplitOffJson, 'by' | 'key'>): string {
  if (by === 'tag') return `by tag ${visibleText(clip(key ?? '', 60))}`
  return by === 'events' ? 'chosen events' : `by ${by}`
}

/** An issue that was merged in, with what it brought along: `WEB-2 · 2 hashes`. One that came home from a split has none. */
export function mergedWords({ shortId, hashes }: Pick<MergedIssueJson, 'shortId' | 'hashes'>): string {
  if (hashes.length === 0) return shortId
  return `${shortId} · ${counted(hashes.length, 'hash', 'hashes')}`
}
