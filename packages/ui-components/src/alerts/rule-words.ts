import type {
  AlertJson,
  AlertRecipientJson,
  AlertTrigger,
  EmailRecipientConfig,
  QuietHoursJson,
} from '@mishap/core/client'
import { clip, counted, visibleText } from '@mishap/core/format'
import { dayName } from '../sentence/day-names.js'
import { CHANNELS, listed } from './channels.js'
import { mailConfig } from './mail-config.js'
import { UPTIME } from './triggers.js'

/** What an alert tells of, by who does it. Of the project's are those that keep its events out. */
const DEEDS: readonly { readonly who: string; readonly does: Readonly<Partial<Record<AlertTrigger, string>>> }[] = [
  { who: 'an issue', does: { new_issue: 'is new', regression: 'comes back', escalation: 'escalates' } },
  {
    who: 'a monitor',
    does: {
      ...{ monitor_down: 'goes down', monitor_degraded: 'gets slow', monitor_recovered: 'is back up' },
      ...{ certificate: 'has a certificate near its end', check_in: 'misses a check-in' },
    },
  },
  { who: 'the project', does: { quota: 'reaches its quota', spike: 'is held back by the spike guard' } },
]

/** In words that stand alone. */
export const TRIGGER_NAMES: Readonly<Record<AlertTrigger | 'events' | 'users' | 'reminder', string>> = {
  ...{ new_issue: 'New issue', regression: 'Regression', escalation: 'Escalation' },
  ...{ events: 'Many events', users: 'Many users', monitor_down: 'Monitor down', monitor_degraded: 'Monitor slow' },
  ...{ monitor_recovered: 'Monitor back up', certificate: 'Certificate ends', check_in: 'Missed check-in' },
  ...{ quota: 'Quota reached', spike: 'Spike guard', reminder: 'Still down' },
}

/** Somebody who is told, as far as words go. */
export type Told = Pick<AlertRecipientJson, 'recipientType' | 'url' | 'config'>

type When = Pick<AlertJson, 'triggers' | 'uptime' | 'quantity' | 'timespanMinutes' | 'users'>

interface Rule extends When, Pick<AlertJson, 'query' | 'cooldownMinutes' | 'digestMinutes' | 'quietHours'> {
  readonly alertRecipients: readonly Told[]
}

export interface RuleReader {
  readonly locale: string
  /** Of a user of the organization; null where nobody by that id is known. */
  readonly nameOf?: (userId: string) => string | null
}

/** A rule as one sentence. Texts of people are clipped and shown as they are. */
export function ruleSentence(rule: Rule, reader: RuleReader): string {
  const whom = recipientWords(rule.alertRecipients, reader)
  const when = whenWords(rule)
  const parts = [
    `Tells ${listed(whom)} ${when === '' ? 'of nothing yet' : `when ${when}`}`,
    ...(rule.query.trim() === '' ? [] : [`only of issues that match ${visibleText(clip(rule.query.trim(), 120))}`]),
    ...(rule.cooldownMinutes === null ? [] : [`at most once ${onceWords(rule.cooldownMinutes)} for an issue`]),
    ...(rule.digestMinutes === 0 ? [] : [`gathered for ${spanWords(rule.digestMinutes)}`]),
    ...(rule.quietHours === null ? [] : [`not ${quietWords(rule.quietHours, reader.locale)}`]),
  ]
  return `${parts.join(', ')}.`
}

/** `an issue is new, comes back, or gets 50 events in 5 minutes; or a monitor goes down`; empty where it is nothing. */
export function whenWords({ triggers, uptime, quantity, timespanMinutes, users }: When): string {
  const all = new Set<AlertTrigger>([...triggers, ...(uptime ? UPTIME : [])])
  const groups = DEEDS.map(({ who, does }, place) => {
    const words = Object.entries(does).flatMap(([trigger, word]) => (all.has(trigger as AlertTrigger) ? [word] : []))
    const counts = [
      ...(quantity === null || timespanMinutes === null
        ? []
        : [`gets ${counted(quantity, 'event')} in ${spanWords(timespanMinutes)}`]),
      ...(users === null ? [] : [`meets ${counted(users.quantity, 'user')} in ${spanWords(users.minutes)}`]),
    ]
    return { who, words: place === 0 ? [...words, ...counts] : words }
  })
  return groups
    .filter(({ words }) => words.length > 0)
    .map(({ who, words }) => `${who} ${listed(words, 'disjunction')}`)
    .join('; or ')
}

