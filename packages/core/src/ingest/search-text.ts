import { type SearchMark, searchLine } from '../ports/search-text.js'
import type { ExceptionValue, Frame, NormalizedEvent } from '../protocol/event.js'

/** What search looks through: each line once, at most 2,048 characters. */
export function searchText(
  event: NormalizedEvent,
  description: { readonly title: string; readonly culprit: string },
): string {
  const lines = new Set<string>()
  let length = 0
  for (const [mark, part] of linesOf(event, description)) {
    const line = searchLine(mark, head(part, MAX_PART))
    if (line.length <= (mark === null ? 1 : 2) || lines.has(line)) continue
    // Shorter ones may still fit; a line is never cut, for then it would say something else.
    if (length + line.length > MAX_LENGTH) continue
    length += line.length
    lines.add(line)
  }
  return [...lines].join('')
}

const MAX_LENGTH = 2048
const MAX_PART = 250
const MAX_FRAMES = 10

/** The first `max` characters, and never half of a surrogate pair. */
function head(text: string, max: number): string {
  return text.length <= max ? text : text.slice(0, max).replace(/[\ud800-\udbff]$/, '')
}

type Line = readonly [mark: SearchMark | null, text: string]

/** What names the error first, so that the limit takes the least. */
function* linesOf(
  event: NormalizedEvent,
  description: { readonly title: string; readonly culprit: string },
): Generator<Line> {
  const exceptions = [...(event.exception?.values ?? [])].reverse()
  yield ['title', description.title]
  yield ['culprit', description.culprit]
  if (exceptions.some((exception) => exception.mechanism?.handled === false)) yield ['error.unhandled', 'unhandled']
  for (const { type, value } of exceptions) {
    yield ['error.type', type ?? '']
    yield ['error.value', value ?? '']
  }
  yield [null, event.logentry?.formatted ?? '']
  yield ['culprit', event.transaction ?? '']
  yield ['http.url', event.request?.url ?? '']
  yield ['http.method', event.request?.method ?? '']
  yield ['sdk.name', event.sdk?.name ?? '']
  for (const { mechanism } of exceptions) yield ['error.mechanism', mechanism?.type ?? '']
  const frames = framesOf(exceptions)
  for (const frame of frames) {
    yield ['stack.filename', frame.filename ?? '']
    yield ['stack.function', frame.function ?? '']
  }
  for (const frame of frames) yield ['stack.module', frame.module ?? '']
  for (const frame of frames) yield ['stack.abs_path', frame.abs_path ?? '']
}

/** The innermost first; of the app, where any are. */
function framesOf(exceptions: readonly ExceptionValue[]): readonly Frame[] {
  const innermost = (isWanted: (frame: Frame) => boolean) =>
    exceptions.flatMap(({ stacktrace }) => (stacktrace?.frames ?? []).filter(isWanted).slice(-MAX_FRAMES).reverse())
  const own = innermost((frame) => frame.in_app === true)
  return own.length > 0 ? own : innermost(() => true)
}
