import type { HealthPartJson, InstanceHealthJson } from '../client/admin-types.js'
import type { Context } from '../context.js'
import { inTime } from '../in-time.js'
import { livingRuns } from './living-runs.js'

const PATIENCE_MS = 5_000

/** Whether everything that the server needs answers, and how the background work of all processes goes. */
export async function instanceHealth(context: Context): Promise<InstanceHealthJson> {
  const { storage, buffer, cache, blobs, mailer, clock, config } = context
  const parts = await Promise.all([
    look(context, 'database', () => storage.ping()),
    look(context, 'buffer', () => buffer.waiting()),
    look(context, 'cache', async () => {
      await cache.set('health', 'ok', PATIENCE_MS)
      await cache.get('health')
    }),
    look(context, 'files', blobs === null ? null : () => blobs.list({ prefix: 'health/', after: null, limit: 1 })),
    look(context, 'mail', mailer === null ? null : async () => mailer.verify?.()),
  ])
  const [runs, counts] = await Promise.all([storage.instance.runs(), storage.instance.counts()])
  return {
    version: config.version,
    now: clock.now().toISOString(),
    parts,
    jobs: livingRuns(runs, clock.now()).map(({ job, worker, finishedAt, tookMs, error }) => ({
      ...{ job, worker, finishedAt: finishedAt.toISOString(), tookMs, error },
    })),
    counts,
    process: {
      node: process.version,
      uptimeSeconds: Math.round(process.uptime()),
      memoryBytes: process.memoryUsage.rss(),
    },
  }
}

async function look(
  { clock }: Context,
  name: HealthPartJson['name'],
  ask: (() => Promise<unknown>) | null,
): Promise<HealthPartJson> {
  if (ask === null) return { name, state: 'off', message: null, tookMs: 0 }
  const startedAt = clock.now().getTime()
  const took = () => Math.max(0, clock.now().getTime() - startedAt)
  try {
    await inTime(clock, ask(), PATIENCE_MS)
    return { name, state: 'ok', message: null, tookMs: took() }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { name, state: 'failing', message: withoutSecrets(message).slice(0, 300), tookMs: took() }
  }
}

/** Drivers quote addresses, and these may hold passwords. */
export function withoutSecrets(text: string): string {
  return text.replace(/\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@]{1,300}@/gi, '$1…@')
}
