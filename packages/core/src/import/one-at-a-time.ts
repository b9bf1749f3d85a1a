import type { Context } from '../context.js'
import { AppError } from '../errors.js'
import type { Id } from '../ports/model.js'

/** In one process: each holds what another server says, and waits for it. */
const MOST_AT_ONCE = 4

const runningIn = new WeakMap<Context, Set<Id>>()

/** Runs an import that somebody waits for. Rejects with `conflict` while one of the organization runs, and `rate_limited`. */
export async function oneAtATime<T>(context: Context, organizationId: Id, run: () => Promise<T>): Promise<T> {
  const running = runningIn.get(context) ?? new Set()
  runningIn.set(context, running)
  if (running.has(organizationId))
    throw new AppError('conflict', 'An import into this organization is on its way. Wait until it is through.')
  if (running.size >= MOST_AT_ONCE)
    throw new AppError('rate_limited', 'Other imports are on their way. Try again in a minute.', {
      retryAfterMs: 60_000,
    })
  running.add(organizationId)
  try {
    return await run()
  } finally {
    running.delete(organizationId)
  }
}
