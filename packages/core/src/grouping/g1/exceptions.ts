import type { ExceptionValue, Mechanism } from '../../protocol/event.js'
import type { Leaf } from '../hash.js'
import { familyOf } from '../rules/families.js'
import type { StackRules } from '../rules/stack-rules.js'
import { sameInAllBrowsers } from './browser-texts.js'
import { parameterize } from './parameterize.js'
import { type ReadStack, readStack, stackLeaves, type VariantKind } from './stack.js'

/** An exception with what of it counts. A part that does not count has its reason in `hints`. */
export interface ReadException {
  readonly exception: ExceptionValue
  readonly type: string | null
  /** The signal, Mach exception or NSError that the mechanism tells of. */
  readonly mechanism: string | null
  /** With what varies replaced by names. */
  readonly value: string | null
  readonly stack: ReadStack | null
  readonly hints: { readonly type: string | null; readonly value: string | null }
}

export interface AboutEvent {
  readonly platform: string
  readonly rules: StackRules | null
}

/** Exceptions beyond these, nearest to the one that was caught, do not count. */
const MAX_EXCEPTIONS = 10

/** The exceptions that count, in the order sent: cause first. Equal neighbours are one. */
export function readExceptions(values: readonly ExceptionValue[], about: AboutEvent): readonly ReadException[] {
  const read = values.slice(-MAX_EXCEPTIONS).map((exception) => readException(exception, about))
  return read.filter((one, at) => at === 0 || !isSame(one, read[at - 1]!))
}

/** Whether there is anything in it that events can be grouped by. */
export function saysAnything({ type, mechanism, value, stack }: ReadException): boolean {
  return type !== null || mechanism !== null || value !== null || stack !== null
}

export function exceptionLeaves(read: ReadException, kind: VariantKind): readonly Leaf[] {
  if (!saysAnything(read)) return []
  const leaves: Leaf[] = [['exception', '']]
  if (read.type !== null) leaves.push(['type', read.type])
  if (read.mechanism !== null) leaves.push(['mechanism', read.mechanism])
  if (read.value !== null) leaves.push(['value', read.value])
  if (read.stack !== null) leaves.push(...stackLeaves(read.stack, kind))
  return leaves
}

const WHY = {
  made: 'made up by the SDK, not by the program',
  strong: 'the stack is strong, so the text may change',
  nsError: 'domain and code of the error say more than its text',
  signal: 'the signal says more',
} as const

function readException(exception: ExceptionValue, { platform, rules }: AboutEvent): ReadException {
  const { type, value, mechanism } = exception
  const isOverflow = OVERFLOW_TYPES.has(type ?? '') || OVERFLOW_TEXT.test(value?.slice(0, 200) ?? '')
  const stack =
    exception.stacktrace === undefined
      ? null
      : readStack(exception.stacktrace, {
          platform,
          isOverflow,
          isCrash: mechanism?.synthetic === true && familyOf(platform) !== 'javascript',
          rules,
          exception: {
            ...(type !== undefined && { type }),
            ...(value !== undefined && { value }),
            ...(mechanism && { mechanism: mechanism.type }),
          },
        })
  const isStrong = stack !== null && stack.weakness === null
  const isScript = familyOf(platform) === 'javascript'
  const isSynthetic = mechanism?.synthetic === true
  const nsError = nsErrorOf(mechanism)
  const signal = isSynthetic && !isStrong ? signalOf(mechanism) : null
  const typeHint = typeHintOf({ isSynthetic, isScript, isStrong, hasSignal: signal !== null })
  // What carries only the stack of a message was not thrown: its stack says who logs.
  const isMessage = type === undefined || (isSynthetic && isScript)
  const valueHint = valueHintOf({ isMessage, isStrong, hasNsError: nsError !== null })
  return {
    exception,
    type: type === undefined || typeHint !== null ? null : type,
    mechanism: nsError ?? signal,
    value: value === undefined || valueHint !== null ? null : valueText(value, isScript),
    stack,
    hints: { type: typeHint, value: valueHint },
  }
}

/** The text of an exception as it counts: what varies replaced, and one wording for what each browser says its own way. */
export function valueText(value: string, isScript: boolean): string {
  return parameterize(isScript ? sameInAllBrowsers(value) : value)
}

function typeHintOf(is: {
  isSynthetic: boolean
  isScript: boolean
  isStrong: boolean
  hasSignal: boolean
}): string | null {
  if (!is.isSynthetic) return null
  if (is.isScript || is.isStrong) return WHY.made
  return is.hasSignal ? WHY.signal : null
}

function valueHintOf(is: { isMessage: boolean; isStrong: boolean; hasNsError: boolean }): string | null {
  if (is.hasNsError) return WHY.nsError
  return is.isStrong && !is.isMessage ? WHY.strong : null
}

function nsErrorOf(mechanism: Mechanism | undefined): string | null {
  const error = recordOf(mechanism?.meta?.ns_error)
  return error === null ? null : `${String(error.domain ?? '')} ${String(error.code ?? '')}`.trim() || null
}

function signalOf(mechanism: Mechanism | undefined): string | null {
  const signal = recordOf(mechanism?.meta?.signal)
  const mach = recordOf(mechanism?.meta?.mach_exception)
  const names = [signal?.name ?? signal?.number, signal?.code_name, mach?.name ?? mach?.exception]
  const known = names.filter((name) => typeof name === 'string' || typeof name === 'number')
  return known.length === 0 ? null : known.join(' ')
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : null
}

const OVERFLOW_TYPES = new Set([
  'StackOverflowError',
  'java.lang.StackOverflowError',
  'RecursionError',
  'SystemStackError',
  'StackOverflowException',
  'System.StackOverflowException',
])
const OVERFLOW_TEXT =
  /^(?:Maximum call stack size exceeded|too much recursion|maximum recursion depth exceeded|stack level too deep|goroutine stack exceeds)/

function isSame(one: ReadException, other: ReadException): boolean {
  if (one.type !== other.type || one.value !== other.value) return false
  const [a, b] = [exceptionLeaves(one, 'system'), exceptionLeaves(other, 'system')]
  return a.length === b.length && a.every(([kind, value], at) => kind === b[at]![0] && value === b[at]![1])
}
