import type { NormalizedEvent } from '../protocol/event.js'

/** What free-text search looks at: lower case, each word once a field, at most 2,048 characters. */
export function searchText(
  event: NormalizedEvent,
  description: { readonly title: string; readonly culprit: string },
): string {
  const parts = new Set<string>()
  let length = 0
  for (const part of partsOf(event, description)) {
    const text = head(part.toLowerCase(), MAX_PART)
    if (text === '' || parts.has(text)) continue
    length += text.length + 1
    parts.add(text)
    if (length > MAX_LENGTH) break
  }
  return head([...parts].join(' '), MAX_LENGTH)
}

const MAX_LENGTH = 2048
const MAX_PART = 250
const MAX_FRAMES = 10

/** The first `max` characters, and never half of a surrogate pair. */
function head(text: string, max: number): string {
  return text.length <= max ? text : text.slice(0, max).replace(/[\ud800-\udbff]$/, '')
}

/** What names the error first, so that the limit takes the least. */
function* partsOf(
  event: NormalizedEvent,
  description: { readonly title: string; readonly culprit: string },
): Generator<string> {
  const exceptions = event.exception?.values ?? []
  yield description.title
  yield description.culprit
  for (const exception of [...exceptions].reverse()) {
    yield exception.type ?? ''
    yield exception.value ?? ''
  }
  yield event.logentry?.formatted ?? ''
  yield event.transaction ?? ''
  yield event.request?.url ?? ''
  for (const exception of [...exceptions].reverse()) {
    const frames = exception.stacktrace?.frames.filter((frame) => frame.in_app === true).slice(-MAX_FRAMES) ?? []
    for (const frame of frames.reverse()) {
      yield (frame.filename ?? '').split(/[\\/]/).at(-1) ?? ''
      yield frame.function ?? ''
    }
  }
}
