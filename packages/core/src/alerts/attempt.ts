import type { Context } from '../context.js'
import { AppError } from '../errors.js'
import type { AlertRecipient } from '../ports/alerts.js'
import type { DeliveryAttempt, DeliveryOutcome } from '../ports/deliveries.js'
import type { FetchAnswer } from '../ports/fetcher.js'
import type { Id } from '../ports/model.js'
import { retryAfterMs } from '../retry-after.js'
import type { Channel, ChannelAnswer, ChannelRequest } from './channels/channel.js'
import { CHANNELS } from './channels/index.js'
import { HIDDEN, hideSecrets, shownUrl } from './hide-secrets.js'
import type { Notice } from './notice.js'
import { openRecipient } from './recipient-secrets.js'
import { withSlackToken } from './slack-token.js'

const TIMEOUT_MS = 10_000
/** Longer than an attempt may take: whoever dies in the middle leaves the message to others. */
export const LEASE_MS = 60_000
const MAX_ANSWER_BYTES = 64 * 1024
/** Alarms of a message that are opened at the same time. */
const AT_ONCE = 8
/** Then nothing more is asked: what was is answered before the lease is over. */
const LONGEST_MS = LEASE_MS - TIMEOUT_MS - 5_000
/** Of what the other side says of a failure. */
const SHOWN = 300
const SECOND_MS = 1000
/** After the first attempt, the second, …; after the last there is none. */
const RETRIES_MS = [30, 120, 600, 3600, 6 * 3600].map((seconds) => seconds * SECOND_MS)
const LONGEST_WAIT_MS = 3600 * SECOND_MS
const SHOWN_HEADERS = new Set(['content-type', 'idempotency-key', 'user-agent'])
/** Busy, or not there just now: everything else below 500 will be said again. */
const PASSING = new Set([408, 425, 429])
/** What they say of an address that is gone or was taken back, and of a token that is worth nothing any more. */
const CLOSED = new Set([401, 403, 404, 410])

export interface Attempted {
  readonly attempt: DeliveryAttempt
  /** What was sent, without secrets; null where there was nothing to send. */
  readonly payload: string | null
  /** The channel was asked, or cannot be: what came of it is its own. */
  readonly isTried: boolean
  /** Nobody was there to be told, or nothing to tell any more: no channel has failed. */
  readonly isSkipped: boolean
  /** It makes sense to try again. */
  readonly isPassing: boolean
  /** So long at least the other side wants to be left alone. */
  readonly waitMs: number
  /** Nothing is taken there until somebody looks after it. */
  readonly isClosed?: boolean
}

export interface Attempt {
  readonly notice: Notice
  readonly projectId: Id
  readonly recipient: AlertRecipient
  /** Tells receivers which messages are the same one. */
  readonly id: string
}

