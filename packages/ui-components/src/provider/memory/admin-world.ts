import type {
  InstanceHealthJson,
  InstanceIngestJson,
  InstanceSettingsValues,
  InstanceStorageJson,
  UserJson,
} from '@mishap/core/client'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Of the instance, for fixtures; what is not given is as in a quiet one. */
export interface InstanceFixtures {
  /** Beside whoever is signed in. */
  readonly users?: readonly UserJson[]
  /** By user. */
  readonly secondFactors?: Readonly<Record<string, readonly string[]>>
  readonly settings?: Partial<InstanceSettingsValues>
  /** Names of settings that the configuration decides. */
  readonly pinned?: readonly string[]
  readonly health?: Partial<InstanceHealthJson>
  readonly ingest?: Partial<InstanceIngestJson>
  readonly storage?: Partial<InstanceStorageJson>
}

export const DEFAULT_SETTINGS: InstanceSettingsValues = {
  instanceName: '',
  openRegistration: false,
  openOrganizationCreation: false,
  retentionDays: 90,
  maxProjectEvents: 1_000_000,
  maxProjectBytes: 4 * 1024 ** 3,
  sensitiveFields: [],
  scrubIpAddresses: true,
  auditRetentionDays: 0,
  mailFrom: '',
}

export function aHealthyInstance(now: Date): InstanceHealthJson {
  const ago = (minutes: number) => new Date(now.getTime() - minutes * MINUTE_MS).toISOString()
  const run = (job: string, minutes: number, tookMs: number) => ({
    ...{ job, worker: 'errors-1:4021', finishedAt: ago(minutes), tookMs, error: null },
  })
  return {
    version: '0.1.0',
    now: now.toISOString(),
    parts: [
      { name: 'database', state: 'ok', message: null, tookMs: 2 },
      { name: 'buffer', state: 'ok', message: null, tookMs: 1 },
      { name: 'cache', state: 'ok', message: null, tookMs: 1 },
      { name: 'files', state: 'ok', message: null, tookMs: 4 },
      { name: 'mail', state: 'off', message: null, tookMs: 0 },
    ],
    jobs: [
      run('Daily maintenance', 320, 812),
      run('Looking after feedback and files', 0.6, 9),
      run('Removing what was deleted', 0.4, 2),
      run('Storing events', 0.2, 41),
      run('Thinning out events', 0.9, 6),
    ],
    counts: { users: 12, organizations: 2, projects: 7 },
    process: { node: 'v20.20.2', uptimeSeconds: 301_000, memoryBytes: 187_000_000 },
  }
}

export function aDayOfIngest(now: Date): InstanceIngestJson {
  const start = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS - 23 * HOUR_MS
  return {
    buffer: { records: 3, bytes: 41_200, oldestAt: new Date(now.getTime() - 800).toISOString(), setAside: 0 },
    drainedPerMinute: 148,
    hours: Array.from({ length: 24 }, (_, at) => ({
      hour: new Date(start + at * HOUR_MS).toISOString(),
      accepted: 5_000 + Math.round(3_000 * Math.sin(at / 3.5)) + at * 31,
      dropped: at === 17 ? 9_120 : 40 + at * 3,
    })),
    drops: [
      { category: 'error', outcome: 'rate_limited', reason: 'spike', quantity: 9_120 },
      { category: 'error', outcome: 'filtered', reason: 'web-crawlers', quantity: 1_204 },
      { category: 'session', outcome: 'filtered', reason: 'not_stored', quantity: 512 },
    ],
  }
}

export function aStorage(now: Date): InstanceStorageJson {
  const days = Array.from({ length: 12 }, (_, at) => {
    const events = at === 0 ? 41_000 : 96_000 - at * 1_750
    return {
      day: new Date(now.getTime() - at * DAY_MS).toISOString().slice(0, 10),
      ...{ events, bytes: events * 2_400, storedBytes: events * 3_100 },
    }
  })
  return {
    bytes: 4_850_000_000,
    parts: [
      { name: 'events', bytes: 3_900_000_000, rows: 1_180_000 },
      { name: 'issue_tags', bytes: 412_000_000, rows: 2_400_000 },
      { name: 'attachments', bytes: 210_000_000, rows: 4_100 },
      { name: 'issues', bytes: 98_000_000, rows: 21_000 },
      { name: 'project_outcomes', bytes: 41_000_000, rows: 190_000 },
    ],
    days,
    organizations: [
      { id: '1', slug: 'acme', name: 'Acme', events: 1_010_000, bytes: 2_300_000_000 },
      { id: '2', slug: 'globex', name: 'Globex', events: 170_000, bytes: 400_000_000 },
    ],
    forecast: {
      ...{ retentionDays: 90, measuredDays: 7, eventsPerDay: 89_000, bytesPerDay: 276_000_000 },
      ...{ events: 8_010_000, bytes: 24_840_000_000 },
    },
  }
}
