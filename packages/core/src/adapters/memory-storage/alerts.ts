import {
  ALERT_BOUNDS,
  type AlertFields,
  type AlertRecipient,
  type AlertStorage,
  boundAlert,
  type ProjectAlert,
  recipientKey,
  tooManyAlerts,
} from '../../ports/alerts.js'
import type { Id } from '../../ports/model.js'
import { dropDeliveriesOfOthers, forgetDeliveriesOf } from './deliveries.js'
import { pageOf } from './paging.js'
import { projectRow } from './project-rows.js'
import { existing, given, nextId, type State } from './state.js'

export function memoryAlerts(state: State): AlertStorage {
  const ofProject = (organizationId: Id, projectId: Id) =>
    [...state.alerts.values()].filter((one) => one.organizationId === organizationId && one.projectId === projectId)
  const own = (organizationId: Id, projectId: Id, id: Id) =>
    ofProject(organizationId, projectId).find((one) => one.id === id) ?? null
  const keep = (alert: ProjectAlert) => {
    state.alerts.set(alert.id, alert)
    return alert
  }
  return {
    async list(organizationId, projectId, page) {
      const all = ofProject(organizationId, projectId)
      return pageOf(all, page, { parts: ['number'], keyOf: ({ id }) => [Number(id)] })
    },
    async listAll(organizationId, page) {
      const all = [...state.alerts.values()].filter((one) => one.organizationId === organizationId)
      return pageOf(all, page, {
        parts: ['number', 'number'],
        keyOf: ({ projectId, id }) => [Number(projectId), Number(id)],
      })
    },
    async get(organizationId, projectId, id) {
      return own(organizationId, projectId, id)
    },
    async create(organizationId, projectId, alert, now) {
      existing(projectRow(state, organizationId, projectId) ?? undefined, 'a project', projectId)
      if (ofProject(organizationId, projectId).length >= ALERT_BOUNDS.alerts) throw tooManyAlerts()
      const { recipients, ...fields } = boundAlert(alert)
      const id = nextId(state)
      const place = { id, organizationId, projectId, createdAt: now }
      return keep({ ...fields, ...place, recipients: withIds(state, recipients, []) })
    },
    async update(organizationId, projectId, id, change) {
      const before = own(organizationId, projectId, id)
      if (before === null) return null
      const { recipients, ...fields } = boundAlert(change)
      const after = { ...before, ...given(fields) }
      if (recipients === undefined) return keep(after)
      const replaced = keep({ ...after, recipients: withIds(state, recipients, before.recipients) })
      dropDeliveriesOfOthers(state, replaced)
      return replaced
    },
    async delete(organizationId, projectId, id) {
      if (own(organizationId, projectId, id) === null) return false
      forgetDeliveriesOf(state, id)
      return state.alerts.delete(id)
    },
    async recipients(organizationId) {
      const own = [...state.alerts.values()].filter((alert) => alert.organizationId === organizationId)
      return own.flatMap(({ recipients }) => recipients)
    },
  }
}

export function deleteAlertsOfProject(state: State, projectId: Id): void {
  for (const alert of state.alerts.values())
    if (alert.projectId === projectId) {
      forgetDeliveriesOf(state, alert.id)
      state.alerts.delete(alert.id)
    }
}

function withIds(
  state: State,
  recipients: AlertFields['recipients'],
  before: readonly AlertRecipient[],
): readonly AlertRecipient[] {
  const ids = new Map(before.map((one) => [recipientKey(one), one.id]))
  return recipients.map((one) => ({ ...one, id: ids.get(recipientKey(one)) ?? nextId(state) }))
}
