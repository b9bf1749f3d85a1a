import type { EventDetailJson, IssueJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { Button, Card, ErrorState, Field, Select, Skeleton, Time } from '../primitives/index.js'
import { AppLink } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import css from './compare-side.module.css'

export interface CompareSideProps {
  /** `A` or `B`. */
  readonly name: string
  readonly org: string
  readonly issue: IssueJson | undefined
  readonly which: string
  readonly event: EventDetailJson | undefined
  readonly error: unknown
  readonly onWhich: (which: string) => void
}

/** Which event one of the two is, and the way to others. */
export function CompareSide({ name, org, issue, which, event, error, onWhich }: CompareSideProps) {
  const isNamed = !['latest', 'oldest', 'recommended'].includes(which)
  return (
    <Card
      title={
        <span className={css.sideTitle}>
          {name}
          {issue === undefined ? null : (
            <AppLink to={paths.issue(org, issue.id)} className={css.short}>
              {issue.shortId}
            </AppLink>
          )}
        </span>
      }
      actions={
        <>
          <Field label={`Event ${name}`} isLabelHidden>
            <Select value={which} onChange={(change) => onWhich(change.target.value)}>
              <option value="latest">Latest event</option>
              <option value="oldest">First event</option>
              <option value="recommended">Recommended event</option>
              {isNamed ? <option value={which}>Event {which.slice(0, 8)}</option> : null}
            </Select>
          </Field>
          <Step label={`Older event ${name}`} icon="chevron-left" id={event?.previousEventID} onGo={onWhich} />
          <Step label={`Newer event ${name}`} icon="chevron-right" id={event?.nextEventID} onGo={onWhich} />
        </>
      }
    >
      {event === undefined && error !== null ? <ErrorState error={error} /> : null}
      {event === undefined && error === null ? <Skeleton lines={2} label={`Loading event ${name}`} /> : null}
      {event === undefined || issue === undefined ? null : (
        <div className={css.event}>
          <AppLink to={paths.event(org, issue.id, event.eventID)} className={css.eventTitle}>
            <bdi>{visibleText(clip(event.title, 200))}</bdi>
          </AppLink>
          <p className={css.facts}>
            {event.ordinal === null ? null : `#${event.ordinal} of ${event.total} · `}
            <Time value={event.dateCreated} mode="absolute" isFocusable={false} />
            {event.release === null ? null : (
              <>
                {' '}
                · <bdi>{visibleText(clip(event.release.version, 60))}</bdi>
              </>
            )}
          </p>
        </div>
      )}
    </Card>
  )
}

interface StepProps {
  readonly label: string
  readonly icon: 'chevron-left' | 'chevron-right'
  readonly id: string | null | undefined
  readonly onGo: (id: string) => void
}

function Step({ label, icon, id, onGo }: StepProps) {
  const isEnd = id === null || id === undefined
  return (
    <Button
      size="sm"
      variant="ghost"
      icon={icon}
      aria-label={label}
      title={label}
      disabled={isEnd}
      onClick={() => !isEnd && onGo(id)}
    />
  )
}
