import { randomBytes } from 'node:crypto'
import type { IntegrationTestJson } from '../../client/integration-types.js'
import { type AppError, errorCode, invalidField } from '../../errors.js'
import { askFor } from '../../integrations/ask.js'
import { HOSTS } from '../../integrations/hosts/index.js'
import { sealIntegration } from '../../integrations/secrets.js'
import { DEFAULT_TEMPLATE } from '../../integrations/template.js'
import { notFound, openOrganization, type Seat } from '../../orgs/access.js'
import type { Integration, IntegrationFields, IntegrationKind } from '../../ports/integrations.js'
import { emptyResponse, jsonResponse } from '../answers.js'
import { changed, record } from '../audit.js'
import { optional, readQuery, text } from '../input.js'
import { readIntegrationChange, readNewIntegration } from '../integration-input.js'
import { integrationJson } from '../json/integrations.js'
import { pageOf, pageResponse } from '../page.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { forAction, ORG_ANY, ORG_WRITE } from './rules.js'

const ALL = '/api/0/organizations/:org/integrations/'
const ONE = `${ALL}:integration/`
const MANAGE = forAction('integration.manage', ORG_WRITE)

export const integrationRoutes: readonly Route[] = [
  { method: 'GET', path: ALL, operation: 'listIntegrations', auth: ORG_ANY, handle: list },
  { method: 'POST', path: ALL, operation: 'createIntegration', auth: MANAGE, handle: create },
  { method: 'GET', path: ONE, operation: 'getIntegration', auth: ORG_ANY, handle: get },
  { method: 'PUT', path: ONE, operation: 'updateIntegration', auth: MANAGE, handle: update },
  { method: 'DELETE', path: ONE, operation: 'deleteIntegration', auth: MANAGE, handle: remove },
  { method: 'POST', path: `${ONE}test/`, operation: 'testIntegration', auth: MANAGE, handle: test },
  { method: 'GET', path: `${ONE}targets/`, operation: 'listIntegrationTargets', auth: ORG_ANY, handle: targets },
]

async function list(call: Call): Promise<HttpResponse> {
  const { organization } = await open(call)
  const page = await call.context.storage.integrations.list(organization.id, pageOf(call.query))
  return pageResponse(call, page, (one) => integrationJson(call.context, one))
}

async function create(call: Call): Promise<HttpResponse> {
  const { context } = call
  const { organization } = await open(call)
  const { kind, token, webhookSecret, ...given } = readNewIntegration(await call.json())
  const url = urlOf(kind, given.url)
  // Of an app in Slack there is one already.
  const made = kind === 'slack' || webhookSecret ? null : randomBytes(32).toString('hex')
  const keep = (secret: 'token' | 'webhook', value: string | null | undefined) =>
    value ? sealIntegration(context, secret, organization.id, value) : null
  const integration = await context.storage.integrations.create(organization.id, kind, {
    ...{ name: given.name, url, account: given.account ?? '' },
    ...{ sealedToken: keep('token', token), sealedWebhookSecret: keep('webhook', made ?? webhookSecret) },
    ...{ closesLinked: given.closesLinked ?? false, resolvesIssues: given.resolvesIssues ?? false },
    ...{ template: given.template ?? DEFAULT_TEMPLATE, createdAt: context.clock.now() },
  })
  await record(call, { ...about(integration), action: 'integration.created', after: facts(integration) })
  return jsonResponse(201, { ...integrationJson(context, integration), webhookSecret: made })
}

async function get(call: Call): Promise<HttpResponse> {
  return jsonResponse(200, integrationJson(call.context, await find(call, await open(call))))
}

async function update(call: Call): Promise<HttpResponse> {
  const { context } = call
  const seat = await open(call)
  const before = await find(call, seat)
  const { token, webhookSecret, url, ...given } = readIntegrationChange(await call.json())
  const seal = (secret: 'token' | 'webhook', value: string) =>
    value === '' ? null : sealIntegration(context, secret, before.organizationId, value)
  const isElsewhere = url !== undefined && new URL(url).origin !== new URL(before.url).origin
  const change: { -readonly [Field in keyof IntegrationFields]?: IntegrationFields[Field] | undefined } = {
    ...{ name: given.name, url, account: given.account, template: given.template },
    ...{ closesLinked: given.closesLinked, resolvesIssues: given.resolvesIssues },
  }
  // A token is never sent to another server than the one that it was given for.
  if (isElsewhere) change.sealedToken = null
  if (token !== undefined) change.sealedToken = seal('token', token)
  if (webhookSecret !== undefined) change.sealedWebhookSecret = seal('webhook', webhookSecret)
  const defined = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const integration = await context.storage.integrations.update(seat.organization.id, before.id, defined)
  if (integration === null) throw notFound('integration')
  await record(call, {
    ...about(integration),
    action: 'integration.updated',
    ...changed(facts(before), facts(integration)),
  })
  return jsonResponse(200, integrationJson(context, integration))
}

async function remove(call: Call): Promise<HttpResponse> {
  const seat = await open(call)
  const integration = await find(call, seat)
  await call.context.storage.integrations.delete(seat.organization.id, integration.id)
  await record(call, { ...about(integration), action: 'integration.deleted', before: facts(integration) })
  return emptyResponse()
}

async function test(call: Call): Promise<HttpResponse> {
  const { context } = call
  const seat = await open(call)
  const integration = await find(call, seat)
  const host = HOSTS[integration.kind]
  try {
    const name = await host.whoAmI(askFor(context, integration, { ...host.api(integration), isAboutItself: true }))
    // Jira's is the address that its token signs in with.
    if (integration.kind !== 'jira' && name !== integration.account)
      await context.storage.integrations.update(seat.organization.id, integration.id, { account: name })
    return jsonResponse(200, { ok: true, message: name } satisfies IntegrationTestJson)
  } catch (error) {
    if (errorCode(error) === null) throw error
    return jsonResponse(200, { ok: false, message: (error as AppError).message } satisfies IntegrationTestJson)
  }
}

async function targets(call: Call): Promise<HttpResponse> {
  const integration = await find(call, await open(call))
  const query = readQuery(call.query, 'query', optional(text({ max: 100 }))) ?? ''
  const host = HOSTS[integration.kind]
  const ask = askFor(call.context, integration, host.api(integration))
  return jsonResponse(200, await host.targets(ask, integration, query))
}

function urlOf(kind: IntegrationKind, given: string | undefined): string {
  const url = given ?? HOSTS[kind].defaultUrl
  if (url === null) throw invalidField('url', 'missing', 'Wanted the address of your Jira')
  return url
}

function open({ context, actor, params }: Call): Promise<Seat> {
  return openOrganization(context, actor, params.org ?? '')
}

async function find({ context, params }: Call, { organization }: Seat): Promise<Integration> {
  const integration = await context.storage.integrations.get(organization.id, params.integration ?? '')
  if (integration === null) throw notFound('integration')
  return integration
}

function about({ organizationId, id, name }: Integration) {
  return { organizationId, target: { kind: 'integration', id, name } }
}

/** What is noted of an integration: of its secrets only that they are other ones. */
function facts(integration: Integration) {
  const { kind, name, url, account, sealedToken, sealedWebhookSecret, closesLinked, resolvesIssues, template } =
    integration
  // It begins with chance, which tells nothing.
  const shown = (sealed: string | null) => (sealed === null ? null : `[sealed ${sealed.slice(3, 9)}]`)
  const secrets = { token: shown(sealedToken), webhookSecret: shown(sealedWebhookSecret) }
  return { kind, name, url, account, ...secrets, closesLinked, resolvesIssues, template }
}
