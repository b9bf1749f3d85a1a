import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { App } from '../../src/app.js'
import {
  type ClientDescription,
  readClientDescription,
  type Schema,
} from '../../src/http/openapi/client-description.js'
import { type ApiDocument, apiDocument } from '../../src/http/openapi/document.js'
import { isOfAuthApi, templateOf } from '../../src/http/openapi/operation.js'
import { createRouter } from '../../src/http/router.js'
import { routes } from '../../src/http/routes/index.js'
import type { Route } from '../../src/http/types.js'

/**
 * The app, whose answers to `fetch` are compared with our own description: another status, a field too many, one too few or
 * of another type fails the test. Remembers which operations were answered.
 */
export function comparedWithDescription(app: App): App {
  return {
    ...app,
    fetch: async (request) => {
      const response = await app.fetch(request)
      const fault = await faultOf(request, response, app.context.config.basePath)
      if (fault !== null) throw new Error(`Not as we describe it: ${fault}`)
      return response
    },
  }
}

async function faultOf({ method, url }: Request, response: Response, basePath: string): Promise<string | null> {
  const { pathname } = new URL(url)
  const match = router.match(method, pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : pathname)
  if (match?.kind !== 'route' || method === 'HEAD') return null
  const { route } = match
  const { status } = response
  if (route.isPublicPage === true) {
    if (status < 400) note(route)
    return null
  }
  const where = `${route.operation ?? route.path} (${method} ${pathname}, ${status})`
  const contract = await (known ??= describe())
  const { responses } = contract.operationOf(route)
  if (status < 400 || DONE_BY[nameOf(route)] === status) note(route)
  const name = status >= 400 && responses[status] === undefined ? 'default' : String(status)
  const described = responses[name]
  if (described === undefined) return `${where}: wanted ${Object.keys(responses).join(' or ')}`
  const type = response.headers.get('content-type')
  if (described.content !== undefined && type !== null && !type.startsWith('application/json'))
    return ['*/*', type.split(';', 1)[0] ?? ''].some((one) => one in (described.content ?? {}))
      ? null
      : `${where}: found ${type}`
  const text = await response.clone().text()
  if (described.content === undefined && described.$ref === undefined)
    return text === '' ? null : `${where}: wanted no body, found ${text.slice(0, 200)}`
  const validate = contract.validatorOf(route, name)
  if (validate(JSON.parse(text))) return null
  const faults = (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath || '/'} ${message} ${JSON.stringify(params)}`,
  )
  return `${where}: ${faults.slice(0, 6).join('; ')}`
}

const router = createRouter(routes)

/** The most that these say: nobody is signed in after it, the cookie came with it, nothing is waited for, nobody has one. */
const DONE_BY: Readonly<Record<string, number>> = {
  'DELETE /_allauth/browser/v1/auth/session': 401,
  'POST /_allauth/browser/v1/auth/password/reset': 401,
  'GET /_allauth/browser/v1/auth/login': 405,
  'POST /_allauth/browser/v1/auth/code/confirm': 409,
  'POST /_allauth/browser/v1/auth/phone/verify': 409,
  'POST /_allauth/browser/v1/auth/phone/verify/resend': 409,
  'POST /_allauth/browser/v1/account/phone': 400,
}

let known: ReturnType<typeof describe> | undefined

async function describe() {
  const document = apiDocument(routes, strict(await readClientDescription()), { url: '', version: '' })
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false })
  ajv.addSchema(document, 'api')
  const validators = new Map<string, ValidateFunction>()
  return {
    operationOf: (route: Route) => operationIn(document, route),
    validatorOf(route: Route, status: string): ValidateFunction {
      const operation = `/paths/${escaped(templateOf(route))}/${route.method.toLowerCase()}/responses/${status}`
      const named = operationIn(document, route).responses[status]?.$ref?.slice(1)
      const $ref = `api#${named ?? operation}/content/application~1json/schema`
      const validate = validators.get($ref) ?? ajv.compile({ $ref })
      validators.set($ref, validate)
      return validate
    },
  }
}

function operationIn(document: ApiDocument, route: Route) {
  const operation = document.paths[templateOf(route)]?.[route.method.toLowerCase()]
  if (operation === undefined) throw new Error(`${route.method} ${route.path} is not described`)
  return operation
}

/** To the world the answers may gain fields; our own tests are told of each. Those of the auth API are django-allauth's. */
function strict({ operations, schemas }: ClientDescription): ClientDescription {
  const ofAuthApi = new Set(routes.filter(({ path }) => isOfAuthApi(path)).map(({ operation }) => operation))
  const own = Object.entries(operations).map(([name, one]) => [name, ofAuthApi.has(name) ? one : closed(one)] as const)
  return { operations: Object.fromEntries(own), schemas: closed(schemas) }
}

function closed<T>(description: T): T {
  return JSON.parse(JSON.stringify(description), (_, value: Schema | null) =>
    value?.type === 'object' && value.properties !== undefined && value.additionalProperties === undefined
      ? { ...value, additionalProperties: false }
      : value,
  )
}

/** For `npm test`, which says after the last test what no test has asked for. */
function note(route: Route): void {
  const dir = process.env.MISHAP_TEST_ANSWERED
  if (dir === undefined || noted.has(route)) return
  if (noted.size === 0)
    writeFileSync(
      join(dir, 'routes.txt'),
      routes
        .filter(({ method }) => method !== 'HEAD')
        .map(nameOf)
        .join('\n'),
    )
  noted.add(route)
  appendFileSync(join(dir, `answered-${process.pid}.txt`), `${nameOf(route)}\n`)
}

const noted = new Set<Route>()

function nameOf({ method, path }: Route): string {
  return `${method} ${path}`
}

function escaped(path: string): string {
  return encodeURIComponent(path.replaceAll('~', '~0').replaceAll('/', '~1')).replaceAll('~', '~')
}
