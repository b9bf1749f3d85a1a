import type { EmailJson, NotificationsJson, WizardJson } from './account-types.js'
import type { Transport } from './transport.js'

/** The caller's own account, and set-up programs that wait for their yes. */
export interface AccountClient {
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
  getNotifications(): Promise<NotificationsJson>
  updateNotifications(change: NotificationsJson): Promise<NotificationsJson>
  /** By project: 1 is on, 0 off. What is not in it is as by default. */
  getProjectNotifications(): Promise<Readonly<Record<string, number>>>
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
  const wizardPath = (hash: string) => `api/0/wizard/${seg(hash)}/`
  return {
    deleteMe: () => http.empty('DELETE', 'api/0/users/me/'),
    listEmails: () => http.json('GET', emails),
    addEmail: (email) => http.json('POST', emails, { body: { email } }),
    setPrimaryEmail: (email) => http.json('PUT', emails, { body: { email } }),
    removeEmail: (email) => http.empty('DELETE', emails, { body: { email } }),
    sendConfirmation: (email) => http.empty('POST', `${emails}confirm/`, { body: { email } }),
    // The auth API says 401 where nobody is signed in, though the address is confirmed.
    confirmEmail: (key) =>
      http.empty('POST', '_allauth/browser/v1/auth/email/verify', { body: { key }, okStatuses: [401] }),
    getNotifications: () => http.json('GET', notifications),
    updateNotifications: (change) => http.json('PUT', notifications, { body: change }),
    getProjectNotifications: () => http.json('GET', `${notifications}alerts/`),
    updateProjectNotification: (projectId, value) =>
      http.empty('PUT', `${notifications}alerts/`, { body: { [projectId]: value } }),
    startWizard: () => http.json('GET', 'api/0/wizard/'),
    readWizard: (hash) => http.json('GET', wizardPath(hash)),
    endWizard: (hash) => http.empty('DELETE', wizardPath(hash)),
    grantWizard: (hash) => http.empty('POST', 'api/0/wizard-set-token/', { body: { hash } }),
  }
}
