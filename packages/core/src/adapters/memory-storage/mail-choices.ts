import type { AccountStorage } from '../../ports/accounts.js'
import { type ChosenMails, type MailChoices, mailsByDefault } from '../../ports/mail-choices.js'
import type { Id } from '../../ports/model.js'
import { existing, type State } from './state.js'

/** What a user has chosen; nothing is in it that holds by itself. */
export interface MailRow {
  readonly byDefault: ChosenMails
  readonly projects: ReadonlyMap<Id, ChosenMails>
  readonly quietHours: MailChoices['quietHours']
}

const NOTHING_CHOSEN: MailRow = { byDefault: {}, projects: new Map(), quietHours: null }

type Choices =
  | 'subscribesByDefault'
  | 'setSubscribesByDefault'
  | 'projectNotifications'
  | 'setProjectNotification'
  | 'mailChoices'
  | 'chooseMails'

export function memoryMailChoices(state: State): Pick<AccountStorage, Choices> {
  const own: Pick<AccountStorage, Choices> = {
    async subscribesByDefault(userId) {
      return mailChoicesOf(state, userId).byDefault.alerts
    },
    async setSubscribesByDefault(userId, isOn) {
      if (state.users.has(userId)) await own.chooseMails(userId, { byDefault: { alerts: isOn } })
    },
    async projectNotifications(userId) {
      const chosen = [...mailChoicesOf(state, userId).projects]
      return new Map(chosen.flatMap(([id, { alerts }]) => (alerts === undefined ? [] : [[id, alerts]])))
    },
    async setProjectNotification(userId, projectId, isOn) {
      await own.chooseMails(userId, { projects: new Map([[projectId, { alerts: isOn }]]) })
    },
    async mailChoices(userId) {
      return mailChoicesOf(state, userId)
    },
    async chooseMails(userId, { byDefault = {}, projects = new Map(), quietHours }) {
      existing(state.users.get(userId), 'a user', userId)
      for (const id of projects.keys()) existing(state.projects.get(id), 'a project', id)
      const before = state.mails.get(userId) ?? NOTHING_CHOSEN
      const after = new Map(before.projects)
      for (const [id, change] of projects) {
        const chosen = Object.entries({ ...after.get(id), ...change }).filter(([, isOn]) => isOn !== null)
        if (chosen.length === 0) after.delete(id)
        else after.set(id, Object.fromEntries(chosen))
      }
      state.mails.set(userId, {
        byDefault: { ...before.byDefault, ...byDefault },
        projects: after,
        quietHours: quietHours === undefined ? before.quietHours : quietHours,
      })
    },
  }
  return own
}

export function mailChoicesOf(state: State, userId: Id): MailChoices {
  const { byDefault, projects, quietHours } = state.mails.get(userId) ?? NOTHING_CHOSEN
  return {
    byDefault: mailsByDefault(byDefault.alerts ?? true, byDefault),
    projects: new Map([...projects].filter(([id]) => state.projects.has(id))),
    quietHours,
  }
}

/** Forgets what the user has chosen for some projects. */
export function forgetMailChoices(state: State, userId: Id, isGone: (projectId: Id) => boolean): void {
  const row = state.mails.get(userId)
  if (row === undefined) return
  state.mails.set(userId, { ...row, projects: new Map([...row.projects].filter(([id]) => !isGone(id))) })
}
