import type {
  Breadcrumb,
  ExceptionValue,
  NormalizedEvent,
  RequestInfo,
  Stacktrace,
  ThreadValue,
} from '../../protocol/event.js'
import { fieldMatcher, type ScrubReason, type ScrubRules } from './rules.js'
import { FILTERED } from './text.js'
import { type FieldMatcher, type MetaNode, scrubValue } from './value.js'

export { DEFAULT_SCRUB_RULES, type ScrubRules } from './rules.js'

/**
 * Removes passwords, tokens, keys, cookies, card numbers and private keys from an event.
 * What was removed stands as `[Filtered]`, with the rule that did it in `_meta`.
 * Source lines are left alone: they are the project's own code.
 * Make one scrubber a project and keep it; it is safe to share.
 */
export function createScrubber(rules: ScrubRules): (event: NormalizedEvent) => NormalizedEvent {
  if (!rules.enabled) return (event) => event
  const isSensitive = fieldMatcher(rules)
  return (event) => scrubEvent(event, isSensitive)
}

/** The parts that hold what users typed or what programs had in memory. */
const PLAIN_PARTS = ['logentry', 'user', 'contexts', 'tags', 'extra', 'csp'] as const

function scrubEvent(event: NormalizedEvent, isSensitive: FieldMatcher): NormalizedEvent {
  let meta: MetaNode | null = null
  const note = (path: readonly (string | number)[], reason: ScrubReason) => {
    meta ??= structuredClone(asMeta(event._meta))
    addRemark(meta, path, reason)
  }
  const scrub = (value: unknown, ...path: (string | number)[]) => scrubValue(value, isSensitive, note, path)

  const changed: Record<string, unknown> = {}
  const keep = (part: string, before: unknown, after: unknown) => {
    if (after !== before) changed[part] = after
  }
  for (const part of PLAIN_PARTS) {
    const value = event[part]
    if (value !== undefined) keep(part, value, scrub(value, part))
  }
  if (event.stacktrace !== undefined)
    keep('stacktrace', event.stacktrace, scrubStack(event.stacktrace, scrub, ['stacktrace']))
  if (event.threads !== undefined) keep('threads', event.threads, scrubThreads(event.threads, scrub))
  if (event.exception !== undefined) keep('exception', event.exception, scrubExceptions(event.exception, scrub))
  if (event.breadcrumbs !== undefined)
    keep('breadcrumbs', event.breadcrumbs, scrubBreadcrumbs(event.breadcrumbs, scrub))
  if (event.request !== undefined) keep('request', event.request, scrubRequest(event.request, scrub, note, isSensitive))
  if (meta !== null) changed._meta = meta
  return Object.keys(changed).length === 0 ? event : { ...event, ...changed }
}

type Scrub = (value: unknown, ...path: (string | number)[]) => unknown

function mapChanged<T>(list: readonly T[], change: (item: T, index: number) => T): readonly T[] {
  let copy: T[] | null = null
  for (const [i, item] of list.entries()) {
    const after = change(item, i)
    if (after === item) continue
    copy ??= [...list]
    copy[i] = after
  }
  return copy ?? list
}

function scrubExceptions(exception: { readonly values: readonly ExceptionValue[] }, scrub: Scrub): unknown {
  const values = mapChanged(exception.values, (one, i) => {
    const path = ['exception', 'values', i]
    const value = one.value === undefined ? undefined : (scrub(one.value, ...path, 'value') as string)
    const mechanism = scrub(one.mechanism, ...path, 'mechanism') as ExceptionValue['mechanism']
    const stacktrace = one.stacktrace && scrubStack(one.stacktrace, scrub, [...path, 'stacktrace'])
    const isSame = value === one.value && mechanism === one.mechanism && stacktrace === one.stacktrace
    if (isSame) return one
    return {
      ...one,
      ...(value !== undefined && { value }),
      ...(mechanism && { mechanism }),
      ...(stacktrace && { stacktrace }),
    }
  })
  return values === exception.values ? exception : { ...exception, values }
}

function scrubThreads(threads: { readonly values: readonly ThreadValue[] }, scrub: Scrub): unknown {
  const values = mapChanged(threads.values, (thread, i) => {
    if (thread.stacktrace === undefined) return thread
    const stacktrace = scrubStack(thread.stacktrace, scrub, ['threads', 'values', i, 'stacktrace'])
    return stacktrace === thread.stacktrace ? thread : { ...thread, stacktrace }
  })
  return values === threads.values ? threads : { ...threads, values }
}

