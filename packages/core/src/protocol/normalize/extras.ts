import type { SdkInfo } from '../event.js'
import { DATA, KEEP, LENGTH } from './limits.js'
import { type Draft, isRecord, type Raw, type Salvage } from './salvage.js'

/** Free-form data under names. A value that is no object is kept under `value`. */
export function normalizeExtra(value: unknown, salvage: Salvage): Raw | undefined {
  if (value === null || value === undefined) return undefined
  if (isRecord(value)) return Object.keys(value).length === 0 ? undefined : (salvage.tree(value, 'extra', DATA) as Raw)
  if (Array.isArray(value) && value.length === 0) return undefined
  salvage.note('invalid_data', 'extra', value)
  return { value: salvage.tree(value, 'extra', DATA) }
}

/** Contexts are objects under names; null ones are left out, scalars kept under `value`. */
export function normalizeContexts(value: unknown, salvage: Salvage): Raw | undefined {
  const raw = salvage.record(value, 'contexts')
  if (raw === undefined) return undefined
  const contexts: Record<string, unknown> = {}
  for (const [key, entry] of salvage.entries(raw, 'contexts', KEEP.contexts)) {
    const name = salvage.text(key, 'contexts', LENGTH.name)
    if (name === undefined || entry === null) continue
    const kept = salvage.tree(entry, 'contexts', DATA)
    if (!isRecord(kept)) salvage.note('invalid_data', `contexts.${name}`, entry)
    contexts[name] = isRecord(kept) ? kept : { value: kept }
  }
  return Object.keys(contexts).length === 0 ? undefined : contexts
}

/** Packages and their versions, from an object or a list of `{ name, version }`. */
export function normalizeModules(value: unknown, salvage: Salvage): Record<string, string> | undefined {
  const modules: Record<string, string> = {}
  for (const [key, version] of moduleEntries(value, salvage)) {
    const name = salvage.text(key, 'modules', LENGTH.name)
    if (name !== undefined && name !== '__proto__') modules[name] = salvage.line(version, 'modules', LENGTH.name) ?? ''
  }
  return Object.keys(modules).length === 0 ? undefined : modules
}

export function normalizeSdk(value: unknown, salvage: Salvage): SdkInfo | undefined {
  const raw = typeof value === 'string' && value !== '' ? { name: value } : salvage.record(value, 'sdk')
  if (raw === undefined) return undefined
  const sdk: Draft<SdkInfo> = {}
  const name = salvage.text(raw.name, 'sdk.name', LENGTH.name)
  if (name !== undefined) sdk.name = name
  const version = salvage.text(raw.version, 'sdk.version', LENGTH.name)
  if (version !== undefined) sdk.version = version
  const packages = salvage.keep(salvage.values(raw.packages, 'sdk.packages'), 'sdk.packages', KEEP.packages, 'first')
  const named = packages.filter(isRecord).map((entry) => packageOf(entry, salvage))
  if (named.length > 0) sdk.packages = named
  const integrations = Array.isArray(raw.integrations) ? raw.integrations : []
  const names = salvage
    .keep(integrations, 'sdk.integrations', KEEP.packages, 'first')
    .map((entry) => salvage.text(entry, 'sdk.integrations', LENGTH.name))
    .filter((text) => text !== undefined)
  if (names.length > 0) sdk.integrations = names
  return Object.keys(sdk).length === 0 ? undefined : sdk
}

/** Parts of the grouping key that the client chose. Scalars become text; null and empty ones are left out. */
export function normalizeFingerprint(value: unknown, salvage: Salvage): readonly string[] | undefined {
  if (value === null || value === undefined || value === '') return undefined
  const list = Array.isArray(value) ? value : [value]
  const parts = salvage
    .keep(list, 'fingerprint', KEEP.fingerprint, 'first')
    .map((part) => salvage.text(part, 'fingerprint', LENGTH.message))
    .filter((part) => part !== undefined)
  return parts.length === 0 ? undefined : parts
}

/** Debug images, bounded in number; everything else in it is kept as data. */
export function normalizeDebugMeta(value: unknown, salvage: Salvage): Raw | undefined {
  const raw = salvage.record(value, 'debug_meta')
  if (raw === undefined) return undefined
  const meta = salvage.tree(raw, 'debug_meta', { ...DATA, breadth: KEEP.images }) as Raw
  return Object.keys(meta).length === 0 ? undefined : meta
}

function moduleEntries(value: unknown, salvage: Salvage): readonly (readonly [unknown, unknown])[] {
  if (Array.isArray(value)) {
    const kept = salvage.keep(value, 'modules', KEEP.modules, 'first')
    return kept.filter(isRecord).map((entry) => [entry.name, entry.version])
  }
  const raw = salvage.record(value, 'modules')
  return raw === undefined ? [] : salvage.entries(raw, 'modules', KEEP.modules)
}

function packageOf(raw: Raw, salvage: Salvage): { name?: string; version?: string } {
  const name = salvage.text(raw.name, 'sdk.packages', LENGTH.name)
  const version = salvage.text(raw.version, 'sdk.packages', LENGTH.name)
  return { ...(name !== undefined && { name }), ...(version !== undefined && { version }) }
}