/** `5 minutes`, `an hour`, `2 days`. */
export function spanWords(minutes: number): string {
  const { count, one } = unitOf(minutes)
  if (count !== 1) return counted(count, one)
  return one === 'hour' ? 'an hour' : `a ${one}`
}

/** `an hour`, `in 2 days`. */
export function onceWords(minutes: number): string {
  return unitOf(minutes).count === 1 ? spanWords(minutes) : `in ${spanWords(minutes)}`
}

function unitOf(minutes: number): { readonly count: number; readonly one: string } {
  const [length, one] = UNITS.find(([length]) => minutes >= length && minutes % length === 0) ?? [1, 'minute']
  return { count: minutes / length, one }
}

const UNITS = [
  [10_080, 'week'],
  [1440, 'day'],
  [60, 'hour'],
] as const

/** `between 22:00 and 07:00 from Monday to Friday (Europe/Berlin)`; the days are left out where it is all of them. */
function quietWords({ start, end, timeZone, days }: QuietHoursJson, locale: string): string {
  const at = (time: string) => visibleText(clip(time, 5))
  const on = days.length === 7 ? '' : ` ${dayWords(days, locale)}`
  return `between ${at(start)} and ${at(end)}${on} (${visibleText(clip(timeZone, 60))})`
}

function dayWords(days: readonly number[], locale: string): string {
  const sorted = [...days].sort((a, b) => a - b)
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (first === undefined || last === undefined) return 'on no day'
  const isRow = sorted.length > 2 && last - first === sorted.length - 1
  if (isRow) return `from ${dayName(first, locale)} to ${dayName(last, locale)}`
  return `on ${listed(sorted.map((day) => dayName(day, locale)))}`
}

/** Who is told, each in a few words. Without recipients mails go to the teams. */
export function recipientWords(recipients: readonly Told[], reader: RuleReader): readonly string[] {
  if (recipients.length === 0) return ['the project’s teams by mail']
  const words = recipients.flatMap((one) =>
    one.recipientType === 'email' ? mailWords(one.config, reader) : [channelWords(one)],
  )
  const shown = words.slice(0, MOST_WORDS)
  return words.length > MOST_WORDS ? [...shown, counted(words.length - MOST_WORDS, 'other')] : shown
}

const MOST_WORDS = 6
const AUDIENCES: Readonly<Record<EmailRecipientConfig['audience'][number], string>> = {
  project: 'the project’s teams',
  owner: 'the owner',
  assignee: 'the assignee',
}

function mailWords(config: Readonly<Record<string, unknown>>, { nameOf }: RuleReader): readonly string[] {
  const { audience, users, teams, addresses } = mailConfig(config)
  const names = users.map((id) => nameOf?.(id) ?? null)
  const known = names.filter((name) => name !== null).slice(0, 3)
  const rest = users.length - known.length
  const words = [
    ...audience.map((one) => AUDIENCES[one]),
    ...teams.map((team) => `#${visibleText(clip(team, 40))}`),
    ...known.map((name) => visibleText(clip(name, 40))),
    ...(rest === 0
      ? []
      : [counted(rest, known.length === 0 ? 'person' : 'other', known.length === 0 ? 'people' : 'others')]),
    ...addresses.slice(0, 3).map((address) => visibleText(clip(address, 60))),
    ...(addresses.length > 3 ? [`${addresses.length - 3} more addresses`] : []),
  ]
  return words.map((word, place) => (place === words.length - 1 ? `${word} by mail` : word))
}

function channelWords({ recipientType, url, config }: Told) {
  const { one, name } = CHANNELS[recipientType]
  const target = targetOf({ recipientType, url, config })
  if (recipientType === 'slack_app' && target !== '') return `${visibleText(clip(target, 60))} in ${name}`
  return target === '' ? `a ${one}` : `a ${one} (${visibleText(clip(target, 60))})`
}

/** Where it goes to, without what may be secret: of most addresses only the host. */
export function targetOf({ recipientType, url, config }: Told): string {
  const field = TARGET_FIELDS[recipientType]
  const value = field === undefined ? undefined : config[field]
  if (typeof value === 'string' && value !== '') return value
  if (!URL.canParse(url)) return ''
  const { host, pathname } = new URL(url)
  return recipientType === 'ntfy' ? pathname.slice(1) : host
}

const TARGET_FIELDS: Readonly<Partial<Record<AlertRecipientJson['recipientType'], string>>> = {
  ...{ slack_app: 'channel', telegram: 'chatID', zulip: 'channel' },
}
