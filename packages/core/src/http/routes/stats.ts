import type { StatsJson } from '../../client/organization-types.js'
import { AppError } from '../../errors.js'
import { notFound, openOrganization } from '../../orgs/access.js'
import { STAT_DIMENSIONS, statGroups } from '../../orgs/stats.js'
import type { OutcomeCount } from '../../ports/ingest.js'
import type { Id } from '../../ports/model.js'
import { jsonResponse } from '../answers.js'
import { type Field, oneOf, optional, readQuery, readQueryList, text } from '../input.js'
import { allPages } from '../page.js'
import { parseTime } from '../time.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { ORG_ANY } from './rules.js'

const PATH = '/api/0/organizations/:org/stats_v2/'

export const statsRoutes: readonly Route[] = [
  { method: 'GET', path: PATH, operation: 'getStats', auth: ORG_ANY, handle: getStats },
]

const INTERVAL_MS = { '1m': 60_000, '1h': 3_600_000, '1d': 86_400_000 } as const
const MAX_INTERVALS = 1000
const categoryName = text({ max: 40, pattern: { regex: /^[a-z_]+$/, wanted: 'a data category such as error' } })
const required: Field<string> = text({ min: 1, max: 60 })

/**
 * Counts per interval, zeroes included, as Grafana's Sentry plugin and qontract-reconcile ask for them: what was accepted,
 * unless the query names outcomes, reasons or what to group by, as Sentry's does.
 */
async function getStats(call: Call): Promise<HttpResponse> {
  const { context, query } = call
  const { organization } = await openOrganization(context, call.actor, call.params.org ?? '')
  const groupBy = readQueryList(query, 'groupBy', oneOf(...STAT_DIMENSIONS))
  const category = readQuery(query, 'category', groupBy.includes('category') ? optional(categoryName) : categoryName)
  const wanted = { outcome: query.getAll('outcome'), reason: query.getAll('reason') }
  const isOfAccepted = groupBy.length + wanted.outcome.length + wanted.reason.length === 0
  const field = readQuery(query, 'field', oneOf('sum(quantity)', 'sum(times_seen)'))
  const intervalMs = INTERVAL_MS[readQuery(query, 'interval', optional(oneOf('1m', '1h', '1d'))) ?? '1h']
  const now = context.clock.now()
  const from = hourOf(parseTime(readQuery(query, 'start', required), now, 'start'))
  const end = parseTime(readQuery(query, 'end', required), now, 'end')
  const to = new Date(hourOf(end).getTime() + INTERVAL_MS['1h'])
  const count = Math.ceil((to.getTime() - from.getTime()) / intervalMs)
  if (count > MAX_INTERVALS) {
    const msg = `Wanted at most ${MAX_INTERVALS} intervals between start and end, found ${count}`
    throw new AppError('invalid_input', msg, { fields: [{ type: 'too_long', loc: ['query', 'interval'], msg }] })
  }
  const projectIds = await ownProjects(call, organization.id)
  const outcomes = await context.storage.ingest.outcomes({
    organizationId: organization.id,
    projectIds,
    from,
    to,
    ...(category === undefined ? {} : { category }),
  })
  const isWanted = ({ outcome, reason }: OutcomeCount) =>
    isOfAccepted
      ? outcome === 'accepted'
      : (wanted.outcome.length === 0 || wanted.outcome.includes(outcome)) &&
        (wanted.reason.length === 0 || wanted.reason.includes(reason))
  const groups = statGroups(outcomes.filter(isWanted), { from, intervalMs, count }, groupBy)
  const body: StatsJson = {
    intervals: Array.from({ length: count }, (_, index) => intervalText(from.getTime() + index * intervalMs)),
    groups: groups.map(({ by, series }) => ({
      ...(groupBy.length === 0 ? {} : { by, totals: { [field]: series.reduce((sum, one) => sum + one, 0) } }),
      series: { [field]: [...series] },
    })),
  }
  return jsonResponse(200, body)
}

// -1 is every project. Those of others count like those that do not exist.
export async function ownProjects({ context, query }: Call, organizationId: Id): Promise<readonly Id[] | null> {
  const asked = query.getAll('project').filter((id) => id !== '')
  if (asked.length === 0 || asked.includes('-1')) return null
  const all = await allPages((page) => context.storage.projects.list(organizationId, page))
  const own = all.map(({ id }) => id).filter((id) => asked.includes(id))
  if (own.length === 0) throw notFound('project')
  return own
}

function hourOf(date: Date): Date {
  return new Date(Math.floor(date.getTime() / INTERVAL_MS['1h']) * INTERVAL_MS['1h'])
}

function intervalText(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}+00:00`
}
