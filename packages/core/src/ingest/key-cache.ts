import { AppError } from '../errors.js'
import { LATE, within } from '../in-time.js'
import type { KeyTarget } from '../ports/model.js'
import type { Clock } from '../ports/runtime.js'

/** How long an answer counts without asking again. */
const KNOWN_MS = 10_000
const UNKNOWN_MS = 2_000
/** A known key outlives an outage of the storage for this long. */
const STALE_MS = 3_600_000
/** How long a request waits for the storage when an older answer would do; and how long that answer then does. */
const PATIENCE_MS = 1_000
const RETRY_MS = 2_000
const QUESTION_TIMEOUT_MS = 5_000
/** What a clock may go back by itself, without having been set. */
const JITTER_MS = 1_000
const MAX_ENTRIES = 10_000
const MAX_KEYS_A_QUESTION = 500

/** Answers at once where it can, so that a request with a known key costs no turn. */
export type KeyCache = (publicKey: string) => KeyTarget | null | Promise<KeyTarget | null>

/**
 * The keys of DSNs, remembered for seconds. All keys that are missing meanwhile go into one question, one question at a
 * time: made-up keys, however many, cost the storage no more and keep no good key waiting. They are remembered apart
 * from good ones, so they push none out. Rejects with `unavailable` when the storage cannot answer for a key never seen.
 */
export function createKeyCache(options: {
  readonly load: (publicKeys: readonly string[]) => Promise<readonly KeyTarget[]>
  readonly clock: Clock
}): KeyCache {
  const { load, clock } = options
  const known = new Map<string, { readonly target: KeyTarget; loadedAt: number; freshUntil: number }>()
  const unknownUntil = new Map<string, number>()
  const questions = new Map<string, Question>()
  let waiting: Question[] = []
  let isAsking = false
  let latest = Number.NEGATIVE_INFINITY

  return (publicKey) => {
    const now = clock.now().getTime()
    if (now < latest - JITTER_MS) forgetTimes(now)
    latest = now
    const entry = known.get(publicKey)
    if (entry !== undefined && now < entry.freshUntil) return entry.target
    if (entry === undefined && now < (unknownUntil.get(publicKey) ?? 0)) return null
    const answer = ask(publicKey)
    if (entry === undefined || now - entry.loadedAt > STALE_MS) return answer
    return soonOr(answer, () => {
      entry.freshUntil = clock.now().getTime() + RETRY_MS
      return entry.target
    })
  }

  /** The clock was set back: what was to count for seconds would count until it has caught up. */
  function forgetTimes(now: number): void {
    unknownUntil.clear()
    for (const entry of known.values()) {
      entry.loadedAt = Math.min(entry.loadedAt, now)
      entry.freshUntil = now
    }
  }

  function ask(publicKey: string): Promise<KeyTarget | null> {
    const present = questions.get(publicKey)
    if (present !== undefined) return present.answer
    const question = newQuestion(publicKey)
    questions.set(publicKey, question)
    waiting.push(question)
    if (!isAsking) void askAll()
    return question.answer
  }

  async function askAll(): Promise<void> {
    isAsking = true
    while (waiting.length > 0) {
      const asked = waiting.slice(0, MAX_KEYS_A_QUESTION)
      waiting = waiting.slice(asked.length)
      try {
        const targets = await within(clock, QUESTION_TIMEOUT_MS, load(asked.map(({ publicKey }) => publicKey)))
        if (targets === LATE) throw new Error(`the storage gave no answer within ${QUESTION_TIMEOUT_MS} ms`)
        const byKey = new Map(targets.map((target) => [target.publicKey, target]))
        for (const question of asked) settle(question, byKey.get(question.publicKey) ?? null)
      } catch (cause) {
        const error = new AppError('unavailable', 'the key could not be checked now', { cause, retryAfterMs: 5_000 })
        for (const question of asked) {
          questions.delete(question.publicKey)
          question.reject(error)
        }
      }
    }
    isAsking = false
  }

  function settle(question: Question, target: KeyTarget | null): void {
    const { publicKey } = question
    const now = clock.now().getTime()
    questions.delete(publicKey)
    known.delete(publicKey)
    unknownUntil.delete(publicKey)
    if (target === null) remember(unknownUntil, publicKey, now + UNKNOWN_MS)
    else remember(known, publicKey, { target, loadedAt: now, freshUntil: now + KNOWN_MS })
    question.resolve(target)
  }

  async function soonOr(answer: Promise<KeyTarget | null>, older: () => KeyTarget): Promise<KeyTarget | null> {
    try {
      const found = await within(clock, PATIENCE_MS, answer)
      return found === LATE ? older() : found
    } catch {
      // The storage cannot answer: what it said last has to do.
      return older()
    }
  }
}

interface Question {
  readonly publicKey: string
  readonly answer: Promise<KeyTarget | null>
  readonly resolve: (target: KeyTarget | null) => void
  readonly reject: (error: unknown) => void
}

function newQuestion(publicKey: string): Question {
  let resolve: Question['resolve'] = () => {}
  let reject: Question['reject'] = () => {}
  const answer = new Promise<KeyTarget | null>((yes, no) => {
    resolve = yes
    reject = no
  })
  // Whoever had an older answer may have gone on with it.
  answer.catch(() => {})
  return { publicKey, answer, resolve, reject }
}

/** Past the limit the entry made longest ago is forgotten. */
function remember<T>(entries: Map<string, T>, key: string, value: T): void {
  entries.set(key, value)
  if (entries.size > MAX_ENTRIES) entries.delete(entries.keys().next().value!)
}
