import { AppError } from '../errors.js'
import { errorResponse } from './errors.js'
import type { Handler } from './node.js'
import type { HttpResponse } from './types.js'

/** Answers native requests, for hosts that speak them. What is not ours is a JSON 404. */
export async function answerFetch(app: Handler, request: Request): Promise<Response> {
  const response = (await app.handle(request)) ?? errorResponse(new AppError('not_found', 'Not found'))
  return toNative(response)
}

function toNative({ status, headers: named, body }: HttpResponse): Response {
  const headers = new Headers()
  for (const [name, value] of Object.entries(named))
    for (const one of typeof value === 'string' ? [value] : value) headers.append(name, one)
  if (body === null || typeof body === 'string' || body instanceof Uint8Array)
    return new Response(body, { status, headers })
  return new Response(streamOf(body), { status, headers })
}

function streamOf(body: AsyncIterable<string | Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = body[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next()
      if (done === true) controller.close()
      else controller.enqueue(typeof value === 'string' ? encoder.encode(value) : value)
    },
    async cancel() {
      await iterator.return?.()
    },
  })
}
