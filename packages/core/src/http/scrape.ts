import type { Context } from '../context.js'
import { compatFamilies, type ViewOf } from '../metrics/compat.js'
import { CONTENT_TYPES, exposition, formatOf } from '../metrics/exposition.js'
import { gatherMetrics } from '../metrics/gather.js'
import type { HttpResponse, Route } from './types.js'

/** Everything that an app measures, as the client likes to have it. */
export async function scrape(context: Context, accept: string | null, routes: readonly Route[]): Promise<HttpResponse> {
  const families = await gatherMetrics(context)
  const { compat } = context.config.metrics
  const all = compat ? [...families, ...(await compatFamilies(context, families, viewsOf(routes)))] : families
  const format = formatOf(accept)
  return {
    status: 200,
    headers: { 'cache-control': 'no-store', 'content-type': CONTENT_TYPES[format] },
    body: exposition(all, format),
  }
}

const views = new WeakMap<readonly Route[], ViewOf>()

/** Boards and autoscalers look for these two by name, for the others by their prefix at most. */
const INGEST_VIEWS: Readonly<Record<string, string | undefined>> = {
  '/api/:project/envelope/': 'apps.event_ingest.views.event_envelope_view',
  '/api/:project/store/': 'api:event_store',
  '/api/:project/security/': 'api:event_security',
  '/api/:project/minidump/': 'api:minidump',
}

function viewsOf(routes: readonly Route[]): ViewOf {
  const present = views.get(routes)
  if (present !== undefined) return present
  const operations = new Map(routes.map(({ method, path, operation }) => [`${method} ${path}`, operation]))
  const viewOf: ViewOf = (route, method) => {
    const operation = operations.get(`${method === 'HEAD' ? 'GET' : method} ${route}`) ?? null
    return INGEST_VIEWS[route] ?? (operation === null ? `api:${route}` : `api:${operation}`)
  }
  views.set(routes, viewOf)
  return viewOf
}
