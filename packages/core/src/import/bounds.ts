import { AppError } from '../errors.js'

/** How much is taken of a server that whoever asks may name, over all questions together. */
export interface RemoteBounds {
  readonly questions: number
  readonly entries: number
  readonly bytes: number
  /** For each answer. */
  readonly timeoutMs: number
  /** Before a question is asked again. */
  readonly waitMs: number
}

/** Of whoever runs the instance and named the server: as long as it takes. */
export const UNHURRIED: RemoteBounds = {
  ...{ questions: Number.POSITIVE_INFINITY, entries: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY },
  ...{ timeoutMs: 30_000, waitMs: 15 * 60_000 },
}

/** What is left of the bounds. Each step rejects with `invalid_input` once they are used up. */
export interface Allowance {
  /** One more question; answers how long its answer may be. */
  ask(maxBytes: number): number
  take(taken: { readonly entries: number } | { readonly bytes: number }): void
}

export function allowanceOf(bounds: RemoteBounds, host: string): Allowance {
  const left = { questions: bounds.questions, entries: bounds.entries, bytes: bounds.bytes }
  const use = (kind: keyof typeof left, count: number) => {
    left[kind] -= count
    if (left[kind] < 0)
      throw new AppError(
        'invalid_input',
        `${host} has more than one request may bring. Whoever runs this server brings it with \`mishap import\`.`,
      )
  }
  return {
    ask: (maxBytes) => {
      use('questions', 1)
      return Math.min(maxBytes, left.bytes + 1)
    },
    take: (taken) => ('entries' in taken ? use('entries', taken.entries) : use('bytes', taken.bytes)),
  }
}
