import { AppError } from '../errors.js'
import { SEARCH_BOUNDS } from '../search/types.js'
import { boundedJson, storable } from './bounds.js'
import type { Id, Page, PageRequest } from './model.js'

/** The ways in which an alert reaches somebody: GlitchTip's words, and ours from `slack` on. */
export const RECIPIENT_KINDS = [
  'email',
  'webhook',
  'discord',
  'googlechat',
  'teams',
  'ntfy',
  'zulip',
  'feishu',
  'slack',
  'slack_app',
  'telegram',
  'pagerduty',
  'opsgenie',
  'signed',
  'template',
] as const
export type RecipientKind = (typeof RECIPIENT_KINDS)[number]

export interface AlertRecipient {
  readonly id: Id
  readonly kind: RecipientKind
  /**
   * Empty for `email`. Often holds a secret: never to be logged. Of Mishap's own kinds what tells one place from another;
   * the address itself is in `config`.
   */
  readonly url: string
  /** Tags of events that are shown beside those that always are. */
  readonly tags: readonly string[]
  /** What the kind needs besides, in snake_case as GlitchTip keeps it; may hold a secret. Ours have theirs sealed. */
  readonly config: Readonly<Record<string, unknown>>
}

/** Things that happen and are told of, beside numbers of events and of users. In the order in which they are kept. */
export const ALERT_TRIGGERS = [
  'new_issue',
  'regression',
  'escalation',
  'monitor_down',
  'monitor_degraded',
  'monitor_recovered',
  'certificate',
  'check_in',
  'quota',
  'spike',
] as const
export type AlertTrigger = (typeof ALERT_TRIGGERS)[number]

/** What GlitchTip calls uptime. */
export const MONITOR_TRIGGERS = [
  'monitor_down',
  'monitor_degraded',
  'monitor_recovered',
] as const satisfies readonly AlertTrigger[]

/** By the clocks of a time zone; an `end` before `start` is on the next day. */
export interface QuietHours {
  /** `HH:MM`. */
  readonly start: string
  readonly end: string
  /** IANA. */
  readonly timeZone: string
  /** On which they begin: 1 (Monday) to 7 (Sunday), each once, in order. */
  readonly days: readonly number[]
}

/** Tells of issues of a project that get so many events or users within so many minutes, or of what its triggers name. */
export interface ProjectAlert {
  readonly id: Id
  readonly organizationId: Id
  readonly projectId: Id
  readonly name: string
  /** Numbers of events are not looked at unless this and `quantity` are numbers. */
  readonly timespanMinutes: number | null
  readonly quantity: number | null
  /** In the order in which they were given. */
  readonly recipients: readonly AlertRecipient[]
  readonly isEnabled: boolean
  /** Each once, in the order of `ALERT_TRIGGERS`. */
  readonly triggers: readonly AlertTrigger[]
  readonly users: { readonly quantity: number; readonly minutes: number } | null
  /** A search that issues must answer to; empty: all do. */
  readonly query: string
  /** An issue is told of again after so long, and not before; null: once, until it regresses. */
  readonly cooldownMinutes: number | null
  /** Messages wait so long for others to leave with them; 0: they do not wait. */
  readonly digestMinutes: number
  readonly quietHours: QuietHours | null
  /** Nothing is sent before. */
  readonly mutedUntil: Date | null
  readonly createdAt: Date
}

/** What people set of an alert. */
export interface AlertFields
  extends Omit<ProjectAlert, 'id' | 'organizationId' | 'projectId' | 'recipients' | 'createdAt'> {
  readonly recipients: readonly Omit<AlertRecipient, 'id'>[]
}

/** What an alert is where nothing else is said: it tells nobody of nothing. */
export const PLAIN_ALERT: AlertFields = {
  ...{ name: '', timespanMinutes: null, quantity: null, recipients: [], isEnabled: true, triggers: [], users: null },
  ...{ query: '', cooldownMinutes: null, digestMinutes: 0, quietHours: null, mutedUntil: null },
}

/** They go with their project. */
export interface AlertStorage {
  /** By age. */
  list(organizationId: Id, projectId: Id, page: PageRequest): Promise<Page<ProjectAlert>>
  /** Of all projects, by project and age. */
  listAll(organizationId: Id, page: PageRequest): Promise<Page<ProjectAlert>>
  get(organizationId: Id, projectId: Id, id: Id): Promise<ProjectAlert | null>
  /**
   * Rejects with `not_found` where the organization has no such project, with `conflict` where that has
   * `ALERT_BOUNDS.alerts` already.
   */
  create(organizationId: Id, projectId: Id, alert: AlertFields, now: Date): Promise<ProjectAlert>
  /** What is not given stays. Recipients are replaced together; one of the same kind and URL keeps its id. */
  update(organizationId: Id, projectId: Id, id: Id, change: Partial<AlertFields>): Promise<ProjectAlert | null>
  delete(organizationId: Id, projectId: Id, id: Id): Promise<boolean>
  /** Of all alerts of an organization. */
  recipients(organizationId: Id): Promise<readonly AlertRecipient[]>
}

/** Lengths in UTF-16 units, counts in entries. */
export const ALERT_BOUNDS = {
  /** Of a project. */
  alerts: 100,
  name: 255,
  recipients: 50,
  url: 2000,
  tags: 20,
  tag: 200,
  /** Of users, of teams and of addresses that mails are for. */
  named: 50,
  /** As JSON. */
  config: 64_000,
  query: SEARCH_BOUNDS.length,
} as const

/** The fields that are given, as every storage keeps them: of recipients with one kind and URL the first. */
export function boundAlert<T extends Partial<AlertFields>>(alert: T): T {
  const { name, query, triggers, recipients } = alert
  return {
    ...alert,
    ...(name === undefined ? {} : { name: storable(name, ALERT_BOUNDS.name) }),
    ...(query === undefined ? {} : { query: storable(query, ALERT_BOUNDS.query) }),
    ...(triggers === undefined ? {} : { triggers: ALERT_TRIGGERS.filter((one) => triggers.includes(one)) }),
    ...(recipients === undefined ? {} : { recipients: boundRecipients(recipients) }),
  }
}

/** What tells a recipient of an alert from the others of it. */
export function recipientKey({ kind, url }: Pick<AlertRecipient, 'kind' | 'url'>): string {
  return `${kind} ${url}`
}

export function tooManyAlerts(): AppError {
  return new AppError('conflict', `A project may have ${ALERT_BOUNDS.alerts} alerts; delete one that nobody needs.`)
}

function boundRecipients(recipients: AlertFields['recipients']): AlertFields['recipients'] {
  const byKey = new Map<string, AlertFields['recipients'][number]>()
  for (const { kind, url, tags, config } of recipients) {
    const bounded = {
      kind,
      url: storable(url, ALERT_BOUNDS.url),
      tags: tags.slice(0, ALERT_BOUNDS.tags).map((tag) => storable(tag, ALERT_BOUNDS.tag)),
      config: boundedJson(config, ALERT_BOUNDS.config),
    }
    const key = recipientKey(bounded)
    if (!byKey.has(key)) byKey.set(key, bounded)
  }
  return [...byKey.values()].slice(0, ALERT_BOUNDS.recipients)
}
