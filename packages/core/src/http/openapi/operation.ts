import type { AuthRule, Route } from '../types.js'
import type { ClientOperation, Schema } from './client-description.js'
import { CREATING, FILES, OTHERS, PARAMETERS, REDIRECTS, STATUSES, SUBJECT_PATHS } from './vocabulary.js'

/** One operation of an OpenAPI document. */
export interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly description?: string
  readonly tags: readonly string[]
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
  /** The rule that decides who may call it, as the table of routes has it. */
  readonly 'x-auth': AuthRule
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: JsonContent }
  readonly responses: Readonly<Record<string, Response>>
}

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query'
  readonly required: boolean
  readonly description?: string
  readonly schema: Schema
}

interface Response {
  readonly $ref?: string
  readonly description?: string
  readonly headers?: Readonly<Record<string, { readonly $ref: string }>>
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>
}

type JsonContent = Readonly<Record<'application/json', { readonly schema: Schema }>>

/** The operation of a route; `client` is null where the typed client does without it. */
export function operationOf(route: Route, client: ClientOperation | null): Operation {
  const id = operationIdOf(route)
  const description = client?.description ?? OTHERS[nameOf(route)]?.does ?? ''
  const parameters = [...pathParameters(route), ...queryParameters(client?.query ?? null)]
  return {
    operationId: id,
    summary: summaryOf(id),
    ...(description === '' ? {} : { description }),
    tags: [SUBJECT_PATHS.find(([, path]) => path.test(route.path))?.[0] ?? ''],
    security: securityOf(route.auth),
    'x-auth': route.auth,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(client === null || client.body === null ? {} : { requestBody: { content: json(client.body) } }),
    responses: responsesOf(route, client),
  }
}

/** The path as OpenAPI writes it. */
export function templateOf({ path }: Route): string {
  return path.replace(/:(\w+)/g, '{$1}')
}

/** Such as `putAccountEmail`: a name for what has none in the client. */
export function idOfPath({ method, path }: Route): string {
  const words = path.split(/[/:_.-]+/).filter((word) => !['', 'api', '0', 'allauth', 'browser', 'v1'].includes(word))
  return [method.toLowerCase(), ...words.map((word) => word[0]?.toUpperCase() + word.slice(1))].join('')
}

/** Of the auth API, whose answers all have one form. */
export function isOfAuthApi(path: string): boolean {
  return path.startsWith('/_allauth/')
}

function operationIdOf(route: Route): string {
  return route.operation ?? OTHERS[nameOf(route)]?.id ?? idOfPath(route)
}

function nameOf({ method, path }: Route): string {
  return `${method} ${path}`
}

function summaryOf(id: string): string {
  const words = id.replace(/[A-Z]+/g, (upper) => ` ${upper.toLowerCase()}`)
  return words[0]?.toUpperCase() + words.slice(1)
}

function pathParameters({ path }: Route): readonly Parameter[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
    ...{ name, in: 'path' as const, required: true },
    ...(PARAMETERS[name] === undefined ? {} : { description: PARAMETERS[name] }),
    schema: { type: 'string' },
  }))
}

function queryParameters(query: Schema | null): readonly Parameter[] {
  return Object.entries(query?.properties ?? {}).map(([name, { description, ...schema }]) => ({
    ...{ name, in: 'query' as const, required: query?.required?.includes(name) ?? false },
    ...(description === undefined ? {} : { description }),
    schema,
  }))
}

function securityOf(auth: AuthRule): Operation['security'] {
  if (auth.kind === 'public') return []
  if (auth.kind === 'session' || auth.kind === 'superuser') return [{ session: [] }]
  if (auth.kind === 'account') return [{ token: [] }, { session: [] }]
  // Any one of the scopes is enough, which a list within one requirement would deny.
  return [...auth.scopes.map((scope) => ({ token: [scope] })), { session: [] }]
}

function responsesOf(route: Route, client: ClientOperation | null): Operation['responses'] {
  const refusal = { $ref: `#/components/responses/${isOfAuthApi(route.path) ? 'AuthError' : 'Error'}` }
  if (REDIRECTS.test(route.path)) return { 302: { description: 'Elsewhere' }, default: refusal }
  const response = successOf(route, client)
  const successes = statusesOf(route, response).map((status) => [
    status,
    status === '204' ? { description: 'Done' } : response,
  ])
  return { ...Object.fromEntries(successes), default: refusal }
}

function statusesOf({ operation, method, path }: Route, response: Response): readonly string[] {
  const named = STATUSES[operation ?? OTHERS[`${method} ${path}`]?.id ?? '']
  if (named !== undefined) return named
  if (response.content === undefined) return ['204']
  return [CREATING.has(operation ?? '') ? '201' : '200']
}

function successOf(route: Route, client: ClientOperation | null): Response {
  if (isOfAuthApi(route.path)) return { description: 'OK', content: json(authAnswer(client)) }
  if (client === null) return otherResponse(route)
  if (client.kind === 'raw') return { description: 'A stream', content: { 'text/event-stream': { schema: {} } } }
  if (client.kind === 'empty' && STATUSES[route.operation ?? '']?.includes('200') === true)
    return { description: 'Done', content: json({}) }
  if (client.kind === 'empty' || client.answer === null) return { description: 'Done' }
  const headers = client.kind === 'page' ? { headers: { link: { $ref: '#/components/headers/Link' } } } : {}
  const file: NonNullable<Response['content']> = FILES.has(route.operation ?? '') ? { '*/*': { schema: {} } } : {}
  return { description: 'OK', ...headers, content: { ...json(client.answer), ...file } }
}

// Of the form that all of its answers have the client knows what it reads.
function authAnswer(client: ClientOperation | null): Schema {
  const form = { $ref: '#/components/schemas/AuthAnswerJson' }
  const read = client?.answer ?? null
  return read === null ? form : { allOf: [form, read] }
}

function otherResponse(route: Route): Response {
  const answer = OTHERS[nameOf(route)]?.answer ?? 'any'
  if (answer === 'nothing') return { description: 'Done' }
  if (answer === 'text' || answer === 'html') {
    const type = answer === 'text' ? 'text/plain' : 'text/html'
    return { description: 'OK', content: { [type]: { schema: { type: 'string' } } } }
  }
  return {
    description: 'OK',
    content: json(answer === 'any' ? {} : { $ref: `#/components/schemas/${answer}` }),
  }
}

function json(schema: Schema): JsonContent {
  return { 'application/json': { schema } }
}
