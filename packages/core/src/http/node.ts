import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { AppError } from '../errors.js'
import { errorResponse } from './errors.js'
import type { HttpRequest, HttpResponse } from './types.js'

/** Anything that answers requests; null where they are not its own. */
export interface Handler {
  handle(request: HttpRequest): Promise<HttpResponse | null>
}

/** A listener for `http.createServer`. What is not ours is a JSON 404. */
export function nodeListener(app: Handler): (req: IncomingMessage, res: ServerResponse) => void {
  return (req, res) => {
    app
      .handle(req)
      .then((response) => sendNodeResponse(res, response ?? errorResponse(new AppError('not_found', 'Not found'))))
      // `handle` answers its own faults; what is left is a connection that broke, and nobody listens any more.
      .catch(() => res.destroy())
  }
}

/**
 * Writes an answer to a Node response; resolves when it is handed over, or the client has gone away.
 * A stream is flushed chunk by chunk, waits for a slow client, and is ended (`return`) when the client goes.
 */
export async function sendNodeResponse(res: ServerResponse, response: HttpResponse): Promise<void> {
  const { body } = response
  if (res.destroyed || res.headersSent) {
    if (isStream(body)) await body[Symbol.asyncIterator]().return?.()
    return
  }
  res.statusCode = response.status
  for (const [name, value] of Object.entries(response.headers)) res.setHeader(name, value)
  if (isStream(body)) {
    await sendStream(res, body)
    return
  }
  if (body === null) {
    res.end()
    return
  }
  res.setHeader('content-length', Buffer.byteLength(body))
  res.end(body)
}

async function sendStream(res: ServerResponse, body: AsyncIterable<string | Uint8Array>): Promise<void> {
  const iterator = body[Symbol.asyncIterator]()
  const leave = new AbortController()
  res.once('close', () => {
    leave.abort()
    void iterator.return?.()
  })
  res.flushHeaders()
  try {
    for (;;) {
      const { done, value } = await iterator.next()
      if (done === true || leave.signal.aborted) break
      const isRoom = res.write(value)
      // A compressing middleware holds chunks back until it is told not to.
      ;(res as { flush?: () => void }).flush?.()
      if (!isRoom) await once(res, 'drain', { signal: leave.signal })
    }
    res.end()
  } catch (error) {
    if (!leave.signal.aborted) res.destroy(error as Error)
  }
}

function isStream(body: HttpResponse['body']): body is AsyncIterable<string | Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body
}
