import type { Id } from '../../ports/model.js'
import type { ProjectRow, State } from './state.js'

/** The project, if it is the organization's. */
export function projectRow(state: State, organizationId: Id, id: Id): ProjectRow | null {
  const row = state.projects.get(id)
  return row?.project.organizationId === organizationId ? row : null
}

/** The same of the organization that has the project now, where an earlier one had it when the thing was taken in. */
export function ofOwner<T extends { readonly organizationId: Id; readonly projectId: Id }>(state: State, one: T): T {
  const row = state.projects.get(one.projectId)
  if (row === undefined || !row.earlierHomes.has(one.organizationId)) return one
  return { ...one, organizationId: row.project.organizationId }
}
