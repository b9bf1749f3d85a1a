import type { ExceptionValue, Frame, NormalizedEvent } from '../../protocol/event.js'
import { framesOf } from './facts.js'
import { familyOf } from './families.js'
import { type LineReader, parseLines, type RuleError } from './line-reader.js'
import { type Matcher, type MatcherKey, readMatcher } from './matchers.js'
import { isVariable } from './variables.js'

/** `error.type:TimeoutError stack.function:"pay*" -> payment-timeout, {{ tags.region }} title="Payment timed out"` */
export interface FingerprintRule {
  /** Counts from 1. */
  readonly line: number
  /** With variables as they were written. */
  readonly parts: readonly string[]
  readonly title: string | null
  readonly matches: (event: NormalizedEvent) => boolean
}

/** The rules in their order: the first that matches decides. Every fault is told at its place; see `RuleError`. */
export function parseFingerprintRules(text: string): {
  readonly rules: readonly FingerprintRule[]
  readonly errors: readonly RuleError[]
} {
  return parseLines(text, readRule)
}

const EXCEPTION: readonly MatcherKey[] = ['type', 'value', 'mechanism']
const FRAME: readonly MatcherKey[] = ['module', 'path', 'package', 'function', 'app']
const EVENT: readonly MatcherKey[] = [
  'message',
  'logger',
  'level',
  'release',
  'sdk',
  'transaction',
  'environment',
  'platform',
  'family',
  'tags',
]
const ALLOWED = [...EXCEPTION, ...EVENT, ...FRAME]

function readRule(reader: LineReader, line: number): FingerprintRule {
  const matchers: Matcher[] = []
  for (let one = readMatcher(reader, ALLOWED); one !== null; one = readMatcher(reader, ALLOWED)) matchers.push(one)
  if (matchers.length === 0)
    reader.fail(`wanted a matcher, found ${reader.next}`, 'Begin with one, such as error.type:TimeoutError.')
  reader.skipSpace()
  if (!reader.take('->'))
    reader.fail(`wanted "->" or another matcher, found ${reader.next}`, 'Write matcher:value -> fingerprint.')
  const { parts, title } = readParts(reader)
  if (parts.length === 0 && title === null)
    reader.fail('nothing stands behind "->"', 'Write what to group by, such as payment-timeout or {{ default }}.')
  return {
    line,
    parts: parts.length === 0 ? ['{{ default }}'] : parts,
    title,
    matches: (event) => matchesAll(event, matchers),
  }
}

function readParts(reader: LineReader): { parts: string[]; title: string | null } {
  const parts: string[] = []
  let title: string | null = null
  while (!reader.isAtEnd) {
    if (reader.take(',')) continue
    const start = reader.column
    const attribute = reader.takeMatch(/([a-z_]{1,30})=(?=")/y)
    if (attribute !== null) {
      if (attribute[1] !== 'title') reader.fail(`"${attribute[1]}" is no attribute`, 'Known is title="…".', start)
      title = reader.takeQuoted()
      mustKnowVariables(reader, title, start)
      continue
    }
    const part = readPart(reader)
    mustKnowVariables(reader, part, start)
    parts.push(part)
  }
  return { parts, title }
}

/** Text and variables up to a comma or white space; a variable may have spaces in it. */
function readPart(reader: LineReader): string {
  if (reader.startsWith('"')) return reader.takeQuoted()
  const start = reader.column
  const found = reader.takeMatch(/(?:\{\{[^{}]{0,200}\}\}|[^\s,"{]|\{(?!\{))+/y)
  if (found === null)
    reader.fail(
      `cannot read ${reader.next}`,
      'Write a variable as {{ name }}; quote a text that has spaces or quotes in it.',
      start,
    )
  return found![0]
}

function mustKnowVariables(reader: LineReader, text: string, column: number): void {
  for (const [, name] of text.matchAll(/\{\{\s{0,20}([^{}\s]{0,200})\s{0,20}\}\}/g)) {
    if (isVariable(name!)) continue
    reader.fail(
      `"${name}" is no variable`,
      'Known are default, message, type, value, function, module, package, stack.abs_path, transaction, level, logger, release, environment, tags.NAME.',
      column,
    )
  }
}

function matchesAll(event: NormalizedEvent, matchers: readonly Matcher[]): boolean {
  const ofEvent = matchers.filter(({ key }) => EVENT.includes(key))
  if (!ofEvent.every((matcher) => eventTexts(event, matcher).some(matcher.fits) !== matcher.isNegated)) return false
  const ofException = matchers.filter(({ key }) => EXCEPTION.includes(key))
  const ofFrame = matchers.filter(({ key }) => FRAME.includes(key))
  // What is asked of exceptions must hold for one and the same of them; likewise of frames.
  return (
    (ofException.length === 0 ||
      (event.exception?.values ?? []).some((one) => holds(ofException, (key) => ofExceptionText(one, key)))) &&
    (ofFrame.length === 0 || framesOf(event).some((one) => holds(ofFrame, (key) => frameText(one, key))))
  )
}

function holds(matchers: readonly Matcher[], textOf: (key: MatcherKey) => string | undefined): boolean {
  return matchers.every(({ key, fits, isNegated }) => {
    const text = textOf(key)
    return (text !== undefined && fits(text)) !== isNegated
  })
}

function eventTexts(event: NormalizedEvent, { key, tag }: Matcher): readonly string[] {
  const texts = ((): readonly (string | undefined)[] => {
    switch (key) {
      case 'message':
        return [
          event.logentry?.formatted,
          event.logentry?.message,
          ...(event.exception?.values ?? []).map(({ value }) => value),
        ]
      case 'tags':
        return [event.tags.find(([name]) => name === tag)?.[1]]
      case 'family':
        return [familyOf(event.platform)]
      case 'sdk':
        return [event.sdk?.name]
      case 'logger':
      case 'level':
      case 'release':
      case 'transaction':
      case 'environment':
      case 'platform':
        return [event[key]]
      default:
        return []
    }
  })()
  return texts.filter((text) => text !== undefined)
}

function ofExceptionText(exception: ExceptionValue, key: MatcherKey): string | undefined {
  if (key === 'type') return exception.type
  return key === 'value' ? exception.value : exception.mechanism?.type
}

function frameText(frame: Frame, key: MatcherKey): string | undefined {
  if (key === 'app') return frame.in_app === true ? 'yes' : 'no'
  if (key === 'path') return frame.abs_path ?? frame.filename
  return key === 'module' || key === 'package' || key === 'function' ? frame[key] : undefined
}
