import { AppError } from '@mishap/core'

/** A monitor of a backup of Uptime Kuma, as the API takes monitors, and what of it cannot be had here. */
export interface KumaMonitor {
  /** Its id there, with its name: several Kumas count from one. */
  readonly id: string
  readonly name: string
  readonly type: string
  /** `MonitorInput`; null for what cannot be watched here. */
  readonly input: Readonly<Record<string, unknown>> | null
  /** Why it is not brought, or what of it is not; in words. */
  readonly notes: readonly string[]
}

type Entry = Readonly<Record<string, unknown>>

/** Reads `{ version, notificationList, monitorList }`. Throws `invalid_input` for what is no such backup. */
export function readKumaBackup(text: string): {
  readonly monitors: readonly KumaMonitor[]
  readonly notCarried: readonly string[]
} {
  const backup = parse(text)
  const list = backup === null ? null : entriesOf(backup.monitorList)
  if (backup === null || list === null)
    throw new AppError('invalid_input', 'Wanted a backup of Uptime Kuma: JSON with a monitorList.')
  const groups = new Map(list.filter(({ type }) => type === 'group').map((entry) => [entry.id, entry]))
  const others = ['notificationList', 'proxyList', 'statusPageList', 'maintenanceList'].flatMap((name) => {
    const count = entriesOf(backup[name])?.length ?? 0
    return count === 0 ? [] : [`${name}: ${count}`]
  })
  return {
    monitors: list.filter(({ type }) => type !== 'group').map((entry) => monitorOf(entry, groups)),
    notCarried: others,
  }
}

function monitorOf(entry: Entry, groups: ReadonlyMap<unknown, Entry>): KumaMonitor {
  const name = (textOf(entry.name) || '?').slice(0, 200)
  const about = { id: `${String(entry.id)} ${name}`.slice(0, 200), name, type: textOf(entry.type) }
  const make = TYPES[about.type]
  if (make === undefined) return { ...about, input: null, notes: [`there is no type ${about.type.slice(0, 40)} here`] }
  if (entry.upsideDown === true || entry.upsideDown === 1)
    return { ...about, input: null, notes: ['upside down: nothing is up here while it fails'] }
  const interval = numberOf(entry.interval, 60, [1, 86_400])
  const remind = numberOf(entry.resendInterval, 0, [0, 10_000]) * interval
  const own = make(entry)
  return {
    ...about,
    input: {
      ...{ name, expectedStatus: null, expectedBody: '', interval },
      timeout: numberOf(entry.timeout, 20, [1, 60]),
      confirmationThreshold: numberOf(entry.maxretries, 0, [0, 99]) + 1,
      retryInterval: numberOf(entry.retryInterval, interval, [1, 86_400]),
      isPaused: entry.active === false || entry.active === 0,
      remindEvery: remind === 0 ? null : Math.min(Math.max(remind, 60), 86_400),
      ...{ group: groupOf(entry, groups), tags: tagsOf(entry) },
      ...own.input,
    },
    notes: [...own.notes, ...commonNotes(entry)],
  }
}

interface Own {
  readonly input: Entry
  readonly notes: readonly string[]
}

const TYPES: Readonly<Record<string, (entry: Entry) => Own>> = {
  http: (entry) => http(entry, []),
  keyword: (entry) => {
    const compare = entry.invertKeyword === true || entry.invertKeyword === 1 ? 'not_contains' : 'contains'
    return http(entry, [{ kind: 'body', compare, value: textOf(entry.keyword) }])
  },
  'json-query': (entry) => {
    const path = textOf(entry.jsonPath)
    const compare = JSON_COMPARISONS[textOf(entry.jsonPathOperator) || '=='] ?? 'equals'
    const json = { kind: 'json', path: path.startsWith('$') ? path : `$.${path}`, compare }
    return http(entry, [{ ...json, value: textOf(entry.expectedValue) }])
  },
  port: (entry) => plain('TCP Port', `${textOf(entry.hostname)}:${numberOf(entry.port, 0, [0, 65_535])}`),
  ping: (entry) => plain('ICMP', textOf(entry.hostname)),
  dns: (entry) => {
    const port = numberOf(entry.port, 53, [1, 65_535])
    const server = textOf(entry.dns_resolve_server).split(',')[0]?.trim() ?? ''
    const host = server.includes(':') ? `[${server}]` : server
    const resolver = server === '' || port === 53 ? server : `${host}:${port}`
    const { input } = plain('DNS', textOf(entry.hostname))
    return { input: { ...input, dns: { recordType: textOf(entry.dns_resolve_type) || 'A', resolver } }, notes: [] }
  },
  push: () => ({ ...plain('Heartbeat', ''), notes: ['has another address here, which its senders must be told'] }),
}

