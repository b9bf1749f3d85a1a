import type { PageQuery } from './client.js'
import type { MonitorCheckDetailJson, MonitorDetailJson, MonitorInput, MonitorJson } from './monitor-types.js'
import type { ListPage, Transport } from './transport.js'

export interface MonitorClient {
  /** By name. */
  listMonitors(org: string, page?: PageQuery): Promise<ListPage<MonitorJson>>
  createMonitor(org: string, monitor: MonitorInput): Promise<MonitorJson>
  getMonitor(org: string, id: number): Promise<MonitorDetailJson>
  updateMonitor(org: string, id: number, monitor: MonitorInput): Promise<MonitorJson>
  /** With its checks. */
  deleteMonitor(org: string, id: number): Promise<void>
  /** The newest first. */
  listMonitorChecks(
    org: string,
    id: number,
    query?: PageQuery & { readonly is_change?: boolean },
  ): Promise<ListPage<MonitorCheckDetailJson>>
}

export function monitorMethods(http: Transport): MonitorClient {
  const all = (org: string) => `api/0/organizations/${encodeURIComponent(org)}/monitors/`
  const one = (org: string, id: number) => `${all(org)}${id}/`
  return {
    listMonitors: (org, page) => http.page(all(org), { ...page }),
    createMonitor: (org, body) => http.json('POST', all(org), { body }),
    getMonitor: (org, id) => http.json('GET', one(org, id)),
    updateMonitor: (org, id, body) => http.json('PUT', one(org, id), { body }),
    deleteMonitor: (org, id) => http.empty('DELETE', one(org, id)),
    listMonitorChecks: (org, id, { is_change, ...page } = {}) =>
      http.page(`${one(org, id)}checks/`, { ...page, is_change: is_change === undefined ? null : String(is_change) }),
  }
}
