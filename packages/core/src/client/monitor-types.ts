/** What is watched, as GlitchTip has it. `timeout`, `interval` and `retryInterval` are seconds. */
export interface MonitorJson {
  id: number
  /** The last four are ours. */
  monitorType: 'Ping' | 'GET' | 'POST' | 'TCP Port' | 'SSL' | 'Heartbeat' | 'HTTP' | 'DNS' | 'ICMP' | 'Cron'
  name: string
  url: string
  expectedStatus: number | null
  expectedBody: string
  interval: number
  timeout: number | null
  created: string
  organizationID: number
  projectID: string | null
  projectName: string | null
  environmentID: null
  envName: null
  /** Null while nothing is known. */
  isUp: boolean | null
  lastChange: string | null
  endpointID: string | null
  /** Where a heartbeat is sent to by POST. */
  heartbeatEndpoint: string | null
  /** The newest sixty, the newest first. */
  checks: MonitorCheckJson[]
  /** `maintenance` hides what it would be, so that nobody is told. */
  status: 'unknown' | 'up' | 'degraded' | 'down' | 'maintenance'
  isPaused: boolean
  /** Failed checks in a row until it is down. */
  confirmationThreshold: number
  /** Good checks in a row until it is up again. */
  recoveryThreshold: number
  /** Between checks while a change is not confirmed; null for the usual interval. */
  retryInterval: number | null
  /** Milliseconds after which an answer is slow. */
  degradedAfter: number | null
  /** Of type `SSL`: with fewer days left a certificate is a failure. */
  certificateDays: number | null
  /** Of what speaks HTTP; null for other types. */
  request: HttpRequestJson | null
  /** Of what is asked: all must hold. */
  assertions: AssertionJson[]
  /** Of type `DNS`; null for others. */
  dns: DnsQueryJson | null
  /** Of type `Cron`; null for others. */
  cron: CronScheduleJson | null
  /** Shown together in lists; empty for none. `/` between levels: `Shop/Payments`. */
  group: string
  tags: string[]
  /** While that one is down nobody is told of this one. */
  parentID: number | null
  /** Seconds between reminders while it is down; null for none. */
  remindEvery: number | null
  /** It changes so often that it is shown as what it mostly is, and nobody is told of each change. */
  isFlapping: boolean
  lastCheck: string | null
  nextCheck: string | null
  /** Of the certificate seen last, of whatever speaks TLS. */
  certificateEnds: string | null
}

export interface HttpRequestJson {
  /** `HTTP` alone may have another than its type's. */
  method: 'HEAD' | 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'
  /** Values of headers that hold secrets are told as null, and kept where null is given back. */
  headers: { name: string; value: string | null }[]
  body: string
  /** Secrets are told as null, and kept where null is given back. */
  auth:
    | { kind: 'none' }
    | { kind: 'basic'; username: string; password: string | null }
    | { kind: 'bearer'; token: string | null }
  /** Followed at most; 0 to 20. */
  redirects: number
  /** Whether a certificate that is not good is a failure. */
  verifyTls: boolean
}

/** What an answer must be. */
export type AssertionJson =
  /** Such as `200`, `200-299` or `2xx`, several between commas. */
  | { kind: 'status'; expected: string }
  | { kind: 'body'; compare: 'contains' | 'not_contains' | 'equals' | 'matches'; value: string }
  | { kind: 'json'; path: string; compare: Comparison; value: string }
  | { kind: 'header'; name: string; compare: Comparison; value: string }
  | { kind: 'responseTime'; maxMs: number }
  | { kind: 'record'; compare: 'contains' | 'not_contains' | 'equals'; value: string }

export type Comparison =
  | 'equals'
  | 'not_equals'
  | 'contains'
  | 'not_contains'
  | 'less'
  | 'greater'
  | 'exists'
  | 'missing'

export interface DnsQueryJson {
  recordType: 'A' | 'AAAA' | 'CAA' | 'CNAME' | 'MX' | 'NS' | 'SOA' | 'SRV' | 'TXT'
  /** An address of a name server, with a port where it is not 53; empty for the host's own. */
  resolver: string
}

export interface CronScheduleJson {
  /** By which check-ins name it; one per project. */
  slug: string
  schedule:
    | { type: 'crontab'; value: string }
    | { type: 'interval'; value: number; unit: 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year' }
  /** Of the schedule, an IANA name. */
  timezone: string
  /** How many minutes a run may be late. */
  margin: number
  /** How many minutes a run may take; null for however many. */
  maxRuntime: number | null
}

/** A run of a scheduled job. */
export interface MonitorCheckInJson {
  /** 32 hex digits, as the job gives it. */
  id: string
  /** `timeout` and `missed` are also what Mishap finds: it never ended in time, or never began. */
  status: 'in_progress' | 'ok' | 'error' | 'timeout' | 'missed'
  /** Milliseconds; null while that is not known. */
  duration: number | null
  environment: string | null
  release: string | null
  /** When its schedule wanted it; null where it did not, or where that is not known. */
  expectedTime: string | null
  /** Of its first report; of one that is missed when that was found. */
  dateCreated: string
  /** Of its newest report. */
  dateUpdated: string
}

export interface MonitorCheckJson {
  isUp: boolean
  startCheck: string
  /** By GlitchTip's numbers; null where it is up. */
  reason: number | null
}

/** A check with how long it took, in milliseconds, and what was found in words. */
export interface MonitorCheckDetailJson extends MonitorCheckJson {
  responseTime: number | null
  isChange: boolean
  detail: string
  /** What it was found to be by itself. */
  found: 'up' | 'degraded' | 'down'
  timings: TimingsJson | null
  /** What was answered; null where nothing was, and of checks that went as they should and were nothing new. */
  answer: CheckAnswerJson | null
}

/** Milliseconds of each part; null for what there was none of. */
export interface TimingsJson {
  dns: number | null
  connect: number | null
  tls: number | null
  firstByte: number | null
  transfer: number | null
}

export interface CheckAnswerJson {
  status: number | null
  headers: { name: string; value: string }[]
  /** The beginning of it. */
  body: string
  /** Where redirects led to. */
  url: string | null
  address: string | null
  certificate: { subject: string; issuer: string; validFrom: string; validTo: string } | null
  records: string[] | null
}

export interface MonitorDetailJson extends Omit<MonitorJson, 'checks'> {
  checks: MonitorCheckDetailJson[]
}

/** Everything is replaced: what is not given is as by default. */
export interface MonitorInput {
  readonly name: string
  readonly monitorType?: MonitorJson['monitorType']
  readonly url?: string | null
  readonly expectedStatus: number | null
  readonly expectedBody: string
  readonly timeout: number | null
  readonly interval?: number
  /** Id. */
  readonly project?: string | null
  readonly isPaused?: boolean
  readonly confirmationThreshold?: number
  readonly recoveryThreshold?: number
  readonly retryInterval?: number | null
  readonly degradedAfter?: number | null
  readonly certificateDays?: number | null
  readonly request?: Partial<HttpRequestJson> | null
  readonly assertions?: readonly AssertionJson[]
  readonly dns?: Partial<DnsQueryJson> | null
  readonly cron?: (Pick<CronScheduleJson, 'schedule'> & Partial<CronScheduleJson>) | null
  readonly group?: string
  readonly tags?: readonly string[]
  readonly parentID?: number | null
  readonly remindEvery?: number | null
}
