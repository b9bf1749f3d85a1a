/** How a monitor did, of its roll-ups. */
export interface MonitorUptimeJson {
  monitorID: number
  /** The share of the time that is known in which it was up, 0 to 1; null where nothing is known. Maintenance does not count. */
  uptime: { day: number | null; week: number | null; month: number | null; quarter: number | null; year: number | null }
  /** Of the last 24 hours, in milliseconds. */
  p50: number | null
  p95: number | null
  /** The oldest first, of the width that was asked for; nothing is known of a stretch without `knownSeconds`. */
  bars: UptimeBarJson[]
}

export interface UptimeBarJson {
  start: string
  seconds: number
  checks: number
  failed: number
  /** Of the stretch, in which something is known: checks may be rarer than stretches. */
  knownSeconds: number
  downSeconds: number
  degradedSeconds: number
  maintenanceSeconds: number
  p50: number | null
  p95: number | null
  p99: number | null
}

/** A stretch of a monitor's history, with the mean of each part of its checks in milliseconds. */
export interface HistoryBucketJson extends UptimeBarJson {
  timings: {
    dns: number | null
    connect: number | null
    tls: number | null
    firstByte: number | null
    transfer: number | null
  }
}