/** Sends a notice by the recipient's channel, once. */
export async function attemptChannel(
  context: Pick<Context, 'clock' | 'fetcher' | 'config' | 'storage'>,
  { notice, projectId, recipient: sealed, id }: Attempt,
): Promise<Attempted> {
  if (sealed.kind === 'email') throw new AppError('internal', 'Wanted a channel, found mail')
  const { clock, config, fetcher } = context
  const channel = CHANNELS[sealed.kind]
  const at = clock.now()
  const opened = openRecipient(config, projectId, sealed)
  const recipient = opened === null ? null : await withSlackToken(context, projectId, opened)
  const attempted = (status: number | null, error: string, answer: string): DeliveryAttempt => ({
    ...{ at, ms: clock.now().getTime() - at.getTime(), status },
    ...{ error: hideSecrets(error, recipient), answer: hideSecrets(answer, recipient) },
  })
  const useless = { payload: null, isTried: false, isSkipped: false, isPassing: false, waitMs: 0 }
  // Nobody hears by it until somebody looks after it: it fails as one that refuses everything.
  if (recipient === null) return { attempt: attempted(null, UNREADABLE, ''), ...useless, isTried: true, isClosed: true }
  const payloads: string[] = []
  try {
    let taken = { status: 0, text: '' }
    const requests = channel.requests(notice, recipient, { id, at })
    // Of a trial one comes behind the other; alarms know nothing of each other.
    const width = notice.kind === 'issues' ? AT_ONCE : 1
    for (let from = 0; from < requests.length; from += width) {
      if (clock.now().getTime() - at.getTime() > LONGEST_MS)
        throw new AppError('unavailable', `It took too long: ${from} of ${requests.length} were sent`)
      const wholes = requests.slice(from, from + width).map((request) => {
        const headers = { ...request.headers, 'idempotency-key': id, 'user-agent': 'Mishap' }
        return { method: 'POST', ...request, headers } as const
      })
      payloads.push(...wholes.map((whole) => payloadOf(recipient, whole)))
      for (const answer of await askedAtOnce(fetcher, wholes)) {
        const { status } = answer
        const {
          fault = '',
          isPassing = status >= 500 || PASSING.has(status),
          waitMs = 0,
          isClosed,
        } = readBy(channel, answer)
        taken = { status, text: new TextDecoder().decode(answer.body).trim() }
        if (status >= 200 && status < 300 && fault === '') continue
        // Hidden while they are whole.
        const said = fault || hideSecrets(taken.text, recipient).slice(0, SHOWN)
        return {
          attempt: attempted(status, `Answered with ${status}${said === '' ? '' : `: ${said}`}`, taken.text),
          ...{ payload: payloads.join(BETWEEN), isTried: true, isSkipped: false, isPassing },
          isClosed: isClosed ?? CLOSED.has(status),
          waitMs: Math.max(Math.min(waitMs, LONGEST_WAIT_MS), waitOf(answer, clock.now())),
        }
      }
    }
    const { status, text } = taken
    return { attempt: attempted(status, '', text), ...useless, payload: payloads.join(BETWEEN), isTried: true }
  } catch (error) {
    const isForbidden = error instanceof AppError && error.code === 'forbidden'
    const isPassing = error instanceof AppError && !isForbidden && error.code !== 'too_large'
    const message = error instanceof Error ? error.message : String(error)
    const payload = payloads.length === 0 ? null : payloads.join(BETWEEN)
    return { attempt: attempted(null, message, ''), payload, isTried: true, isSkipped: false, isPassing, waitMs: 0 }
  }
}

/** What is missing of an answer is no fault where the status tells enough: the message was taken, or it was not. */
function readBy({ answersInBody = false, read }: Channel, answer: FetchAnswer): ChannelAnswer {
  const { status, cut } = answer
  if (cut === undefined || !answersInBody || status < 200 || status >= 300) return read?.(answer) ?? {}
  return { fault: cut.message, isPassing: cut.code !== 'too_large' }
}

/** In their order. Rejects as the first of them that does, when all are over. */
async function askedAtOnce(
  fetcher: Context['fetcher'],
  requests: readonly ChannelRequest[],
): Promise<readonly FetchAnswer[]> {
  const bounds = { timeoutMs: TIMEOUT_MS, maxBytes: MAX_ANSWER_BYTES, isPartEnough: true }
  const asked = await Promise.allSettled(requests.map((one) => fetcher.fetch({ ...one, ...bounds })))
  return asked.map((one) => {
    if (one.status === 'rejected') throw one.reason
    return one.value
  })
}

const UNREADABLE = 'Its secret is not there, or sealed with another secret key. Give it again.'
const BETWEEN = '\n\n'

/** As a request is written, of its headers the values that say nothing. */
function payloadOf(recipient: AlertRecipient, { url, method = 'POST', headers, body }: ChannelRequest): string {
  const lines = Object.entries(headers).map(
    ([name, value]) => `${name}: ${SHOWN_HEADERS.has(name.toLowerCase()) ? value : HIDDEN}`,
  )
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body)
  return `${method} ${shownUrl(url)}\n${lines.join('\n')}\n\n${hideSecrets(text, recipient)}`
}

function waitOf({ headers }: FetchAnswer, now: Date): number {
  return Math.min(retryAfterMs(headers['retry-after'], now) ?? 0, LONGEST_WAIT_MS)
}

/** What comes of an attempt after so many before it. */
export function outcomeOf({ attempt, payload, isPassing, waitMs }: Attempted, attemptsBefore: number): DeliveryOutcome {
  if (attempt.error === '') return { attempt, payload, state: 'sent', nextAttemptAt: null }
  const pauseMs = RETRIES_MS[attemptsBefore]
  if (!isPassing || pauseMs === undefined) return { attempt, payload, state: 'failed', nextAttemptAt: null }
  const from = attempt.at.getTime() + attempt.ms
  return { attempt, payload, state: 'pending', nextAttemptAt: new Date(from + Math.max(pauseMs, waitMs)) }
}
