import { ApiError, type MishapClient, type ProviderAccountJson, type SignInProviderJson } from '@mishap/core/client'
import { aUser } from './builders.js'
import { found, type MemoryFixtures, type MemoryStore } from './store.js'

type SignIn = Pick<
  MishapClient,
  | 'beginSignIn'
  | 'getProviderSignup'
  | 'finishProviderSignup'
  | 'listProviderAccounts'
  | 'disconnectProvider'
  | 'getSignInSettings'
  | 'updateSignInSettings'
  | 'saveSignInProvider'
  | 'deleteSignInProvider'
  | 'checkSignInProvider'
>

/** One of the configuration, one with all that can be said, and one that is switched off. */
export function someProviders(): readonly SignInProviderJson[] {
  const plain = {
    scopes: [],
    isEnabled: true,
    opensSignUp: false,
    trustsEmail: false,
    trustsSecondFactor: false,
    joining: null,
    hasSecret: true,
    isSecretLost: false,
    isConfigured: false,
    issuer: null,
  }
  const at = (place: string) => `https://mishap.example/accounts/${place}/login/callback/`
  return [
    {
      ...plain,
      id: 'github',
      kind: 'github',
      name: 'GitHub',
      clientId: 'Iv1.8a61',
      isConfigured: true,
      callbackUrl: at('github'),
    },
    {
      ...plain,
      ...{ id: 'sso', kind: 'oidc', name: 'Acme', clientId: 'mishap', issuer: 'https://sso.acme.example/realms/staff' },
      ...{ scopes: ['groups'], opensSignUp: true, trustsSecondFactor: true, callbackUrl: at('oidc/sso') },
      joining: {
        organization: 'acme',
        emailDomains: ['acme.example'],
        role: 'member',
        groupsClaim: 'groups',
        groupRoles: { chiefs: 'owner', leads: 'manager' },
      },
    },
    {
      ...plain,
      id: 'microsoft',
      kind: 'microsoft',
      name: 'Microsoft',
      clientId: '0b2c',
      isEnabled: false,
      issuer: 'contoso.onmicrosoft.com',
      callbackUrl: at('microsoft'),
    },
  ]
}

/** Providers that let everybody in as the one account there is. */
export function signIn(store: MemoryStore, fixtures: MemoryFixtures): SignIn {
  const { signedIn } = store
  let accounts = fixtures.providerAccounts ?? []
  let allowsPasswords = fixtures.settings?.passwordLogin ?? true
  let providers = fixtures.signInProviders ?? []
  let waiting = fixtures.providerSignup ?? null
  const settings = () => ({
    allowsPasswords,
    isPasswordConfigured: false,
    hasProviders: true,
    keepsSecrets: true,
    providers: [...providers],
  })
  const accountAt = (id: string): ProviderAccountJson => {
    const name = fixtures.settings?.socialApps?.find(({ provider }) => provider === id)?.name ?? id
    const user = found(store.user ?? undefined)
    return { uid: `${id}-1`, display: user.email, provider: { id, name, flows: ['provider_redirect'] } }
  }
  const nobody = () => new ApiError(409, 'Nobody came by a provider.')
  return {
    async beginSignIn({ provider, next, process = 'login' }) {
      if (process === 'connect') return signedIn(() => connect(provider, next))
      store.isSignedIn = true
      return { location: next }
    },
    async getProviderSignup() {
      if (waiting === null) throw nobody()
      return { uid: '7', display: '', provider: { id: 'sso', name: waiting, flows: ['provider_redirect'] } }
    },
    async finishProviderSignup(email) {
      if (waiting === null) throw nobody()
      if (store.user !== null && store.user.email.toLowerCase() === email.toLowerCase()) {
        const message = 'There is an account with this address. Sign in to it and connect the provider in its settings.'
        throw new ApiError(400, message, { fields: { email: message } })
      }
      store.user = aUser({ email, username: email, name: '', hasPasswordAuth: false })
      store.isSignedIn = true
      waiting = null
      return { isAuthenticated: true, user: { id: store.user.id, display: email, email } }
    },
    listProviderAccounts: () => signedIn(() => accounts),
    disconnectProvider: ({ provider, account }) =>
      signedIn(() => {
        const rest = accounts.filter((one) => one.provider.id !== provider || one.uid !== account)
        if (rest.length === 0 && store.user?.hasPasswordAuth === false)
          throw new ApiError(400, 'This is the last way to sign in: set a password or connect another account first.')
        accounts = rest
        return accounts
      }),
    getSignInSettings: () => signedIn(settings),
    updateSignInSettings: (change) =>
      signedIn(() => {
        if (!change.allowsPasswords && !providers.some(({ isEnabled }) => isEnabled))
          throw new ApiError(400, 'Nobody could sign in without a password: set up a provider first.')
        allowsPasswords = change.allowsPasswords
        return settings()
      }),
    saveSignInProvider: (id, { clientSecret, ...input }) =>
      signedIn(() => {
        const before = providers.find((one) => one.id === id)
        const saved: SignInProviderJson = {
          ...input,
          id,
          hasSecret: clientSecret === undefined ? (before?.hasSecret ?? false) : clientSecret !== null,
          isSecretLost: false,
          isConfigured: false,
          callbackUrl: `https://mishap.example/accounts/${input.kind === 'oidc' ? `oidc/${id}` : id}/login/callback/`,
        }
        providers = [...providers.filter((one) => one.id !== id), saved].sort((a, b) => (a.id < b.id ? -1 : 1))
        return saved
      }),
    deleteSignInProvider: (id) =>
      signedIn(() => {
        providers = providers.filter((one) => one.id !== id)
      }),
    checkSignInProvider: (id) =>
      signedIn(() => ({
        location: `https://sso.example/authorize?client_id=${found(providers.find((one) => one.id === id)).clientId}`,
      })),
  }

  function connect(provider: string, next: string) {
    if (!accounts.some((one) => one.provider.id === provider)) accounts = [...accounts, accountAt(provider)]
    return { location: next }
  }
}
