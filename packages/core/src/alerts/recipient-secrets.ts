import { createHmac } from 'node:crypto'
import { type SealKeys, seal, unseal } from '../auth/seal.js'
import type { AlertRecipient, RecipientKind } from '../ports/alerts.js'
import type { Id } from '../ports/model.js'
import { HIDDEN } from './hide-secrets.js'

type Place = Pick<AlertRecipient, 'url' | 'config'>
type Kept = Pick<AlertRecipient, 'kind' | 'url' | 'config'>

interface Secrecy {
  /** Texts of the settings that nobody reads again. */
  readonly secrets: readonly string[]
  /** The address of a recipient that is not given one. */
  readonly place?: (config: AlertRecipient['config']) => string
}

const host = (us: string, eu: string) => (config: AlertRecipient['config']) =>
  `https://${config.region === 'eu' ? eu : us}/`

/** Of Mishap's own kinds. What GlitchTip has too is told as GlitchTip does it. */
const SECRECY: Readonly<Partial<Record<RecipientKind, Secrecy>>> = {
  slack: { secrets: [] },
  slack_app: { secrets: [], place: () => 'https://slack.com/' },
  signed: { secrets: ['secret'] },
  template: { secrets: ['headers'] },
  telegram: { secrets: ['botToken'], place: () => 'https://api.telegram.org/' },
  pagerduty: { secrets: ['routingKey'], place: host('events.pagerduty.com', 'events.eu.pagerduty.com') },
  opsgenie: { secrets: ['apiKey'], place: host('api.opsgenie.com', 'api.eu.opsgenie.com') },
}

/** Whether recipients of the kind have their secrets sealed. */
export function isSealed(kind: RecipientKind): boolean {
  return SECRECY[kind] !== undefined
}

/**
 * As it is kept: secrets and the address sealed, where there is a key for it. In place of the address stands where it leads
 * to, with a hash behind `#` that tells one place from another: the same place is the same recipient, as one of `before` was
 * though the key is another one by now.
 */
export function sealRecipient<T extends Kept>(
  keys: SealKeys,
  projectId: Id,
  recipient: T,
  before: readonly Kept[] = [],
): T {
  const secrecy = SECRECY[recipient.kind]
  if (secrecy === undefined) return recipient
  const { kind, config } = recipient
  const url = secrecy.place?.(config) ?? recipient.url
  const text = JSON.stringify({ url, config })
  const kept = keys.secretKey === '' ? { open: { url, config } } : { sealed: seal(keys, recipientUse(projectId), text) }
  const place = placeOf({ kind, url, config })
  const same = before.find((one) => {
    const known = one.kind === kind ? openRecipient(keys, projectId, one) : null
    return known !== null && placeOf(known) === place
  })
  const hash = createHmac('sha256', `recipient ${keys.secretKey}`).update(place)
  const shown = Object.fromEntries(Object.entries(config).map(([name, value]) => [name, shownOf(secrecy, name, value)]))
  return {
    ...recipient,
    url: same?.url ?? `${shownUrl(url, secrecy)}#${hash.digest('hex').slice(0, 16)}`,
    config: { shown, ...kept },
  }
}

/** As it is used, with its secrets; null where no key opens them. */
export function openRecipient<T extends Kept>(keys: SealKeys, projectId: Id, recipient: T): T | null {
  if (SECRECY[recipient.kind] === undefined) return recipient
  const { open, sealed } = recipient.config
  const text = typeof sealed === 'string' ? unseal(keys, recipientUse(projectId), sealed) : null
  // What opens was made by `sealRecipient`.
  const place = (text === null ? open : JSON.parse(text)) as Place | undefined
  return place === undefined ? null : { ...recipient, ...place }
}

/** As it is told. */
export function shownRecipient({ kind, url, config }: Kept): Place {
  const secrecy = SECRECY[kind]
  if (secrecy === undefined) return { url, config }
  const shown = (config.shown ?? {}) as AlertRecipient['config']
  return { url: secrecy.place === undefined ? url.slice(0, url.lastIndexOf('#')) : '', config: shown }
}

/**
 * What was given with the secrets that it leaves as they were: those of `before`, as it is used. Null where it leaves one that
 * there is not, or that would be sent to another server than the one that it was given for.
 */
export function withKeptSecrets<T extends Kept>(given: T, before: Kept | null): T | null {
  const secrecy = SECRECY[given.kind]
  if (secrecy === undefined) return given
  const url = given.url.endsWith(HIDDEN) ? (before?.url ?? null) : given.url
  const { headers, ...others } = before?.config ?? {}
  // All else that is kept stays here, or goes to where its kind says.
  const isThere = url !== null && before !== null && originOf(url) === originOf(before.url)
  const config = filledIn(given.config, isThere ? { ...others, headers } : others)
  return url === null || config === null ? null : { ...given, url, config: config as T['config'] }
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : ''
}

/** Whether it leaves something as it was. */
export function leavesSecrets({ url, config }: Place): boolean {
  return url.endsWith(HIDDEN) || JSON.stringify(config).includes(`"${HIDDEN}"`)
}

function filledIn(given: AlertRecipient['config'], before: AlertRecipient['config']): AlertRecipient['config'] | null {
  const entries = Object.entries(given).map(([name, value]): [string, unknown] => {
    if (value === HIDDEN) return [name, before[name]]
    return [name, name === 'headers' ? headersIn(value, before.headers) : value]
  })
  return entries.some(([, value]) => value === undefined || value === null) ? null : Object.fromEntries(entries)
}

interface Header {
  readonly name: string
  readonly value: string
}

function headersIn(given: unknown, before: unknown): readonly Header[] | null {
  const known = new Map(((before ?? []) as readonly Header[]).map(({ name, value }) => [name.toLowerCase(), value]))
  const headers = (given as readonly Header[]).map(({ name, value }) => {
    return { name, value: value === HIDDEN ? (known.get(name.toLowerCase()) ?? null) : value }
  })
  return headers.some(({ value }) => value === null) ? null : (headers as readonly Header[])
}

function shownOf({ secrets }: Secrecy, name: string, value: unknown): unknown {
  if (!secrets.includes(name)) return value
  return Array.isArray(value) ? value.map((header: Header) => ({ name: header.name, value: HIDDEN })) : HIDDEN
}

function shownUrl(url: string, { place }: Secrecy): string {
  return place === undefined ? `${new URL(url).origin}/${HIDDEN}` : url
}

/** What of it says where it leads to, and not how it says it. */
function placeOf({ kind, url, config }: Kept): string {
  const { chatID, threadID, routingKey, apiKey, integrationID, channel } = config
  return JSON.stringify([kind, url, [chatID, threadID, routingKey, apiKey, integrationID, channel]])
}

/** What secrets of recipients are sealed for: their project keeps them wherever that goes. */
export function recipientUse(projectId: Id): string {
  return `alert recipient of ${projectId}`
}
