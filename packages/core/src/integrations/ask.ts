import { HIDDEN } from '../alerts/hide-secrets.js'
import type { Context } from '../context.js'
import { AppError, errorCode } from '../errors.js'
import type { FetchAnswer, FetchRequest } from '../ports/fetcher.js'
import type { Integration } from '../ports/integrations.js'
import { retryAfterMs } from '../retry-after.js'
import { textAt } from './answers.js'
import { tokenOf } from './secrets.js'

const TIMEOUT_MS = 10_000
const MAX_ANSWER_BYTES = 4 * 1024 * 1024
/** Of what the other side says of a failure. */
const SHOWN = 200
const LONGEST_WAIT_MS = 3_600_000
/** Notes of use that differ in nothing else are written so often. */
const NOTE_EVERY_MS = 60_000

interface Question {
  readonly method?: FetchRequest['method']
  readonly query?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: unknown
}

interface Answered {
  readonly json: unknown
  readonly headers: FetchAnswer['headers']
}

/** Asks the API of the other side, at a path such as `/user`. */
export type Ask = (path: string, question?: Question) => Promise<Answered>

/** How an API is reached. */
export interface Api {
  readonly name: string
  /** Without a slash at the end. */
  readonly base: string
  readonly headers: (token: string, integration: Integration) => Readonly<Record<string, string>>
  /** What went wrong though the status says that nothing did; whether what was asked for is at fault, not who asks. */
  readonly faultOf?: (json: unknown) => { readonly said: string; readonly isOfQuestion: boolean } | null
  /** It is asked about the integration itself, so that whatever is refused is a fault of that. */
  readonly isAboutItself?: boolean
}

/**
 * How the integration is asked, which it notes. What fails rejects with `invalid_input` where the question was wrong or there is
 * no token, with `rate_limited` where it came too often, else with `unavailable`; each with what the other side said.
 */
export function askFor(context: Context, integration: Integration, api: Api): Ask {
  const note = noting(context, integration)
  return async (path, question = {}) => {
    const token = tokenOf(context, integration)
    if (token === null) {
      const why = integration.sealedToken === null ? 'has no token yet' : 'has a token that cannot be read any more'
      throw new AppError('invalid_input', `The integration ${integration.name} ${why}. Give it one.`)
    }
    try {
      const answered = await asked(context, integration, { api, token, path, question })
      await note('')
      return answered
    } catch (error) {
      // What is not there, or not taken, says nothing of the token.
      if (api.isAboutItself || !(error instanceof Refusal) || !error.isOfQuestion) await note(messageOf(error))
      if (error instanceof Refusal) throw error.toAppError()
      throw new AppError('unavailable', messageOf(error), { cause: error })
    }
  }
}

interface Asking {
  readonly api: Api
  readonly token: string
  readonly path: string
  readonly question: Question
}

async function asked(context: Context, integration: Integration, { api, token, path, question }: Asking) {
  const url = new URL(`${api.base}${path}`)
  for (const [name, value] of Object.entries(question.query ?? {})) url.searchParams.set(name, value)
  const { body } = question
  const answer = await context.fetcher.fetch({
    ...{ url: url.href, method: question.method ?? 'GET', timeoutMs: TIMEOUT_MS, maxBytes: MAX_ANSWER_BYTES },
    headers: {
      ...{ accept: 'application/json', 'user-agent': 'Mishap' },
      ...(body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
      ...api.headers(token, integration),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const json = jsonOf(answer)
  if (answer.status < 200 || answer.status > 299) throw refusalOf(context, api, answer, saidOf(json, token))
  const fault = api.faultOf?.(json) ?? null
  if (fault !== null) throw new Refusal('invalid_input', `${api.name} answered: ${fault.said}`, fault)
  return { json, headers: answer.headers }
}

class Refusal extends Error {
  readonly code: 'invalid_input' | 'rate_limited' | 'unavailable'
  /** What was asked for is at fault, not who asks. */
  readonly isOfQuestion: boolean
  readonly waitMs: number

  constructor(code: Refusal['code'], message: string, about: { isOfQuestion?: boolean; waitMs?: number } = {}) {
    super(message)
    this.code = code
    this.isOfQuestion = about.isOfQuestion ?? false
    this.waitMs = about.waitMs ?? 0
  }

  toAppError(): AppError {
    return new AppError(this.code, this.message, {
      cause: this,
      ...(this.waitMs === 0 ? {} : { retryAfterMs: this.waitMs }),
    })
  }
}

function refusalOf(context: Context, { name }: Api, answer: FetchAnswer, said: string): Refusal {
  const { status } = answer
  const message = `${name} answered with ${status}${said === '' ? '' : `: ${said}`}`
  const waitMs = waitOf(context, answer)
  // GitHub says 403 to who comes too often.
  if (status === 429 || (status === 403 && (waitMs > 0 || answer.headers['x-ratelimit-remaining'] === '0')))
    return new Refusal('rate_limited', message, { waitMs })
  if (status === 401 || status === 403) return new Refusal('invalid_input', message)
  if (status >= 300 && status < 400)
    return new Refusal('invalid_input', `${message}, which is an address elsewhere: name it`, { isOfQuestion: true })
  if (status >= 500) return new Refusal('unavailable', message)
  return new Refusal('invalid_input', message, { isOfQuestion: true })
}

/** Each says it in a way of its own, some with what they were asked with: members read it, and none of them the token. */
function saidOf(json: unknown, token: string): string {
  const errors = (json as { errors?: unknown } | null)?.errors
  const details = Array.isArray(errors)
    ? errors.map((one) => textAt(one, 'message') || textAt(one, 'code'))
    : Object.values(typeof errors === 'object' && errors !== null ? errors : {}).map(String)
  const messages = (json as { errorMessages?: unknown } | null)?.errorMessages
  const all = [
    textAt(json, 'message') || textAt(json, 'error_description') || textAt(json, 'error'),
    ...(Array.isArray(messages) ? messages.map(String) : []),
    ...details,
  ]
  return all
    .filter((one) => one !== '')
    .join('; ')
    .replaceAll(token, HIDDEN)
    .slice(0, SHOWN)
}

function waitOf({ clock }: Context, { headers }: FetchAnswer): number {
  const asked = retryAfterMs(headers['retry-after'], clock.now()) ?? 0
  if (asked > 0) return Math.min(asked, LONGEST_WAIT_MS)
  if (headers['x-ratelimit-remaining'] !== '0' && headers['ratelimit-remaining'] !== '0') return 0
  const until = Number(headers['x-ratelimit-reset'] ?? headers['ratelimit-reset']) * 1000
  if (!Number.isFinite(until)) return 0
  return Math.max(0, Math.min(until - clock.now().getTime(), LONGEST_WAIT_MS))
}

function jsonOf({ body }: FetchAnswer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    // A page of a proxy, or nothing at all: its status tells enough.
    return null
  }
}

function noting({ storage, clock, logger }: Context, integration: Integration): (error: string) => Promise<void> {
  let last = integration
  return async (error) => {
    const at = clock.now()
    const isRecent = last.lastUsedAt !== null && at.getTime() - last.lastUsedAt.getTime() < NOTE_EVERY_MS
    if (isRecent && last.error === error) return
    last = { ...last, error, lastUsedAt: at }
    if (error !== '') logger.warn('An integration failed', { integrationId: integration.id, error })
    await storage.integrations.noteUse(integration.id, { at, error })
  }
}

function messageOf(error: unknown): string {
  if (error instanceof Refusal || errorCode(error) !== null) return (error as Error).message
  return error instanceof Error ? error.message : String(error)
}
