import type { IncidentDetailJson, IncidentEntryJson } from '@mishap/core/client'
import { clip, visibleText } from '@mishap/core/format'
import { Markdown } from '../issues/activity/markdown.js'
import { Badge, ClampedText, Icon, Time } from '../primitives/index.js'
import { HAPPENINGS, STAGES } from './incident-words.js'
import css from './incidents.module.css'

/** Of an update, until more is asked for. */
const LINES = 14

/** What happened to an incident, the newest first: who, what and when. */
export function IncidentTimeline({ incident }: { readonly incident: IncidentDetailJson }) {
  return (
    <ol className={css.timeline}>
      {incident.timeline.toReversed().map((entry) => (
        <li key={entry.id} className={css.entry} data-kind={entry.kind}>
          <Icon name={HAPPENINGS[entry.kind].icon} size={13} className={css.icon} />
          <p className={css.sentence}>
            <span>
              <b className={css.who}>
                <bdi>{whoOf(entry, incident)}</bdi>
              </b>{' '}
              {HAPPENINGS[entry.kind].text}
            </span>
            {entry.stage === null ? null : <Badge tone="info">{STAGES[entry.stage].label}</Badge>}
            {entry.isPublic ? <Badge icon="globe">On status pages</Badge> : null}
            <span className={css.when}>
              <Time value={entry.at} isFocusable={false} />
            </span>
          </p>
          {entry.text === '' ? null : (
            <div className={css.text}>
              <ClampedText lines={LINES}>
                <Markdown text={entry.text} />
              </ClampedText>
            </div>
          )}
        </li>
      ))}
    </ol>
  )
}

function whoOf({ by, monitorID, kind }: IncidentEntryJson, { monitors }: IncidentDetailJson): string {
  if (by !== null) return visibleText(clip(by.name, 120))
  if (!kind.startsWith('monitor_')) return 'Mishap'
  const name = monitors.find(({ id }) => id === monitorID)?.name
  return name === undefined ? 'A monitor' : visibleText(clip(name, 120))
}
