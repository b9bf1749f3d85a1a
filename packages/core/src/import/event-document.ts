import { entriesOf, entryOf, isEntry, type RemoteEntry, textOf, timeOf } from './entry.js'

export interface RemoteEvent {
  readonly eventId: string
  /** When the source took it. */
  readonly receivedAt: Date
  /** As an SDK would send it. */
  readonly document: Readonly<Record<string, unknown>>
}

/**
 * An event as the SDK sent it: of the document that the source kept, where it gives one, and of what its pages show, which
 * fills what is missing. Null for what is no error, and for what has no id or time.
 */
export function remoteEvent(detail: RemoteEntry, raw: RemoteEntry | null): RemoteEvent | null {
  const eventId = (textOf(detail, 'eventID') ?? textOf(raw ?? {}, 'event_id') ?? '').replaceAll('-', '').toLowerCase()
  const timestamp = timeOf(raw ?? {}, 'timestamp') ?? timeOf(detail, 'dateCreated')
  if (!/^[0-9a-f]{32}$/.test(eventId) || timestamp === null) return null
  if (NO_ERRORS.has(String(raw?.type ?? detail.type))) return null
  const shown = shownDocument(detail)
  const kept = raw === null ? {} : keptDocument(raw)
  const saysWhat = ['exception', 'logentry', 'message', 'csp', 'hpkp', 'expectct', 'expectstaple', 'threads'].some(
    (key) => kept[key] !== undefined,
  )
  const message = shown.logentry ?? {
    formatted: textOf(detail, 'message', 8192) ?? textOf(detail, 'title', 8192) ?? '',
  }
  return {
    eventId,
    receivedAt: timeOf(detail, 'dateReceived') ?? timeOf(raw ?? {}, 'received') ?? timestamp,
    document: {
      ...shown,
      ...kept,
      ...(saysWhat || shown.exception !== undefined ? {} : { logentry: message }),
      event_id: eventId,
      timestamp: timestamp.getTime() / 1000,
    },
  }
}

const NO_ERRORS: ReadonlySet<string> = new Set(['transaction', 'generic', 'profile', 'replay_event', 'feedback'])

/** What of a stored document an SDK would not have sent, or what is made anew here. */
const OWN_OF_SERVERS: ReadonlySet<string> = new Set([
  ...[
    'project',
    'datetime',
    'hashes',
    'title',
    'culprit',
    'location',
    'metadata',
    'received',
    'key_id',
    'errors',
    'id',
  ],
  ...[
    'grouping_config',
    'nodestore_insert',
    '_meta',
    '_metrics',
    'version',
    '_ref',
    '_ref_version',
    'issueId',
    'projectId',
  ],
])

function keptDocument(raw: RemoteEntry): Record<string, unknown> {
  const fields = Object.entries(raw).filter(([key, value]) => !OWN_OF_SERVERS.has(key) && value !== null)
  return { ...Object.fromEntries(fields), ...(raw.tags === undefined ? {} : { tags: tagsOf(raw.tags) }) }
}

/** Names of an event's parts on pages, and in documents. */
const ENTRIES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    exception: 'exception',
    stacktrace: 'stacktrace',
    threads: 'threads',
    breadcrumbs: 'breadcrumbs',
    request: 'request',
    message: 'logentry',
    csp: 'csp',
    debugmeta: 'debug_meta',
  }),
)

/** What pages show, turned back: https://docs.sentry.io/api/events/retrieve-an-event-for-a-project/ */
function shownDocument(detail: RemoteEntry): Record<string, unknown> {
  const document: Record<string, unknown> = {}
  for (const entry of entriesOf(detail.entries)) {
    const name = ENTRIES.get(textOf(entry, 'type') ?? '')
    if (name !== undefined && isEntry(entry.data)) document[name] = sentByKey(name, entry.data)
  }
  const tags = tagsOf(detail.tags)
  const tag = (name: string) => tags.find(([key]) => key === name)?.[1]
  const release = textOf(entryOf(detail, 'release'), 'version', 250) ?? textOf(detail, 'release', 250) ?? tag('release')
  return {
    ...document,
    ...without({
      platform: textOf(detail, 'platform'),
      level: tag('level') ?? null,
      environment: textOf(detail, 'environment') ?? tag('environment') ?? null,
      release: release ?? null,
      dist: textOf(detail, 'dist') ?? null,
      transaction: tag('transaction') ?? null,
      server_name: tag('server_name') ?? null,
      contexts: isEntry(detail.contexts) ? detail.contexts : null,
      extra: isEntry(detail.context) ? detail.context : null,
      modules: isEntry(detail.packages) ? detail.packages : null,
      user: isEntry(detail.user) ? userOf(detail.user) : null,
      sdk: isEntry(detail.sdk) ? detail.sdk : null,
      fingerprint: Array.isArray(detail.fingerprint) ? detail.fingerprint : null,
    }),
    tags: tags.filter(([key]) => !OWN_TAGS.has(key)),
  }
}

