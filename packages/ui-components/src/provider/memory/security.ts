import {
  ApiError,
  type AuthenticatorJson,
  type BrowserSessionJson,
  type MishapClient,
  type SecurityClient,
} from '@mishap/core/client'
import { found, type MemoryFixtures, type MemoryStore } from './store.js'

/** How the reader of the memory client signs in. */
export interface SecurityFixtures {
  readonly authenticators?: readonly AuthenticatorJson[]
  /** Where else they are signed in. */
  readonly otherSessions?: readonly BrowserSessionJson[]
  /** Whether changes ask once more who they are; they do so once. */
  readonly asksForProof?: boolean
}

type Security = Pick<MishapClient, keyof SecurityClient>

const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

/** Passwords, apps, passkeys and sessions. What a passkey signs is taken as it is: there is no server that could check it. */
export function security(store: MemoryStore, fixtures: MemoryFixtures): Security {
  const { signedIn } = store
  const { secondFactor } = fixtures
  let { authenticators = [], otherSessions: sessions = [], asksForProof = false } = fixtures.security ?? {}
  let codes = codesFrom(secondFactor?.recoveryCodes)
  const seconds = () => Math.floor(store.now().getTime() / 1000)
  const has = (type: AuthenticatorJson['type']) => authenticators.some((one) => one.type === type)
  const here = (): BrowserSessionJson => ({
    id: 'here',
    user_agent: navigator.userAgent,
    ip: '192.0.2.7',
    created_at: seconds() - 3600,
    expires_at: seconds() + 86_400,
    is_current: true,
  })
  const proven = <T>(work: () => T) =>
    signedIn(() => {
      if (!asksForProof) return work()
      const factors = [...new Set(authenticators.map(({ type }) => type))]
      const proofs = [...(found(store.user ?? undefined).hasPasswordAuth ? (['password'] as const) : []), ...factors]
      throw new ApiError(401, 'Show once more who you are.', { code: 'reauthentication_required', proofs })
    })
  const prove = (isRight: boolean, field: string, message: string) =>
    signedIn(() => {
      if (!isRight) throw new ApiError(400, message, { fields: { [field]: message } })
      asksForProof = false
    })
  const codesNow = () => {
    const about = found(authenticators.find(({ type }) => type === 'recovery_codes'))
    return { ...about, unused_codes: codes.slice(0, about.unused_code_count ?? codes.length) }
  }
  const keep = (made: AuthenticatorJson) => {
    const areCodesNew = !has('recovery_codes')
    const count = { total_code_count: codes.length, unused_code_count: codes.length }
    const about: AuthenticatorJson = { type: 'recovery_codes', created_at: seconds(), last_used_at: null, ...count }
    authenticators = [...authenticators, made, ...(areCodesNew ? [about] : [])]
    return areCodesNew
  }
  const drop = (isGone: (one: AuthenticatorJson) => boolean) => {
    const left = authenticators.filter((one) => !isGone(one))
    authenticators = left.every(({ type }) => type === 'recovery_codes') ? [] : left
  }
  return {
    changePassword: ({ current, password }) =>
      signedIn(() => {
        const me = found(store.user ?? undefined)
        if (me.hasPasswordAuth && current !== store.password)
          throw refusal('current_password', 'This is not your current password.')
        if (password.length < 8)
          throw refusal('new_password', 'This password is too short. It must have at least 8 characters.')
        store.password = password
        store.user = { ...me, hasPasswordAuth: true }
        sessions = []
      }),
    reauthenticate: (password) => prove(password === store.password, 'password', 'This is not your password.'),
    reauthenticateByCode: (code) =>
      prove(
        code.replace(/[\s-]/g, '') === (secondFactor?.code ?? '123456'),
        'code',
        'The code is wrong or was used before.',
      ),
    beginPasskeyProof: () => signedIn(requestOptions),
    reauthenticateByPasskey: () => prove(true, '', ''),
    listBrowserSessions: () => signedIn(() => [here(), ...sessions]),
    endBrowserSessions: (ids) =>
      signedIn(() => {
        sessions = sessions.filter(({ id }) => !ids.includes(id))
      }),
    listAuthenticators: () => signedIn(() => authenticators),
    getTotp: () =>
      signedIn(() => {
        const authenticator = authenticators.find(({ type }) => type === 'totp')
        if (authenticator !== undefined) return { isActive: true as const, authenticator }
        const account = encodeURIComponent(found(store.user ?? undefined).email)
        return {
          isActive: false as const,
          secret: SECRET,
          url: `otpauth://totp/Mishap:${account}?secret=${SECRET}&issuer=Mishap`,
        }
      }),
    activateTotp: (code) =>
      proven(() => {
        if (code.replace(/\s/g, '') !== (secondFactor?.code ?? '123456'))
          throw refusal('code', 'The code is wrong or was used before.')
        const totp: AuthenticatorJson = { type: 'totp', created_at: seconds(), last_used_at: seconds() }
        keep(totp)
        return totp
      }),
    deactivateTotp: () => proven(() => drop(({ type }) => type === 'totp')),
    getRecoveryCodes: () => proven(codesNow),
    replaceRecoveryCodes: () =>
      proven(() => {
        codes = codes.map((code) => [...code].reverse().join(''))
        authenticators = authenticators.map((one) =>
          one.type === 'recovery_codes' ? { ...one, created_at: seconds(), unused_code_count: codes.length } : one,
        )
        return codesNow()
      }),
    beginPasskey: () =>
      proven(() => ({
        ...requestOptions(),
        rp: { name: 'Mishap' },
        user: { id: 'dXNlcg', name: found(store.user ?? undefined).email, displayName: '' },
        pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
      })),
    addPasskey: ({ name }) =>
      proven(() => {
        const passkey: AuthenticatorJson = {
          ...{ type: 'webauthn', id: Number(store.newId()), name, is_passwordless: true },
          ...{ created_at: seconds(), last_used_at: null },
        }
        return { passkey, areCodesNew: keep(passkey) }
      }),
    renamePasskey: (id, name) =>
      proven(() => {
        authenticators = authenticators.map((one) => (one.id === id ? { ...one, name } : one))
        return found(authenticators.find((one) => one.id === id))
      }),
    removePasskeys: (ids) => proven(() => drop(({ id }) => id !== undefined && ids.includes(id))),
    beginPasskeyLogin: async () => requestOptions(),
    loginByPasskey: () => enter(),
    beginPasskeyFactor: async () => requestOptions(),
    authenticateByPasskey: () => enter(),
  }

  async function enter() {
    if (store.user === null || !has('webauthn'))
      throw refusal('credential', 'The passkey was not accepted: it is not known here.')
    store.isSignedIn = true
    const { id, name, email } = store.user
    return { isAuthenticated: true, user: { id, display: name || email, email } }
  }
}

function codesFrom(given: readonly string[] | undefined): readonly string[] {
  return given ?? Array.from({ length: 10 }, (_, place) => String(10_482_913 + place * 8_370_311).slice(0, 8))
}

function requestOptions() {
  return { challenge: 'Y2hhbGxlbmdl', timeout: 300_000 }
}

function refusal(field: string, message: string): ApiError {
  return new ApiError(400, message, { fields: { [field]: message } })
}
