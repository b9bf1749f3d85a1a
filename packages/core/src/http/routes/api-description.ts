import type { Context } from '../../context.js'
import { jsonResponse } from '../answers.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { PUBLIC } from './rules.js'

/** The description of the API, for programs and for people. `table` is asked when somebody wants it. */
export function apiDescriptionRoutes(table: () => readonly Route[]): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/api/openapi.json',
      operation: null,
      auth: PUBLIC,
      handle: async ({ context }) => jsonResponse(200, await describe(context, table()), KEPT),
    },
    {
      method: 'GET',
      path: '/api/docs/',
      operation: null,
      auth: PUBLIC,
      handle: (call) => showPage(call, table()),
    },
  ]
}

const KEPT = { 'cache-control': 'public, max-age=300' }

// Loaded by the first who asks: neither the code nor the types are part of what every start reads.
async function describe({ config }: Context, routes: readonly Route[]) {
  const [{ apiDocument }, { readClientDescription }] = await Promise.all([
    import('../openapi/document.js'),
    import('../openapi/client-description.js'),
  ])
  const url = config.url.origin + config.basePath
  return apiDocument(routes, await readClientDescription(), { url, version: config.version })
}

async function showPage({ context, query }: Call, routes: readonly Route[]): Promise<HttpResponse> {
  const { renderApiPage, PAGE_HEADERS } = await import('../openapi/page.js')
  const document = await describe(context, routes)
  return { status: 200, headers: { ...PAGE_HEADERS, ...KEPT }, body: renderApiPage(document, query.get('q') ?? '') }
}
