import type { ReleaseHealthQuery } from '@mishap/core'
import { idsIn, isId } from '../ids.js'
import { dayOf } from '../partitions.js'

/** The parts of a statement over `release_health` or `release_users` as `h`, of which one counts hours, the other days. */
export function groupsOf(query: ReleaseHealthQuery, unit: 'hour' | 'day') {
  const { organizationId, projectIds, releases, environments, bucketSeconds } = query
  const day = `date_trunc('day', h.hour at time zone 'UTC') at time zone 'UTC'`
  const at = { hour: bucketSeconds === 86400 ? day : 'h.hour', day: `(h.day::timestamp at time zone 'UTC')` }[unit]
  const parts = [
    ['project_id', query.groupBy.includes('project') ? 'h.project_id' : null, 'bigint'],
    ['release', query.groupBy.includes('release') ? 'h.release' : null, 'text'],
    ['environment', query.groupBy.includes('environment') ? 'h.environment' : null, 'text'],
    ['at', bucketSeconds === null ? null : at, 'timestamptz'],
  ] as const
  const used = parts.flatMap(([, expression]) => (expression === null ? [] : [expression]))
  const [from, to] = rangeOf(query, unit)
  return {
    columns: parts.map(([name, expression, type]) => `${expression ?? `null::${type}`} as ${name}`).join(', '),
    where: `h.organization_id = $1 and h.${unit} >= $2 and h.${unit} < $3
      and ($4::bigint[] is null or h.project_id = any($4))
      and ($5::text[] is null or h.release = any($5)) and ($6::text[] is null or h.environment = any($6))`,
    groupBy: used.length === 0 ? '' : `group by ${used.join(', ')}`,
    orderBy: used.length === 0 ? '' : `order by ${used.join(', ')}`,
    values: [
      isId(organizationId) ? organizationId : null,
      from,
      to,
      projectIds === null ? null : idsIn(projectIds),
      releases?.map(withoutNul) ?? null,
      environments?.map(withoutNul) ?? null,
    ],
  }
}

const DAY_MS = 86_400_000

function rangeOf({ from, to, bucketSeconds }: ReleaseHealthQuery, unit: 'hour' | 'day'): readonly [unknown, unknown] {
  if (unit === 'day') return [dayOf(from), dayOf(new Date(Math.ceil(to.getTime() / DAY_MS) * DAY_MS))]
  const bucketMs = (bucketSeconds ?? 3600) * 1000
  return [new Date(Math.floor(from.getTime() / bucketMs) * bucketMs), to]
}

/** PostgreSQL refuses a NUL, so nothing of that name is stored: it becomes a name that nothing has. */
function withoutNul(text: string): string {
  return text.replaceAll('\0', '\ufffd')
}
