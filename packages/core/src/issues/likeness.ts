import type { Issue } from '../ports/model.js'
import type { Frame, NormalizedEvent } from '../protocol/event.js'

/** What of an issue is compared: pure data, made of its row and its newest event. */
export interface Traits {
  readonly type: string | null
  /** Where it happened. */
  readonly file: string | null
  readonly function: string | null
  /** Of its text, without what varies, in their order. */
  readonly words: readonly string[]
  /** Those of the app, else all; null where the event is not known. */
  readonly frames: readonly string[] | null
}

export interface Likeness {
  /** 0 to 1. */
  readonly score: number
  /** In one sentence; empty where they share nothing. */
  readonly why: string
}

const MOST_WORDS = 40
const MOST_FRAMES = 40

export function traitsOf(issue: Pick<Issue, 'title' | 'metadata'>, event: NormalizedEvent | null): Traits {
  const { type, value, filename, function: name } = issue.metadata
  return {
    type: type ?? null,
    file: filename ?? null,
    function: name ?? null,
    words: wordsOf(value ?? issue.title),
    frames: event === null ? null : framesOf(event),
  }
}

/**
 * How much two issues have in common, of type, text, place and frames: each counts where both have it, and frames most.
 * Pure; in proportion to the bounded lists.
 */
export function likenessOf(one: Traits, other: Traits): Likeness {
  const shared = [typeOf(one, other), placeOf(one, other), textOf(one, other), stackOf(one, other)]
  const known = shared.filter((part) => part !== null)
  const weights = known.reduce((sum, { weight }) => sum + weight, 0)
  const score = weights === 0 ? 0 : known.reduce((sum, { weight, degree }) => sum + weight * degree, 0) / weights
  return { score, why: sentenceOf(known.flatMap(({ words }) => words ?? [])) }
}

/** One thing that both have, 0 to 1 alike; `words` say what is. Null where one has none. */
type Part = { readonly weight: number; readonly degree: number; readonly words: string | null } | null

function typeOf(one: Traits, other: Traits): Part {
  if (one.type === null || other.type === null) return null
  const isSame = one.type === other.type
  return { weight: 2, degree: isSame ? 1 : 0, words: isSame ? `both are ${one.type}` : null }
}

function placeOf(one: Traits, other: Traits): Part {
  if (one.file === null || other.file === null) return null
  if (one.file !== other.file) return { weight: 2, degree: 0, words: null }
  const isSameFunction = one.function !== null && one.function === other.function
  if (!isSameFunction) return { weight: 2, degree: 0.6, words: `both come from ${one.file}` }
  return { weight: 2, degree: 1, words: `both come from ${one.function} in ${one.file}` }
}

function textOf(one: Traits, other: Traits): Part {
  if (one.words.length === 0 || other.words.length === 0) return null
  const common = commonOf(one.words, other.words)
  const degree = overlapOf(common, one.words, other.words)
  if (degree < 0.3) return { weight: 2, degree, words: null }
  if (degree === 1) return { weight: 2, degree, words: 'their texts are the same but for what varies' }
  const shown = common.slice(0, 5).join(' ')
  return { weight: 2, degree, words: `their texts share "${shown}${common.length > 5 ? ' …' : ''}"` }
}

function stackOf(one: Traits, other: Traits): Part {
  if (one.frames === null || other.frames === null) return null
  if (one.frames.length === 0 || other.frames.length === 0) return null
  const common = commonOf(one.frames, other.frames)
  const all = Math.max(new Set(one.frames).size, new Set(other.frames).size)
  const words = common.length === 0 ? null : `${common.length} of ${all} frames are the same`
  return { weight: 3, degree: overlapOf(common, one.frames, other.frames), words }
}

function commonOf(one: readonly string[], other: readonly string[]): readonly string[] {
  const theirs = new Set(other)
  return [...new Set(one)].filter((entry) => theirs.has(entry))
}

function overlapOf(common: readonly string[], one: readonly string[], other: readonly string[]): number {
  return common.length / new Set([...one, ...other]).size
}

function sentenceOf(parts: readonly string[]): string {
  if (parts.length === 0) return ''
  const [first = ''] = parts
  const rest = parts.slice(1)
  const listed = rest.length === 0 ? first : `${[first, ...rest.slice(0, -1)].join(', ')}, and ${rest.at(-1)}`
  return `${listed.charAt(0).toUpperCase()}${listed.slice(1)}.`
}

/** Words without digits: what has some varies from event to event. */
function wordsOf(text: string): readonly string[] {
  const words = text
    .slice(0, 1000)
    .toLowerCase()
    .split(/[^\p{L}\p{N}_]+/u)
  return [...new Set(words.filter((word) => word.length > 2 && !/\p{N}/u.test(word)))].slice(0, MOST_WORDS)
}

function framesOf({ exception, threads }: NormalizedEvent): readonly string[] {
  const stacks = exception?.values ?? threads?.values ?? []
  const frames = stacks.flatMap(({ stacktrace }) => stacktrace?.frames ?? [])
  const own = frames.filter((frame) => frame.in_app === true)
  const named = (own.length > 0 ? own : frames).map(nameOf).filter((name) => name !== '')
  // Those nearest to the fault stand last.
  return [...new Set(named)].slice(-MOST_FRAMES)
}

function nameOf(frame: Frame): string {
  const place = frame.module ?? frame.filename
  if (place === undefined || frame.function === undefined) return ''
  return `${place} ${frame.function}`
}
