import type { Context } from '../../context.js'
import type { Hit, Rule, RuleIssue, Sighting } from '../../ports/firing.js'
import type { Id } from '../../ports/model.js'
import { consider } from './consider.js'
import { countPairs } from './count.js'
import { type KnownPairs, knownPairs } from './known.js'
import type { Pair } from './pair.js'
import { answering, groupsOf } from './search.js'

const AT_ONCE = 2_000
const LEASE_MS = 60_000
const ASKED_AT_ONCE = 10_000

/** What other processes were storing at the last look is seen again; nothing is told twice. */
export const MARGIN_MS = 60_000

/** Where rules are looked at: issues that are named, and those seen since. */
export interface Look {
  readonly now: Date
  readonly since: Date
  readonly issueIds: readonly Id[]
}

/**
 * Looks at the rules of a storage again and again; each look tells of issues that have become what their rules wait for, and
 * answers how many. Any number of processes may look at once: each thing is told once.
 */
export function createRuleLook({ storage }: Pick<Context, 'storage'>): (look: Look) => Promise<number> {
  const known = knownPairs()
  return async ({ now, since, issueIds }) => {
    const waiting = await storage.firing.claimWaiting(now, AT_ONCE, LEASE_MS)
    const asked = { since, issueIds: [...new Set([...issueIds, ...waiting])] }
    let told = 0
    let after: Id | null = null
    for (;;) {
      const seen: readonly Sighting[] = await storage.firing.sightings({ ...asked, after }, AT_ONCE)
      if (seen.length > 0) told += await lookAt(storage, known, seen, now)
      after = seen.at(-1)?.id ?? null
      if (seen.length < AT_ONCE || after === null) break
    }
    if (waiting.length > 0) await storage.firing.forgetWaits(waiting, new Date(now.getTime() + LEASE_MS))
    return told
  }
}

async function lookAt(
  storage: Context['storage'],
  known: KnownPairs,
  seen: readonly Sighting[],
  now: Date,
): Promise<number> {
  const { firing } = storage
  const all = await firing.rulesOf([...new Set(seen.map(({ projectId }) => projectId))])
  const rules = all.filter(({ mutedUntil }) => mutedUntil === null || mutedUntil <= now)
  const pairs = await toldBefore(storage, known, pairsOf(rules, seen, known, now))
  const [hits, counts]: [(Hit & Pair)[], Pair[]] = [[], []]
  const waits: (RuleIssue & { readonly until: Date })[] = []
  for (const pair of pairs) {
    const considered = consider(pair.rule, pair.issue, pair.toldAt, now)
    if (considered.kind === 'tell') hits.push({ ...pair, trigger: considered.trigger, toldBefore: pair.toldAt })
    if (considered.kind === 'count' && known.isDue(pair.rule, pair.issue)) counts.push(pair)
    if (considered.kind === 'wait') waits.push({ ...pair, until: considered.until })
  }
  if (waits.length > 0) await firing.wait(waits)
  // What is counted may cost more than the search: that is asked first.
  const countable = await answering(storage, counts, now)
  const wanted = [...(await answering(storage, hits, now)), ...(await countPairs(storage, known, countable, now))]
  if (wanted.length === 0) return 0
  const told = await firing.tell(wanted, now)
  // Of what was not told somebody else knows more.
  for (const pair of wanted) known.noteTold(pair, undefined)
  for (const pair of told) known.noteTold(pair, now)
  return told.length
}

/** Those of which something may be to be told, by what is known without asking. */
function pairsOf(
  rules: readonly Rule[],
  seen: readonly Sighting[],
  known: KnownPairs,
  now: Date,
): readonly Omit<Pair, 'toldAt'>[] {
  const byProject = new Map(groupsOf(rules, ({ projectId }) => projectId).map((some) => [some[0].projectId, some]))
  const pairs: Omit<Pair, 'toldAt'>[] = []
  for (const issue of seen)
    for (const rule of byProject.get(issue.projectId) ?? []) {
      const pair = { alertId: rule.id, issueId: issue.id }
      const { kind } = consider(rule, issue, known.toldAt(pair) ?? null, now)
      if (kind !== 'nothing' && (kind !== 'count' || known.isDue(rule, issue))) pairs.push({ ...pair, rule, issue })
    }
  return pairs
}

async function toldBefore(
  storage: Context['storage'],
  known: KnownPairs,
  pairs: readonly Omit<Pair, 'toldAt'>[],
): Promise<readonly Pair[]> {
  const unknown = pairs.filter((pair) => known.toldAt(pair) === undefined)
  for (let from = 0; from < unknown.length; from += ASKED_AT_ONCE) {
    const some = unknown.slice(from, from + ASKED_AT_ONCE)
    const times = await storage.firing.toldAt(some)
    for (const [index, pair] of some.entries()) known.noteTold(pair, times[index] ?? null)
  }
  return pairs.map((pair) => ({ ...pair, toldAt: known.toldAt(pair) ?? null }))
}
