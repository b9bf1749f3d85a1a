import type { MonitorCheckInJson } from '@mishap/core/client'
import { clip, humanDuration, visibleText } from '@mishap/core/format'
import { Badge, Card, Time, type Tone } from '../primitives/index.js'
import { Loaded } from '../screens/loaded.js'
import css from './monitor-checks.module.css'
import { useMonitorCheckIns } from './use-monitors.js'

const SHOWN = 20

const STATES: Readonly<Record<MonitorCheckInJson['status'], { readonly word: string; readonly tone: Tone }>> = {
  in_progress: { word: 'Runs', tone: 'info' },
  ok: { word: 'Ended well', tone: 'ok' },
  error: { word: 'Failed', tone: 'danger' },
  timeout: { word: 'Took too long', tone: 'danger' },
  missed: { word: 'Never came', tone: 'danger' },
}

/** The runs of a scheduled job, the newest first. */
export function MonitorRuns({ org, id }: { readonly org: string; readonly id: number }) {
  const runs = useMonitorCheckIns(org, id, { limit: SHOWN })
  return (
    <Card title="Runs" isFlush>
      <Loaded query={runs} lines={4} height={32}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={css.none}>No run was told of yet.</p>
          ) : (
            <table className={css.table}>
              <caption className="mh-hidden">Runs, the newest first</caption>
              <thead>
                <tr>
                  <th scope="col">Began</th>
                  <th scope="col">Was due</th>
                  <th scope="col">How it went</th>
                  <th scope="col" className={css.took}>
                    Took
                  </th>
                  <th scope="col">Environment</th>
                </tr>
              </thead>
              <tbody>
                {items.map((run, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: jobs make up the ids; rows hold nothing
                  <Run key={`${run.id} ${place}`} run={run} />
                ))}
              </tbody>
            </table>
          )
        }
      </Loaded>
    </Card>
  )
}

function Run({ run }: { readonly run: MonitorCheckInJson }) {
  const { status, duration, environment, expectedTime, dateCreated } = run
  const { word, tone } = STATES[status]
  return (
    <tr className={css.row}>
      <th scope="row">
        {status === 'missed' ? '–' : <Time value={dateCreated} mode="absolute" isFocusable={false} />}
      </th>
      <td className={css.parts}>
        <Time value={expectedTime} mode="absolute" isFocusable={false} />
      </td>
      <td>
        <Badge tone={tone}>{word}</Badge>
      </td>
      <td className={css.took}>{duration === null ? '–' : humanDuration(duration)}</td>
      <td className={css.detail}>
        <bdi>{visibleText(clip(environment ?? '', 64))}</bdi>
      </td>
    </tr>
  )
}
