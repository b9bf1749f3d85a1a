import type {
  AuthenticatorJson,
  BrowserSessionJson,
  EmailJson,
  NotificationMatrixInput,
  NotificationMatrixJson,
  NotificationsJson,
  RecoveryCodesJson,
  TotpJson,
  UserJson,
  WizardJson,
} from './account-types.js'
import type { SessionJson, Transport } from './transport.js'

/** The caller's own account, and set-up programs that wait for their yes. */
export interface AccountClient {
  /** What is not given stays. */
  updateMe(change: { name?: string; options?: Partial<UserJson['options']> }): Promise<UserJson>
  /** Deletes the account with its tokens. Rejects with 400 while it is the primary owner of an organization. */
  deleteMe(): Promise<void>
  /** The primary one first. */
  listEmails(): Promise<readonly EmailJson[]>
  /** A link that confirms it is sent there. */
  addEmail(email: string): Promise<EmailJson>
  /** Only one that is confirmed. */
  setPrimaryEmail(email: string): Promise<EmailJson>
  removeEmail(email: string): Promise<void>
  sendConfirmation(email: string): Promise<void>
  /** `key` is the end of the link in the mail. Needs nobody signed in. */
  confirmEmail(key: string): Promise<void>
  /** Every other session of the account ends. `current` is needed unless the account has no password yet. */
  changePassword(change: { current?: string; password: string }): Promise<void>
  /** Resolves whether or not there is an account with the address. Rejects with 400 where the server sends no mail. */
  requestPasswordReset(email: string): Promise<void>
  /** Rejects with 400 for a link that is wrong, expired or used. */
  checkPasswordReset(key: string): Promise<{ email: string; display: string }>
  /** Ends every session of the account and signs nobody in. */
  resetPassword(reset: { key: string; password: string }): Promise<void>
  /** The newest first. */
  listBrowserSessions(): Promise<readonly BrowserSessionJson[]>
  endBrowserSessions(ids: readonly string[]): Promise<void>
  /** Finishes a sign-in that waits for the code of an app or a recovery code. Rejects with 400 for a wrong one. */
  authenticateByCode(code: string): Promise<SessionJson>
  /** Shows once more who one is, for what rejects with 401 half an hour after signing in. */
  reauthenticate(password: string): Promise<void>
  reauthenticateByCode(code: string): Promise<void>
  listAuthenticators(): Promise<readonly AuthenticatorJson[]>
  getTotp(): Promise<TotpJson>
  /** Rejects with 400 unless it is the code of the secret that `getTotp` gave. */
  activateTotp(code: string): Promise<AuthenticatorJson>
  /** The recovery codes go with it. */
  deactivateTotp(): Promise<void>
  getRecoveryCodes(): Promise<RecoveryCodesJson>
  /** Those of before are worth nothing then. */
  replaceRecoveryCodes(): Promise<RecoveryCodesJson>
  getNotifications(): Promise<NotificationsJson>
  updateNotifications(change: NotificationsJson): Promise<NotificationsJson>
  /** By project: 1 is on, 0 off. What is not in it is as by default. */
  getProjectNotifications(): Promise<Readonly<Record<string, number>>>
  getNotificationMatrix(): Promise<NotificationMatrixJson>
  updateNotificationMatrix(change: NotificationMatrixInput): Promise<NotificationMatrixJson>
  /** -1: as by default. */
  updateProjectNotification(projectId: string, value: -1 | 0 | 1): Promise<void>
  startWizard(): Promise<{ hash: string }>
  /** Rejects with 400 while nobody has said yes. */
  readWizard(hash: string): Promise<WizardJson>
  endWizard(hash: string): Promise<void>
  /** Says yes: the program that has this hash gets a token of the caller's that can only upload. */
  grantWizard(hash: string): Promise<void>
}