/** Made of other fields by every server. */
const OWN_TAGS: ReadonlySet<string> = new Set([
  'level',
  'environment',
  'release',
  'dist',
  'transaction',
  'server_name',
  'user',
  'url',
  'handled',
  'mechanism',
])

/** Pages have keys in camel case where documents have snake case, in frames and mechanisms above all. */
function sentByKey(name: string, data: RemoteEntry): unknown {
  if (name === 'logentry')
    return { formatted: textOf(data, 'formatted', 8192), message: textOf(data, 'message', 8192), params: data.params }
  if (name === 'request')
    return { ...data, query_string: data.query, env: data.env, inferred_content_type: undefined, query: undefined }
  if (name === 'breadcrumbs' || name === 'csp' || name === 'debug_meta') return data
  return renamed(data, 0)
}

const RENAMED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    absPath: 'abs_path',
    lineNo: 'lineno',
    colNo: 'colno',
    inApp: 'in_app',
    instructionAddr: 'instruction_addr',
    symbolAddr: 'symbol_addr',
    threadId: 'thread_id',
    framesOmitted: 'frames_omitted',
    isSynthetic: 'synthetic',
  }),
)
const DEEPEST = 8

function renamed(value: unknown, depth: number): unknown {
  if (depth > DEEPEST) return null
  if (Array.isArray(value)) return value.map((one) => renamed(one, depth + 1))
  if (!isEntry(value)) return value
  const fields = Object.entries(value).flatMap(([key, inner]): (readonly [string, unknown])[] => {
    // Lines of source around the frame, with their numbers.
    if (key === 'context' && Array.isArray(inner)) return sourceLines(inner, value.lineNo)
    // What people named, not a server.
    return [[RENAMED.get(key) ?? key, key === 'vars' ? inner : renamed(inner, depth + 1)]]
  })
  return Object.fromEntries(fields)
}

function sourceLines(context: readonly unknown[], lineNo: unknown): (readonly [string, unknown])[] {
  const lines = context.filter(
    (one): one is [number, string] => Array.isArray(one) && typeof one[0] === 'number' && typeof one[1] === 'string',
  )
  const at = lines.find(([number]) => number === lineNo)
  if (at === undefined) return []
  const of = (wanted: (number: number) => boolean) => lines.filter(([number]) => wanted(number)).map(([, text]) => text)
  return [
    ['pre_context', of((number) => number < at[0])],
    ['context_line', at[1]],
    ['post_context', of((number) => number > at[0])],
  ]
}

/** Pairs, objects of key and value, or one object. Sentry's own names begin with `sentry:`. */
function tagsOf(value: unknown): readonly (readonly [string, string])[] {
  const pairs: readonly (readonly unknown[])[] = Array.isArray(value)
    ? value.map((one: unknown) => (isEntry(one) ? [one.key, one.value] : Array.isArray(one) ? one : []))
    : Object.entries(isEntry(value) ? value : {})
  return pairs.flatMap(([key, text]): (readonly [string, string])[] =>
    typeof key === 'string' && typeof text === 'string' && !key.startsWith('sentry:') ? [[key, text]] : [],
  )
}

function userOf({
  id,
  email,
  username,
  name,
  ip_address: address,
  ipAddress,
  data,
}: RemoteEntry): Record<string, unknown> {
  return without({ id, email, username, name, ip_address: address ?? ipAddress, data: isEntry(data) ? data : null })
}

function without(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined))
}
