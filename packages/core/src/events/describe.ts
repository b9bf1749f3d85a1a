import type { IssueMetadata } from '../ports/model.js'
import type { ExceptionValue, Frame, NormalizedEvent, Stacktrace } from '../protocol/event.js'
import { cutText } from '../protocol/normalize/salvage.js'
import { relevantThread } from '../protocol/normalize/threads.js'

export interface Description {
  /** At most 100 characters, one line. */
  readonly title: string
  /** Where it happened, at most 200 characters; `''` where nothing tells. */
  readonly culprit: string
  readonly metadata: IssueMetadata
}

/** How an event is called in lists. Of a chain the last exception speaks: the one that was caught. */
export function describeEvent(event: NormalizedEvent): Description {
  const metadata = metadataOf(event)
  return {
    title: cutText(titleOf(event, metadata), MAX_TITLE),
    culprit: cutText(culpritOf(event), MAX_CULPRIT),
    metadata,
  }
}

const MAX_TITLE = 100
const MAX_CULPRIT = 200
const MAX_VALUE = 1024
const MAX_TYPE = 128
const MAX_PLACE = 255
const UNTITLED = '<untitled>'

function metadataOf(event: NormalizedEvent): IssueMetadata {
  const exception = event.exception?.values.at(-1)
  if (event.type === 'csp') return { title: cspTitle(event) }
  if (exception === undefined) return { title: firstLine(event.logentry?.formatted ?? '') || fallbackTitle(event) }
  const frame = crashFrame(exception.stacktrace)
  const type = typeOf(exception, event)
  const isUnhandled = event.exception?.values.some((each) => each.mechanism?.handled === false) === true
  const file = frame?.filename ?? frame?.module
  return {
    ...(type !== null && { type: cutText(type, MAX_TYPE) }),
    ...(exception.value !== undefined && { value: cutText(exception.value, MAX_VALUE) }),
    ...(file !== undefined && { filename: cutText(file, MAX_PLACE) }),
    ...(frame?.function !== undefined && { function: cutText(frame.function, MAX_PLACE) }),
    ...(isUnhandled && { isUnhandled }),
  }
}

function titleOf(event: NormalizedEvent, metadata: IssueMetadata): string {
  if (metadata.title !== undefined) return metadata.title
  const exception = event.exception?.values.at(-1)
  const value = cutText(firstLine(exception?.value ?? ''), MAX_TITLE)
  if (exception !== undefined && isCrash(exception, event)) return metadata.function ?? (value || '<unknown>')
  if (metadata.type === undefined) return value || metadata.function || UNTITLED
  return value === '' ? metadata.type : `${metadata.type}: ${value}`
}

/** What the exception is an instance of; null where its type was made up, or where it only carries the stack of a message. */
function typeOf(exception: ExceptionValue, event: NormalizedEvent): string | null {
  if (isCrash(exception, event)) return null
  if (exception.type !== undefined) return exception.type
  const isMessage = exception.mechanism?.synthetic === true || exception.value === event.logentry?.formatted
  return isMessage && exception.value !== undefined ? null : 'Error'
}

/**
 * "synthetic: the error is not really an error but a signal or crash": the function that crashed says more than its type.
 * JavaScript's SDKs set the same flag on messages to which they add a stack; those are called by their text.
 */
function isCrash(exception: ExceptionValue, event: NormalizedEvent): boolean {
  return exception.mechanism?.synthetic === true && event.platform !== 'javascript' && event.platform !== 'node'
}

/** The first line that is not blank, with inner white space and control characters made single spaces. */
function firstLine(text: string): string {
  const line = /[^\r\n]*\S[^\r\n]*/.exec(text)?.[0] ?? ''
  return line.replace(/[\s\u0000-\u001f\u007f]+/g, ' ').trim()
}

function fallbackTitle(event: NormalizedEvent): string {
  const frame = crashFrame(stackOf(event))
  return event.transaction ?? event.culprit ?? frame?.function ?? event.logger ?? UNTITLED
}

/** `Blocked 'script' from 'cdn.example.com'`. */
function cspTitle(event: NormalizedEvent): string {
  const directive = directiveOf(event).replace(/-src$/, '')
  const uri = event.csp?.blocked_uri
  const blocked = typeof uri === 'string' ? uri : ''
  const host = URL.canParse(blocked) ? new URL(blocked).host || new URL(blocked).protocol : blocked
  return `Blocked '${directive}' from '${host || 'self'}'`
}

function directiveOf(event: NormalizedEvent): string {
  const directive = event.csp?.effective_directive ?? event.csp?.violated_directive
  return typeof directive === 'string' ? (directive.split(' ', 1)[0] ?? '') : ''
}

function culpritOf(event: NormalizedEvent): string {
  if (event.culprit) return event.culprit
  if (event.transaction) return event.transaction
  if (event.type === 'csp') return directiveOf(event)
  const last = event.exception?.values.at(-1)
  // The function is the title already; the library that it is in is still worth knowing.
  if (last !== undefined && isCrash(last, event)) return baseName(crashFrame(last.stacktrace)?.package ?? '')
  return placeOf(stackOf(event), event.platform) || event.request?.url || ''
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
}

/** Of the last exception that has one, else of the event itself, else of the thread that it is about. */
function stackOf(event: NormalizedEvent): Stacktrace | undefined {
  const withStack = event.exception?.values.findLast((exception: ExceptionValue) => exception.stacktrace !== undefined)
  return withStack?.stacktrace ?? event.stacktrace ?? relevantThread(event.threads?.values ?? [])?.stacktrace
}

/** The innermost frame of the app that has a name; where there is none, the innermost one of any kind. */
function crashFrame(stacktrace: Stacktrace | undefined): Frame | undefined {
  const named = stacktrace?.frames.filter((frame) => !NAMELESS.has(frame.function ?? ''))
  return named?.findLast((frame) => frame.in_app === true) ?? named?.at(-1)
}

const NAMELESS = new Set(['', '?', '<redacted>', '<unknown>'])

/** `?`, `<anonymous>` and what V8 makes of them: `Object.?`, `Server.<anonymous>`. */
function isNameless(name: string | undefined): boolean {
  return name === undefined || /^(?:[\w$]{1,100}\.)?(?:\?|<anonymous>)$/.test(name)
}

function placeOf(stacktrace: Stacktrace | undefined, platform: string): string {
  const frames = stacktrace?.frames ?? []
  const inApp = frames.findLast((frame) => frame.in_app === true && framePlace(frame, platform) !== '')
  const any = inApp ?? frames.findLast((frame) => framePlace(frame, platform) !== '')
  return any === undefined ? '' : framePlace(any, platform)
}

function framePlace(frame: Frame, platform: string): string {
  const kind = frame.platform ?? platform
  if (kind === 'objc' || kind === 'cocoa' || kind === 'native') return frame.function ?? '?'
  const file = frame.module ?? frame.filename
  if (file === undefined) return ''
  if (kind === 'javascript' || kind === 'node') return isNameless(frame.function) ? file : `${frame.function}(${file})`
  return frame.function === undefined ? file : `${file} in ${frame.function}`
}
