import type { IngestBuffer, IngestRecord } from '../src/ports/runtime.js'
import { aWorld, type World } from './ingest-world.js'

/** A buffer that is quick to say yes, and shows what it was given. */
export function keepingBuffer(): IngestBuffer & { readonly kept: IngestRecord[] } {
  const kept: IngestRecord[] = []
  return {
    kept,
    append: async (record) => {
      kept.push(record)
    },
    claim: async () => null,
    setAside: async () => {},
    listSetAside: async () => [],
    retrySetAside: async () => 0,
    waiting: async () => ({ records: kept.length, bytes: 0 }),
    oldest: async () => null,
    close: async () => {},
  }
}

export async function aDoor(ports: Parameters<typeof aWorld>[0] = {}, config: Parameters<typeof aWorld>[1] = {}) {
  const buffer = keepingBuffer()
  const world = await aWorld({ buffer, ...ports }, config)
  return { world, kept: buffer.kept }
}

export const cors = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-sentry-error, x-sentry-rate-limits, retry-after',
}

export async function outcomes(world: World) {
  const now = world.clock.now().getTime()
  const [from, to] = [new Date(now - 3_600_000), new Date(now + 3_600_000)]
  return world.storage.ingest.outcomes({ organizationId: world.project.organizationId, projectIds: null, from, to })
}

export async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve))
}
