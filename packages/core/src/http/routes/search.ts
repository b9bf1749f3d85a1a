import type { SearchKeyJson, SearchValueJson } from '../../client/search.js'
import { suggestValues, type ValueQuery } from '../../issues/search-values.js'
import { openOrganization, openProject, userOf } from '../../orgs/access.js'
import { jsonResponse } from '../answers.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { EVENT_ANY } from './rules.js'

const OF_ORG = '/api/0/organizations/:org/tags/'
const OF_PROJECT = '/api/0/projects/:org/:project/tags/'
const VALUES = ':key/values/'

/** What completes a search, where Sentry has it. */
export const searchRoutes: readonly Route[] = [
  { method: 'GET', path: OF_ORG, operation: 'listSearchKeys', auth: EVENT_ANY, handle: listKeys },
  { method: 'GET', path: OF_PROJECT, operation: 'listSearchKeys', auth: EVENT_ANY, handle: listKeys },
  { method: 'GET', path: OF_ORG + VALUES, operation: 'listSearchValues', auth: EVENT_ANY, handle: listValues },
  { method: 'GET', path: OF_PROJECT + VALUES, operation: 'listSearchValues', auth: EVENT_ANY, handle: listValues },
]

const MOST_KEYS = 100
const MAX_TYPED = 200

async function listKeys(call: Call): Promise<HttpResponse> {
  const query = await queryOf(call)
  const keys = await call.context.storage.issues.tagKeys({ ...query, limit: MOST_KEYS })
  return jsonResponse(
    200,
    keys.map(({ key, count }): SearchKeyJson => ({ key, name: key, totalValues: count })),
  )
}

async function listValues(call: Call): Promise<HttpResponse> {
  const values = await suggestValues(call.context, await queryOf(call), call.params.key ?? '')
  return jsonResponse(
    200,
    values.map(
      ({ value, name, count, firstSeenAt, lastSeenAt }): SearchValueJson => ({
        ...{ value, name, count },
        firstSeen: firstSeenAt?.toISOString() ?? null,
        lastSeen: lastSeenAt?.toISOString() ?? null,
      }),
    ),
  )
}

async function queryOf(call: Call): Promise<ValueQuery> {
  const { context, actor, params, query } = call
  const seat = await openOrganization(context, actor, params.org ?? '')
  const asked = query.getAll('project').filter((id) => id !== '')
  const ofAll = asked.length === 0 || asked.includes('-1') ? null : asked
  const projectIds = params.project === undefined ? ofAll : [(await openProject(context, seat, params.project)).id]
  const contains = (query.get('query') ?? '').slice(0, MAX_TYPED).trim()
  return {
    ...{ organizationId: seat.organization.id, userId: userOf(actor).id, now: context.clock.now() },
    ...{ projectIds, contains },
  }
}
