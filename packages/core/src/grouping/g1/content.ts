import type { ExceptionValue, NormalizedEvent, Stacktrace, ThreadValue } from '../../protocol/event.js'
import type { Leaf } from '../hash.js'
import { familyOf } from '../rules/families.js'
import { ungroup } from './exception-groups.js'
import {
  type AboutEvent,
  exceptionLeaves,
  type ReadException,
  readExceptions,
  saysAnything,
  valueText,
} from './exceptions.js'
import { parameterize } from './parameterize.js'
import { type ReadStack, readStack, stackLeaves, type VariantKind } from './stack.js'

/** What an event itself says it is about, by the first source that says anything. */
export type Content =
  | { readonly kind: 'exception'; readonly exceptions: readonly ReadException[] }
  | { readonly kind: 'stack'; readonly stack: ReadStack; readonly message: string | null }
  | { readonly kind: 'template'; readonly filename: string; readonly line: string }
  | { readonly kind: 'csp'; readonly directive: string; readonly blocked: string }
  | { readonly kind: 'message'; readonly message: string; readonly isTemplate: boolean }
  | { readonly kind: 'fallback'; readonly title: string }

export function readContent(event: NormalizedEvent, about: AboutEvent): Content {
  return (
    exceptionContent(event, about) ??
    stackContent(event, about) ??
    templateContent(event) ??
    cspContent(event) ??
    messageContent(event) ?? { kind: 'fallback', title: fallbackTitle(event) }
  )
}

export function contentLeaves(content: Content, event: NormalizedEvent, kind: VariantKind): readonly Leaf[] {
  switch (content.kind) {
    case 'exception':
      return content.exceptions.flatMap((read) => exceptionLeaves(read, kind))
    case 'stack': {
      const message: readonly Leaf[] = content.message === null ? [] : [['message', content.message]]
      return [...message, ...stackLeaves(content.stack, kind)]
    }
    case 'template':
      return [
        ['template', content.filename],
        ['line', content.line],
      ]
    case 'csp':
      return [
        ['csp', content.directive],
        ['blocked', content.blocked],
      ]
    case 'message':
      return [['message', content.message]]
    case 'fallback':
      return [
        ['fallback', event.platform],
        ['event-type', event.type],
        ['logger', event.logger ?? ''],
        ['title', content.title],
      ]
  }
}

/** Whether the frames of the app make a key of their own beside that of all frames. */
export function hasAppVariant(content: Content): boolean {
  if (content.kind === 'stack') return content.stack.app.frames.length > 0
  return content.kind === 'exception' && content.exceptions.some(({ stack }) => (stack?.app.frames.length ?? 0) > 0)
}

function exceptionContent(event: NormalizedEvent, about: AboutEvent): Content | null {
  if (event.exception === undefined || isStackOfMessage(event, event.exception.values)) return null
  const exceptions = ungroup(readExceptions(event.exception.values, about))
  return exceptions.some(saysAnything) ? { kind: 'exception', exceptions } : null
}

/** SDKs of JavaScript send the stack of a message as an exception: some of their versions unasked, the old ones unmarked. */
function isStackOfMessage({ logentry, platform }: NormalizedEvent, values: readonly ExceptionValue[]): boolean {
  const [only] = values
  if (logentry === undefined || values.length !== 1 || only!.value !== logentry.formatted) return false
  return only!.type === undefined || (only!.mechanism?.synthetic === true && familyOf(platform) === 'javascript')
}

/**
 * A stack of something that crashed. One that was only added to a message says who logs: many log through one function,
 * and whether SDKs add it depends on their version and settings.
 */
function stackContent(event: NormalizedEvent, { platform, rules }: AboutEvent): Content | null {
  const thread = threadOf(event.threads?.values ?? [])
  const stacktrace: Stacktrace | undefined = thread?.stacktrace ?? event.stacktrace
  const message = messageOf(event)?.text ?? null
  if (stacktrace === undefined || (message !== null && thread?.crashed !== true)) return null
  const stack = readStack(stacktrace, { platform, isOverflow: false, isCrash: true, rules, exception: {} })
  return stack === null ? null : { kind: 'stack', stack, message: stack.weakness === null ? null : message }
}

/** The one that crashed, else the current, else the only one; where several claim it, none. */
function threadOf(threads: readonly ThreadValue[]): ThreadValue | null {
  const crashed = threads.filter((thread) => thread.crashed === true)
  if (crashed.length > 0) return crashed.length === 1 ? crashed[0]! : null
  const current = threads.filter((thread) => thread.current === true)
  if (current.length > 0) return current.length === 1 ? current[0]! : null
  return threads.length === 1 ? threads[0]! : null
}

function templateContent({ template }: NormalizedEvent): Content | null {
  const { filename, context_line: line } = template ?? {}
  if (typeof filename !== 'string' || filename === '') return null
  return { kind: 'template', filename, line: typeof line === 'string' ? line.replace(/\s+/g, ' ').trim() : '' }
}

function cspContent({ csp }: NormalizedEvent): Content | null {
  if (csp === undefined) return null
  const directive = textOf(csp.effective_directive) || textOf(csp.violated_directive)
  return { kind: 'csp', directive: directive.split(' ', 1)[0] ?? '', blocked: blockedOf(csp) }
}

/** The host; for what the page itself holds, how it was written: `'unsafe-inline'`, `'unsafe-eval'`, `'self'`. */
function blockedOf(csp: Readonly<Record<string, unknown>>): string {
  const uri = textOf(csp.blocked_uri)
  const violated = textOf(csp.violated_directive)
  if (uri === 'inline' || uri === 'eval') return `'unsafe-${uri}'`
  if (uri === '' || uri === 'self') {
    const local = /'unsafe-(?:inline|eval)'/.exec(violated)
    return local?.[0] ?? "'self'"
  }
  if (!URL.canParse(uri)) return uri
  const { host, protocol } = new URL(uri)
  if (host === '') return protocol
  const document = textOf(csp.document_uri)
  return URL.canParse(document) && new URL(document).host === host ? "'self'" : host
}

function messageContent(event: NormalizedEvent): Content | null {
  const message = messageOf(event)
  return message === null ? null : { kind: 'message', message: message.text, isTemplate: message.isTemplate }
}

/** The template is the same for all events of one log call, so it beats the text. */
function messageOf({
  logentry,
  platform,
}: NormalizedEvent): { readonly text: string; readonly isTemplate: boolean } | null {
  const text = logentry?.message ?? logentry?.formatted
  if (text === undefined) return null
  const read = valueText(text, familyOf(platform) === 'javascript')
  return read === '' ? null : { text: read, isTemplate: logentry?.message !== undefined }
}

function fallbackTitle(event: NormalizedEvent): string {
  return parameterize(event.transaction ?? event.culprit ?? '')
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : ''
}
