import type { LiveJson } from './instance-types.js'

interface StreamOptions {
  readonly signal: AbortSignal
  readonly onState?: (state: 'open' | 'waiting') => void
}

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000

/**
 * Reads server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html) through `fetch`,
 * because `EventSource` can send no header. Opens again after every end until the signal is aborted.
 */
export async function readEventStream(
  open: () => Promise<Response>,
  onMessage: (message: LiveJson) => void,
  { signal, onState }: StreamOptions,
): Promise<void> {
  let pauseMs = FIRST_PAUSE_MS
  while (!signal.aborted) {
    try {
      const response = await open()
      onState?.('open')
      pauseMs = FIRST_PAUSE_MS
      await readMessages(response, onMessage)
    } catch (error) {
      if (signal.aborted) return
      const status = (error as { status?: number }).status
      // These will not change by asking again.
      if (status === 401 || status === 403 || status === 404) throw error
    }
    if (signal.aborted) return
    onState?.('waiting')
    await pause(pauseMs * (0.5 + Math.random()), signal)
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
  }
}

async function readMessages(response: Response, onMessage: (message: LiveJson) => void): Promise<void> {
  if (response.body === null) return
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    text += value
    let end = text.indexOf('\n\n')
    while (end !== -1) {
      const data = dataOf(text.slice(0, end))
      text = text.slice(end + 2)
      end = text.indexOf('\n\n')
      if (data !== '') onMessage(JSON.parse(data) as LiveJson)
    }
  }
}

function dataOf(block: string): string {
  return block
    .split('\n')
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice(5).trimStart())
    .join('\n')
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms)
    function done() {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    signal.addEventListener('abort', done)
  })
}
