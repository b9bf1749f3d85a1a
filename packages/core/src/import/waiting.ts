import type { FetchAnswer } from '../ports/fetcher.js'
import { retryAfterMs } from '../retry-after.js'

const FIRST_MS = 1_000
const LONGEST_MS = 60_000

/** Whether the same question may be answered later: no answer at all, too many questions, or a fault of the server. */
export function isPassing({ status }: Pick<FetchAnswer, 'status'>): boolean {
  return (
    status === 0 ||
    status === 408 ||
    status === 429 ||
    status === 502 ||
    status === 503 ||
    status === 504 ||
    status === 500
  )
}

/** How long to wait: as the server says, else twice as long each time. */
export function waitOf(
  { status, headers }: Pick<FetchAnswer, 'status' | 'headers'>,
  { tried, now, mostMs }: { readonly tried: number; readonly now: Date; readonly mostMs: number },
): { readonly ms: number; readonly reason: string } {
  const asked = retryAfterMs(headers['retry-after'], now) ?? resetMs(headers['x-sentry-rate-limit-reset'], now)
  const ms = Math.min(asked ?? Math.min(FIRST_MS * 2 ** (tried - 1), LONGEST_MS), mostMs)
  if (status === 429) return { ms, reason: 'too many questions' }
  return { ms, reason: status === 0 ? (headers.reason ?? 'no answer') : `status ${status}` }
}

/** Sentry's: the second since 1970 at which its window ends. https://docs.sentry.io/api/ratelimits/ */
function resetMs(text: string | undefined, now: Date): number | null {
  if (text === undefined || !/^\d{9,11}$/.test(text)) return null
  return Math.max(0, Number(text) * 1000 - now.getTime()) + 250
}
