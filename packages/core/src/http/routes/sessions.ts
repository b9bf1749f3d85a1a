import { AppError } from '../../errors.js'
import { openOrganization } from '../../orgs/access.js'
import type { ReleaseHealthQuery } from '../../ports/items.js'
import { HEALTH_FIELDS, HEALTH_GROUPS, healthGroups } from '../../releases/health.js'
import { jsonResponse } from '../answers.js'
import { oneOf, optional, readQuery, readQueryList, text } from '../input.js'
import { parseTime } from '../time.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { ORG_ANY } from './rules.js'
import { ownProjects } from './stats.js'

const PATH = '/api/0/organizations/:org/sessions/'

export const sessionRoutes: readonly Route[] = [
  { method: 'GET', path: PATH, operation: 'getSessions', auth: ORG_ANY, handle: getSessions },
]

const HOUR_S = 3600
const DAY_S = 86_400
const MAX_INTERVALS = 1000
const optionalText = optional(text({ min: 1, max: 300 }))

/**
 * Counts of sessions and users as Sentry's sessions API gives them: `field`, `groupBy`, `interval` of `1h` or `1d`,
 * `statsPeriod` or `start` and `end`, `project`, `environment`, and `release:` in `query`. Users are told apart by day.
 */
async function getSessions(call: Call): Promise<HttpResponse> {
  const { context, query } = call
  const { organization } = await openOrganization(context, call.actor, call.params.org ?? '')
  const fields = readQueryList(query, 'field', oneOf(...HEALTH_FIELDS))
  if (fields.length === 0) throw refused('field', `Wanted a field: ${HEALTH_FIELDS.join(', ')}`)
  const groupBy = readQueryList(query, 'groupBy', oneOf(...HEALTH_GROUPS))
  const bucketSeconds = readQuery(query, 'interval', optional(oneOf('1h', '1d'))) === '1d' ? DAY_S : HOUR_S
  const { from, to } = rangeOf(call, bucketSeconds)
  const count = Math.ceil((to.getTime() - from.getTime()) / 1000 / bucketSeconds)
  if (count > MAX_INTERVALS) throw refused('interval', `Wanted at most ${MAX_INTERVALS} intervals, found ${count}`)
  const intervals = Array.from({ length: count }, (_, index) => new Date(from.getTime() + index * bucketSeconds * 1000))
  const environments = query.getAll('environment')
  const search = readQuery(query, 'query', optionalText) ?? ''
  const release = /^(?:release|release\.version):"?([^"]+)"?$/.exec(search)?.[1]
  const asked: Omit<ReleaseHealthQuery, 'bucketSeconds'> = {
    organizationId: organization.id,
    projectIds: await ownProjects(call, organization.id),
    from,
    to,
    groupBy: groupBy.filter((name) => name !== 'session.status'),
    ...(environments.length === 0 ? {} : { environments }),
    ...(release === undefined ? {} : { releases: [release] }),
  }
  const { releaseHealth } = context.storage
  const hasUsers = fields.some((field) => field.includes('user'))
  const [sessions, sessionSeries, users, userSeries] = await Promise.all([
    releaseHealth.sessions({ ...asked, bucketSeconds: null }),
    releaseHealth.sessions({ ...asked, bucketSeconds }),
    hasUsers ? releaseHealth.users({ ...asked, bucketSeconds: null }) : [],
    hasUsers ? releaseHealth.users({ ...asked, bucketSeconds }) : [],
  ])
  const groups = healthGroups({ sessions, sessionSeries, users, userSeries }, { fields, groupBy, intervals })
  return jsonResponse(200, {
    start: from.toISOString(),
    end: to.toISOString(),
    query: search,
    intervals: intervals.map((at) => at.toISOString()),
    groups,
  })
}

const PERIOD = /^(\d{1,4})([hdw])$/
const PERIOD_HOURS: Readonly<Record<string, number>> = { h: 1, d: 24, w: 168 }

/** Whole buckets, the last one being the current. */
function rangeOf({ context, query }: Call, bucketSeconds: number): { readonly from: Date; readonly to: Date } {
  const now = context.clock.now()
  const start = readQuery(query, 'start', optionalText)
  const end = readQuery(query, 'end', optionalText)
  const bucketMs = bucketSeconds * 1000
  const to = end === undefined ? now : parseTime(end, now, 'end')
  const whole = new Date(Math.ceil(to.getTime() / bucketMs) * bucketMs)
  const period = readQuery(query, 'statsPeriod', optionalText) ?? '24h'
  const parts = PERIOD.exec(period)
  if (parts === null) throw refused('statsPeriod', `Wanted a period such as 24h or 14d, found "${period.slice(0, 20)}"`)
  const back = Number(parts[1]) * (PERIOD_HOURS[parts[2] ?? 'h'] ?? 1) * HOUR_S * 1000
  const since = start === undefined ? new Date(whole.getTime() - back) : parseTime(start, now, 'start')
  return { from: new Date(Math.floor(since.getTime() / bucketMs) * bucketMs), to: whole }
}

function refused(name: string, msg: string): AppError {
  return new AppError('invalid_input', msg, { fields: [{ type: 'value_error', loc: ['query', name], msg }] })
}
