import { isEmailDomain, isProviderId, issuerFault, PROVIDER_NAMES } from '../../auth/providers/configured.js'
import { isOfAnyTenant } from '../../auth/providers/join.js'
import {
  accessOf,
  allProviders,
  callbackUrl,
  type KnownProvider,
  openProvider,
  openProviders,
  sealSecret,
} from '../../auth/providers/known.js'
import { newSessionSecret } from '../../auth/tokens.js'
import type { ProviderJoiningJson, SignInProviderJson, SignInSettingsJson } from '../../client/sign-in-types.js'
import { AppError, invalidField } from '../../errors.js'
import { notFound } from '../../orgs/access.js'
import { ROLES } from '../../ports/model.js'
import { PROVIDER_KINDS, type ProviderJoining, type StoredProvider } from '../../ports/sign-in.js'
import { emptyResponse, jsonResponse } from '../answers.js'
import { changed, record } from '../audit.js'
import { freshInApi } from '../fresh.js'
import { boolean, listOf, nullable, object, oneOf, optional, readFields, secret, text } from '../input.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { SUPERUSER } from './rules.js'

const ALL = '/api/0/instance/sign-in/'
const ONE = `${ALL}providers/:provider/`

/** Whom people of this server can sign in by, and whether passwords open anything. */
export const signInSettingsRoutes: readonly Route[] = [
  { method: 'GET', path: ALL, operation: 'getSignInSettings', auth: SUPERUSER, handle: getSettings },
  { method: 'PUT', path: ALL, operation: 'updateSignInSettings', auth: SUPERUSER, handle: freshInApi(putSettings) },
  { method: 'PUT', path: ONE, operation: 'saveSignInProvider', auth: SUPERUSER, handle: freshInApi(putProvider) },
  {
    method: 'DELETE',
    path: ONE,
    operation: 'deleteSignInProvider',
    auth: SUPERUSER,
    handle: freshInApi(deleteProvider),
  },
  { method: 'POST', path: `${ONE}check/`, operation: 'checkSignInProvider', auth: SUPERUSER, handle: check },
]

