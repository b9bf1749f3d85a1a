import type { Context } from '../context.js'
import { inTime } from '../in-time.js'
import { doorOf } from '../ingest/door.js'

/** Whether requests should be sent to this process. Says nothing of why: everybody may ask. */
export interface Readiness {
  readonly status: 'ready' | 'not_ready' | 'stopping'
  readonly parts: Readonly<Record<'storage' | 'migrations' | 'buffer', PartState>>
}

export type PartState = 'ok' | 'failing'

const PATIENCE_MS = 2_000

const leaving = new WeakSet<Context>()

/** From now on the process is not ready, so that nobody sends it more before it stops. */
export function leave(context: Context): void {
  leaving.add(context)
}

const asking = new WeakMap<Context, Promise<Readiness>>()

/** Asks everything that a request may need, each for two seconds at most. Of many callers at once only one asks. */
export function readinessOf(context: Context): Promise<Readiness> {
  const present = asking.get(context)
  if (present !== undefined) return present
  const readiness = look(context).finally(() => asking.delete(context))
  asking.set(context, readiness)
  return readiness
}

async function look(context: Context): Promise<Readiness> {
  const { storage, buffer } = context
  const ask = async (question: Promise<boolean>): Promise<PartState> => {
    try {
      return (await inTime(context.clock, question, PATIENCE_MS)) ? 'ok' : 'failing'
    } catch (error) {
      context.logger.debug('A part of the server is not ready', { error })
      return 'failing'
    }
  }
  const [reachable, migrations, filled] = await Promise.all([
    ask(storage.ping().then(() => true)),
    ask(storage.isMigrated()),
    ask(buffer.waiting().then(() => doorOf(context).intake.refusal() === null)),
  ])
  const parts = { storage: reachable, migrations, buffer: filled }
  if (leaving.has(context)) return { status: 'stopping', parts }
  return { status: Object.values(parts).every((state) => state === 'ok') ? 'ready' : 'not_ready', parts }
}
