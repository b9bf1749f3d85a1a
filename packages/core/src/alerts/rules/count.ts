import type { Context } from '../../context.js'
import type { Hit } from '../../ports/firing.js'
import type { Id } from '../../ports/model.js'
import { wantsEvents, wantsUsers } from './consider.js'
import type { KnownPairs } from './known.js'
import type { Pair } from './pair.js'
import { groupsOf } from './search.js'

const MINUTE_MS = 60_000

/**
 * Those of the pairs that have the number their rule waits for. Of the others it is noted how many events are missing: none
 * is counted again before there can be enough, however often it is looked at.
 */
export async function countPairs(
  storage: Context['storage'],
  known: KnownPairs,
  pairs: readonly Pair[],
  now: Date,
): Promise<readonly (Hit & Pair)[]> {
  const events = await counted(pairs, ({ rule, issue }) => (wantsEvents(rule, issue) ? rule.timespanMinutes : null), {
    limitOf: ({ rule }) => rule.quantity ?? 0,
    count: (organizationId, windows, limit) => storage.issues.eventsWithin(organizationId, windows, limit),
    now,
  })
  const users = await counted(
    pairs,
    ({ rule, issue }) => (wantsUsers(rule, issue) ? (rule.users?.minutes ?? null) : null),
    {
      limitOf: () => 0,
      count: (organizationId, windows) => storage.firing.usersWithin(organizationId, windows),
      now,
    },
  )
  return pairs.flatMap((pair): readonly (Hit & Pair)[] => {
    const { rule, issue, toldAt } = pair
    const missing = {
      events: (rule.quantity ?? Number.POSITIVE_INFINITY) - (events.get(pair) ?? issue.count),
      users: (rule.users?.quantity ?? Number.POSITIVE_INFINITY) - (users.get(pair) ?? issue.userCount),
    }
    if (events.has(pair) && missing.events <= 0) return [{ ...pair, trigger: 'events', toldBefore: toldAt }]
    if (users.has(pair) && missing.users <= 0) return [{ ...pair, trigger: 'users', toldBefore: toldAt }]
    known.noteCounted(rule, issue, Math.min(missing.events, missing.users))
    return []
  })
}

interface Counting {
  limitOf(pair: Pair): number
  count(
    organizationId: Id,
    windows: readonly { readonly issueId: Id; readonly from: Date; readonly to: Date }[],
    limit: number,
  ): Promise<readonly number[]>
  readonly now: Date
}

/** By pair, of those that have minutes. Equal windows of an issue are counted once. */
async function counted(
  pairs: readonly Pair[],
  minutesOf: (pair: Pair) => number | null,
  { limitOf, count, now }: Counting,
): Promise<ReadonlyMap<Pair, number>> {
  const wanted = pairs.flatMap((pair) => {
    const minutes = minutesOf(pair)
    return minutes === null ? [] : [{ pair, minutes, limit: limitOf(pair) }]
  })
  const counts = new Map<Pair, number>()
  const nameOf = ({ pair, minutes, limit }: (typeof wanted)[number]) =>
    `${pair.issue.organizationId} ${minutes} ${limit}`
  for (const together of groupsOf(wanted, nameOf)) {
    const [{ pair, minutes, limit }] = together
    const from = new Date(now.getTime() - minutes * MINUTE_MS)
    // What is received while we look counts as well.
    const to = new Date(now.getTime() + MINUTE_MS)
    const ids = [...new Set(together.map(({ pair }) => pair.issueId))]
    const numbers = await count(
      pair.issue.organizationId,
      ids.map((issueId) => ({ issueId, from, to })),
      limit,
    )
    const byId = new Map(ids.map((id, index) => [id, numbers[index] ?? 0]))
    for (const one of together) counts.set(one.pair, byId.get(one.pair.issueId) ?? 0)
  }
  return counts
}
