import { AppError } from '../errors.js'
import type { FetchAnswer, Fetcher, FetchRequest } from '../ports/fetcher.js'

/** What a memory fetcher answers: a body as text, or a value that is sent as JSON. */
export interface MemoryAnswer {
  /** 200 unless given. */
  readonly status?: number
  readonly headers?: FetchAnswer['headers']
  readonly body?: string
  readonly json?: unknown
}

/** Answers from memory, for tests: what `answer` knows nothing of cannot be reached. Keeps what it was asked. */
export function memoryFetcher(
  answer: (request: FetchRequest) => MemoryAnswer | null,
): Fetcher & { readonly asked: readonly FetchRequest[] } {
  const asked: FetchRequest[] = []
  return {
    asked,
    async fetch(request) {
      asked.push(request)
      const found = answer(request)
      if (found === null) throw new AppError('unavailable', `${new URL(request.url).host} cannot be asked`)
      const text = found.json === undefined ? (found.body ?? '') : JSON.stringify(found.json)
      const body = new TextEncoder().encode(text)
      const whole = { status: found.status ?? 200, headers: found.headers ?? {}, body }
      if (body.length <= request.maxBytes) return whole
      const cut = new AppError('too_large', `The answer is larger than ${request.maxBytes} bytes`)
      if (request.isPartEnough !== true) throw cut
      return { ...whole, body: body.subarray(0, request.maxBytes), cut }
    },
  }
}
