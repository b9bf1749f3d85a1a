/** How a way to somebody does. Times are milliseconds since 1970. */
export interface ChannelState {
  /** In a row. */
  readonly failures: number
  /** Since when nothing was taken; null while messages are. */
  readonly failingSince: number | null
  /** Nothing is sent before, and then one message tries for all. */
  readonly pausedUntil: number | null
  /** Whoever tries has so long. */
  readonly probeUntil: number | null
  /** What the last attempt was answered. */
  readonly error: string
  /** The minute that `sent` counts. */
  readonly minute: number
  readonly sent: number
}

export type Admission =
  | { readonly kind: 'go' }
  /** `paused`: it does not take messages. `rate`: it had as many as it is to have in a minute. */
  | { readonly kind: 'wait'; readonly held: 'paused' | 'rate'; readonly until: Date }

export interface Asked {
  readonly now: Date
  /** Null: it counts for nothing, and nothing for it. */
  readonly perMinute: number | null
  /** Longer than an attempt takes. */
  readonly probeMs: number
}

export interface Noted {
  readonly now: Date
  /** Empty where the message was taken. */
  readonly error: string
  /** So long the other side wants to be left alone. */
  readonly waitMs: number
  /** The other side says that nothing is taken there until somebody looks after it: one failure tells as much as many. */
  readonly isClosed?: boolean
}

export const FRESH_CHANNEL: ChannelState = {
  ...{ failures: 0, failingSince: null, pausedUntil: null, probeUntil: null, error: '', minute: 0, sent: 0 },
}

/** A channel that failed so often in a row, or is closed, is paused: at first for a minute, after each probe that fails for twice as long. */
const BREAKER = { failures: 5, pauseMs: 60_000, longestMs: 3_600_000 } as const

const MINUTE_MS = 60_000

/** Whether a message may be sent now; of a channel that was paused one at a time. */
export function admit(
  state: ChannelState,
  { now, perMinute, probeMs }: Asked,
): { readonly state: ChannelState; readonly admission: Admission } {
  const at = now.getTime()
  const wait = (held: 'paused' | 'rate', until: number) =>
    ({ state, admission: { kind: 'wait', held, until: new Date(until) } }) as const
  const pausedUntil = pauseOf(state, at)
  if (pausedUntil !== null) {
    if (pausedUntil > at) return wait('paused', pausedUntil)
    const { probeUntil } = state
    if (probeUntil !== null && probeUntil > at && probeUntil <= at + 2 * probeMs) return wait('paused', probeUntil)
    return { state: { ...state, probeUntil: at + probeMs }, admission: { kind: 'go' } }
  }
  if (perMinute === null) return { state, admission: { kind: 'go' } }
  const minute = Math.floor(at / MINUTE_MS)
  const sent = state.minute === minute ? state.sent : 0
  if (sent >= perMinute) return wait('rate', (minute + 1) * MINUTE_MS)
  return { state: { ...state, minute, sent: sent + 1 }, admission: { kind: 'go' } }
}

/** What comes of an attempt. One that was on its way when the channel was paused makes the pause no longer. */
export function noteAttempt(state: ChannelState, { now, error, waitMs, isClosed = false }: Noted): ChannelState {
  const at = now.getTime()
  if (error === '') return { ...FRESH_CHANNEL, minute: state.minute, sent: state.sent }
  const pausedUntil = pauseOf(state, at)
  const isPaused = pausedUntil !== null && pausedUntil > at
  const counted = state.failures + (isPaused ? 0 : 1)
  const failures = isClosed ? Math.max(counted, BREAKER.failures) : counted
  const over = failures - BREAKER.failures
  const pauseMs = over < 0 || isPaused ? 0 : Math.min(BREAKER.pauseMs * 2 ** Math.min(over, 10), BREAKER.longestMs)
  const until = Math.max(pausedUntil ?? 0, at + Math.max(pauseMs, waitMs))
  return {
    ...state,
    ...{ failures, error, failingSince: state.failingSince ?? at, probeUntil: null },
    pausedUntil: until > at ? until : null,
  }
}

/** Over, where it is longer than any: it was begun by a clock that was ahead. */
function pauseOf({ pausedUntil }: ChannelState, at: number): number | null {
  return pausedUntil !== null && pausedUntil > at + 2 * BREAKER.longestMs ? at : pausedUntil
}

/** It failed so often that somebody is to look after it. */
export function isFailing({ failures }: Pick<ChannelState, 'failures'>): boolean {
  return failures >= BREAKER.failures
}
