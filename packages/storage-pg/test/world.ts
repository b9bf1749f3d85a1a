import { randomUUID } from 'node:crypto'
import type { Id, NewEvent, Storage } from '@mishap/core'
import { aNewEvent } from '@mishap/core/testing'

export interface ProjectWorld {
  readonly organizationId: Id
  readonly projectId: Id
  readonly event: (event?: Partial<NewEvent>) => NewEvent
}

/** A project in an organization of its own. */
export async function aProject(storage: Storage): Promise<ProjectWorld> {
  const name = `n-${randomUUID()}`
  const owner = { email: `${name}@example.com`, name, passwordHash: null, isSuperuser: false }
  const { id: ownerId } = await storage.users.create(owner)
  const { id: organizationId } = await storage.organizations.create({ name, slug: name, ownerId })
  const key = { id: randomUUID(), publicKey: randomUUID().replaceAll('-', '') }
  const about = { organizationId, name, slug: name, platform: null, teamId: null, key }
  const { id: projectId } = await storage.projects.create(about)
  return { organizationId, projectId, event: (event = {}) => aNewEvent({ organizationId, projectId, ...event }) }
}
