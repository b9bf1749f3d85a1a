import type { AlertRecipientInput, AlertRecipientJson, RecipientTypeName } from '@mishap/core/client'
import { CHANNEL_FIELDS, type ChannelField } from './channel-fields.js'
import { mailConfig } from './mail-config.js'

/** Somebody to be told, while the form holds them. */
export interface RecipientDraft {
  /** Of the form: it stays while all else changes. */
  readonly key: string
  /** Null until it is saved. */
  readonly id: number | null
  readonly type: RecipientTypeName
  readonly url: string
  readonly config: Readonly<Record<string, unknown>>
  /** Between commas. */
  readonly tags: string
}

/** What the server tells of a secret, and takes for it. */
export const KEPT = '********'

let made = 0

/** `known`: what of its config is known already. */
export function newRecipient(type: RecipientTypeName, known: Readonly<Record<string, unknown>> = {}): RecipientDraft {
  made += 1
  const config = type === 'email' ? { ...mailConfig({}) } : usualConfig(type)
  return { key: `new ${made}`, id: null, type, url: '', config: { ...config, ...known }, tags: '' }
}

export function recipientDraft({ id, recipientType, url, config, tagsToAdd }: AlertRecipientJson): RecipientDraft {
  const whole = recipientType === 'email' ? { ...mailConfig(config) } : config
  return { key: String(id), id, type: recipientType, url, config: whole, tags: tagsToAdd.join(', ') }
}

/** What is saved: without what is empty, for the server takes it for a value. */
export function recipientInput({ id, type, url, config, tags }: RecipientDraft): AlertRecipientInput {
  const tagsToAdd = [...new Set(tags.split(',').map((tag) => tag.trim()))].filter((tag) => tag !== '')
  const filled = Object.entries(config).filter(([, value]) => value !== '')
  const headers = headersOf(config).filter(({ name }) => name.trim() !== '')
  return {
    ...(id === null ? {} : { id }),
    ...{ recipientType: type, url: url.trim(), tagsToAdd },
    config: { ...Object.fromEntries(filled), ...(type === 'template' ? { headers } : {}) },
  }
}

/** Without secrets that are kept for another rule. */
export function withoutKept(recipient: RecipientDraft): RecipientDraft {
  const config = Object.entries(recipient.config).map(([name, value]) => [name, value === KEPT ? '' : value])
  const headers = headersOf(recipient.config).map((one) => (one.value === KEPT ? { ...one, value: '' } : one))
  const whole = { ...Object.fromEntries(config), ...(recipient.type === 'template' ? { headers } : {}) }
  return { ...recipient, url: recipient.url.endsWith(KEPT) ? '' : recipient.url, config: whole }
}

export interface Header {
  readonly name: string
  readonly value: string
}

export function headersOf({ headers }: Readonly<Record<string, unknown>>): readonly Header[] {
  if (!Array.isArray(headers)) return []
  return headers.flatMap((one: unknown) => {
    const { name, value } = (typeof one === 'object' && one !== null ? one : {}) as Partial<Header>
    return typeof name === 'string' && typeof value === 'string' ? [{ name, value }] : []
  })
}

/** What a recipient is asked for. */
export function fieldNames({ type }: RecipientDraft): readonly string[] {
  if (type === 'email') return ['audience', 'users', 'teams', 'addresses']
  return CHANNEL_FIELDS[type].map(({ name }) => name)
}

/** A field as text; empty where it is none. */
export function fieldText({ url, config }: RecipientDraft, name: string): string {
  const value = name === 'url' ? url : config[name]
  return typeof value === 'string' ? value : ''
}

/** What is still wrong, by the field that it is of. */
export function recipientFaults(recipient: RecipientDraft): Readonly<Record<string, string>> {
  if (recipient.type === 'email') return mailFaults(recipient.config)
  const faults = CHANNEL_FIELDS[recipient.type].flatMap((field) => {
    const fault = faultOf(field, fieldText(recipient, field.name))
    return fault === null ? [] : [[field.name, fault]]
  })
  return Object.fromEntries(faults)
}

function faultOf({ kind, isOptional, form }: ChannelField, value: string): string | null {
  const typed = value.trim()
  if (typed === '') return isOptional === true ? null : 'This is wanted.'
  if (typed === KEPT) return null
  if (form !== undefined && !form.test.test(typed)) return `Wanted is ${form.wanted}.`
  return kind !== 'url' || isWebAddress(typed) ? null : 'An address with http:// or https:// is wanted.'
}

function isWebAddress(typed: string): boolean {
  if (/\s/.test(typed) || !URL.canParse(typed)) return false
  return ['http:', 'https:'].includes(new URL(typed).protocol)
}

function mailFaults(config: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const { audience, users, teams, addresses } = config as Partial<Record<string, readonly string[]>>
  const count = [audience, users, teams, addresses].reduce((sum, list) => sum + (list?.length ?? 0), 0)
  if (count === 0) return { audience: 'Choose who gets mails.' }
  const odd = addresses?.find((address) => !/^[^\s@]+@[^\s@]+$/.test(address))
  return odd === undefined ? {} : { addresses: `${odd} is no address of mail.` }
}

function usualConfig(type: Exclude<RecipientTypeName, 'email'>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    CHANNEL_FIELDS[type].flatMap(({ name, usual }) => (usual === undefined ? [] : [[name, usual]])),
  )
}
