/** GlitchTip's, and those of Mishap's own from `slack` on. */
export type RecipientTypeName =
  | 'email'
  | 'webhook'
  | 'discord'
  | 'googlechat'
  | 'teams'
  | 'ntfy'
  | 'zulip'
  | 'feishu'
  | 'slack'
  | 'slack_app'
  | 'telegram'
  | 'pagerduty'
  | 'opsgenie'
  | 'signed'
  | 'template'

/** What an alert tells of, beside so many events or users within so many minutes. `monitor_…` are what `uptime` stands for. */
export type AlertTrigger =
  | 'new_issue'
  | 'regression'
  | 'escalation'
  | 'monitor_down'
  | 'monitor_degraded'
  | 'monitor_recovered'
  | 'certificate'
  | 'check_in'
  | 'quota'
  | 'spike'

/** Tells of issues of a project that get `quantity` events within `timespanMinutes`, or of what its triggers name. */
export interface AlertJson {
  id: number
  name: string
  /** Numbers of events are not looked at while this or `quantity` is null. */
  timespanMinutes: number | null
  quantity: number | null
  /** Tells of monitors that go down, are slow and come back. */
  uptime: boolean
  alertRecipients: AlertRecipientJson[]
  isEnabled: boolean
  triggers: AlertTrigger[]
  /** Issues that so many users met within so many minutes. */
  users: AlertUsersJson | null
  /** A search that issues must answer to; empty for all. */
  query: string
  /** After so many minutes the same issue is told of again, and not before; null: once, until it regresses. */
  cooldownMinutes: number | null
  /** What happens within so many minutes of a message waits and leaves as one; 0: nothing waits. */
  digestMinutes: number
  quietHours: QuietHoursJson | null
  /** Null where it is not muted. */
  mutedUntil: string | null
  created: string
  /** Null where it never told of anything, or longer ago than its log is kept. */
  lastFired: string | null
  /** Recipients that do not take messages now. */
  failing: FailingRecipientJson[]
  reach: AlertReachJson
}

export interface AlertUsersJson {
  quantity: number
  minutes: number
}

/** Nobody is told within them; what happens leaves as one message when they end. */
export interface QuietHoursJson {
  /** `HH:MM`; an `end` before `start` is on the next day. */
  start: string
  end: string
  /** IANA, such as `Europe/Berlin`. */
  timeZone: string
  /** On which they begin, 1 (Monday) to 7 (Sunday). */
  days: number[]
}

export interface FailingRecipientJson {
  recipientID: number
  since: string
  /** What the last attempt was answered. */
  error: string
  /** It is not tried before; null where it is tried with the next message. */
  pausedUntil: string | null
}

/** Who would be told if it fired now: nobody where both are empty. */
export interface AlertReachJson {
  /** Who get mails. */
  people: number
  /** Each recipient but mail. */
  channels: RecipientTypeName[]
}

export interface AlertRecipientJson {
  id: number
  recipientType: RecipientTypeName
  /** Empty for `email`. */
  url: string
  /** Secrets of Mishap's own types are told as `********`; given back so they stay as they are. */
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
  readonly isEnabled?: boolean
  readonly triggers?: readonly AlertTrigger[]
  readonly users?: AlertUsersJson | null
  readonly query?: string
  readonly cooldownMinutes?: number | null
  readonly digestMinutes?: number
  readonly quietHours?: QuietHoursJson | null
  readonly mutedUntil?: string | null
}

export interface AlertRecipientInput {
  /** Of the one that it was: secrets that are given back as they were told are its. */
  readonly id?: number
  readonly recipientType: RecipientTypeName
  readonly url?: string | null
  readonly tagsToAdd?: readonly string[] | null
  /** Of `zulip`, with the three that follow. */
  readonly botEmail?: string
  readonly apiKey?: string
  readonly channel?: string
  readonly topic?: string
  /** Of the other types: what the interface named after it says. */
  readonly config?: Readonly<Record<string, unknown>>
}

/** Of `email`; without it mails go to the members of the project's teams. */
export interface EmailRecipientConfig {
  /** `project`: the members of its teams. `owner`: who ownership rules name for the issue. `assignee`: of the issue. */
  readonly audience: readonly ('project' | 'owner' | 'assignee')[]
  /** Ids of users of the organization. */
  readonly users: readonly string[]
  /** Slugs. */
  readonly teams: readonly string[]
  /** Of anybody. */
  readonly addresses: readonly string[]
}

