import type { Context } from '../context.js'
import { AppError } from '../errors.js'
import type { AlertRecipient } from '../ports/alerts.js'
import type { DeliveryAttempt, DeliveryOutcome } from '../ports/deliveries.js'
import type { FetchAnswer } from '../ports/fetcher.js'
import { CHANNELS } from './channels/index.js'
import type { Notice } from './notice.js'

const TIMEOUT_MS = 10_000
const MAX_ANSWER_BYTES = 64 * 1024
/** Of what the other side says of a failure. */
const SHOWN = 300
const SECOND_MS = 1000
/** After the first attempt, the second, …; after the last there is none. */
const RETRIES_MS = [30, 120, 600, 3600, 6 * 3600].map((seconds) => seconds * SECOND_MS)
const LONGEST_WAIT_MS = 3600 * SECOND_MS
/** Busy, or not there just now: everything else below 500 will be said again. */
const PASSING = new Set([408, 425, 429])

export interface Attempted {
  readonly attempt: DeliveryAttempt
  /** It makes sense to try again. */
  readonly isPassing: boolean
  /** So long at least the other side wants to be left alone. */
  readonly waitMs: number
}

/** Sends a notice by the recipient's channel, once. `id` tells receivers which messages are the same one. */
export async function attemptChannel(
  { clock, fetcher }: Pick<Context, 'clock' | 'fetcher'>,
  notice: Notice,
  recipient: AlertRecipient,
  id: string,
): Promise<Attempted> {
  if (recipient.kind === 'email') throw new AppError('internal', 'Wanted a channel, found mail')
  const { url, headers, body } = CHANNELS[recipient.kind].request(notice, recipient)
  const at = clock.now()
  const attempted = (status: number | null, error: string): DeliveryAttempt => ({
    ...{ at, ms: clock.now().getTime() - at.getTime(), status, error },
  })
  try {
    const answer = await fetcher.fetch({
      ...{ url, method: 'POST', body, timeoutMs: TIMEOUT_MS, maxBytes: MAX_ANSWER_BYTES },
      headers: { ...headers, 'idempotency-key': id, 'user-agent': 'Mishap' },
    })
    const { status } = answer
    if (status >= 200 && status < 300) return { attempt: attempted(status, ''), isPassing: false, waitMs: 0 }
    const said = new TextDecoder().decode(answer.body).slice(0, SHOWN).trim()
    return {
      attempt: attempted(status, `Answered with ${status}${said === '' ? '' : `: ${said}`}`),
      isPassing: status >= 500 || PASSING.has(status),
      waitMs: waitOf(answer),
    }
  } catch (error) {
    const isForbidden = error instanceof AppError && error.code === 'forbidden'
    const isPassing = error instanceof AppError && !isForbidden && error.code !== 'too_large'
    return { attempt: attempted(null, error instanceof Error ? error.message : String(error)), isPassing, waitMs: 0 }
  }
}

function waitOf({ headers }: FetchAnswer): number {
  const seconds = Number(headers['retry-after'])
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * SECOND_MS, LONGEST_WAIT_MS) : 0
}

/** What comes of an attempt after so many before it. */
export function outcomeOf({ attempt, isPassing, waitMs }: Attempted, attemptsBefore: number): DeliveryOutcome {
  if (attempt.error === '') return { attempt, state: 'sent', nextAttemptAt: null }
  const pauseMs = RETRIES_MS[attemptsBefore]
  if (!isPassing || pauseMs === undefined) return { attempt, state: 'failed', nextAttemptAt: null }
  const from = attempt.at.getTime() + attempt.ms
  return { attempt, state: 'pending', nextAttemptAt: new Date(from + Math.max(pauseMs, waitMs)) }
}
