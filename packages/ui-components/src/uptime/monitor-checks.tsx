import type { MonitorCheckDetailJson } from '@mishap/core/client'
import { clip, humanDuration, visibleText } from '@mishap/core/format'
import { useState } from 'react'
import { Badge, Button, Card, Time } from '../primitives/index.js'
import { Loaded } from '../screens/loaded.js'
import css from './monitor-checks.module.css'
import { StatusShape } from './status-shape.js'
import { TimingBar } from './timing-bar.js'
import { useMonitorChecks } from './use-monitors.js'

export interface MonitorChecksProps {
  readonly org: string
  readonly id: number
  readonly onOpen: (check: MonitorCheckDetailJson) => void
}

const SHOWN = 20

/** What was seen, the newest first: all of it, or only when it went down and came up. */
export function MonitorChecks({ org, id, onOpen }: MonitorChecksProps) {
  const [isChangesOnly, setIsChangesOnly] = useState(false)
  const [cursor, setCursor] = useState<string | null>(null)
  const checks = useMonitorChecks(org, id, {
    limit: SHOWN,
    ...(cursor === null ? {} : { cursor }),
    ...(isChangesOnly ? { is_change: true } : {}),
  })
  const page = checks.data
  return (
    <Card
      title="Checks"
      isFlush
      actions={
        <Button
          size="sm"
          aria-pressed={isChangesOnly}
          onClick={() => {
            setIsChangesOnly(!isChangesOnly)
            setCursor(null)
          }}
        >
          {isChangesOnly ? 'Show all' : 'Changes only'}
        </Button>
      }
    >
      <Loaded query={checks} lines={6} height={32}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={css.none}>{isChangesOnly ? 'It never changed.' : 'It was not looked at yet.'}</p>
          ) : (
            <table className={css.table}>
              <caption className="mh-hidden">Checks, the newest first</caption>
              <thead>
                <tr>
                  <th scope="col">When</th>
                  <th scope="col">Found</th>
                  <th scope="col" className={css.took}>
                    Took
                  </th>
                  <th scope="col" className={css.parts}>
                    Parts
                  </th>
                  <th scope="col">What was found</th>
                </tr>
              </thead>
              <tbody>
                {items.map((check, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: two may be of one moment, and rows hold nothing
                  <CheckRow key={`${check.startCheck} ${place}`} check={check} onOpen={() => onOpen(check)} />
                ))}
              </tbody>
            </table>
          )
        }
      </Loaded>
      {page === undefined || (page.previous === null && page.next === null) ? null : (
        <nav aria-label="Pages of checks" className={css.pager}>
          <Button size="sm" disabled={page.previous === null} onClick={() => setCursor(page.previous)}>
            Newer
          </Button>
          <Button size="sm" disabled={page.next === null} onClick={() => setCursor(page.next)}>
            Older
          </Button>
        </nav>
      )}
    </Card>
  )
}

function CheckRow({ check, onOpen }: { readonly check: MonitorCheckDetailJson; readonly onOpen: () => void }) {
  const { startCheck, found, responseTime, timings, detail, isChange } = check
  return (
    <tr className={css.row}>
      <th scope="row">
        <button type="button" className={css.open} aria-haspopup="dialog" onClick={onOpen}>
          <Time value={startCheck} mode="absolute" isFocusable={false} />
        </button>
      </th>
      <td>
        <StatusShape status={found} />
      </td>
      <td className={css.took}>{responseTime === null ? '–' : humanDuration(responseTime)}</td>
      <td className={css.parts}>{timings === null ? null : <TimingBar timings={timings} />}</td>
      <td className={css.detail}>
        {isChange ? <Badge className={css.change}>Changed</Badge> : null} <bdi>{visibleText(clip(detail, 200))}</bdi>
      </td>
    </tr>
  )
}
