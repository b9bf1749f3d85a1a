import { AppError } from '@mishap/core'
import { ApiError, createClient, type MishapClient, type StatsQuery } from '@mishap/core/client'
import type { Dsn } from '../dsn.js'
import type { Kind } from '../load/items.js'

/** What has become of requests in the end, by what the server has counted since `startArrival`. */
export interface Arrival {
  /** Accepted requests that were dealt with: stored, or left out for a reason that is counted. */
  readonly dealtWith: number
  /** Errors that were stored. */
  readonly storedErrors: number
  /** Accepted requests that nothing was heard of. */
  readonly missing: number
  /** How long after the last answer the last of them was dealt with. */
  readonly drainMs: number
}

/** Sentry's data category of each kind; of what is `ignored` and of logs it counts entries, not requests. */
const CATEGORIES: Partial<Record<Kind, string>> = {
  error: 'error',
  session: 'session',
  'check-in': 'monitor',
  transaction: 'transaction',
}
/** Kinds whose arrival can be told. */
export const COUNTED_KINDS = Object.keys(CATEGORIES) as Kind[]

const POLL_MS = 200
/** A drain that makes no headway for so long has lost something. */
const STALLED_MS = 30_000

/**
 * Reads what the server has counted for the project so far, with a token that may read it. `settled` waits until all of
 * what was accepted since is dealt with. Whoever else sends to the project meanwhile is counted, too.
 */
export async function startArrival(dsn: Dsn, token: string, kinds: readonly Kind[]) {
  const client = createClient({ baseUrl: dsn.baseUrl, token })
  const org = await organizationOf(client, dsn.projectId)
  // Counts are by the hour, so what this one held before is taken off in the end.
  const about = { start: new Date().toISOString(), end: 'now', project: [dsn.projectId] }
  const count = () => counted(client, org, about, kinds)
  const before = await count()
  return {
    async settled(accepted: number): Promise<Arrival> {
      const startedAt = Date.now()
      let last = -1
      let movedAt = startedAt
      for (;;) {
        const now = await count()
        const dealtWith = now.total - before.total
        if (dealtWith !== last) movedAt = Date.now()
        last = dealtWith
        if (dealtWith >= accepted || Date.now() - movedAt > STALLED_MS) {
          const missing = Math.max(0, accepted - dealtWith)
          return { dealtWith, storedErrors: now.errors - before.errors, missing, drainMs: movedAt - startedAt }
        }
        await new Promise((wake) => setTimeout(wake, POLL_MS))
      }
    },
  }
}

async function organizationOf(client: MishapClient, projectId: string): Promise<string> {
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await projectsAfter(client, cursor)
    const found = items.find(({ id }) => id === projectId)
    if (found !== undefined) return found.organization.slug
    if (next === null) break
    cursor = next
  }
  throw new AppError(
    'not_found',
    `--token: wanted one that may read project ${projectId}, found that it sees others only`,
  )
}

async function projectsAfter(client: MishapClient, cursor: string | undefined) {
  try {
    return await client.listAllProjects({ limit: 100, ...(cursor === undefined ? {} : { cursor }) })
  } catch (error) {
    if (!(error instanceof ApiError) || (error.status !== 401 && error.status !== 403)) throw error
    throw new AppError('unauthenticated', '--token: wanted one that may read the project, found one that is refused', {
      cause: error,
    })
  }
}

/** Everything that was dealt with. What was refused at the door never waited, and was not answered 200. */
async function counted(client: MishapClient, org: string, about: Omit<StatsQuery, 'category'>, kinds: readonly Kind[]) {
  let [total, errors] = [0, 0]
  for (const kind of kinds) {
    const category = CATEGORIES[kind]
    if (category === undefined) continue
    const { groups } = await client.getStats(org, { ...about, category, groupBy: ['outcome'] })
    for (const { by, totals } of groups) {
      const quantity = totals?.['sum(quantity)'] ?? 0
      if (by?.outcome !== 'rate_limited') total += quantity
      if (category === 'error' && by?.outcome === 'accepted') errors += quantity
    }
  }
  return { total, errors }
}
