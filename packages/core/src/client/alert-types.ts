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

/** What became of a notice that was sent to try a recipient. */
export interface AlertTestJson {
  recipientType: RecipientTypeName
  status: 'sent' | 'error' | 'skipped'
  message: string | null
}
