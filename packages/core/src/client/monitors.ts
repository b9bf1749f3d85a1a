import type { MonitorCoverageJson } from './alert-types.js'
import type {
  MonitorCheckDetailJson,
  MonitorCheckInJson,
  MonitorDetailJson,
  MonitorInput,
  MonitorJson,
} from './monitor-types.js'
import type { PageQuery } from './queries.js'
import type { ListPage, Transport } from './transport.js'
import type { HistoryBucketJson, MonitorUptimeJson } from './uptime-types.js'

export interface MonitorUptimeQuery extends PageQuery {
  /** Ids; all of the organization's where none is named. */
  readonly monitor?: readonly number[]
  /** How many there are to be. */
  readonly bars?: number
  /** Of all bars together. */
  readonly span?: '24h' | '30d' | '90d'
}

export interface MonitorHistoryQuery {
  /** ISO 8601: from the one on, before the other. */
  readonly start: string
  readonly end: string
  readonly step: 'minute' | 'hour' | 'day'
}

/** What to do to several monitors at once, at most 500. Of those of others, and those that are gone, nothing is done. */
export type MonitorBulkInput =
  | { readonly ids: readonly number[]; readonly action: 'pause' | 'resume' | 'delete' }
  | { readonly ids: readonly number[]; readonly action: 'tag' | 'untag'; readonly tag: string }
  | { readonly ids: readonly number[]; readonly action: 'move' /** Empty for none. */; readonly group: string }

/** All that is given must hold. */
export interface MonitorQuery {
  /** With the groups below it. */
  readonly group?: string
  readonly tag?: string
  /** As it is shown: paused before in maintenance before all else. */
  readonly status?: MonitorJson['status'] | 'paused'
  /** In its name or address, in any case. */
  readonly query?: string
  /** Id. */
  readonly project?: string
}

export interface MonitorClient {
  /** By name. */
  listMonitors(org: string, query?: PageQuery & MonitorQuery): Promise<ListPage<MonitorJson>>
  createMonitor(org: string, monitor: MonitorInput): Promise<MonitorJson>
  getMonitor(org: string, id: number): Promise<MonitorDetailJson>
  updateMonitor(org: string, id: number, monitor: MonitorInput): Promise<MonitorJson>
  /** Who is told when it goes down. */
  getMonitorCoverage(org: string, id: number): Promise<MonitorCoverageJson>
  /** With its checks. */
  deleteMonitor(org: string, id: number): Promise<void>
  /** The newest first. */
  listMonitorChecks(
    org: string,
    id: number,
    query?: PageQuery & { readonly is_change?: boolean },
  ): Promise<ListPage<MonitorCheckDetailJson>>
  /** Of type `Cron`: the runs of its job, the newest first. */
  listMonitorCheckIns(org: string, id: number, page?: PageQuery): Promise<ListPage<MonitorCheckInJson>>
  /** Looks at it once and keeps nothing; `of` is the one that is being changed, whose secrets are used where null is given. */
  testMonitor(org: string, monitor: MonitorInput, of?: number): Promise<MonitorCheckDetailJson>
  /** Looks at it now. */
  checkMonitor(org: string, id: number): Promise<MonitorCheckDetailJson>
  changeMonitors(org: string, change: MonitorBulkInput): Promise<void>
  /** How monitors did, of their roll-ups. */
  listMonitorUptime(org: string, query?: MonitorUptimeQuery): Promise<ListPage<MonitorUptimeJson>>
  /** The oldest first. */
  getMonitorHistory(org: string, id: number, query: MonitorHistoryQuery): Promise<readonly HistoryBucketJson[]>
}

export function monitorMethods(http: Transport): MonitorClient {
  const orgPath = (org: string) => `api/0/organizations/${encodeURIComponent(org)}/`
  const all = (org: string) => `${orgPath(org)}monitors/`
  const one = (org: string, id: number) => `${all(org)}${id}/`
  return {
    listMonitors: (org, query) => http.page(all(org), { ...query }),
    createMonitor: (org, body) => http.json('POST', all(org), { body }),
    getMonitor: (org, id) => http.json('GET', one(org, id)),
    updateMonitor: (org, id, body) => http.json('PUT', one(org, id), { body }),
    getMonitorCoverage: (org, id) => http.json('GET', `${one(org, id)}coverage/`),
    deleteMonitor: (org, id) => http.empty('DELETE', one(org, id)),
    listMonitorCheckIns: (org, id, page) => http.page(`${one(org, id)}check-ins/`, { ...page }),
    listMonitorChecks: (org, id, { is_change, ...page } = {}) =>
      http.page(`${one(org, id)}checks/`, { ...page, is_change: is_change === undefined ? null : String(is_change) }),
    testMonitor: (org, body, of) =>
      http.json('POST', `${all(org)}test/`, { body, query: { monitor: of === undefined ? null : String(of) } }),
    checkMonitor: (org, id) => http.json('POST', `${one(org, id)}check/`),
    changeMonitors: (org, body) => http.empty('POST', `${all(org)}bulk/`, { body }),
    listMonitorUptime: (org, { monitor = [], ...query } = {}) =>
      http.page(`${orgPath(org)}monitor-uptime/`, { ...query, monitor: monitor.map(String) }),
    getMonitorHistory: (org, id, query) => http.json('GET', `${one(org, id)}history/`, { query: { ...query } }),
  }
}
