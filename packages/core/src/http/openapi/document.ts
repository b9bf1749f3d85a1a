import type { Route } from '../types.js'
import type { ClientDescription, Schema } from './client-description.js'
import { idOfPath, type Operation, operationOf, templateOf } from './operation.js'
import { SDK_PATHS } from './sdk-paths.js'
import { SUBJECTS } from './vocabulary.js'

/** The description of the API in the form of OpenAPI 3.1. */
export interface ApiDocument {
  readonly openapi: '3.1.0'
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly servers: readonly { readonly url: string }[]
  readonly tags: readonly { readonly name: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>
    readonly [kind: string]: Readonly<Record<string, unknown>>
  }
}

/** What the table of routes and the types of the client say about the API at `url`. */
export function apiDocument(
  routes: readonly Route[],
  client: ClientDescription,
  { url, version }: { readonly url: string; readonly version: string },
): ApiDocument {
  const paths: Record<string, Record<string, Operation>> = {}
  const named = new Set<string>()
  // HEAD is answered as GET is.
  for (const route of routes.filter(({ method, isPublicPage }) => method !== 'HEAD' && isPublicPage !== true)) {
    const made = operationOf(route, client.operations[route.operation ?? ''] ?? null)
    // What stands under two paths has its name under the first, and under the other one made of the path.
    const operation = named.has(made.operationId) ? { ...made, operationId: idOfPath(route) } : made
    named.add(operation.operationId)
    paths[templateOf(route)] = { ...paths[templateOf(route)], [route.method.toLowerCase()]: operation }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Mishap', version, description: ABOUT },
    servers: [{ url }],
    tags: SUBJECTS.map((name) => ({ name })),
    paths: { ...paths, ...SDK_PATHS },
    components: { ...COMPONENTS, schemas: client.schemas },
  }
}

const ABOUT =
  'The API of GlitchTip and of the parts of Sentry that its clients use, and what Mishap adds to them. ' +
  'Dates are ISO 8601 in UTC. Ids of organizations, teams, projects, members, issues and accounts are strings of digits. ' +
  'Lists come in pages: follow `rel="next"` of the `Link` header while it says `results="true"`. ' +
  'What an organization has is not found (404) for whoever is not in it. ' +
  'Answers may gain fields; leave alone what you do not know.'

const refusal = (description: string, schema: string) => ({
  description,
  content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } },
})

const COMPONENTS = {
  securitySchemes: {
    token: {
      type: 'http',
      scheme: 'bearer',
      description: 'An API token of the profile; it needs one of the scopes named.',
    },
    session: {
      type: 'apiKey',
      in: 'cookie',
      name: 'sessionid',
      description: 'A signed-in browser. What changes something repeats the cookie `csrftoken` in `X-CSRFToken`.',
    },
    dsn: { type: 'apiKey', in: 'query', name: 'sentry_key', description: 'The public key of a DSN.' },
  },
  headers: {
    Link: {
      description: '`<URL>; rel="next"; results="true"; cursor="…"`, and the same for `previous`.',
      schema: { type: 'string' },
    },
  },
  responses: {
    Error: refusal(
      '401: nobody is signed in. 403: the role or scope is not enough. 404: not there, or not yours to see. ' +
        '422: an input is not as wanted. 429: too often; `Retry-After` says when.',
      'ErrorJson',
    ),
    AuthError: refusal('What is wrong, or with 401 what one could do to sign in.', 'AuthAnswerJson'),
  },
}
