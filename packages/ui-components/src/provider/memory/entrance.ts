import { ApiError, type InvitationJson, type MishapClient, type SessionJson } from '@mishap/core/client'
import { aUser, someSettings } from './builders.js'
import type { MemoryFixtures, MemoryStore } from './store.js'

type Entrance = Pick<
  MishapClient,
  | 'getSettings'
  | 'setup'
  | 'getSession'
  | 'login'
  | 'logout'
  | 'authenticateByCode'
  | 'requestPasswordReset'
  | 'checkPasswordReset'
  | 'resetPassword'
  | 'confirmEmail'
  | 'signup'
  | 'getInvitation'
  | 'acceptInvitation'
>

const MIN_PASSWORD = 8

/** Getting in and out: with one account, one app and one link in a mail. */
export function entrance(store: MemoryStore, fixtures: MemoryFixtures): Entrance {
  const { secondFactor, settings, passwordResetKey } = fixtures
  let recoveryCodes = secondFactor?.recoveryCodes ?? []
  let isPending = false
  // Whoever gives the key without having asked for it has it from a mail of before.
  let resetKey = passwordResetKey ?? null
  const session = (): SessionJson => {
    const user = store.isSignedIn ? store.user : null
    return {
      isAuthenticated: store.isSignedIn,
      user: user === null ? null : { id: user.id, display: user.name || user.email, email: user.email },
      ...(fixtures.providerSignup !== undefined && !store.isSignedIn
        ? { pendingProvider: fixtures.providerSignup }
        : {}),
      ...(isPending ? { pendingFactors: recoveryCodes.length > 0 ? ['totp', 'recovery_codes'] : ['totp'] } : {}),
    }
  }
  let { emailConfirmation: confirmation, invitation } = fixtures
  const invited = (id: string, token: string): InvitationJson => {
    if (invitation === undefined || invitation.id !== id || invitation.token !== token)
      throw new ApiError(403, 'This invitation does not work any more.')
    const { email, org } = invitation
    const role = { role: 'member', orgRole: 'member', roleName: 'Member' } as const
    const about = { id, email, ...role, user: null, pending: true, isOwner: false, inviteExpires: null }
    const dateCreated = store.now().toISOString()
    return { acceptInvite: false, orgUser: { ...about, dateCreated, organization: store.organization(org) } }
  }
  const byKey = (key: string) => {
    if (store.user === null || resetKey === null || key !== resetKey)
      throw fieldError('key', 'The link is wrong, has expired or was used. Ask for another one.')
    return { email: store.user.email, display: store.user.name || store.user.email }
  }
  return {
    getSettings: async () =>
      someSettings({ needsSetup: store.user === null, canSendMail: passwordResetKey !== undefined, ...settings }),
    async setup({ email, password, name = '', token }) {
      if (store.user !== null) throw new ApiError(403, 'This server has been set up.')
      if (password.length < MIN_PASSWORD) throw fieldError('password', `Use at least ${MIN_PASSWORD} characters.`, 422)
      if (settings?.setupTokenRequired && !token) throw fieldError('token', 'This is not the token of the log.', 422)
      store.user = aUser({ email, username: email, name, dateJoined: store.now().toISOString() })
      store.password = password
      store.isSignedIn = true
      return store.user
    },
    getSession: async () => session(),
    async login({ email, password }) {
      const isRight = store.user?.email.toLowerCase() === email.toLowerCase() && password === store.password
      if (!isRight) throw new ApiError(400, 'The email address or the password is wrong.')
      isPending = secondFactor !== undefined
      store.isSignedIn = !isPending
      return session()
    },
    async authenticateByCode(given) {
      if (!isPending) return session()
      const code = given.replace(/[\s-]/g, '')
      if (code !== secondFactor?.code && !recoveryCodes.includes(code))
        throw fieldError('code', 'The code is wrong or was used before.')
      recoveryCodes = recoveryCodes.filter((one) => one !== code)
      isPending = false
      store.isSignedIn = true
      return session()
    },
    async logout() {
      store.isSignedIn = false
      isPending = false
    },
    async requestPasswordReset() {
      if (passwordResetKey === undefined)
        throw new ApiError(400, 'This server sends no mail. Whoever runs it can set a new password.')
      resetKey = passwordResetKey
    },
    checkPasswordReset: async (key) => byKey(key),
    async resetPassword({ key, password }) {
      byKey(key)
      if (password.length < MIN_PASSWORD)
        throw fieldError('password', `This password is too short. It must have at least ${MIN_PASSWORD} characters.`)
      store.password = password
      store.isSignedIn = false
      resetKey = null
    },
    async confirmEmail(key) {
      if (key !== confirmation) throw fieldError('key', 'The link is wrong, has expired or was used.')
      confirmation = undefined
    },
    async signup({ email, password, invitation: link }) {
      if (link !== undefined) invited(link.id, link.token)
      if (password.length < MIN_PASSWORD)
        throw fieldError('password', `This password is too short. It must have at least ${MIN_PASSWORD} characters.`)
      store.user = aUser({ email, username: email, name: '', dateJoined: store.now().toISOString() })
      store.password = password
      store.isSignedIn = true
      invitation = undefined
      return session()
    },
    getInvitation: async (id, token) => invited(id, token),
    async acceptInvitation(id, token) {
      const accepted = { ...invited(id, token), acceptInvite: true }
      invitation = undefined
      return accepted
    },
  }
}

function fieldError(field: string, message: string, status = 400): ApiError {
  return new ApiError(status, message, { fields: { [field]: message } })
}
