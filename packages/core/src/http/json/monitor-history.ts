import type { HistoryBucketJson, UptimeBarJson } from '../../client/uptime-types.js'
import type { HistoryBucket } from '../../ports/monitor-history.js'
import type { HistoryRange } from '../../uptime/history/bars.js'
import { percentileOf } from '../../uptime/history/latency.js'
import { STEP_MS } from '../../uptime/history/steps.js'

export function uptimeBarJson(
  bucket: HistoryBucket,
  { step, width }: Pick<HistoryRange, 'step' | 'width'>,
): UptimeBarJson {
  return {
    start: bucket.at.toISOString(),
    seconds: (width * STEP_MS[step]) / 1000,
    ...{ checks: bucket.checks, failed: bucket.failed },
    knownSeconds: bucket.knownMs / 1000,
    downSeconds: bucket.downMs / 1000,
    degradedSeconds: bucket.degradedMs / 1000,
    maintenanceSeconds: bucket.maintenanceMs / 1000,
    p50: percentileOf(bucket.latency, 0.5),
    p95: percentileOf(bucket.latency, 0.95),
    p99: percentileOf(bucket.latency, 0.99),
  }
}

export function historyBucketJson(
  bucket: HistoryBucket,
  range: Pick<HistoryRange, 'step' | 'width'>,
): HistoryBucketJson {
  const { dns, connect, tls, firstByte, transfer } = bucket.parts
  return {
    ...uptimeBarJson(bucket, range),
    timings: {
      ...{ dns: meanOf(dns), connect: meanOf(connect), tls: meanOf(tls) },
      ...{ firstByte: meanOf(firstByte), transfer: meanOf(transfer) },
    },
  }
}

function meanOf({ ms, count }: HistoryBucket['parts']['dns']): number | null {
  return count === 0 ? null : Math.round((ms / count) * 100) / 100
}
