/**
 * What is kept, each kind for its own days; a new kind is one line here or in `FIXED`. Days are multiples of those of
 * events unless somebody sets them.
 */
const KINDS = {
  events: 1,
  /** Hourly counts and tags of issues. */
  counters: 1,
  /**
   * Issues outlive their last event with its counts, so that an old error that comes back is known as one: a regression
   * where it had been resolved, and never news.
   */
  issues: 4,
  /** Counts of what was taken and refused: small, and asked for over longer times. */
  outcomes: 4,
  /** What people wrote; also gone with its issue. */
  feedback: 4,
  /** Files; also gone with their event. */
  attachments: 1,
  /** Counts of sessions, by release. */
  sessions: 1,
  checkIns: 1,
  monitorChecks: 1,
} as const

/** What has nothing to do with events is kept for so many days unless somebody sets them. */
const FIXED = {
  /** The past of monitors by minutes, hours and days. */
  monitorMinutes: 2,
  monitorHours: 90,
  monitorDays: 3 * 365,
  /** Incidents since they were resolved, maintenance windows since they were over for good. */
  incidents: 3 * 365,
} as const

export type RetainedKind = keyof typeof KINDS | keyof typeof FIXED

/** Days, by kind. */
export type RetentionDays = Readonly<Record<RetainedKind, number>>

/** `days` are those of events. No kind of an issue outlives the issue. */
export function retentionDaysOf(days: number, own: Partial<RetentionDays> = {}): RetentionDays {
  const events = own.events ?? days
  const all = Object.entries(KINDS).map(([kind, factor]) => [kind, own[kind as RetainedKind] ?? factor * events])
  const chosen = { ...FIXED, ...own, ...Object.fromEntries(all) } as Record<RetainedKind, number>
  return { ...chosen, issues: Math.max(chosen.issues, chosen.events, chosen.counters) }
}

export const RETAINED_KINDS = Object.keys({ ...KINDS, ...FIXED }) as readonly RetainedKind[]
