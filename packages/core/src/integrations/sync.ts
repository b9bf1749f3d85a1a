import type { Context } from '../context.js'
import { errorCode } from '../errors.js'
import type { OwedSync } from '../ports/issue-links.js'
import type { Id } from '../ports/model.js'
import { askFor } from './ask.js'
import { HOSTS } from './hosts/index.js'

const AT_ONCE = 20
/** Longer than a word to the other side may take: whoever dies in the middle leaves it to others. */
const LEASE_MS = 60_000
const SECOND_MS = 1000
/** After the first attempt, the second, …; after the last there is none. */
const RETRIES_MS = [30, 120, 600, 3600, 6 * 3600, 12 * 3600, 24 * 3600].map((seconds) => seconds * SECOND_MS)

/**
 * Closes and reopens what issues are linked to, where those have been resolved or have come back: of some links behind
 * `after`, at most `AT_ONCE`. Answers whether anything was to do, and where the next call goes on. What both sides agreed
 * on is kept, not what happened: whatever dies on the way is made up for, and a word of the other side that is the answer
 * to ours changes nothing.
 */
export async function syncLinks(
  context: Context,
  after: Id | null,
): Promise<{ readonly hadSome: boolean; readonly next: Id | null }> {
  const { items, next } = await context.storage.issueLinks.owed(context.clock.now(), AT_ONCE, LEASE_MS, after)
  await Promise.all(items.map((one) => syncLink(context, one)))
  return { hadSome: items.length > 0, next }
}

async function syncLink(context: Context, { link, isResolved, attempts }: OwedSync): Promise<void> {
  const { storage, clock, logger } = context
  const settle = (status: typeof link.status) => storage.issueLinks.settle(link.id, { isResolved, status })
  const wanted = isResolved ? 'closed' : 'open'
  const integration = link.integrationId === null ? null : await storage.integrations.find(link.integrationId)
  const host = integration === null ? null : HOSTS[integration.kind]
  if (integration === null || host?.tracker === undefined || !integration.closesLinked) return settle(link.status)
  try {
    const ask = askFor(context, integration, host.api(integration))
    // As it is now, not as it was when somebody told us last: it may be what it should be by now.
    const now = await host.tracker.get(ask, integration, link.key)
    if (now.status !== wanted) await host.tracker.setStatus(ask, link.key, wanted)
    await settle(wanted)
  } catch (error) {
    if (errorCode(error) === null) throw error
    const pauseMs = RETRIES_MS[attempts]
    if (pauseMs === undefined) {
      logger.warn('A linked issue could not be kept in step', { linkId: link.id, error })
      return settle(link.status)
    }
    const waitMs = (error as { readonly retryAfterMs?: number | null }).retryAfterMs ?? 0
    await storage.issueLinks.postpone(link.id, new Date(clock.now().getTime() + Math.max(pauseMs, waitMs)))
  }
}