const role = oneOf(...ROLES)
const PROVIDER = {
  kind: oneOf(...PROVIDER_KINDS),
  name: optional(text({ max: 40 })),
  clientId: text({ min: 1, max: 300 }),
  clientSecret: optional(nullable(secret(4000))),
  issuer: optional(nullable(text({ max: 300 }))),
  scopes: optional(listOf(text({ min: 1, max: 100, pattern: { regex: /^[!#-[\]-~]+$/, wanted: 'one scope' } }), 20)),
  isEnabled: optional(boolean),
  opensSignUp: optional(boolean),
  trustsEmail: optional(boolean),
  trustsSecondFactor: optional(boolean),
  joining: optional(nullable(object)),
}
const JOINING = {
  organization: text({ min: 1, max: 200 }),
  emailDomains: optional(listOf(text({ min: 1, max: 190 }), 50)),
  role: optional(nullable(role)),
  groupsClaim: optional(text({ min: 1, max: 200 })),
  groupRoles: optional(object),
}

async function getSettings(call: Call): Promise<HttpResponse> {
  return jsonResponse(200, await settingsJson(call))
}

async function putSettings(call: Call): Promise<HttpResponse> {
  const { context } = call
  const { allowsPasswords } = readFields(await call.json(), { allowsPasswords: boolean })
  if (context.config.allowPasswords !== null)
    throw new AppError('invalid_input', 'The configuration of the server says whether passwords are used.')
  if (!allowsPasswords && (await openProviders(context)).length === 0)
    throw new AppError('invalid_input', 'Nobody could sign in without a password: set up a provider first.')
  const before = await context.storage.signIn.settings()
  await context.storage.signIn.saveSettings({ ...before, allowsPasswords })
  await record(call, {
    ...aboutSignIn('settings', 'Sign-in'),
    action: 'sign_in.updated',
    ...changed(before, { ...before, allowsPasswords }),
  })
  return getSettings(call)
}

async function putProvider(call: Call): Promise<HttpResponse> {
  const { context } = call
  const id = call.params.provider ?? ''
  const present = (await context.storage.signIn.providers()).find((one) => one.id === id)
  const provider = await readProvider(call, id, present)
  await context.storage.signIn.saveProvider(provider)
  const after = await oneJson(call, id)
  const isSecretChanged = present !== undefined && present.sealedSecret !== provider.sealedSecret
  await record(call, {
    ...aboutSignIn(id, provider.name),
    action: present === undefined ? 'provider.created' : 'provider.updated',
    ...changed(
      present === undefined ? {} : withoutSecret(present),
      isSecretChanged ? { ...withoutSecret(provider), clientSecret: 'changed' } : withoutSecret(provider),
    ),
  })
  return jsonResponse(200, after)
}

async function deleteProvider(call: Call): Promise<HttpResponse> {
  const { context } = call
  const id = call.params.provider ?? ''
  const present = (await context.storage.signIn.providers()).find((one) => one.id === id)
  if (present === undefined) throw notFound('provider')
  await context.storage.signIn.removeProvider(id)
  await record(call, {
    ...aboutSignIn(id, present.name),
    action: 'provider.deleted',
    before: withoutSecret(present),
  })
  return emptyResponse()
}

/** Does what a sign-in does until the browser would leave, so that a wrong address is found before people meet it. */
async function check(call: Call): Promise<HttpResponse> {
  const { provider, client } = await openProvider(call.context, call.params.provider ?? '')
  const [state, nonce, codeVerifier] = [newSessionSecret(), newSessionSecret(), newSessionSecret()]
  const redirectUri = callbackUrl(call.context, provider)
  const location = await client.begin(accessOf(provider), { redirectUri, state, nonce, codeVerifier })
  return jsonResponse(200, { location })
}

async function readProvider(call: Call, id: string, present: StoredProvider | undefined): Promise<StoredProvider> {
  const { config } = call.context
  const input = readFields(await call.json(), PROVIDER)
  const { kind } = input
  if (!isProviderId(id, kind)) throw invalidField('id', 'slug', 'Wanted lower-case letters, digits and dashes')
  if (config.signInProviders.some((one) => (one.id ?? one.kind) === id))
    throw invalidField('id', 'taken', 'The configuration of the server has a provider of this name.')
  const issuer = input.issuer || null
  const joining = input.joining ? await readJoining(call, input.joining) : null
  if (joining !== null && isOfAnyTenant({ kind, issuer }) && Object.keys(joining.groupRoles).length > 0)
    throw invalidField('groupRoles', 'tenant', 'Name your tenant first: groups of any other would give roles here.')
  const fault = issuerFault(kind, issuer)
  if (fault !== null) throw invalidField('issuer', 'url', `W${fault.slice(1)}`)
  return {
    id,
    kind,
    name: input.name || PROVIDER_NAMES[kind],
    clientId: input.clientId,
    sealedSecret: sealedOf(call, id, input.clientSecret, present),
    issuer,
    scopes: input.scopes ?? [],
    isEnabled: input.isEnabled ?? true,
    opensSignUp: input.opensSignUp ?? false,
    trustsEmail: input.trustsEmail ?? false,
    trustsSecondFactor: input.trustsSecondFactor ?? false,
    joining,
  }
}

async function readJoining({ context }: Call, given: unknown): Promise<ProviderJoining> {
  const input = readFields(given, JOINING)
  const organization = await context.storage.organizations.getBySlug(input.organization)
  if (organization === null) throw invalidField('organization', 'unknown', 'There is no such organization.')
  const emailDomains = (input.emailDomains ?? []).map((domain) => domain.toLowerCase().replace(/^@/, ''))
  const wrong = emailDomains.find((domain) => !isEmailDomain(domain))
  if (wrong !== undefined) throw invalidField('emailDomains', 'domain', `Wanted a domain, found "${wrong}"`)
  const groups = Object.entries(input.groupRoles ?? {})
  if (groups.length > 100) throw invalidField('groupRoles', 'too_long', 'Wanted at most 100 groups')
  const long = groups.find(([name]) => name === '' || name.length > 200 || name.includes('\0'))
  if (long !== undefined) throw invalidField('groupRoles', 'name', 'Wanted names of groups, of 200 characters at most')
  return {
    organizationId: organization.id,
    emailDomains,
    role: input.role === undefined ? 'member' : input.role,
    groupsClaim: input.groupsClaim ?? 'groups',
    groupRoles: Object.fromEntries(
      groups.map(([name, value]) => [name, role(value, ['body', 'payload', 'groupRoles'])]),
    ),
  }
}

/** Not given: as it was. */
function sealedOf(
  { context }: Call,
  id: string,
  given: string | null | undefined,
  present: StoredProvider | undefined,
): string | null {
  if (given === undefined) return present?.sealedSecret ?? null
  return given === null || given === '' ? null : sealSecret(context, id, given)
}

async function settingsJson(call: Call): Promise<SignInSettingsJson> {
  const { config, storage, identityClient } = call.context
  const [settings, providers] = await Promise.all([storage.signIn.settings(), allProviders(call.context)])
  return {
    allowsPasswords: config.allowPasswords ?? settings.allowsPasswords,
    isPasswordConfigured: config.allowPasswords !== null,
    hasProviders: identityClient !== null,
    keepsSecrets: config.secretKey !== '',
    providers: await Promise.all(providers.map((one) => providerSettingsJson(call, one))),
  }
}

async function oneJson(call: Call, id: string): Promise<SignInProviderJson> {
  const provider = (await allProviders(call.context)).find((one) => one.id === id)
  if (provider === undefined) throw notFound('provider')
  return providerSettingsJson(call, provider)
}

async function providerSettingsJson(call: Call, provider: KnownProvider): Promise<SignInProviderJson> {
  const { clientSecret, joining, scopes, ...rest } = provider
  return {
    ...rest,
    scopes: [...scopes],
    hasSecret: clientSecret !== null || provider.isSecretLost,
    callbackUrl: callbackUrl(call.context, provider),
    joining: await joiningJson(call, joining),
  }
}

async function joiningJson({ context }: Call, joining: ProviderJoining | null): Promise<ProviderJoiningJson | null> {
  const organization = joining && (await context.storage.organizations.get(joining.organizationId))
  if (joining === null || organization === null) return null
  const { emailDomains, role: given, groupsClaim, groupRoles } = joining
  return {
    organization: organization.slug,
    emailDomains: [...emailDomains],
    role: given,
    groupsClaim,
    groupRoles: { ...groupRoles },
  }
}

function withoutSecret({ sealedSecret, ...provider }: StoredProvider) {
  return { ...provider, hasSecret: sealedSecret !== null }
}

function aboutSignIn(id: string, name: string) {
  return { organizationId: null, target: { kind: 'sign_in', id, name } }
}
