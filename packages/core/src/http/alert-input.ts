import { isEmail } from '../auth/users.js'
import { ALERT_BOUNDS, type AlertFields, RECIPIENT_KINDS, type RecipientKind } from '../ports/alerts.js'
import { count, type RuleFields, readRule } from './alert-rule-input.js'
import { type Field, given, integer, listOf, nullable, object, oneOf, optional, readFields, text } from './input.js'
import { hasOwnAddress, readOwnConfig } from './recipient-input.js'

const URL_LENGTH = 2083

const number = optional(nullable(count))
const word = optional(nullable(text({ max: 500 })))

type Given = Partial<RuleFields & Pick<AlertFields, 'name' | 'timespanMinutes' | 'quantity'>>

/**
 * What a body sets of an alert; what it does not name stays as it is in `before`. As in GlitchTip the recipients are always
 * replaced: by none where the body names none. Throws `invalid_input` where one has no address that it can be told at.
 */
export function readAlert(
  body: unknown,
  before: Pick<AlertFields, 'triggers'>,
  now: Date,
): Given & { readonly recipients: readonly GivenRecipient[] } {
  const { name, timespanMinutes, quantity, alertRecipients } = readFields(body, {
    name: optional(nullable(text({ max: ALERT_BOUNDS.name }))),
    timespanMinutes: number,
    quantity: number,
    alertRecipients: optional(nullable(listOf(recipient, ALERT_BOUNDS.recipients))),
  })
  return {
    ...given({ name: name === undefined ? undefined : (name ?? ''), timespanMinutes, quantity }),
    ...readRule(body, before, now),
    recipients: alertRecipients ?? [],
  }
}

/** With the id that clients send back, by which a secret is found that is to stay. */
export type GivenRecipient = AlertFields['recipients'][number] & { readonly id: string | null }

const RECIPIENT = {
  id: optional(nullable(integer(0, Number.MAX_SAFE_INTEGER))),
  recipientType: oneOf(...RECIPIENT_KINDS),
  tagsToAdd: optional(nullable(listOf(text({ max: ALERT_BOUNDS.tag }), ALERT_BOUNDS.tags))),
}

const recipient: Field<GivenRecipient> = (value, loc) => {
  const body = object(value, loc)
  const { id, recipientType: kind, tagsToAdd } = readFields(body, RECIPIENT)
  const common = { id: id === undefined || id === null ? null : String(id), kind, tags: tagsToAdd ?? [] }
  if (kind === 'email') return { ...common, url: '', config: readMailConfig(body) }
  const url = hasOwnAddress(kind) ? readFields(body, { url: WEB_ADDRESS }).url : ''
  return { ...common, url, config: readOwnConfig(kind, body) ?? readConfig(kind, body) }
}

/** Kept as it was typed: clients compare what they get back. */
const WEB_ADDRESS = text({
  min: 1,
  max: Math.min(URL_LENGTH, ALERT_BOUNDS.url),
  pattern: { regex: { test: isWebAddress }, wanted: 'an address such as https://hooks.example.com/…' },
})

function isWebAddress(typed: string): boolean {
  if (/\s/.test(typed) || !URL.canParse(typed)) return false
  const { protocol, hostname } = new URL(typed)
  return (protocol === 'https:' || protocol === 'http:') && hostname !== ''
}

const names = (max: number) => optional(nullable(listOf(text({ min: 1, max }), ALERT_BOUNDS.named)))
const address = text({ min: 3, max: 254, pattern: { regex: { test: isEmail }, wanted: 'an email address' } })
const MAIL = {
  audience: optional(nullable(listOf(oneOf('project', 'owner', 'assignee'), 3))),
  users: names(40),
  teams: names(200),
  addresses: optional(nullable(listOf(address, ALERT_BOUNDS.named))),
}

/** Whom mails are for; nothing where nobody is named: they go to the project's teams then, as GlitchTip's. */
function readMailConfig(body: Readonly<Record<string, unknown>>): AlertFields['recipients'][number]['config'] {
  const { config } = readFields(body, { config: optional(nullable(object)) })
  const { audience, users, teams, addresses } = readFields(config ?? {}, MAIL)
  const named = {
    ...{ audience: once(audience), users: once(users), teams: once(teams) },
    addresses: [...new Map((addresses ?? []).map((one) => [one.toLowerCase(), one])).values()],
  }
  return Object.values(named).every((list) => list.length === 0) ? {} : named
}

function once<T>(list: readonly T[] | null | undefined): readonly T[] {
  return [...new Set(list)]
}

/** Zulip wants more than an address. Clients give it flat, or send back what they got, in `config`. */
function readConfig(kind: RecipientKind, body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (kind !== 'zulip') return {}
  const { config } = readFields(body, { config: optional(nullable(object)) })
  const { botEmail, apiKey, channel, topic } = readFields({ ...config, ...body }, ZULIP)
  return { bot_email: botEmail, api_key: apiKey, channel, topic: topic || 'GlitchTip Alerts' }
}

const required = text({ min: 1, max: 500 })
const ZULIP = { botEmail: required, apiKey: required, channel: required, topic: word }
