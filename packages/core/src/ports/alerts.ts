import { AppError } from '../errors.js'
import { boundedJson, storable } from './bounds.js'
import type { Id, Page, PageRequest } from './model.js'

/** GlitchTip's words for the ways in which an alert reaches somebody. */
export const RECIPIENT_KINDS = [
  'email',
  'webhook',
  'discord',
  'googlechat',
  'teams',
  'ntfy',
  'zulip',
  'feishu',
] as const
export type RecipientKind = (typeof RECIPIENT_KINDS)[number]

export interface AlertRecipient {
  readonly id: Id
  readonly kind: RecipientKind
  /** Empty for `email`: that goes to the members of the project's teams. Often holds a secret: never to be logged. */
  readonly url: string
  /** Tags of events that are shown beside those that always are. */
  readonly tags: readonly string[]
  /** What the kind needs besides, in snake_case as GlitchTip keeps it; may hold a secret. */
  readonly config: Readonly<Record<string, unknown>>
}

/** Tells of issues of a project that get at least `quantity` events within `timespanMinutes`, or of its monitors. */
export interface ProjectAlert {
  readonly id: Id
  readonly organizationId: Id
  readonly projectId: Id
  readonly name: string
  /** Issues are not told of unless this and `quantity` are numbers. */
  readonly timespanMinutes: number | null
  readonly quantity: number | null
  /** Tells of monitors that go down and come back. */
  readonly uptime: boolean
  /** In the order in which they were given. */
  readonly recipients: readonly AlertRecipient[]
}

/** What people set of an alert. */
export interface AlertFields extends Pick<ProjectAlert, 'name' | 'timespanMinutes' | 'quantity' | 'uptime'> {
  readonly recipients: readonly Omit<AlertRecipient, 'id'>[]
}

/** They go with their project. */
export interface AlertStorage {
  /** By age. */
  list(organizationId: Id, projectId: Id, page: PageRequest): Promise<Page<ProjectAlert>>
  get(organizationId: Id, projectId: Id, id: Id): Promise<ProjectAlert | null>
  /**
   * Rejects with `not_found` where the organization has no such project, with `conflict` where that has
   * `ALERT_BOUNDS.alerts` already.
   */
  create(organizationId: Id, projectId: Id, alert: AlertFields): Promise<ProjectAlert>
  /** What is not given stays. Recipients are replaced together; one of the same kind and URL keeps its id. */
  update(organizationId: Id, projectId: Id, id: Id, change: Partial<AlertFields>): Promise<ProjectAlert | null>
  delete(organizationId: Id, projectId: Id, id: Id): Promise<boolean>
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
  /** As JSON. */
  config: 4000,
} as const

/** The fields that are given, as every storage keeps them: of recipients with one kind and URL the first. */
export function boundAlert<T extends Partial<AlertFields>>(alert: T): T {
  const { name, recipients } = alert
  return {
    ...alert,
    ...(name === undefined ? {} : { name: storable(name, ALERT_BOUNDS.name) }),
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
