import type { InstanceIngestJson } from '../client/admin-types.js'
import type { Context } from '../context.js'
import type { InstanceOutcome, JobRun } from '../ports/instance.js'

const HOUR_MS = 3_600_000
const HOURS = 24
const MOST_ASIDE = 100
const MOST_DROPS = 50
/** A note that is older says nothing of now. */
const NOTE_COUNTS_MS = 3 * 60_000

/** What waits, how fast it is stored, and what was not, of all organizations together. */
export async function instanceIngest({ storage, buffer, clock }: Context): Promise<InstanceIngestJson> {
  const now = clock.now()
  const from = new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS - (HOURS - 1) * HOUR_MS)
  const [waiting, oldest, aside, runs, outcomes] = await Promise.all([
    buffer.waiting(),
    buffer.oldest(),
    buffer.listSetAside(MOST_ASIDE),
    storage.instance.runs(),
    storage.instance.outcomes({ from, to: new Date(now.getTime() + 1) }),
  ])
  return {
    buffer: { ...waiting, oldestAt: oldest?.toISOString() ?? null, setAside: aside.length },
    drainedPerMinute: drainedPerMinute(runs, now),
    hours: Array.from({ length: HOURS }, (_, index) => {
      const hour = new Date(from.getTime() + index * HOUR_MS)
      const own = outcomes.filter((one) => one.hour.getTime() === hour.getTime())
      return {
        hour: hour.toISOString(),
        accepted: sum(own.filter(({ outcome }) => outcome === 'accepted')),
        dropped: sum(own.filter(({ outcome }) => outcome !== 'accepted')),
      }
    }),
    drops: dropsOf(outcomes),
  }
}

function drainedPerMinute(runs: readonly JobRun[], now: Date): number | null {
  const rates = runs.flatMap(({ done, since, finishedAt }) => {
    if (done === null || since === null || now.getTime() - finishedAt.getTime() > NOTE_COUNTS_MS) return []
    // The first note of a process comes with its first record.
    const minutes = Math.max(1, (finishedAt.getTime() - since.getTime()) / 60_000)
    return [done / minutes]
  })
  return rates.length === 0 ? null : Math.round(rates.reduce((a, b) => a + b, 0))
}

function dropsOf(outcomes: readonly InstanceOutcome[]): InstanceIngestJson['drops'] {
  const drops = new Map<string, InstanceIngestJson['drops'][number]>()
  for (const { category, outcome, reason, quantity } of outcomes) {
    if (outcome === 'accepted') continue
    const key = JSON.stringify([category, outcome, reason])
    const before = drops.get(key)?.quantity ?? 0
    drops.set(key, { category, outcome, reason, quantity: before + quantity })
  }
  return [...drops.values()].sort((a, b) => b.quantity - a.quantity).slice(0, MOST_DROPS)
}

function sum(outcomes: readonly InstanceOutcome[]): number {
  return outcomes.reduce((total, { quantity }) => total + quantity, 0)
}
