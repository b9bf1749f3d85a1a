import { HIDDEN } from '../alerts/hide-secrets.js'
import { templateFault } from '../alerts/template/check.js'
import { TEMPLATE_BOUNDS } from '../alerts/template/parse.js'
import { AppError } from '../errors.js'
import type { AlertRecipient, RecipientKind } from '../ports/alerts.js'
import { type Field, given, lines, listOf, nullable, object, oneOf, optional, readFields, text } from './input.js'

type Config = AlertRecipient['config']

/** What a recipient of Mishap's own kinds is set up with. Throws `invalid_input`; a secret may be left as it was. */
export function readOwnConfig(kind: RecipientKind, body: Readonly<Record<string, unknown>>): Config | null {
  const fields = OWN[kind]
  if (fields === undefined) return null
  const { config } = readFields(body, { config: optional(nullable(object)) })
  const read: Config = given(readFields(config ?? {}, fields))
  if (kind === 'template') checkTemplate(read)
  return read
}

/** Whether recipients of the kind have an address of their own. */
export function hasOwnAddress(kind: RecipientKind): boolean {
  return !ADDRESSED_BY_CONFIG.includes(kind)
}

const ADDRESSED_BY_CONFIG: readonly RecipientKind[] = ['email', 'slack_app', 'telegram', 'pagerduty', 'opsgenie']

/** A secret of a form, or what stands for the one that there is. */
function secretOf(regex: RegExp, wanted: string): Field<string> {
  const test = (typed: string) => typed === HIDDEN || regex.test(typed)
  return text({ min: 1, max: 200, pattern: { regex: { test }, wanted } })
}

function matching(regex: RegExp, wanted: string): Field<string> {
  return text({ min: 1, max: 200, pattern: { regex, wanted } })
}

const region = optional(oneOf('us', 'eu'))
const FORBIDDEN = new Set([
  'connection',
  'content-length',
  'content-type',
  'host',
  'idempotency-key',
  'transfer-encoding',
])
const isHeaderName = (typed: string) =>
  /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/.test(typed) && !FORBIDDEN.has(typed.toLowerCase())
const HEADER = {
  name: text({ min: 1, max: 100, pattern: { regex: { test: isHeaderName }, wanted: 'the name of a header' } }),
  value: text({ max: 1000, pattern: { regex: /^[\x20-\x7e]*$/, wanted: 'letters of ASCII' } }),
}
const header: Field<object> = (value, loc) => readFields(object(value, loc), HEADER)

const OWN: Readonly<Partial<Record<RecipientKind, Readonly<Record<string, Field<unknown>>>>>> = {
  slack: {},
  slack_app: {
    integrationID: matching(/^\d{1,20}$/, 'the id of an integration'),
    channel: matching(/^(?:[CDG][A-Z0-9]{5,30}|#[^\s#@<>]{1,80})$/, 'the id of a channel, or #name'),
  },
  telegram: {
    botToken: secretOf(/^\d{3,20}:[\w-]{20,100}$/, 'the token of a bot, such as 123456:ABC…'),
    chatID: matching(/^(?:-?\d{1,20}|@\w{3,64})$/, 'the number of a chat, or @name'),
    threadID: optional(matching(/^\d{1,15}$/, 'the number of a topic')),
  },
  pagerduty: { routingKey: secretOf(/^[A-Za-z0-9]{20,64}$/, 'an integration key of 32 letters and digits'), region },
  opsgenie: { apiKey: secretOf(/^[A-Za-z0-9-]{16,100}$/, 'an API key'), region },
  signed: { secret: secretOf(/^[\x20-\x7e]{16,200}$/, 'at least 16 letters of ASCII') },
  template: {
    method: optional(oneOf('POST', 'PUT', 'PATCH')),
    contentType: optional(matching(/^[\w.+-]{1,60}\/[\w.+-]{1,60}(?:; ?charset=[\w-]{1,20})?$/, 'a type of content')),
    body: lines(TEMPLATE_BOUNDS.length),
    headers: optional(listOf(header, 20)),
  },
}

function checkTemplate({ body, contentType }: Config): void {
  const fault = templateFault(String(body), typeof contentType === 'string' ? contentType : 'application/json')
  if (fault === null) return
  const msg = `Line ${fault.line}, column ${fault.column}: ${fault.message}`
  throw new AppError('invalid_input', 'The template cannot be used.', {
    fields: [{ type: 'template', loc: ['body', 'payload', 'body'], msg }],
  })
}
