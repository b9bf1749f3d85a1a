import type { MaintenanceInput, MaintenanceJson } from './maintenance-types.js'
import type { PageQuery } from './queries.js'
import type { ListPage, Transport } from './transport.js'

export interface MaintenanceClient {
  /** Those that go on or come first, by when; then those that are past. */
  listMaintenance(org: string, page?: PageQuery): Promise<ListPage<MaintenanceJson>>
  createMaintenance(org: string, maintenance: MaintenanceInput): Promise<MaintenanceJson>
  getMaintenance(org: string, id: string): Promise<MaintenanceJson>
  updateMaintenance(org: string, id: string, maintenance: MaintenanceInput): Promise<MaintenanceJson>
  deleteMaintenance(org: string, id: string): Promise<void>
}

export function maintenanceMethods(http: Transport): MaintenanceClient {
  const all = (org: string) => `api/0/organizations/${encodeURIComponent(org)}/maintenance-windows/`
  const one = (org: string, id: string) => `${all(org)}${encodeURIComponent(id)}/`
  return {
    listMaintenance: (org, page) => http.page(all(org), { ...page }),
    createMaintenance: (org, body) => http.json('POST', all(org), { body }),
    getMaintenance: (org, id) => http.json('GET', one(org, id)),
    updateMaintenance: (org, id, body) => http.json('PUT', one(org, id), { body }),
    deleteMaintenance: (org, id) => http.empty('DELETE', one(org, id)),
  }
}
