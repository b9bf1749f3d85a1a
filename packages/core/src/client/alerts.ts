import type {
  AlertBackTestJson,
  AlertCoverageJson,
  AlertInput,
  AlertJson,
  AlertTestJson,
  ChannelStateJson,
  DeliveryDetailJson,
  DeliveryJson,
  MuteInput,
  MuteJson,
  OrganizationAlertJson,
} from './alert-types.js'
import type { PageQuery } from './queries.js'
import type { ListPage, Transport } from './transport.js'

export interface DeliveryQuery {
  readonly state?: DeliveryJson['state']
  readonly alert?: number
  /** Slug. */
  readonly project?: string
}

export interface AlertClient {
  /** By age. */
  listAlerts(org: string, project: string, page?: PageQuery): Promise<ListPage<AlertJson>>
  createAlert(org: string, project: string, input: AlertInput): Promise<AlertJson>
  getAlert(org: string, project: string, id: number): Promise<AlertJson>
  updateAlert(org: string, project: string, id: number, change: AlertInput): Promise<AlertJson>
  deleteAlert(org: string, project: string, id: number): Promise<void>
  /** Sends a message to each recipient but mail, or to the one named, and says what was answered. */
  testAlert(org: string, project: string, id: number, recipient?: number): Promise<readonly AlertTestJson[]>
  /** What an alert would have told in the last 14 days; nothing is kept. */
  backTestAlert(org: string, project: string, input: AlertInput, signal?: AbortSignal): Promise<AlertBackTestJson>
  /** The newest first. */
  listDeliveries(org: string, project: string, id: number, page?: PageQuery): Promise<ListPage<DeliveryJson>>
  /** Of the projects that the caller may see, by project and age. */
  listOrganizationAlerts(org: string, page?: PageQuery): Promise<ListPage<OrganizationAlertJson>>
  /** Of each project that the caller may see. */
  listAlertCoverage(org: string, page?: PageQuery): Promise<ListPage<AlertCoverageJson>>
  /** The newest first. */
  listOrganizationDeliveries(org: string, query?: PageQuery & DeliveryQuery): Promise<ListPage<DeliveryJson>>
  getDelivery(org: string, id: string): Promise<DeliveryDetailJson>
  /** Sends a message that failed again, at once. */
  retryDelivery(org: string, id: string): Promise<DeliveryDetailJson>
  listChannelStates(org: string): Promise<readonly ChannelStateJson[]>
  /** Those for everybody, and the caller's own. */
  listMutes(org: string, page?: PageQuery): Promise<ListPage<MuteJson>>
  createMute(org: string, mute: MuteInput): Promise<MuteJson>
  deleteMute(org: string, id: string): Promise<void>
}

export function alertMethods(http: Transport): AlertClient {
  const orgPath = (org: string) => `api/0/organizations/${encodeURIComponent(org)}/`
  const all = (org: string, project: string) =>
    `api/0/projects/${encodeURIComponent(org)}/${encodeURIComponent(project)}/alerts/`
  const one = (org: string, project: string, id: number) => `${all(org, project)}${id}/`
  const delivery = (org: string, id: string) => `${orgPath(org)}deliveries/${encodeURIComponent(id)}/`
  return {
    listAlerts: (org, project, page) => http.page(all(org, project), { ...page }),
    createAlert: (org, project, body) => http.json('POST', all(org, project), { body }),
    getAlert: (org, project, id) => http.json('GET', one(org, project, id)),
    updateAlert: (org, project, id, body) => http.json('PUT', one(org, project, id), { body }),
    deleteAlert: (org, project, id) => http.empty('DELETE', one(org, project, id)),
    testAlert: (org, project, id, recipient) =>
      http.json('POST', `${one(org, project, id)}test/`, { query: { recipient_id: recipient } }),
    backTestAlert: (org, project, body, signal) =>
      http.json('POST', `${all(org, project)}back-test/`, { body, ...(signal === undefined ? {} : { signal }) }),
    listDeliveries: (org, project, id, page) => http.page(`${one(org, project, id)}deliveries/`, { ...page }),
    listOrganizationAlerts: (org, page) => http.page(`${orgPath(org)}alerts/`, { ...page }),
    listAlertCoverage: (org, page) => http.page(`${orgPath(org)}alert-coverage/`, { ...page }),
    listOrganizationDeliveries: (org, { alert, ...query } = {}) =>
      http.page(`${orgPath(org)}deliveries/`, { ...query, alert: alert === undefined ? null : String(alert) }),
    getDelivery: (org, id) => http.json('GET', delivery(org, id)),
    retryDelivery: (org, id) => http.json('POST', `${delivery(org, id)}retry/`),
    listChannelStates: (org) => http.json('GET', `${orgPath(org)}channels/`),
    listMutes: (org, page) => http.page(`${orgPath(org)}mutes/`, { ...page }),
    createMute: (org, body) => http.json('POST', `${orgPath(org)}mutes/`, { body }),
    deleteMute: (org, id) => http.empty('DELETE', `${orgPath(org)}mutes/${encodeURIComponent(id)}/`),
  }
}
