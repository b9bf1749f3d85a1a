import type { Context } from '../../context.js'
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
      handle: async ({ context }) => {
        const { json } = await describe(context, table)
        return { status: 200, headers: { 'content-type': 'application/json', ...KEPT }, body: json }
      },
    },
    {
      method: 'GET',
      path: '/api/docs/',
      operation: null,
      auth: PUBLIC,
      handle: (call) => showPage(call, table),
    },
  ]
}

const KEPT = { 'cache-control': 'public, max-age=300' }

interface Description {
  readonly json: string
  readonly headersOfPage: Readonly<Record<string, string>>
  /** What holds these words; all for none. */
  readonly page: (search: string) => string
}

const descriptionOf = new WeakMap<Context, Promise<Description>>()

/** Made for the first who asks, and kept: it is the same for everybody. */
function describe(context: Context, table: () => readonly Route[]): Promise<Description> {
  const made = descriptionOf.get(context) ?? makeDescription(context, table())
  descriptionOf.set(context, made)
  return made
}

// Neither the code nor the types are part of what every start reads.
async function makeDescription({ config }: Context, routes: readonly Route[]): Promise<Description> {
  const [{ apiDocument }, { readClientDescription }, { apiPage, PAGE_HEADERS }] = await Promise.all([
    import('../openapi/document.js'),
    import('../openapi/client-description.js'),
    import('../openapi/page.js'),
  ])
  const url = config.url.origin + config.basePath
  const document = apiDocument(routes, await readClientDescription(), { url, version: config.version })
  return { json: JSON.stringify(document), headersOfPage: PAGE_HEADERS, page: apiPage(document) }
}

async function showPage({ context, query }: Call, table: () => readonly Route[]): Promise<HttpResponse> {
  const { headersOfPage, page } = await describe(context, table)
  return { status: 200, headers: { ...headersOfPage, ...KEPT }, body: page(query.get('q') ?? '') }
}
