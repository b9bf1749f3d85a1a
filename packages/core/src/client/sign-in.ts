import type {
  ProviderAccountJson,
  SignInProviderInput,
  SignInProviderJson,
  SignInSettingsJson,
} from './sign-in-types.js'
import type { SessionJson, Transport } from './transport.js'

/** Signing in by providers: for everybody, and how superusers set it up. */
export interface SignInClient {
  /** Where to send the browser: it comes back to `next`, a path of ours, signed in or with the account connected. */
  beginSignIn(request: { provider: string; next: string; process?: 'login' | 'connect' }): Promise<{ location: string }>
  /** Somebody who came by a provider that tells no address. Rejects with 409 where nobody did. */
  getProviderSignup(): Promise<ProviderAccountJson>
  /** Gives the address that is missing. Rejects with 400 where it is an account's already. */
  finishProviderSignup(email: string): Promise<SessionJson>
  listProviderAccounts(): Promise<readonly ProviderAccountJson[]>
  /** Rejects with 400 where it is the last way to sign in. */
  disconnectProvider(account: { provider: string; account: string }): Promise<readonly ProviderAccountJson[]>
  getSignInSettings(): Promise<SignInSettingsJson>
  updateSignInSettings(change: { allowsPasswords: boolean }): Promise<SignInSettingsJson>
  /** Makes it, or changes the one with this id. */
  saveSignInProvider(id: string, provider: SignInProviderInput): Promise<SignInProviderJson>
  deleteSignInProvider(id: string): Promise<void>
  /** Asks the provider as a sign-in would. Rejects with what is wrong. */
  checkSignInProvider(id: string): Promise<{ location: string }>
}

export function signInMethods(http: Transport): SignInClient {
  const auth = '_allauth/browser/v1/'
  const [signup, accounts] = [`${auth}auth/provider/signup`, `${auth}account/providers`]
  const settings = 'api/0/instance/sign-in/'
  const provider = (id: string) => `${settings}providers/${encodeURIComponent(id)}/`
  return {
    beginSignIn: async (request) => {
      const body = { provider: request.provider, callback_url: request.next, process: request.process ?? 'login' }
      return (await http.json<{ data: { location: string } }>('POST', `${auth}auth/provider/begin`, { body })).data
    },
    getProviderSignup: async () =>
      (await http.json<{ data: { account: ProviderAccountJson } }>('GET', signup)).data.account,
    finishProviderSignup: (email) => http.session('POST', signup, { email }),
    listProviderAccounts: async () => (await http.json<{ data: ProviderAccountJson[] }>('GET', accounts)).data,
    disconnectProvider: async (body) =>
      (await http.json<{ data: ProviderAccountJson[] }>('DELETE', accounts, { body })).data,
    getSignInSettings: () => http.json('GET', settings),
    updateSignInSettings: (change) => http.json('PUT', settings, { body: change }),
    saveSignInProvider: (id, body) => http.json('PUT', provider(id), { body }),
    deleteSignInProvider: (id) => http.empty('DELETE', provider(id)),
    checkSignInProvider: (id) => http.json('POST', `${provider(id)}check/`),
  }
}