export function accountMethods(http: Transport): AccountClient {
  const seg = encodeURIComponent
  const emails = 'api/0/users/me/emails/'
  const notifications = 'api/0/users/me/notifications/'
  const auth = '_allauth/browser/v1/'
  const [reset, sessions] = [`${auth}auth/password/reset`, `${auth}auth/sessions`]
  const factors = `${auth}account/authenticators`
  const codes = `${factors}/recovery-codes`
  const wizardPath = (hash: string) => `api/0/wizard/${seg(hash)}/`
  return {
    updateMe: (change) => http.json('PUT', 'api/0/users/me/', { body: change }),
    deleteMe: () => http.empty('DELETE', 'api/0/users/me/'),
    listEmails: () => http.json('GET', emails),
    addEmail: (email) => http.json('POST', emails, { body: { email } }),
    setPrimaryEmail: (email) => http.json('PUT', emails, { body: { email } }),
    removeEmail: (email) => http.empty('DELETE', emails, { body: { email } }),
    sendConfirmation: (email) => http.empty('POST', `${emails}confirm/`, { body: { email } }),
    // The auth API says 401 where nobody is signed in, though the address is confirmed.
    confirmEmail: (key) =>
      http.empty('POST', '_allauth/browser/v1/auth/email/verify', { body: { key }, okStatuses: [401] }),
    changePassword: ({ current, password }) =>
      http.empty('POST', `${auth}account/password/change`, {
        body: { ...(current === undefined ? {} : { current_password: current }), new_password: password },
      }),
    requestPasswordReset: (email) => http.empty('POST', `${auth}auth/password/request`, { body: { email } }),
    checkPasswordReset: async (key) => {
      const headers = { 'x-password-reset-key': key }
      const answer = await http.json<{ data: { user: { email: string; display: string } } }>('GET', reset, { headers })
      return answer.data.user
    },
    // 401 says that it is done, and that nobody is signed in by it.
    resetPassword: (body) => http.empty('POST', reset, { body, okStatuses: [401] }),
    listBrowserSessions: async () => (await http.json<{ data: BrowserSessionJson[] }>('GET', sessions)).data,
    endBrowserSessions: (ids) => http.empty('DELETE', sessions, { body: { sessions: ids }, okStatuses: [401] }),
    authenticateByCode: (code) => http.session('POST', `${auth}auth/2fa/authenticate`, { code }),
    reauthenticate: (password) => http.empty('POST', `${auth}auth/reauthenticate`, { body: { password } }),
    reauthenticateByCode: (code) => http.empty('POST', `${auth}auth/2fa/reauthenticate`, { body: { code } }),
    listAuthenticators: async () => (await http.json<{ data: AuthenticatorJson[] }>('GET', factors)).data,
    getTotp: async () => {
      const answer = await http.json<TotpAnswer>('GET', `${factors}/totp`, { okStatuses: [404] })
      if (answer.data !== undefined) return { isActive: true, authenticator: answer.data }
      const { secret = '', totp_url: url = '' } = answer.meta ?? {}
      return { isActive: false, secret, url }
    },
    activateTotp: async (code) =>
      (await http.json<{ data: AuthenticatorJson }>('POST', `${factors}/totp`, { body: { code } })).data,
    deactivateTotp: () => http.empty('DELETE', `${factors}/totp`),
    getRecoveryCodes: async () => (await http.json<{ data: RecoveryCodesJson }>('GET', codes)).data,
    replaceRecoveryCodes: async () => (await http.json<{ data: RecoveryCodesJson }>('POST', codes)).data,
    getNotifications: () => http.json('GET', notifications),
    updateNotifications: (change) => http.json('PUT', notifications, { body: change }),
    getNotificationMatrix: () => http.json('GET', `${notifications}matrix/`),
    updateNotificationMatrix: (body) => http.json('PUT', `${notifications}matrix/`, { body }),
    getProjectNotifications: () => http.json('GET', `${notifications}alerts/`),
    updateProjectNotification: (projectId, value) =>
      http.empty('PUT', `${notifications}alerts/`, { body: { [projectId]: value } }),
    startWizard: () => http.json('GET', 'api/0/wizard/'),
    readWizard: (hash) => http.json('GET', wizardPath(hash)),
    endWizard: (hash) => http.empty('DELETE', wizardPath(hash)),
    grantWizard: (hash) => http.empty('POST', 'api/0/wizard-set-token/', { body: { hash } }),
  }
}

interface TotpAnswer {
  readonly data?: AuthenticatorJson
  readonly meta?: { readonly secret?: string; readonly totp_url?: string }
}
