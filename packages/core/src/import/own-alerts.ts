import { isSealed } from '../alerts/recipient-secrets.js'
import { readAlert } from '../http/alert-input.js'
import { readRule } from '../http/alert-rule-input.js'
import { ALERT_BOUNDS, type AlertFields, PLAIN_ALERT, RECIPIENT_KINDS } from '../ports/alerts.js'
import type { Organization } from '../ports/model.js'
import { entriesOf, entryOf, idOf, type RemoteEntry, textOf } from './entry.js'
import { allOf, type ImportJob, pathOf } from './job.js'

type Recipient = AlertFields['recipients'][number]

/** Whether another Mishap tells of it: GlitchTip names no triggers. */
export function isOwnAlert(entry: RemoteEntry): boolean {
  return Array.isArray(entry.triggers)
}

/** What Mishap's rules have beside GlitchTip's. Throws `invalid_input` for what is no rule here. */
export function ownRuleOf({ context }: ImportJob, entry: RemoteEntry): Partial<AlertFields> {
  const now = context.clock.now()
  const { mutedUntil, ...rule } = readRule(entry, PLAIN_ALERT, now)
  return { ...rule, mutedUntil: mutedUntil && mutedUntil > now ? mutedUntil : null }
}

/** A recipient that can come; else what it is called, for secrets are told to nobody, or because nobody is left of it. */
export async function ownRecipientOf(
  job: ImportJob,
  entry: RemoteEntry,
  people: () => Promise<RemotePeople>,
): Promise<Recipient | string | null> {
  const kind = RECIPIENT_KINDS.find((one) => one === entry.recipientType)
  if (kind === undefined) return null
  if (isSealed(kind)) return `${kind} ${textOf(entry, 'url', 2000) ?? ''}`.trim()
  if (kind !== 'email') return null
  const [mail] = readAlert({ alertRecipients: [entry] }, PLAIN_ALERT, job.context.clock.now()).recipients
  if (mail === undefined) return null
  const { tags, config } = mail
  const { users, ...others } = config as Partial<Record<'audience' | 'users' | 'teams' | 'addresses', string[]>>
  if (users === undefined || users.length === 0) return { kind, url: '', tags, config }
  const named = (await people()).named(users)
  const addresses = [...(others.addresses ?? []), ...named.addresses]
  const wanted = { ...others, users: named.users, addresses: [...new Set(addresses)].slice(0, ALERT_BOUNDS.named) }
  // Nobody named is everybody of the project's teams.
  if (Object.values(wanted).every((list) => list?.length === 0)) return 'mail to people who are gone'
  return { kind, url: '', tags, config: wanted }
}

/** Who the ids of users at the source are here. */
export interface RemotePeople {
  /** Whoever has not accepted their invitation is told at their address. */
  named(ids: readonly string[]): { readonly users: readonly string[]; readonly addresses: readonly string[] }
}

export async function readPeople(job: ImportJob, organization: Organization | null): Promise<RemotePeople> {
  const entries = (await job.remote.listIfAllowed(`${pathOf(job)}members/`)) ?? []
  const { members } = job.context.storage
  const own = organization === null ? [] : await allOf((page) => members.list(organization.id, page))
  const userByEmail = new Map(own.map(({ email, user }) => [email.toLowerCase(), user?.id]))
  const emailOf = new Map(
    entriesOf(entries).map((entry) => [
      idOf(entryOf(entry, 'user')),
      textOf(entryOf(entry, 'user'), 'email') ?? textOf(entry, 'email'),
    ]),
  )
  return {
    named(ids) {
      const emails = ids.flatMap((id) => emailOf.get(id) ?? [])
      const users = emails.flatMap((email) => userByEmail.get(email.toLowerCase()) ?? [])
      const addresses = emails.filter((email) => userByEmail.get(email.toLowerCase()) === undefined)
      if (addresses.length > 0)
        job.tally.note(
          'Alerts that name people who have not accepted their invitation tell them at their address, until somebody names them again.',
        )
      return { users: [...new Set(users)], addresses }
    },
  }
}
