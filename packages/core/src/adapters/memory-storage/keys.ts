import { AppError } from '../../errors.js'
import type { Id, KeyTarget, ProjectKey } from '../../ports/model.js'
import type { ProjectStorage } from '../../ports/projects.js'
import { pageOf } from './paging.js'
import { existing, given, type State } from './state.js'

type KeyMethods = Pick<
  ProjectStorage,
  'listKeys' | 'getKey' | 'createKey' | 'updateKey' | 'deleteKey' | 'ownedElsewhere' | 'findKeyTargets'
>

export function memoryKeys(state: State): KeyMethods {
  const own = (organizationId: Id, projectId: Id, keyId: string): ProjectKey | null => {
    const key = state.keys.get(keyId)
    return key?.organizationId === organizationId && key.projectId === projectId ? key : null
  }
  return {
    async listKeys(organizationId, projectId, page) {
      const keys = [...state.keys.values()].filter(
        (key) => key.organizationId === organizationId && key.projectId === projectId,
      )
      return pageOf(keys, page, { parts: ['number', 'text'], keyOf: (key) => [key.createdAt.getTime(), key.id] })
    },
    async getKey(organizationId, projectId, keyId) {
      return own(organizationId, projectId, keyId)
    },
    async createKey(key) {
      const project = state.projects.get(key.projectId)?.project
      existing(
        project?.organizationId === key.organizationId ? project : undefined,
        'a project of the organization',
        key.projectId,
      )
      return addKey(state, key)
    },
    async updateKey(organizationId, projectId, keyId, change) {
      const key = own(organizationId, projectId, keyId)
      if (key === null) return null
      const { formerProjectId, ...rest } = change
      const updated = { ...key, ...given(rest) }
      state.keys.set(keyId, updated)
      if (formerProjectId !== undefined) state.formerProjectIds.set(keyId, formerProjectId)
      return updated
    },
    async deleteKey(organizationId, projectId, keyId) {
      const key = own(organizationId, projectId, keyId)
      if (key !== null) retireKey(state, key)
      return key !== null
    },
    async ownedElsewhere(organizationId, { publicKeys, projectIds }) {
      const retired = [...state.retiredKeys].filter(([, owner]) => owner.organizationId !== organizationId)
      const [keys, ids] = [new Set(publicKeys), new Set(projectIds)]
      const others = [...state.projects.values()].filter(({ project }) => project.organizationId !== organizationId)
      const projects = [...retired.map(([, { projectId }]) => projectId), ...others.map(({ project }) => project.id)]
      return {
        publicKeys: new Set(retired.flatMap(([publicKey]) => (keys.has(publicKey) ? [publicKey] : []))),
        projectIds: new Set(projects.filter((id) => ids.has(id))),
      }
    },
    async findKeyTargets(publicKeys) {
      const wanted = new Set(publicKeys)
      return [...state.keys.values()].filter((key) => wanted.has(key.publicKey)).map((key) => toTarget(state, key))
    },
  }
}

/** Rejects with `conflict` when the id or the public key is taken, or was another organization's. */
export function addKey(
  state: State,
  { formerProjectId, takesRetired = false, ...key }: Parameters<ProjectStorage['createKey']>[0],
): ProjectKey {
  const isTaken = [...state.keys.values()].some(({ id, publicKey }) => id === key.id || publicKey === key.publicKey)
  const owner = state.retiredKeys.get(key.publicKey)?.organizationId ?? key.organizationId
  if (isTaken || (owner !== key.organizationId && !takesRetired))
    throw new AppError('conflict', `A key ${key.publicKey} exists already`)
  const created: ProjectKey = { ...key, isActive: true, createdAt: new Date() }
  state.keys.set(created.id, created)
  if (formerProjectId !== undefined) state.formerProjectIds.set(created.id, formerProjectId)
  return created
}

export function retireKey(state: State, { id, publicKey, organizationId, projectId }: ProjectKey): void {
  state.keys.delete(id)
  state.retiredKeys.set(publicKey, { organizationId, projectId })
}

function toTarget(state: State, key: ProjectKey): KeyTarget {
  const { project } = existing(state.projects.get(key.projectId), 'a project', key.projectId)
  const organization = existing(state.organizations.get(key.organizationId), 'an organization', key.organizationId)
  return {
    keyId: key.id,
    publicKey: key.publicKey,
    keyActive: key.isActive,
    rateLimit: key.rateLimit,
    projectId: project.id,
    formerProjectId: state.formerProjectIds.get(key.id) ?? null,
    projectSlug: project.slug,
    organizationId: organization.id,
    organizationSlug: organization.slug,
    isAcceptingEvents: organization.isAcceptingEvents,
    organizationThrottleRate: organization.eventThrottleRate,
    projectThrottleRate: project.eventThrottleRate,
    organizationRateLimit: organization.rateLimit,
    projectRateLimit: project.rateLimit,
    spikeGuard: project.spikeGuard,
    // The address is kept only where both agree to keep it.
    scrubIpAddresses: organization.scrubIpAddresses || project.scrubIpAddresses,
  }
}
