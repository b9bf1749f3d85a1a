import type { EventDetailJson } from '@mishap/core/client'
import { CopyEventMenu } from '../event/copy-event-menu.js'
import { EventNavigator } from '../event/event-navigator.js'
import { Button, Code, Time } from '../primitives/index.js'
import { useNavigation } from '../provider/context.js'
import { paths } from '../provider/paths.js'
import css from './event-bar.module.css'

export interface EventBarProps {
  readonly event: EventDetailJson
  readonly org: string
  readonly issueId: string
  readonly permalink: string | undefined
  readonly onGo: (target: string) => void
  /** Another event has come in since this one was read. */
  readonly hasNewer: boolean
  readonly onShowLatest: () => void
}

/** Which event is shown, and the way to the others. */
export function EventBar({ event, org, issueId, permalink, onGo, hasNewer, onShowLatest }: EventBarProps) {
  const { href } = useNavigation()
  const to = (target: string) =>
    href(target === 'latest' ? paths.issue(org, issueId) : paths.event(org, issueId, target))
  const place = placeOf(event)
  return (
    <div className={css.bar}>
      <p className={css.which}>
        <span className={css.place}>{place}</span> <Time value={event.dateCreated} />
        <Code className={css.id}>{event.eventID.slice(0, 8)}</Code>
      </p>
      {hasNewer ? (
        <Button size="sm" icon="refresh" onClick={onShowLatest}>
          Show the newest
        </Button>
      ) : null}
      <div className={css.tools}>
        <EventNavigator previousId={event.previousEventID} nextId={event.nextEventID} href={to} onGo={onGo} />
        <CopyEventMenu event={event} {...(permalink === undefined ? {} : { permalink })} />
      </div>
    </div>
  )
}

function placeOf(event: EventDetailJson): string {
  if (event.nextEventID === null && event.previousEventID === null) return 'The only event'
  if (event.nextEventID === null) return 'Latest event'
  return event.previousEventID === null ? 'First event' : 'Event'
}
