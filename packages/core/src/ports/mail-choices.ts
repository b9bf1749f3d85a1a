import type { QuietHours } from './alerts.js'
import type { Id } from './model.js'

/** What mails are sent of. The last three are about what somebody works at, and need no alert. */
export const MAIL_KINDS = ['alerts', 'uptime', 'limits', 'assigned', 'mentioned', 'followed'] as const
export type MailKind = (typeof MAIL_KINDS)[number]

/** What somebody hears of by mail, and when. */
export interface MailChoices {
  readonly byDefault: Readonly<Record<MailKind, boolean>>
  /** Only projects for which something was chosen. */
  readonly projects: ReadonlyMap<Id, ChosenMails>
  /** Mails of alerts wait until they end. */
  readonly quietHours: QuietHours | null
}

export type ChosenMails = Readonly<Partial<Record<MailKind, boolean>>>

/** What is not given stays; null takes a choice of a project back. */
export interface MailChoicesChange {
  readonly byDefault?: ChosenMails
  readonly projects?: ReadonlyMap<Id, Readonly<Partial<Record<MailKind, boolean | null>>>>
  readonly quietHours?: QuietHours | null
}

/** What holds where nothing is chosen for a project: of monitors and limits what holds of alerts, unless they differ. */
export function mailsByDefault(alerts: boolean, chosen: ChosenMails): Readonly<Record<MailKind, boolean>> {
  const own = { assigned: true, mentioned: true, followed: true }
  return { ...own, uptime: alerts, limits: alerts, ...chosen, alerts }
}

/** Whether somebody wants mails of a kind about a project: what is nearest to it decides. */
export function wantsMail({ byDefault, projects }: MailChoices, projectId: Id, kind: MailKind): boolean {
  const chosen = projects.get(projectId) ?? {}
  const ofAlerts = kind === 'uptime' || kind === 'limits' ? chosen.alerts : undefined
  return chosen[kind] ?? ofAlerts ?? byDefault[kind]
}
