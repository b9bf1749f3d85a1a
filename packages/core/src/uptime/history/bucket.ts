import { CHECK_PARTS, type CheckPart, type HistoryBucket, type KnownTime } from '../../ports/monitor-history.js'
import type { CheckedMonitor } from '../../ports/monitors.js'
import { latencySlot } from './latency.js'
import type { HistoryPiece } from './pieces.js'

export const NOTHING_KNOWN: KnownTime = { knownMs: 0, downMs: 0, degradedMs: 0, maintenanceMs: 0 }

/** A stretch of which nothing is known. */
export function emptyBucket(at: Date): HistoryBucket {
  return {
    at,
    checks: 0,
    failed: 0,
    ...NOTHING_KNOWN,
    latency: new Map(),
    parts: everyPart(() => ({ ms: 0, count: 0 })),
  }
}

/** What one piece of a check says of its stretch. */
export function bucketOf(
  piece: HistoryPiece,
  { check, before }: Pick<CheckedMonitor, 'check' | 'before'>,
): HistoryBucket {
  const msOf = (status: string) => (before?.status === status ? piece.ms : 0)
  const time = {
    ...{ at: piece.at, knownMs: before === null ? 0 : piece.ms },
    ...{ downMs: msOf('down'), degradedMs: msOf('degraded'), maintenanceMs: msOf('maintenance') },
  }
  if (!piece.hasCheck) return { ...emptyBucket(piece.at), ...time }
  const slot = slotOf(check)
  const { timings } = check
  return {
    ...time,
    checks: 1,
    failed: check.isUp ? 0 : 1,
    latency: new Map(slot === null ? [] : [[slot, 1]]),
    parts: everyPart((part) => ({ ms: timings?.[part] ?? 0, count: (timings?.[part] ?? null) === null ? 0 : 1 })),
  }
}

/** Both together, beginning where the first begins. */
export function mergeBuckets(a: HistoryBucket, b: HistoryBucket): HistoryBucket {
  const latency = new Map(a.latency)
  for (const [slot, count] of b.latency) latency.set(slot, (latency.get(slot) ?? 0) + count)
  return {
    ...{ at: a.at, checks: a.checks + b.checks, failed: a.failed + b.failed, latency, ...addTimes(a, b) },
    parts: everyPart((part) => ({
      ms: a.parts[part].ms + b.parts[part].ms,
      count: a.parts[part].count + b.parts[part].count,
    })),
  }
}

export function addTimes(a: KnownTime, b: KnownTime): KnownTime {
  return {
    knownMs: a.knownMs + b.knownMs,
    downMs: a.downMs + b.downMs,
    degradedMs: a.degradedMs + b.degradedMs,
    maintenanceMs: a.maintenanceMs + b.maintenanceMs,
  }
}

/** How long what is broken takes to say so says nothing of how fast it is. */
export function slotOf({ isUp, responseMs }: CheckedMonitor['check']): number | null {
  return isUp && responseMs !== null ? latencySlot(responseMs) : null
}

function everyPart<T>(make: (part: CheckPart) => T): Record<CheckPart, T> {
  const [dns, connect, tls, firstByte, transfer] = CHECK_PARTS
  return {
    ...{ dns: make(dns), connect: make(connect), tls: make(tls) },
    ...{ firstByte: make(firstByte), transfer: make(transfer) },
  }
}
