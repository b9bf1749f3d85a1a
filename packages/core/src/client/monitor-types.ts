/** What is watched, as GlitchTip has it. `timeout`, `interval` and `retryInterval` are seconds. */
export interface MonitorJson {
  id: number
  monitorType: 'Ping' | 'GET' | 'POST' | 'TCP Port' | 'SSL' | 'Heartbeat'
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
  status: 'unknown' | 'up' | 'degraded' | 'down'
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
}
