import { ALERT_BOUNDS, type AlertFields, RECIPIENT_KINDS, type RecipientKind } from '../ports/alerts.js'
import {
  boolean,
  type Field,
  given,
  integer,
  listOf,
  nullable,
  object,
  oneOf,
  optional,
  readFields,
  text,
} from './input.js'

/** Minutes and events are kept in two bytes, there as here. */
const MOST = 32_767
const URL_LENGTH = 2083

const number = optional(nullable(integer(1, MOST)))
const word = optional(nullable(text({ max: 500 })))

/**
 * What a body sets of an alert. As in GlitchTip the recipients are always replaced: by none where the body names none.
 * Throws `invalid_input` where one has no address that it can be told at.
 */
export function readAlert(body: unknown): Partial<AlertFields> & Pick<AlertFields, 'recipients'> {
  const { name, timespanMinutes, quantity, uptime, alertRecipients } = readFields(body, {
    name: optional(nullable(text({ max: ALERT_BOUNDS.name }))),
    timespanMinutes: number,
    quantity: number,
    uptime: optional(nullable(boolean)),
    alertRecipients: optional(nullable(listOf(recipient, ALERT_BOUNDS.recipients))),
  })
  return {
    ...given({
      name: name === undefined ? undefined : (name ?? ''),
      timespanMinutes,
      quantity,
      uptime: uptime ?? undefined,
    }),
    recipients: alertRecipients ?? [],
  }
}

const RECIPIENT = {
  recipientType: oneOf(...RECIPIENT_KINDS),
  tagsToAdd: optional(nullable(listOf(text({ max: ALERT_BOUNDS.tag }), ALERT_BOUNDS.tags))),
}

const recipient: Field<AlertFields['recipients'][number]> = (value, loc) => {
  const body = object(value, loc)
  const { recipientType: kind, tagsToAdd } = readFields(body, RECIPIENT)
  const tags = tagsToAdd ?? []
  // A mail goes to the members of the project's teams, whatever else is said.
  if (kind === 'email') return { kind, url: '', tags, config: {} }
  const { url } = readFields(body, { url: WEB_ADDRESS })
  return { kind, url, tags, config: readConfig(kind, body) }
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

/** Zulip wants more than an address. Clients give it flat, or send back what they got, in `config`. */
function readConfig(kind: RecipientKind, body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (kind !== 'zulip') return {}
  const { config } = readFields(body, { config: optional(nullable(object)) })
  const { botEmail, apiKey, channel, topic } = readFields({ ...config, ...body }, ZULIP)
  return { bot_email: botEmail, api_key: apiKey, channel, topic: topic || 'GlitchTip Alerts' }
}

const required = text({ min: 1, max: 500 })
const ZULIP = { botEmail: required, apiKey: required, channel: required, topic: word }
