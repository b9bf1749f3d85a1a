import type {
  BreadcrumbJson,
  EventEntryJson,
  ExceptionJson,
  FrameJson,
  RequestJson,
  ThreadJson,
} from '../client/event-types.js'
import type {
  Breadcrumb,
  ExceptionValue,
  Frame,
  NormalizedEvent,
  RequestInfo,
  Stacktrace,
  ThreadValue,
} from '../protocol/event.js'

/**
 * The parts of an event that have something to show, in the order in which clients show them. Casing is mixed as in
 * GlitchTip: of exceptions and threads only four keys of frames are camelCase, and source lines are numbered pairs.
 */
export function entriesOf(event: NormalizedEvent): EventEntryJson[] {
  const entries: EventEntryJson[] = []
  if (event.exception !== undefined) {
    const values = event.exception.values.map(exceptionJson)
    entries.push({ type: 'exception', data: { hasSystemFrames: values.some(hasOwnFrame), values } })
  }
  const threads = threadsOf(event)
  if (threads.length > 0) entries.push({ type: 'threads', data: { values: threads.map(threadJson) } })
  if (event.breadcrumbs !== undefined)
    entries.push({ type: 'breadcrumbs', data: { values: event.breadcrumbs.values.map(breadcrumbJson) } })
  if (event.logentry !== undefined) entries.push({ type: 'message', data: { ...event.logentry } })
  if (event.request !== undefined) entries.push({ type: 'request', data: requestJson(event.request) })
  if (event.csp !== undefined) entries.push({ type: 'csp', data: { ...event.csp } })
  return entries
}

function exceptionJson({ stacktrace, raw_stacktrace, ...exception }: ExceptionValue): ExceptionJson {
  return {
    ...exception,
    ...(stacktrace === undefined ? {} : { stacktrace: stacktraceJson(stacktrace) }),
    ...(raw_stacktrace === undefined ? {} : { raw_stacktrace: stacktraceJson(raw_stacktrace) }),
  }
}

// GlitchTip's meaning of `hasSystemFrames`: there is a frame of the app itself.
function hasOwnFrame({ stacktrace }: ExceptionJson): boolean {
  return stacktrace?.frames.some((frame) => frame.inApp === true) === true
}

// A stack outside of any exception, as old SDKs send it with a message, is that of the only thread we know of.
function threadsOf(event: NormalizedEvent): readonly ThreadValue[] {
  const threads = event.threads?.values ?? []
  if (threads.length > 0 || event.stacktrace === undefined) return threads
  return [{ current: true, crashed: false, stacktrace: event.stacktrace }]
}

function threadJson({ stacktrace, ...thread }: ThreadValue): ThreadJson {
  return { ...thread, ...(stacktrace === undefined ? {} : { stacktrace: stacktraceJson(stacktrace) }) }
}

function stacktraceJson({ frames, ...stacktrace }: Stacktrace): NonNullable<ExceptionJson['stacktrace']> {
  return { ...stacktrace, frames: frames.map(frameJson) }
}

function frameJson(frame: Frame): FrameJson {
  const { abs_path, lineno, colno, in_app, pre_context, post_context, ...same } = frame
  return {
    ...same,
    ...(abs_path === undefined ? {} : { absPath: abs_path }),
    ...(lineno === undefined ? {} : { lineNo: lineno }),
    ...(colno === undefined ? {} : { colNo: colno }),
    ...(in_app === undefined ? {} : { inApp: in_app }),
    ...(lineno === undefined ? {} : { context: sourceLines(lineno, frame) }),
  }
}

function sourceLines(lineno: number, { pre_context = [], context_line, post_context = [] }: Frame): [number, string][] {
  if (context_line === undefined) return []
  const first = lineno - pre_context.length
  return [...pre_context, context_line, ...post_context].map((text, index) => [first + index, text])
}

function breadcrumbJson(crumb: Breadcrumb): BreadcrumbJson {
  return {
    type: crumb.type ?? 'default',
    category: crumb.category ?? null,
    message: crumb.message ?? null,
    level: crumb.level ?? 'info',
    timestamp: crumb.timestamp === undefined ? null : isoTime(crumb.timestamp),
    data: crumb.data ?? null,
    event_id: null,
  }
}

function requestJson(request: RequestInfo): RequestJson {
  return {
    url: request.url ?? null,
    method: request.method ?? null,
    headers: pairs(request.headers) ?? [],
    query: pairs(request.query_string) ?? [],
    data: request.data ?? null,
    cookies: pairs(request.cookies),
    env: request.env ?? null,
    fragment: request.fragment ?? null,
    apiTarget: null,
    bodySize: request.body_size ?? null,
    protocol: null,
    inferredContentType: request.inferred_content_type ?? null,
  }
}

function pairs(list: readonly (readonly [string, string])[] | undefined): [string, string][] | null {
  return list === undefined ? null : list.map(([key, value]) => [key, value])
}

/** Null for what is no time, so that one odd value costs no event. */
function isoTime(seconds: number): string | null {
  const at = new Date(seconds * 1000)
  return Number.isNaN(at.getTime()) ? null : at.toISOString()
}
