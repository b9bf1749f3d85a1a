import type { HttpResponse } from './types.js'

/** Who reads this slowly has lost the thread; ending the stream makes it start again. */
const MAX_WAITING = 1000

/** The writing end of a stream of server-sent events. */
export interface EventStream {
  send(data: unknown): void
  /** A line that clients ignore; keeps proxies from closing a quiet connection. */
  beat(): void
  end(): void
}

/**
 * An answer of server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html).
 * `open` is called when the adapter begins to read; what it returns, when the stream is over, whoever ended it.
 */
export function eventStreamResponse(open: (stream: EventStream) => () => void): HttpResponse {
  return {
    status: 200,
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      // nginx and its like would collect the messages.
      'x-accel-buffering': 'no',
    },
    body: { [Symbol.asyncIterator]: () => startStream(open) },
  }
}

type Result = IteratorResult<string, undefined>

// Not a generator: `return` must end a `next` that waits, which a generator would put behind it.
function startStream(open: (stream: EventStream) => () => void): AsyncIterator<string, undefined> {
  let waiting: string[] = [': open\n\n']
  let wake: ((result: Result) => void) | null = null
  let isOver = false
  let close: (() => void) | null = null

  const push = (text: string) => {
    if (isOver) return
    if (wake !== null) {
      wake({ done: false, value: text })
      wake = null
      return
    }
    waiting.push(text)
    if (waiting.length > MAX_WAITING) end()
  }
  const end = () => {
    if (isOver) return
    isOver = true
    wake?.({ done: true, value: undefined })
    wake = null
    close?.()
  }

  close = open({
    send: (data) => push(`data: ${JSON.stringify(data)}\n\n`),
    beat: () => push(': beat\n\n'),
    end,
  })
  if (isOver) close()

  return {
    next: () => {
      if (waiting.length > 0) {
        const value = waiting.join('')
        waiting = []
        return Promise.resolve({ done: false, value })
      }
      if (isOver) return Promise.resolve({ done: true, value: undefined })
      return new Promise((resolve) => {
        wake = resolve
      })
    },
    return: async () => {
      end()
      waiting = []
      return { done: true, value: undefined }
    },
  }
}
