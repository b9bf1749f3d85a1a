export type RecipientTypeName = 'email' | 'webhook' | 'discord' | 'googlechat' | 'teams' | 'ntfy' | 'zulip' | 'feishu'

/** Tells of issues of a project that get `quantity` events within `timespanMinutes`, or of its monitors. */
export interface AlertJson {
  id: number
  name: string
  /** Issues are not told of while this or `quantity` is null. */
  timespanMinutes: number | null
  quantity: number | null
  /** Tells of monitors. */
  uptime: boolean
  alertRecipients: AlertRecipientJson[]
}

export interface AlertRecipientJson {
  id: number
  recipientType: RecipientTypeName
  /** Empty for `email`. */
  url: string
  config: Record<string, unknown>
  tagsToAdd: string[]
}

/** Recipients replace those that an alert has: without them it has none. */
export interface AlertInput {
  readonly name?: string | null
  readonly timespanMinutes?: number | null
  readonly quantity?: number | null
  readonly uptime?: boolean
  readonly alertRecipients?: readonly AlertRecipientInput[] | null
}

export interface AlertRecipientInput {
  readonly recipientType: RecipientTypeName
  readonly url?: string | null
  readonly tagsToAdd?: readonly string[] | null
  /** Of `zulip`, with the three that follow. */
  readonly botEmail?: string
  readonly apiKey?: string
  readonly channel?: string
  readonly topic?: string
}

/** Who is told of a monitor. */
export interface MonitorCoverageJson {
  /** Of its project, that tell of monitors. */
  alerts: number
  /** Who get mails. */
  people: number
  /** Each recipient but mail. */
  channels: RecipientTypeName[]
}

/** A message of an alert, and what became of it. */
export interface DeliveryJson {
  id: string
  state: 'pending' | 'sent' | 'failed'
  recipientType: RecipientTypeName
  /** Where it goes to: of an address of the web the host, for the rest may be secret; of a mail the address. */
  target: string
  subject: 'issues' | 'monitor'
  /** Of issues: how many it tells of, and the first of them. */
  issueCount: number
  issueIDs: string[]
  /** Of a monitor. */
  monitorID: number | null
  change: 'down' | 'degraded' | 'recovered' | 'reminder' | null
  created: string
  attempts: number
  lastAttempt: string | null
  /** Of the last attempt, in milliseconds. */
  duration: number | null
  /** Of HTTP, in the last attempt. */
  status: number | null
  /** Why the last attempt failed; empty where it did not. */
  error: string
  /** Null where it is not tried again. */
  nextAttempt: string | null
}

/** What became of a notice that was sent to try a recipient. */
export interface AlertTestJson {
  recipientType: RecipientTypeName
  status: 'sent' | 'error' | 'skipped'
  message: string | null
}