export interface TelegramConfig {
  /** Secret. */
  readonly botToken: string
  readonly chatID: string
  /** Of a topic. */
  readonly threadID?: string
}

export interface PagerDutyConfig {
  /** Secret; of an integration "Events API v2". */
  readonly routingKey: string
  readonly region?: 'us' | 'eu'
}

export interface OpsgenieConfig {
  /** Secret. */
  readonly apiKey: string
  readonly region?: 'us' | 'eu'
}

/** Of `signed`, beside its `url`. */
export interface SignedWebhookConfig {
  /** Signs what is sent. */
  readonly secret: string
}

/** Of `template`, beside its `url`. */
export interface TemplateWebhookConfig {
  readonly method?: 'POST' | 'PUT' | 'PATCH'
  /** `application/json` unless it is named. */
  readonly contentType?: string
  /** With `{{ names }}` of what is told. */
  readonly body: string
  /** Values are secret. */
  readonly headers?: readonly { readonly name: string; readonly value: string }[]
}

export interface SlackAppConfig {
  /** Of the organization, of kind `slack`. */
  readonly integrationID: string
  /** Its id, such as `C0123456789`, or `#name`. */
  readonly channel: string
}

/** An alert in the list of an organization. */
export interface OrganizationAlertJson extends AlertJson {
  project: AlertProjectJson
}

export interface AlertProjectJson {
  id: string
  slug: string
  name: string
}

/** Who is told of what in a project: nobody of issues, or of monitors, where the reach of all its alerts is empty. */
export interface AlertCoverageJson {
  project: AlertProjectJson
  issues: AlertReachJson
  monitors: AlertReachJson
}

/** What an alert would have told in the days before now. */
export interface AlertBackTestJson {
  from: string
  until: string
  /** That it would have fired, each for one or more issues. */
  firings: AlertFiringJson[]
  /** More than are listed. */
  count: number
  /** That would have left, by digest and quiet hours, to each recipient. */
  messages: number
  /** What cannot be looked back at. */
  unknown: AlertTrigger[]
}

export interface AlertFiringJson {
  at: string
  trigger: AlertTrigger | 'events' | 'users'
  /** Null of what is no issue. */
  issueID: string | null
  title: string
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
  alertID: number
  alertName: string
  project: AlertProjectJson
  /** `superseded`: it had not left when there was news of the same monitor, and does not any more. */
  state: 'pending' | 'sent' | 'failed' | 'superseded'
  /** Why it waits; null where it is due, or left. */
  held: 'digest' | 'quiet' | 'muted' | 'rate' | 'paused' | null
  recipientType: RecipientTypeName
  /** Where it goes to: of an address of the web the host, for the rest may be secret; of a mail the address. */
  target: string
  subject: 'issues' | 'monitor' | 'limits'
  /** Why it was sent. */
  trigger: AlertTrigger | 'events' | 'users' | 'reminder' | null
  /** Of issues: how many it tells of, and the first of them. */
  issueCount: number
  issueIDs: string[]
  /** Of a monitor. */
  monitorID: number | null
  change: 'down' | 'degraded' | 'recovered' | 'reminder' | 'certificate' | 'check_in' | null
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

export interface DeliveryDetailJson extends DeliveryJson {
  /** What was sent last, without secrets; null before the first attempt. */
  payload: string | null
  /** The oldest first. */
  history: DeliveryAttemptJson[]
}

export interface DeliveryAttemptJson {
  at: string
  /** Milliseconds. */
  duration: number
  status: number | null
  error: string
  /** The beginning of what the other side said. */
  answer: string
}

/** How a way of telling people does in an organization. */
export interface ChannelStateJson {
  recipientType: RecipientTypeName
  /** That alerts have. */
  recipients: number
  /** Of them, that do not take messages now. */
  failing: number
  lastSent: string | null
}

/** Keeps alerts silent: of an issue, of a project, or for who made it alone. */
export interface MuteJson {
  id: string
  issueID: string | null
  /** With an issue its project. Null: all of the organization. */
  project: AlertProjectJson | null
  /** For mails to the caller; false: for everybody and all channels. */
  isOwn: boolean
  /** Null: until somebody takes it back. */
  until: string | null
  created: string
  createdBy: string | null
}

export interface MuteInput {
  readonly issueID?: string | null
  /** Slug. */
  readonly project?: string | null
  readonly isOwn: boolean
  readonly until?: string | null
}

/** What became of a notice that was sent to try a recipient. */
export interface AlertTestJson {
  recipientType: RecipientTypeName
  status: 'sent' | 'error' | 'skipped'
  message: string | null
}
