import { memoryBlobs } from '../src/adapters/memory-blobs.js'
import type { Context } from '../src/context.js'
import { DEFAULT_INGEST_SETTINGS, type IngestSettings } from '../src/ports/ingest-settings.js'
import { drainedWorlds } from './drained-world.js'
import { newId, type World } from './ingest-world.js'

const ALL = { limit: 100, cursor: null } as const

/** Worlds that drain and keep files, for the tests of one file. */
export function itemWorlds() {
  const { aDrainedWorld } = drainedWorlds()
  return async (ports: Partial<Context> = {}, limits = {}): Promise<World> =>
    (await aDrainedWorld({ blobs: memoryBlobs(), ...ports }, { limits })).world
}

export type Item = readonly [header: string | Record<string, unknown>, payload: unknown]

/** An envelope as an SDK writes it. */
export function envelope(header: Record<string, unknown>, ...items: readonly Item[]): Buffer {
  const parts = items.flatMap(([head, payload]) => {
    const body = Buffer.isBuffer(payload) ? payload : Buffer.from(JSON.stringify(payload))
    const named = typeof head === 'string' ? { type: head } : head
    return [JSON.stringify({ ...named, length: body.length }), body]
  })
  const lines = [JSON.stringify(header), ...parts].map((part) => Buffer.concat([Buffer.from(part), Buffer.from('\n')]))
  return Buffer.concat(lines)
}

export const outcomesOf = async ({ storage, project, clock }: World) => {
  const { organizationId } = project
  const now = clock.now().getTime()
  const range = { from: new Date(now - 3_600_000), to: new Date(now + 3_600_000) }
  const found = await storage.ingest.outcomes({ organizationId, projectIds: null, ...range })
  return found.map((one) => [one.category, one.outcome, one.reason, one.quantity])
}
export const feedbackOf = async ({ storage, project }: World) =>
  (await storage.feedback.listForProject(project.organizationId, project.id, ALL)).items
export const checkInsOf = async ({ storage, project }: World) =>
  (await storage.checkIns.list(project.organizationId, project.id, ALL)).items
export const filesOf = ({ storage, project }: World, eventId: string) =>
  storage.attachments.list(project.organizationId, project.id, eventId)
export const healthOf = ({ storage, project, clock }: World) => {
  const now = clock.now().getTime()
  return storage.releaseHealth.sessions({
    organizationId: project.organizationId,
    projectIds: null,
    from: new Date(now - 10 * 86_400_000),
    to: new Date(now + 86_400_000),
    groupBy: ['release', 'environment'],
    bucketSeconds: null,
  })
}
export const settle = async (world: World, settings: Partial<IngestSettings['filters']>) => {
  const { id, organizationId } = world.project
  const filters = { ...DEFAULT_INGEST_SETTINGS.filters, ...settings }
  await world.storage.projects.updateIngestSettings(organizationId, id, { ...DEFAULT_INGEST_SETTINGS, filters })
}

export const aFeedback = (context: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  event_id: newId(),
  type: 'feedback',
  release: 'shop@1.0',
  environment: 'prod',
  contexts: { feedback: { message: 'It is slow.', name: 'Grace', contact_email: 'grace@example.com', ...context } },
  ...more,
})
