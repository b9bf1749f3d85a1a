import { AppError } from '../errors.js'
import type { FetchAnswer, Fetcher, FetchRequest } from '../ports/fetcher.js'

/** Answers from memory, for tests: what `answer` knows nothing of cannot be reached. Keeps what it was asked. */
export function memoryFetcher(
  answer: (
    request: FetchRequest,
  ) => (Partial<Pick<FetchAnswer, 'status' | 'headers'>> & { readonly json?: unknown }) | null,
): Fetcher & { readonly asked: readonly FetchRequest[] } {
  const asked: FetchRequest[] = []
  return {
    asked,
    async fetch(request) {
      asked.push(request)
      const found = answer(request)
      if (found === null) throw new AppError('unavailable', `${new URL(request.url).host} cannot be asked`)
      const body = new TextEncoder().encode(found.json === undefined ? '' : JSON.stringify(found.json))
      if (body.length > request.maxBytes)
        throw new AppError('too_large', `The answer is larger than ${request.maxBytes} bytes`)
      return { status: found.status ?? 200, headers: found.headers ?? {}, body }
    },
  }
}
