import type { Context } from '../../context.js'
import { AppError } from '../../errors.js'
import type { IdentityClient, ProviderAccess } from '../../ports/identity-client.js'
import type { SignInProvider } from '../../ports/sign-in.js'
import { seal, unseal } from '../seal.js'
import { type ConfiguredProvider, PROVIDER_NAMES } from './configured.js'

/** A provider wherever it was set up, with its secret. */
export interface KnownProvider extends SignInProvider {
  readonly clientSecret: string | null
  /** The configuration has it: nobody changes it at run time. */
  readonly isConfigured: boolean
  /** There is a secret that cannot be opened any more. */
  readonly isSecretLost: boolean
}

/** All of them, those of the configuration first, which stand in for stored ones of the same id. */
export async function allProviders(context: Context): Promise<readonly KnownProvider[]> {
  const { config, storage } = context
  const configured = await Promise.all(config.signInProviders.map((one) => fromConfiguration(context, one)))
  const stored = (await storage.signIn.providers()).map(({ sealedSecret, ...provider }): KnownProvider => {
    const clientSecret = sealedSecret === null ? null : unseal(config, secretUse(provider.id), sealedSecret)
    const isSecretLost = sealedSecret !== null && clientSecret === null
    return { ...provider, clientSecret, isConfigured: false, isSecretLost }
  })
  return [...configured, ...stored.filter(({ id }) => !configured.some((one) => one.id === id))]
}

/** Those that somebody can sign in by now; none where nobody speaks to them. */
export async function openProviders(context: Context): Promise<readonly KnownProvider[]> {
  if (context.identityClient === null || context.hostAuth !== null) return []
  return (await allProviders(context)).filter(({ isEnabled, isSecretLost }) => isEnabled && !isSecretLost)
}

/** Rejects with `not_found` for one that nobody can sign in by. */
export async function openProvider(
  context: Context,
  id: string,
): Promise<{ readonly provider: KnownProvider; readonly client: IdentityClient }> {
  const provider = (await openProviders(context)).find((one) => one.id === id)
  if (provider === undefined || context.identityClient === null)
    throw new AppError('not_found', 'Not found: nobody signs in by such a provider here.')
  return { provider, client: context.identityClient }
}

/** Whether passwords open anything. They do where there is no other way. */
export async function allowsPasswords(context: Context): Promise<boolean> {
  const { config, storage } = context
  if (config.allowPasswords ?? (await storage.signIn.settings()).allowsPasswords) return true
  return (await openProviders(context)).length === 0
}

/** Rejects with `forbidden` where passwords open nothing. */
export async function requirePasswords(context: Context): Promise<void> {
  if (await allowsPasswords(context)) return
  throw new AppError('forbidden', 'Passwords are not used here: sign in by one of the providers.')
}

export function accessOf({ kind, clientId, clientSecret, issuer, scopes, joining }: KnownProvider): ProviderAccess {
  const wantsGroups = joining !== null && Object.keys(joining.groupRoles).length > 0
  return { kind, clientId, clientSecret, issuer, scopes, groupsClaim: wantsGroups ? joining.groupsClaim : null }
}

/** Where a provider sends people back to; it has to know the address beforehand. */
export function callbackUrl({ config }: Context, { id, kind }: Pick<SignInProvider, 'id' | 'kind'>): string {
  const place = kind === 'oidc' ? `oidc/${id}` : id
  return `${config.url.origin}${config.basePath}/accounts/${place}/login/callback/`
}

/** Rejects with `invalid_input` where this server keeps no secrets. */
export function sealSecret({ config }: Context, id: string, secret: string): string {
  return seal(config, secretUse(id), secret)
}

async function fromConfiguration({ storage }: Context, provider: ConfiguredProvider): Promise<KnownProvider> {
  const { kind, joining } = provider
  const organization = joining === undefined ? null : await storage.organizations.getBySlug(joining.organization)
  return {
    id: provider.id ?? kind,
    kind,
    name: provider.name ?? PROVIDER_NAMES[kind],
    clientId: provider.clientId,
    clientSecret: provider.clientSecret ?? null,
    issuer: provider.issuer ?? null,
    scopes: provider.scopes ?? [],
    isEnabled: true,
    opensSignUp: provider.opensSignUp ?? false,
    trustsEmail: provider.trustsEmail ?? false,
    trustsSecondFactor: provider.trustsSecondFactor ?? false,
    joining:
      joining === undefined || organization === null
        ? null
        : {
            organizationId: organization.id,
            emailDomains: (joining.emailDomains ?? []).map((domain) => domain.toLowerCase()),
            role: joining.role === undefined ? 'member' : joining.role,
            groupsClaim: joining.groupsClaim ?? 'groups',
            groupRoles: joining.groupRoles ?? {},
          },
    isConfigured: true,
    isSecretLost: false,
  }
}

/** What the secret of a provider is sealed for. */
export function secretUse(id: string): string {
  return `sign_in_provider:${id}`
}
