import type { UserReportJson } from './issue-types.js'

/** A file that came with an event. */
export interface AttachmentJson {
  id: string
  eventID: string
  name: string
  /** `event.attachment`, `event.minidump`, `event.screenshot`, … */
  type: string
  /** Of pictures that can be shown; of everything else `application/octet-stream`. */
  mimetype: string
  /** Bytes. */
  size: number
  dateCreated: string
  downloadUrl: string
}

export interface EventJson {
  id: string
  eventID: string
  projectID: number
  groupID: string
  title: string
  message: string
  culprit: string
  type: 'error' | 'default' | 'csp'
  platform: string | null
  dateCreated: string
  dateReceived: string
  /** When retention removed all but the columns of a list; null while the event is whole. Not in GlitchTip. */
  payloadRemovedAt: string | null
  dist: string | null
  metadata: Record<string, string>
  tags: { key: string; value: string }[]
  packages: Record<string, string>
  contexts: Record<string, unknown>
  /** The SDK's `extra`. */
  context: Record<string, unknown>
  user: EventUserJson | null
  sdk: { name?: string; version?: string; [key: string]: unknown } | null
  errors: { type: string; name?: string; value?: unknown }[]
  entries: EventEntryJson[]
}

export interface EventDetailJson extends EventJson {
  /** What was removed, and by which rule: a tree by field and key, `''` holding the remarks about a value. */
  _meta: Record<string, unknown>
  /** The newest that a person wrote about it. */
  userReport: UserReportJson | null
  nextEventID: string | null
  previousEventID: string | null
  /** The newest and the oldest stored event of its issue. Not in Sentry, as the next two. */
  lastEventID: string | null
  firstEventID: string | null
  /** Which of the stored events of its issue it is, 1 the oldest; null where counting would take too long. */
  ordinal: number | null
  /** Stored events of its issue. */
  total: number
  /** Sentry's name for the version; null where the event has none. */
  release: { version: string } | null
}

export interface EventUserJson {
  id: string | null
  email: string | null
  username: string | null
  name?: string | null
  ip_address: string | null
  [key: string]: unknown
}

export type EventEntryJson =
  | { type: 'exception'; data: { hasSystemFrames: boolean; values: ExceptionJson[] } }
  | { type: 'threads'; data: { values: ThreadJson[] } }
  | { type: 'breadcrumbs'; data: { values: BreadcrumbJson[] } }
  | { type: 'message'; data: { formatted?: string; message?: string; params?: unknown } }
  | { type: 'request'; data: RequestJson }
  | { type: 'csp'; data: Record<string, unknown> }

export interface ExceptionJson {
  type?: string
  value?: string
  module?: string
  thread_id?: string | number
  mechanism?: {
    type: string
    handled?: boolean
    synthetic?: boolean
    is_exception_group?: boolean
    exception_id?: number
    parent_id?: number
    source?: string
    description?: string
    help_link?: string
    meta?: Record<string, unknown>
    data?: Record<string, unknown>
  }
  stacktrace?: StacktraceJson
  /** As it came, before source maps were applied. */
  raw_stacktrace?: StacktraceJson
}

export interface StacktraceJson {
  frames: FrameJson[]
  registers?: Record<string, string>
}

export interface ThreadJson {
  id?: string | number
  name?: string
  crashed?: boolean
  current?: boolean
  main?: boolean
  state?: string
  stacktrace?: StacktraceJson
}

export interface FrameJson {
  filename?: string
  absPath?: string
  module?: string
  package?: string
  function?: string
  raw_function?: string
  lineNo?: number
  colNo?: number
  inApp?: boolean
  context_line?: string
  /** `[line number, text]`, the failing line among them. */
  context?: [number, string][]
  vars?: Record<string, unknown>
  instruction_addr?: string
  symbol_addr?: string
  platform?: string
}

export interface BreadcrumbJson {
  type: string
  category: string | null
  message: string | null
  level: string
  timestamp: string | null
  data: Record<string, unknown> | null
  event_id: string | null
}

export interface RequestJson {
  url: string | null
  method: string | null
  headers: [string, string][]
  query: [string, string][]
  data: unknown
  cookies: [string, string][] | null
  env: Record<string, unknown> | null
  fragment: string | null
  apiTarget: null
  bodySize: number | null
  protocol: null
  inferredContentType: string | null
}
