import { clip, visibleText } from '@mishap/core/format'
import { useQuery } from '@tanstack/react-query'
import css from '../issues/issue-aside.module.css'
import { Card, Time } from '../primitives/index.js'
import { AppLink } from '../provider/app-link.js'
import { useMishap } from '../provider/context.js'
import { paths } from '../provider/paths.js'

/** Incidents that went on while the events of an issue rose; nothing where there were none. */
export function IssueIncidents({ org, issue }: { readonly org: string; readonly issue: string }) {
  const { client, queryClient } = useMishap()
  const found = useQuery(
    { queryKey: ['mishap', 'issue', issue, 'incidents'], queryFn: () => client.issueIncidents(issue) },
    queryClient,
  )
  const incidents = found.data?.slice(0, 3) ?? []
  if (incidents.length === 0) return null
  return (
    <Card title="Overlaps incidents">
      <ul className={css.similar}>
        {incidents.map(({ id, number, title, startedAt, resolvedAt }) => (
          <li key={id}>
            <AppLink to={paths.incident(org, id)} className={css.similarLink}>
              #{number} <bdi>{visibleText(clip(title, 120))}</bdi>
            </AppLink>
            <p className={css.note}>
              <Time value={startedAt} isFocusable={false} /> · {resolvedAt === null ? 'goes on' : 'resolved'}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  )
}
