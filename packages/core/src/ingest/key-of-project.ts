import type { Id, KeyTarget } from '../ports/model.js'

/** Whether a DSN with this key may name this project: its own, or what its project was called by on another server. */
export function isKeyOf(key: Pick<KeyTarget, 'projectId' | 'formerProjectId'>, projectId: Id | null): boolean {
  return projectId !== null && (projectId === key.projectId || projectId === key.formerProjectId)
}
