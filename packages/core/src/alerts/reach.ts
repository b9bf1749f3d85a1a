import type { Context } from '../context.js'
import type { AlertRecipient, AlertTrigger, ProjectAlert, RecipientKind } from '../ports/alerts.js'
import { tellsOfIssues } from '../ports/firing.js'
import type { MailKind } from '../ports/mail-choices.js'
import { peopleFor } from './people.js'

/** Who would be told now: nobody where both are empty. */
export interface Reach {
  /** Who get mails; nobody does where there is no mail server. */
  readonly people: number
  /** Each recipient but mail. */
  readonly channels: readonly RecipientKind[]
}

type Told = Pick<ProjectAlert, 'organizationId' | 'projectId' | 'recipients'>

/** Who all of these alerts of one project reach together, with mails of that kind. */
export async function reachOf(context: Context, alerts: readonly Told[], kind: MailKind): Promise<Reach> {
  const channels = alerts.flatMap(({ recipients }) =>
    recipients.flatMap((one) => (one.kind === 'email' ? [] : [one.kind])),
  )
  if (context.mailer === null) return { people: 0, channels }
  const addresses = new Set<string>()
  for (const { organizationId, projectId, recipient } of mailsOf(alerts)) {
    const people = await peopleFor(context, { organizationId, projectId, kind, issueIds: [], recipient })
    for (const { address } of people) addresses.add(address.toLowerCase())
  }
  return { people: addresses.size, channels }
}

/** What an alert mails of: of issues and limits, or of monitors alone. */
export function mailKindOf(alert: Parameters<typeof tellsOfIssues>[0]): MailKind {
  return tellsOfIssues(alert) || !tellsOfMonitors(alert) ? 'alerts' : 'uptime'
}

export function tellsOfMonitors({ triggers }: { readonly triggers: readonly AlertTrigger[] }): boolean {
  return triggers.includes('monitor_down')
}

/** Each kind of mail once: of several for the same people one is enough to know who they are. */
function mailsOf(alerts: readonly Told[]) {
  const mails = new Map<
    string,
    Pick<Told, 'organizationId' | 'projectId'> & { readonly recipient: AlertRecipient | null }
  >()
  for (const { organizationId, projectId, recipients } of alerts) {
    const mailed = recipients.length === 0 ? [null] : recipients.filter(({ kind }) => kind === 'email')
    for (const recipient of mailed)
      mails.set(JSON.stringify([projectId, recipient?.config ?? {}]), { organizationId, projectId, recipient })
  }
  return mails.values()
}
