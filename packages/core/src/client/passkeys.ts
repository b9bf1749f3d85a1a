import type { AccountClient } from './account.js'
import type { AuthenticatorJson } from './account-types.js'
import type { SessionJson, Transport } from './transport.js'

/** What a browser is given for `navigator.credentials`, in the JSON of WebAuthn. */
export type PasskeyOptionsJson = Readonly<Record<string, unknown>>

/** What it gives back: the `toJSON()` of a `PublicKeyCredential`. */
export type PasskeyCredentialJson = Readonly<Record<string, unknown>>

/** Passkeys and security keys. What is begun is to be finished within five minutes, once, in the same browser. */
export interface PasskeyClient {
  /** For one that stands in for the password as well (`isPasswordless`), or only beside it. Rejects with 400 where there are none. */
  beginPasskey(options: { isPasswordless: boolean }): Promise<PasskeyOptionsJson>
  addPasskey(input: {
    name: string
    credential: PasskeyCredentialJson
  }): Promise<{ passkey: AuthenticatorJson; areCodesNew: boolean }>
  renamePasskey(id: number, name: string): Promise<AuthenticatorJson>
  removePasskeys(ids: readonly number[]): Promise<void>
  /** Signing in without a password. */
  beginPasskeyLogin(): Promise<PasskeyOptionsJson>
  /** Rejects with 400 for a passkey that is not known, or that counts only beside the password. */
  loginByPasskey(credential: PasskeyCredentialJson): Promise<SessionJson>
  /** For a sign-in that waits for a second factor. */
  beginPasskeyFactor(): Promise<PasskeyOptionsJson>
  authenticateByPasskey(credential: PasskeyCredentialJson): Promise<SessionJson>
  /** For what rejects with 401 half an hour after signing in. */
  beginPasskeyProof(): Promise<PasskeyOptionsJson>
  reauthenticateByPasskey(credential: PasskeyCredentialJson): Promise<void>
}

/** How one signs in, as its owner sees and changes it. */
export type SecurityClient = PasskeyClient &
  Pick<
    AccountClient,
    | 'changePassword'
    | 'reauthenticate'
    | 'reauthenticateByCode'
    | 'listBrowserSessions'
    | 'endBrowserSessions'
    | 'listAuthenticators'
    | 'getTotp'
    | 'activateTotp'
    | 'deactivateTotp'
    | 'getRecoveryCodes'
    | 'replaceRecoveryCodes'
  >

export function passkeyMethods(http: Transport): PasskeyClient {
  const own = '_allauth/browser/v1/account/authenticators/webauthn'
  const auth = '_allauth/browser/v1/auth/webauthn/'
  type Request = { data: { request_options: { publicKey: PasskeyOptionsJson } } }
  return {
    beginPasskey: async ({ isPasswordless }) => {
      const query = isPasswordless ? { passwordless: 'true' } : {}
      type Answer = { data: { creation_options: { publicKey: PasskeyOptionsJson } } }
      return (await http.json<Answer>('GET', own, { query })).data.creation_options.publicKey
    },
    addPasskey: async (body) => {
      type Answer = { data: AuthenticatorJson; meta: { recovery_codes_generated: boolean } }
      const { data, meta } = await http.json<Answer>('POST', own, { body })
      return { passkey: data, areCodesNew: meta.recovery_codes_generated }
    },
    renamePasskey: async (id, name) =>
      (await http.json<{ data: AuthenticatorJson }>('PUT', own, { body: { id, name } })).data,
    removePasskeys: (ids) => http.empty('DELETE', own, { body: { authenticators: ids } }),
    beginPasskeyLogin: async () => (await http.json<Request>('GET', `${auth}login`)).data.request_options.publicKey,
    loginByPasskey: (credential) => http.session('POST', `${auth}login`, { credential }),
    beginPasskeyFactor: async () =>
      (await http.json<Request>('GET', `${auth}authenticate`)).data.request_options.publicKey,
    authenticateByPasskey: (credential) => http.session('POST', `${auth}authenticate`, { credential }),
    beginPasskeyProof: async () =>
      (await http.json<Request>('GET', `${auth}reauthenticate`)).data.request_options.publicKey,
    reauthenticateByPasskey: (credential) => http.empty('POST', `${auth}reauthenticate`, { body: { credential } }),
  }
}
