import { clip, visibleText } from '@mishap/core/format'
import { Badge, Card, Level, Num } from '../primitives/index.js'
import { AppLink } from '../provider/app-link.js'
import { paths } from '../provider/paths.js'
import { Loaded } from '../screens/loaded.js'
import css from './incidents.module.css'
import { useIncidentIssues } from './use-incidents.js'

/** Issues whose events rose while an incident went on: what broke it, or what it broke. */
export function IncidentIssues({ org, id }: { readonly org: string; readonly id: string }) {
  const issues = useIncidentIssues(org, id)
  const found = issues.data ?? []
  return (
    <Card title="Issues that rose meanwhile" isFlush={found.length > 0}>
      <Loaded query={issues}>
        {() =>
          found.length === 0 ? (
            <p className={css.note}>No issue of these projects had more events than in the time before.</p>
          ) : (
            <ul>
              {found.map(({ id: issue, shortId, title, level, events, eventsBefore, isNew }) => (
                <li key={issue} className={css.issue}>
                  <p className={css.issueTitle}>
                    <Level level={level} isCompact />{' '}
                    <AppLink to={paths.issue(org, issue)}>
                      <bdi>{visibleText(clip(title, 160))}</bdi>
                    </AppLink>{' '}
                    {isNew ? <Badge tone="accent">New</Badge> : null}
                  </p>
                  <p className={css.note}>
                    {visibleText(shortId)} · <Num value={events} /> {events === 1 ? 'event' : 'events'}, before{' '}
                    <Num value={eventsBefore} />
                  </p>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  )
}
