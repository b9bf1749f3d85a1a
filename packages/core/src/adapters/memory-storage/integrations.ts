import { storable } from '../../ports/bounds.js'
import {
  boundIntegration,
  boundMapping,
  type CodeMapping,
  INTEGRATION_BOUNDS,
  type Integration,
  type IntegrationStorage,
  tooManyIntegrations,
  tooManyMappings,
} from '../../ports/integrations.js'
import type { Id } from '../../ports/model.js'
import { deleteLinksOf } from './issue-links.js'
import { pageOf } from './paging.js'
import { projectRow } from './project-rows.js'
import { existing, given, nextId, type State } from './state.js'

const BY_AGE = { parts: ['number'], keyOf: ({ id }: { readonly id: Id }) => [Number(id)] } as const

export function memoryIntegrations(state: State): IntegrationStorage {
  const ofOrganization = (organizationId: Id) =>
    [...state.integrations.values()].filter((one) => one.organizationId === organizationId)
  const own = (organizationId: Id, id: Id) => ofOrganization(organizationId).find((one) => one.id === id) ?? null
  const keep = (integration: Integration) => {
    state.integrations.set(integration.id, integration)
    return integration
  }
  const mappings = (organizationId: Id) =>
    [...state.codeMappings.values()].filter(({ integrationId }) => own(organizationId, integrationId) !== null)
  const mustFit = (organizationId: Id, { integrationId, projectId }: Omit<CodeMapping, 'id'>) => {
    existing(own(organizationId, integrationId) ?? undefined, 'an integration', integrationId)
    existing(projectRow(state, organizationId, projectId) ?? undefined, 'a project', projectId)
  }
  const keepMapping = (mapping: CodeMapping) => {
    state.codeMappings.set(mapping.id, mapping)
    return mapping
  }
  const hookKey = (id: Id, delivery: string) => `${id} ${storable(delivery, INTEGRATION_BOUNDS.delivery)}`
  return {
    async list(organizationId, page) {
      return pageOf(ofOrganization(organizationId), page, BY_AGE)
    },
    async get(organizationId, id) {
      return own(organizationId, id)
    },
    async find(id) {
      return state.integrations.get(id) ?? null
    },
    async create(organizationId, kind, fields) {
      existing(state.organizations.get(organizationId), 'an organization', organizationId)
      if (ofOrganization(organizationId).length >= INTEGRATION_BOUNDS.integrations) throw tooManyIntegrations()
      const bounded = boundIntegration(fields)
      return keep({ ...bounded, id: nextId(state), organizationId, kind, error: '', lastUsedAt: null })
    },
    async update(organizationId, id, change) {
      const before = own(organizationId, id)
      return before === null ? null : keep({ ...before, ...given(boundIntegration(change)) })
    },
    async delete(organizationId, id) {
      if (own(organizationId, id) === null) return false
      deleteIntegration(state, id)
      return true
    },
    async noteUse(id, { at, error }) {
      const before = state.integrations.get(id)
      if (before !== undefined) keep({ ...before, lastUsedAt: at, error: storable(error, INTEGRATION_BOUNDS.error) })
    },
    async isHeard(id, delivery) {
      return state.integrationHooks.has(hookKey(id, delivery))
    },
    async noteHeard(id, delivery, at) {
      if (state.integrations.has(id)) state.integrationHooks.set(hookKey(id, delivery), at)
    },
    async mappings(organizationId, page) {
      return pageOf(mappings(organizationId), page, BY_AGE)
    },
    async mappingsOf(organizationId, projectId) {
      return mappings(organizationId).filter((one) => one.projectId === projectId)
    },
    async createMapping(organizationId, mapping) {
      mustFit(organizationId, mapping)
      if (mappings(organizationId).length >= INTEGRATION_BOUNDS.mappings) throw tooManyMappings()
      return keepMapping({ ...boundMapping(mapping), id: nextId(state) })
    },
    async updateMapping(organizationId, id, mapping) {
      if (!mappings(organizationId).some((one) => one.id === id)) return null
      mustFit(organizationId, mapping)
      return keepMapping({ ...boundMapping(mapping), id })
    },
    async deleteMapping(organizationId, id) {
      return mappings(organizationId).some((one) => one.id === id) && state.codeMappings.delete(id)
    },
  }
}

export function deleteIntegrationsOfOrganization(state: State, organizationId: Id): void {
  for (const one of state.integrations.values())
    if (one.organizationId === organizationId) deleteIntegration(state, one.id)
}

/** Of a project that is deleted, or moved to where its integrations are not. */
export function deleteMappingsOfProject(state: State, projectId: Id): void {
  for (const one of state.codeMappings.values()) if (one.projectId === projectId) state.codeMappings.delete(one.id)
}

export function dropOldHooks(state: State, before: Date): void {
  for (const [key, at] of state.integrationHooks) if (at < before) state.integrationHooks.delete(key)
}

function deleteIntegration(state: State, id: Id): void {
  state.integrations.delete(id)
  deleteLinksOf(state, ({ integrationId }) => integrationId === id)
  for (const one of state.codeMappings.values()) if (one.integrationId === id) state.codeMappings.delete(one.id)
  for (const key of state.integrationHooks.keys()) if (key.startsWith(`${id} `)) state.integrationHooks.delete(key)
}
