import { describeEvent } from '../../events/describe.js'
import type { ExceptionValue, NormalizedEvent, Stacktrace } from '../../protocol/event.js'
import { relevantThread } from '../../protocol/normalize/threads.js'
import { hashLeaves, type Leaf } from '../hash.js'
import { frameKeys } from './frames.js'
import { parameterize } from './parameterize.js'

/** The hash of an event, and the parts of its key. A checksum that is a hash already is taken as it is. */
export function groupByG0(event: NormalizedEvent): { readonly hash: string; readonly leaves: readonly Leaf[] } {
  const leaves = leavesOf(event)
  const isHash = leaves[0]?.[0] === 'checksum' && /^[0-9a-f]{32}$/i.test(leaves[0][1])
  return { hash: isHash ? leaves[0]![1].toLowerCase() : hashLeaves(ENGINE, leaves), leaves }
}

function leavesOf(event: NormalizedEvent): readonly Leaf[] {
  const parts = event.fingerprint
  if (parts !== undefined && parts.length > 0 && !parts.every(isDefault)) {
    const content = parts.some(isDefault) ? contentLeaves(event) : []
    return parts.flatMap((part) => (isDefault(part) ? content : [['fingerprint', part] as const]))
  }
  return event.checksum === undefined ? contentLeaves(event) : [['checksum', event.checksum]]
}

/** Part of every hash: another engine never meets the hashes of this one. */
const ENGINE = 'g0'

/** The client's word for "what you would have grouped by". */
function isDefault(part: string): boolean {
  return /^\{\{\s*default\s*\}\}$/.test(part)
}

/** The first source that says anything decides. */
function contentLeaves(event: NormalizedEvent): readonly Leaf[] {
  for (const source of [exceptionLeaves, messageLeaves, stackLeaves, cspLeaves, templateLeaves]) {
    const leaves = source(event)
    if (leaves.length > 0) return leaves
  }
  return [
    ['fallback', event.platform],
    ['type', event.type],
    ['title', parameterize(describeEvent(event).title)],
  ]
}

/** Every exception of the chain has its say, in the order sent. */
function exceptionLeaves(event: NormalizedEvent): readonly Leaf[] {
  return (event.exception?.values ?? []).flatMap((exception) => leavesOfException(exception, event.platform))
}

function leavesOfException(exception: ExceptionValue, platform: string): readonly Leaf[] {
  const frames = exception.stacktrace === undefined ? [] : framesOf(exception.stacktrace, platform)
  const isSynthetic = exception.mechanism?.synthetic === true
  const isMessage = exception.type === undefined || (isSynthetic && (platform === 'javascript' || platform === 'node'))
  const type: readonly Leaf[] = exception.type !== undefined && !isSynthetic ? [['type', exception.type]] : []
  const isNamed = frames.some(([kind, name]) => kind === 'function' && name !== '')
  // A stack without a single function name says too little to stand for the text, and that of a message only says who logs.
  const hasValue = exception.value !== undefined && (isMessage || !isNamed)
  return [...type, ...(hasValue ? ([['value', parameterize(exception.value)]] as const) : []), ...frames]
}

function framesOf(stacktrace: Stacktrace, platform: string): readonly Leaf[] {
  return frameKeys(stacktrace, platform).flatMap(({ place, name }): readonly Leaf[] => [
    ['place', place],
    ['function', name],
  ])
}

/** The template is the same for all events of one log call, so it beats the text. */
function messageLeaves(event: NormalizedEvent): readonly Leaf[] {
  const text = event.logentry?.message ?? event.logentry?.formatted
  return text === undefined ? [] : [['message', parameterize(text)]]
}

function stackLeaves(event: NormalizedEvent): readonly Leaf[] {
  const stacktrace = event.stacktrace ?? relevantThread(event.threads?.values ?? [])?.stacktrace
  return stacktrace === undefined ? [] : framesOf(stacktrace, event.platform)
}

function cspLeaves(event: NormalizedEvent): readonly Leaf[] {
  return event.csp === undefined ? [] : [['csp', describeEvent(event).title]]
}

function templateLeaves(event: NormalizedEvent): readonly Leaf[] {
  const { filename, context_line: line } = event.template ?? {}
  return typeof filename === 'string'
    ? [
        ['template', filename],
        ['line', typeof line === 'string' ? line.trim() : ''],
      ]
    : []
}
