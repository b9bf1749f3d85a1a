import { ROLES, type Role } from '../../ports/model.js'
import { PROVIDER_KINDS, type ProviderKind } from '../../ports/sign-in.js'

/** A provider that the configuration names; nobody changes it at run time. */
export interface ConfiguredProvider {
  /** The kind, unless given. Lower-case letters, digits and dashes, at most 30. */
  readonly id?: string
  readonly kind: ProviderKind
  readonly name?: string
  readonly clientId: string
  readonly clientSecret?: string
  /** Needed of OIDC: where its discovery document is. Of others their own server, or the tenant of Microsoft. */
  readonly issuer?: string
  readonly scopes?: readonly string[]
  readonly opensSignUp?: boolean
  readonly trustsEmail?: boolean
  readonly trustsSecondFactor?: boolean
  readonly joining?: {
    /** By slug. */
    readonly organization: string
    readonly emailDomains?: readonly string[]
    /** `member` unless given; null: only who has one of the groups joins. */
    readonly role?: Role | null
    /** `groups` unless given. */
    readonly groupsClaim?: string
    readonly groupRoles?: Readonly<Record<string, Role>>
  }
}

/** Names for buttons, where nobody gives another. */
export const PROVIDER_NAMES: Readonly<Record<ProviderKind, string>> = {
  oidc: 'Single sign-on',
  github: 'GitHub',
  gitlab: 'GitLab',
  google: 'Google',
  microsoft: 'Microsoft',
}

const ID = /^[a-z0-9][a-z0-9-]{0,29}$/
const DOMAIN = /^[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}$/

/** Whether it may stand in the address that a provider sends people back to. `oidc` stands there already. */
export function isProviderId(id: string, kind: ProviderKind): boolean {
  return ID.test(id) && (id !== 'oidc' || kind === 'oidc')
}

export function isEmailDomain(text: string): boolean {
  return text.length <= 190 && DOMAIN.test(text)
}

/** What is wrong with an issuer; null where nothing is. Only this machine is asked without encryption. */
export function issuerFault(kind: ProviderKind, issuer: string | null): string | null {
  if (kind === 'microsoft') {
    const isTenant = issuer === null || /^[\w.-]{1,100}$/.test(issuer)
    return isTenant ? null : 'wanted a tenant, such as contoso.onmicrosoft.com, or nothing'
  }
  if (issuer === null) return kind === 'oidc' ? 'wanted an address, such as https://sso.example.com' : null
  const url = URL.canParse(issuer) ? new URL(issuer) : null
  const isLocal = url !== null && /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname)
  const isSecure = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal)
  if (!isSecure || url.search !== '' || url.hash !== '' || url.username !== '' || issuer.length > 300)
    return `wanted an address of https:, such as https://sso.example.com, found ${JSON.stringify(issuer.slice(0, 80))}`
  return null
}

/** What is wrong with providers of the configuration, one sentence each. */
export function providerFaults(providers: readonly ConfiguredProvider[]): readonly string[] {
  const ids = providers.map(({ id, kind }) => id ?? kind)
  return providers.flatMap((provider, index) => {
    const at = `signInProviders[${index}]`
    const { kind, clientId, issuer, joining } = provider
    const id = ids[index] ?? ''
    const fault = PROVIDER_KINDS.includes(kind) ? issuerFault(kind, issuer ?? null) : null
    const roles = [joining?.role, ...Object.values(joining?.groupRoles ?? {})].filter((role) => role != null)
    const domain = joining?.emailDomains?.find((one) => !isEmailDomain(one.toLowerCase()))
    return [
      ...(PROVIDER_KINDS.includes(kind) ? [] : [`${at}.kind: wanted ${PROVIDER_KINDS.join(', ')}, found "${kind}"`]),
      ...(isProviderId(id, kind) ? [] : [`${at}.id: wanted lower-case letters, digits and dashes, found "${id}"`]),
      ...(ids.indexOf(id) === index ? [] : [`${at}.id: wanted another one, "${id}" is there already`]),
      ...(clientId === '' ? [`${at}.clientId: wanted what the provider calls this server, found nothing`] : []),
      ...(fault === null ? [] : [`${at}.issuer: ${fault}`]),
      ...(joining?.organization === '' ? [`${at}.joining.organization: wanted a slug, found nothing`] : []),
      ...(domain === undefined ? [] : [`${at}.joining.emailDomains: wanted domains, found "${domain}"`]),
      ...(roles.every((role) => ROLES.includes(role)) ? [] : [`${at}.joining: wanted roles of ${ROLES.join(', ')}`]),
    ]
  })
}
