import { lookup } from './lookup.js'
import { humanBytes } from './number.js'
import { inlineValue } from './text.js'

export interface ContextCard {
  readonly key: string
  /** What the context is: `Browser`, `Operating system`; the key itself for one that is not known. */
  readonly title: string
  readonly kind: ContextKind
  /** The one thing to read: `Firefox 134.0`. Null where the context has no such. */
  readonly headline: string | null
  readonly rows: readonly (readonly [label: string, value: unknown])[]
}

export type ContextKind =
  | 'browser'
  | 'os'
  | 'runtime'
  | 'device'
  | 'app'
  | 'trace'
  | 'culture'
  | 'cloud'
  | 'gpu'
  | 'other'

type Fields = Readonly<Record<string, unknown>>

interface Known {
  readonly title: string
  readonly kind: ContextKind
  readonly headline: (fields: Fields) => readonly unknown[]
}

const nameAndVersion = { headline: ({ name, version }: Fields) => [name, version] }

const KNOWN: Readonly<Record<string, Known>> = {
  browser: { title: 'Browser', kind: 'browser', ...nameAndVersion },
  os: { title: 'Operating system', kind: 'os', ...nameAndVersion },
  client_os: { title: 'Client’s operating system', kind: 'os', ...nameAndVersion },
  runtime: { title: 'Runtime', kind: 'runtime', ...nameAndVersion },
  device: {
    title: 'Device',
    kind: 'device',
    headline: ({ manufacturer, brand, model, family, name, arch }) => [
      manufacturer ?? brand,
      model ?? family ?? name ?? arch,
    ],
  },
  app: {
    title: 'App',
    kind: 'app',
    headline: ({ app_name: name, app_version: version }) => [name, version],
  },
  trace: {
    title: 'Trace',
    kind: 'trace',
    headline: ({ op, description, trace_id: id }) => (op === undefined ? [id] : [op, description]),
  },
  culture: {
    title: 'Culture',
    kind: 'culture',
    headline: ({ locale, display_name: name, timezone }) => [locale ?? name, timezone],
  },
  cloud_resource: {
    title: 'Cloud resource',
    kind: 'cloud',
    headline: (fields) => [fields['cloud.provider'], fields['cloud.platform'], fields['cloud.region']],
  },
  gpu: { title: 'Graphics', kind: 'gpu', ...nameAndVersion },
}

/** In this order, those that are not known after them. */
const ORDER = Object.keys(KNOWN)
const BYTE_FIELDS =
  /^(free_|usable_|app_)?(memory|memory_size|storage|storage_size|external_free_storage|external_storage_size)$/

/** The event's contexts, ready to show: the known ones first, empty ones left out. */
export function contextCards(contexts: Readonly<Record<string, unknown>>): readonly ContextCard[] {
  return Object.entries(contexts)
    .filter((entry): entry is [string, Fields] => isFields(entry[1]))
    .map(([key, fields]) => toCard(key, fields))
    .filter((card) => card.headline !== null || card.rows.length > 0)
    .sort((a, b) => rank(a.key) - rank(b.key))
}

function toCard(key: string, fields: Fields): ContextCard {
  // SDKs may send two of a kind under keys of their own, and say in `type` what they are.
  const type = typeof fields.type === 'string' ? fields.type : key
  const known = lookup(KNOWN, key) ?? lookup(KNOWN, type)
  const words: readonly unknown[] =
    known?.headline(fields).filter((word) => typeof word === 'string' || typeof word === 'number') ?? []
  const headline = words.join(' ') || null
  return {
    key,
    title: titleOf(known, key),
    kind: known?.kind ?? 'other',
    headline,
    rows: Object.entries(fields)
      // What the headline says needs no row of its own.
      .filter(([name, value]) => name !== 'type' && !words.includes(value))
      .filter(([, value]) => value !== null && value !== undefined && value !== '')
      .map(([name, value]) => [name, fieldValue(name, value)] as const),
  }
}

function titleOf(known: Known | undefined, key: string): string {
  if (known === undefined) return key
  return lookup(KNOWN, key) === known ? known.title : `${known.title} (${key})`
}

function fieldValue(name: string, value: unknown): unknown {
  if (typeof value === 'number' && BYTE_FIELDS.test(name)) return `${humanBytes(value)} (${value})`
  if (name === 'battery_level' && typeof value === 'number') return `${inlineValue(value)}%`
  return value
}

function rank(key: string): number {
  const at = ORDER.indexOf(key)
  return at === -1 ? ORDER.length : at
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