const JSON_COMPARISONS: Readonly<Record<string, string>> = {
  ...{ '==': 'equals', '!=': 'not_equals', '>': 'greater', '<': 'less', contains: 'contains' },
}

function plain(monitorType: string, url: string): Own {
  return { input: { monitorType, url }, notes: [] }
}

function http(entry: Entry, assertions: readonly object[]): Own {
  const headers = headersOf(entry)
  const auth = authOf(entry)
  const statuses = (Array.isArray(entry.accepted_statuscodes) ? entry.accepted_statuscodes : []).map(textOf)
  const expected = statuses.filter((one) => /^\d{3}(?:-\d{3})?$/.test(one)).join(',') || '200-299'
  return {
    input: {
      ...{ monitorType: 'HTTP', url: textOf(entry.url) },
      request: {
        method: textOf(entry.method).toUpperCase() || 'GET',
        headers: headers ?? [],
        body: textOf(entry.body),
        auth: auth ?? { kind: 'none' },
        redirects: numberOf(entry.maxredirects, 10, [0, 20]),
        verifyTls: entry.ignoreTls !== true && entry.ignoreTls !== 1,
      },
      assertions: [{ kind: 'status', expected }, ...assertions],
    },
    notes: [
      ...(headers === null ? ['its headers are no JSON object'] : []),
      ...(auth === null ? [`there is no sign-in by ${textOf(entry.authMethod).slice(0, 40)} here`] : []),
      ...(entry.expiryNotification === true || entry.expiryNotification === 1
        ? ['nobody is warned before its certificate ends: set certificateDays']
        : []),
    ],
  }
}

/** Null for what cannot be read. */
function headersOf(entry: Entry): readonly { name: string; value: string }[] | null {
  if (textOf(entry.headers).trim() === '') return []
  const headers = parse(textOf(entry.headers))
  return headers === null ? null : Object.entries(headers).map(([name, value]) => ({ name, value: textOf(value) }))
}

/** Null for what there is no word for. */
function authOf(entry: Entry): object | null {
  const method = textOf(entry.authMethod)
  const username = textOf(entry.basic_auth_user)
  if (method === 'basic' || (method === '' && username !== ''))
    return { kind: 'basic', username, password: textOf(entry.basic_auth_pass) }
  return method === '' ? { kind: 'none' } : null
}

function commonNotes(entry: Entry): readonly string[] {
  const channels = entry.notificationIDList
  const isTold = typeof channels === 'object' && channels !== null && Object.keys(channels).length > 0
  return [
    ...(isTold ? ['whom its notifications told is to be set up in alerts'] : []),
    ...(typeof entry.proxyId === 'number' ? ['it is asked without its proxy'] : []),
  ]
}

/** The names of the groups above it, the widest first. */
function groupOf(entry: Entry, groups: ReadonlyMap<unknown, Entry>): string {
  const levels: string[] = []
  for (
    let above = groups.get(entry.parent);
    above !== undefined && levels.length < 20;
    above = groups.get(above.parent)
  )
    levels.unshift(textOf(above.name).replaceAll('/', '-'))
  return levels.join('/').slice(0, 200)
}

function tagsOf(entry: Entry): readonly string[] {
  const tags = (entriesOf(entry.tags) ?? []).map(({ name, value }) => {
    const text = textOf(value) === '' ? textOf(name) : `${textOf(name)}: ${textOf(value)}`
    return text.trim().slice(0, 50)
  })
  return [...new Set(tags)].filter((tag) => tag !== '').slice(0, 20)
}

function parse(text: string): Entry | null {
  try {
    const value: unknown = JSON.parse(text)
    return isEntry(value) ? value : null
  } catch {
    // JSON.parse throws for whatever is no JSON, and for nothing else.
    return null
  }
}

function entriesOf(value: unknown): readonly Entry[] | null {
  return Array.isArray(value) ? value.filter(isEntry) : null
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Numbers too: an expected value may be one. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

function numberOf(value: unknown, usual: number, [least, most]: readonly [number, number]): number {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value
  if (typeof number !== 'number' || !Number.isFinite(number)) return usual
  return Math.min(Math.max(Math.round(number), least), most)
}
