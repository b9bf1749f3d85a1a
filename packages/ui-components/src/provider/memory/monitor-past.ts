import type {
  CheckAnswerJson,
  HistoryBucketJson,
  MonitorCheckDetailJson,
  MonitorUptimeJson,
  TimingsJson,
} from '@mishap/core/client'

/** What became of something that is watched, from which its checks and figures are made up. */
export interface MonitorPast {
  /** ISO 8601; before it nothing is known. */
  readonly since: string
  /** Milliseconds in which it usually answers. */
  readonly latencyMs: number
  /** What a check that is looked at closely has answered. */
  readonly answer?: CheckAnswerJson
  /** The oldest first, apart from each other; until now where one has no end. */
  readonly troubles: readonly {
    readonly start: string
    readonly end: string | null
    readonly kind: 'down' | 'degraded' | 'maintenance'
    readonly detail: string
  }[]
}

interface Watched {
  readonly past: MonitorPast
  readonly intervalSeconds: number
  readonly hasPhases: boolean
  readonly now: number
}

const DAY = 86_400_000

/** So many checks before now, the newest first. */
export function checksOf(watched: Watched, count: number): readonly MonitorCheckDetailJson[] {
  const { past, intervalSeconds, now } = watched
  const step = intervalSeconds * 1000
  const found: MonitorCheckDetailJson[] = []
  for (let at = now - (now % step); found.length < count && at >= Date.parse(past.since); at -= step)
    found.push(checkAt(watched, at))
  return found.map((check, place) => ({ ...check, isChange: check.isUp !== (found[place + 1]?.isUp ?? !check.isUp) }))
}

/** As it would be looked at in that moment. */
export function checkAt({ past, hasPhases }: Watched, at: number): MonitorCheckDetailJson {
  const trouble = past.troubles.find(
    ({ start, end }) => Date.parse(start) <= at && (end === null || at < Date.parse(end)),
  )
  const found = trouble === undefined || trouble.kind === 'maintenance' ? 'up' : trouble.kind
  const ms = Math.round(latencyAt(past, at) * (found === 'degraded' ? 6 : 1))
  return {
    isUp: found !== 'down',
    startCheck: new Date(at).toISOString(),
    reason: found === 'down' ? 2 : null,
    responseTime: found === 'down' ? null : ms,
    isChange: false,
    detail: found === 'up' ? '' : (trouble?.detail ?? ''),
    found,
    timings: found === 'down' || !hasPhases ? null : phasesOf(ms),
    answer: null,
  }
}

/** Figures and bars. Checks that stand in maintenance count for nothing. */
export function uptimeOf(watched: Watched, bars: number, spanMs: number): Omit<MonitorUptimeJson, 'monitorID'> {
  const { past, now } = watched
  const share = (days: number) => shareUp(past, Math.max(now - days * DAY, Date.parse(past.since)), now)
  const seconds = spanMs / bars / 1000
  const end = Math.ceil(now / (seconds * 1000)) * seconds * 1000
  const day = bucketOf(watched, now - DAY, 86_400)
  return {
    uptime: { day: share(1), week: share(7), month: share(30), quarter: share(90), year: share(365) },
    p50: day.p50,
    p95: day.p95,
    bars: Array.from({ length: bars }, (_, at) => {
      const { timings, ...bar } = bucketOf(watched, end - (bars - at) * seconds * 1000, seconds)
      return bar
    }),
  }
}

export function bucketOf(watched: Watched, start: number, seconds: number): HistoryBucketJson {
  const { past, intervalSeconds, hasPhases, now } = watched
  const end = Math.min(start + seconds * 1000, now)
  const from = Math.max(start, Date.parse(past.since))
  const known = Math.max(0, end - from) / 1000
  const checks = Math.round(known / intervalSeconds)
  const downSeconds = secondsOf(past, 'down', from, end)
  const typical = latencyAt(past, start)
  const isAnswering = checks > 0 && downSeconds < known
  return {
    ...{ start: new Date(start).toISOString(), seconds, checks, downSeconds, knownSeconds: known },
    failed: Math.min(checks, Math.ceil(downSeconds / intervalSeconds)),
    degradedSeconds: secondsOf(past, 'degraded', from, end),
    maintenanceSeconds: secondsOf(past, 'maintenance', from, end),
    p50: isAnswering ? Math.round(typical) : null,
    p95: isAnswering ? Math.round(typical * 1.7) : null,
    p99: isAnswering ? Math.round(typical * 2.4) : null,
    timings: isAnswering && hasPhases ? phasesOf(Math.round(typical)) : NO_PHASES,
  }
}

const NO_PHASES: TimingsJson = { dns: null, connect: null, tls: null, firstByte: null, transfer: null }

function phasesOf(ms: number): TimingsJson {
  const part = (share: number) => Math.round(ms * share * 10) / 10
  return { dns: part(0.06), connect: part(0.12), tls: part(0.2), firstByte: part(0.52), transfer: part(0.1) }
}

/** By the hour of the day, and by a chance that is the same each time. */
function latencyAt({ latencyMs }: MonitorPast, at: number): number {
  const hour = (at / 3_600_000) % 24
  const chance = Math.abs(Math.sin(at / 60_000) * 10_000) % 1
  return latencyMs * (0.85 + 0.25 * Math.sin(((hour - 8) / 24) * 2 * Math.PI) + 0.25 * chance)
}

function shareUp(past: MonitorPast, start: number, end: number): number | null {
  const known = (end - start) / 1000 - secondsOf(past, 'maintenance', start, end)
  return known <= 0 ? null : 1 - secondsOf(past, 'down', start, end) / known
}

function secondsOf(past: MonitorPast, kind: string, start: number, end: number): number {
  return past.troubles
    .filter((trouble) => trouble.kind === kind)
    .reduce((sum, trouble) => {
      const until = trouble.end === null ? end : Date.parse(trouble.end)
      return sum + Math.max(0, Math.min(end, until) - Math.max(start, Date.parse(trouble.start))) / 1000
    }, 0)
}