function scrubStack(stack: Stacktrace, scrub: Scrub, path: readonly (string | number)[]): Stacktrace {
  const frames = mapChanged(stack.frames, (frame, i) => {
    if (frame.vars === undefined) return frame
    const vars = scrub(frame.vars, ...path, 'frames', i, 'vars') as NonNullable<typeof frame.vars>
    return vars === frame.vars ? frame : { ...frame, vars }
  })
  return frames === stack.frames ? stack : { ...stack, frames }
}

function scrubBreadcrumbs(breadcrumbs: { readonly values: readonly Breadcrumb[] }, scrub: Scrub): unknown {
  const values = mapChanged(breadcrumbs.values, (crumb, i) => {
    const message = crumb.message && (scrub(crumb.message, 'breadcrumbs', 'values', i, 'message') as string)
    const data =
      crumb.data && (scrub(crumb.data, 'breadcrumbs', 'values', i, 'data') as NonNullable<Breadcrumb['data']>)
    if (message === crumb.message && data === crumb.data) return crumb
    return { ...crumb, ...(message !== undefined && { message }), ...(data && { data }) }
  })
  return values === breadcrumbs.values ? breadcrumbs : { ...breadcrumbs, values }
}

function scrubRequest(
  request: RequestInfo,
  scrub: Scrub,
  note: (path: readonly (string | number)[], reason: ScrubReason) => void,
  isSensitive: FieldMatcher,
): unknown {
  const { cookies, data, ...rest } = request
  const after: Record<string, unknown> = { ...(scrub(rest, 'request') as object) }
  if (cookies !== undefined) {
    // A cookie's name tells nothing about its worth: most of them are a session.
    after.cookies = cookies.map(([name, value], i) => {
      if (value === '') return [name, value]
      note(['request', 'cookies', i, 1], '@cookie')
      return [name, FILTERED]
    })
  }
  if (data !== undefined)
    after.data = typeof data === 'string' ? scrubBody(data, scrub, note, isSensitive) : scrub(data, 'request', 'data')
  return after
}

/** A body that came as text is looked at as what it probably is: JSON or a form. */
function scrubBody(
  text: string,
  scrub: Scrub,
  note: (path: readonly (string | number)[], reason: ScrubReason) => void,
  isSensitive: FieldMatcher,
): unknown {
  if (/^\s*[[{]/.test(text)) {
    try {
      const parsed: unknown = JSON.parse(text)
      const scrubbed = scrub(parsed, 'request', 'data')
      return scrubbed === parsed ? text : JSON.stringify(scrubbed)
    } catch {
      // Cut off or not JSON at all: handled as text below.
    }
  }
  const form = text.replace(/(^|&)([^=&\s]{1,100})=([^&\s]{1,4096})/g, (pair: string, mark: string, name: string) => {
    const reason = isSensitive(name)
    if (reason === null) return pair
    note(['request', 'data'], reason)
    return `${mark}${name}=${FILTERED}`
  })
  return scrub(withoutJsonSecrets(form, note, isSensitive), 'request', 'data')
}

/** `"password": "…"` in JSON that a limit cut off, so that it parses no more. */
function withoutJsonSecrets(
  text: string,
  note: (path: readonly (string | number)[], reason: ScrubReason) => void,
  isSensitive: FieldMatcher,
): string {
  return text.replace(/"([^"\\]{1,100})"\s{0,10}:\s{0,10}"(?:[^"\\]|\\.){1,4096}"?/g, (pair: string, name: string) => {
    const reason = isSensitive(name)
    if (reason === null) return pair
    note(['request', 'data'], reason)
    return `"${name}":"${FILTERED}"`
  })
}

function asMeta(meta: unknown): MetaNode {
  return typeof meta === 'object' && meta !== null && !Array.isArray(meta) ? (meta as MetaNode) : {}
}

function addRemark(root: MetaNode, path: readonly (string | number)[], reason: ScrubReason): void {
  let node = root
  for (const step of path) {
    const key = String(step)
    if (key === '__proto__') return
    const child = Object.hasOwn(node, key) ? node[key] : undefined
    if (typeof child === 'object' && child !== null) node = child as MetaNode
    else {
      const made: MetaNode = {}
      node[key] = made
      node = made
    }
  }
  // What the client wrote there may be anything.
  const remark = asMeta(node['']) as NonNullable<MetaNode['']>
  const said = Array.isArray(remark.rem) ? remark.rem : []
  node[''] = { ...remark, rem: [...said, [reason, 's']] }
}
