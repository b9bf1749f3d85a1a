import { useEffect, useRef } from 'react'
import { Code, Icon } from '../primitives/index.js'
import { useLiveState } from '../provider/use-live.js'
import css from './first-event-watcher.module.css'
import { IngestFeed } from './ingest-feed.js'
import { curlTestEvent } from './test-event.js'
import { Troubleshooting } from './troubleshooting.js'
import { type FirstEvent, useFirstEvent, type WatchedProject } from './use-first-event.js'

export interface FirstEventWatcherProps {
  readonly org: string
  readonly project: WatchedProject
  readonly dsn: string
  /** Called once, a moment after the event has come. */
  readonly onEvent: (event: FirstEvent) => void
}

/** Long enough to be read, short enough not to be waited for. */
const SHOWN_MS = 900

/** Shows what reaches the DSN as it happens, and moves on with the first event. */
export function FirstEventWatcher({ org, project, dsn, onEvent }: FirstEventWatcherProps) {
  const { outcomes, isLate, found } = useFirstEvent(org, project)
  const [live] = useLiveState()
  const latest = useRef(onEvent)
  latest.current = onEvent
  useEffect(() => {
    if (found === null) return
    const timer = setTimeout(() => latest.current(found), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [found])

  const curl = curlTestEvent(dsn)
  const hasEvents = project.firstEvent !== null
  return (
    <div className={css.watcher}>
      <div className={css.state} data-state={found === null ? 'waiting' : 'there'}>
        {found === null && !hasEvents ? (
          <span className={css.pulse} aria-hidden="true" />
        ) : (
          <Icon name="check" size={18} />
        )}
        <div role="status" className={css.words}>
          <p className={css.title}>{titleOf(found !== null, hasEvents)}</p>
          <p className={css.sub}>{found === null ? subtitleOf(hasEvents, live === 'open') : 'Opening its issue.'}</p>
        </div>
      </div>
      {curl === null ? null : (
        <div className={css.curl}>
          <p className={css.label}>Without an SDK, from a terminal:</p>
          <Code isBlock isWrapped>
            {curl}
          </Code>
        </div>
      )}
      <IngestFeed outcomes={outcomes} />
      {isLate ? <Troubleshooting dsn={dsn} hasRequests={outcomes.length > 0} /> : null}
    </div>
  )
}

function titleOf(isFound: boolean, hasEvents: boolean): string {
  if (isFound) return 'The first event is here'
  return hasEvents ? 'Events are coming in' : 'Waiting for the first event'
}

function subtitleOf(hasEvents: boolean, isLive: boolean): string {
  if (!isLive) return 'The live connection is not up; this page looks for the event every few seconds.'
  if (hasEvents) return 'Every request to this DSN shows here as it comes.'
  return 'This page moves on by itself. Every request to the DSN shows here, also one that is refused.'
}
