import type { ReadFrame } from '../g1/frames/read.js'
import { familyOf } from './families.js'
import { type LineReader, parseLines, type RuleError } from './line-reader.js'
import { type Matcher, type MatcherKey, readMatcher } from './matchers.js'

/** What rules make of the frames of one stack. */
export interface RuledStack {
  readonly frames: readonly ReadFrame[]
  readonly maxFrames: number | null
  readonly minFrames: number | null
  readonly isInverted: boolean
}

export interface AboutStack {
  readonly platform: string
  readonly exception: { readonly type?: string; readonly value?: string; readonly mechanism?: string }
}

export type StackRules = (frames: readonly ReadFrame[], about: AboutStack) => RuledStack

/** `stack.module:myapp.vendor.* -app`, `stack.function:panic_handler ^-group -group`, `family:native max-frames=5` */
interface StackRule {
  readonly line: number
  readonly matchers: readonly Matcher[]
  /** Asked of the frame that called, and of the one that was called. */
  readonly caller: readonly Matcher[]
  readonly callee: readonly Matcher[]
  readonly actions: readonly Action[]
}

type Action =
  | {
      readonly kind: 'flag'
      readonly flag: 'app' | 'group'
      readonly on: boolean
      readonly range: 'this' | 'up' | 'down'
    }
  | { readonly kind: 'set'; readonly name: 'category'; readonly value: string }
  | { readonly kind: 'count'; readonly name: 'max-frames' | 'min-frames'; readonly value: number }
  | { readonly kind: 'invert'; readonly on: boolean }

/** Rules are applied in their order, a later one over an earlier. Every fault is told at its place; see `RuleError`. */
export function parseStackRules(text: string): {
  /** Null where there is no rule. */
  readonly rules: StackRules | null
  readonly errors: readonly RuleError[]
} {
  const { rules, errors } = parseLines(text, readRule)
  return { rules: rules.length === 0 ? null : (frames, about) => applyRules(rules, frames, about), errors }
}

const ALLOWED: readonly MatcherKey[] = [
  'type',
  'value',
  'mechanism',
  'family',
  'module',
  'path',
  'package',
  'function',
  'app',
  'category',
]
const ACTIONS =
  'Known are +app, -app, +group, -group, each with ^ or v in front, max-frames=N, min-frames=N, category=NAME, invert-stacktrace=1.'

function readRule(reader: LineReader, line: number): StackRule {
  const caller = readNeighbour(reader)
  if (caller.length > 0) {
    reader.skipSpace()
    if (!reader.take('|'))
      reader.fail(`wanted "|" behind "[…]", found ${reader.next}`, 'Write [ caller ] | frame action.')
  }
  const matchers = readMatchers(reader)
  reader.skipSpace()
  const callee = reader.take('|') ? readNeighbour(reader) : []
  if (matchers.length === 0)
    reader.fail(`wanted a matcher, found ${reader.next}`, 'Begin with one, such as stack.module:myapp.*')
  const actions = readActions(reader)
  return { line, matchers, caller, callee, actions }
}

function readMatchers(reader: LineReader): readonly Matcher[] {
  const matchers: Matcher[] = []
  for (let one = readMatcher(reader, ALLOWED); one !== null; one = readMatcher(reader, ALLOWED)) matchers.push(one)
  return matchers
}

function readNeighbour(reader: LineReader): readonly Matcher[] {
  reader.skipSpace()
  if (!reader.take('[')) return []
  const matchers = readMatchers(reader)
  if (matchers.length === 0)
    reader.fail(`wanted a matcher within "[ ]", found ${reader.next}`, 'Write [ stack.function:name ].')
  reader.skipSpace()
  if (!reader.take(']'))
    reader.fail(`wanted "]", found ${reader.next}`, 'Close the bracket, with a space in front of it.')
  return matchers
}

function readActions(reader: LineReader): readonly Action[] {
  const actions: Action[] = []
  while (!reader.isAtEnd) actions.push(readAction(reader))
  if (actions.length === 0) reader.fail('wanted an action, found the end of the line', ACTIONS)
  return actions
}

function readAction(reader: LineReader): Action {
  const start = reader.column
  // What the casts below say is what the patterns let through.
  const flag = reader.takeMatch(/([\^v]?)([+-])(app|group)(?!\S)/y)
  if (flag !== null) {
    return { kind: 'flag', flag: flag[3] as 'app' | 'group', on: flag[2] === '+', range: RANGES[flag[1]!] ?? 'this' }
  }
  const count = reader.takeMatch(/(max-frames|min-frames)=(\d{1,4})(?!\S)/y)
  if (count !== null) return { kind: 'count', name: count[1] as 'max-frames' | 'min-frames', value: Number(count[2]) }
  const category = reader.takeMatch(/category=([\w-]{1,60})(?!\S)/y)
  if (category !== null) return { kind: 'set', name: 'category', value: category[1]! }
  const invert = reader.takeMatch(/invert-stacktrace=(0|1|true|false|yes|no)(?!\S)/y)
  if (invert !== null) return { kind: 'invert', on: ['1', 'true', 'yes'].includes(invert[1]!) }
  return reader.fail(`wanted an action, found ${reader.next}`, ACTIONS, start)
}

const RANGES: Readonly<Record<string, 'up' | 'down'>> = { '^': 'up', v: 'down' }
const BY_RULE = 'a stack rule takes it out'

function applyRules(rules: readonly StackRule[], read: readonly ReadFrame[], about: AboutStack): RuledStack {
  const frames = [...read]
  const categories = new Map<number, string>()
  let maxFrames: number | null = null
  let minFrames: number | null = null
  let isInverted = false
  for (const { matchers, caller, callee, actions, line } of rules) {
    const fits = (at: number, wanted: readonly Matcher[]) => fitsFrame(frames[at], wanted, about, categories.get(at))
    for (const at of frames.keys()) {
      if (!fits(at, matchers)) continue
      if (caller.length > 0 && !fits(at - 1, caller)) continue
      if (callee.length > 0 && !fits(at + 1, callee)) continue
      for (const action of actions) {
        if (action.kind === 'set') categories.set(at, action.value)
        else if (action.kind === 'invert') isInverted = action.on
        else if (action.kind === 'count' && action.name === 'max-frames')
          maxFrames = action.value === 0 ? null : action.value
        else if (action.kind === 'count') minFrames = action.value === 0 ? null : action.value
        else flagFrames(frames, at, action, line)
      }
    }
  }
  return { frames, maxFrames, minFrames, isInverted }
}

/** The newest frame is the last, so what is nearer the crash lies behind. */
function flagFrames(
  frames: ReadFrame[],
  at: number,
  { flag, on, range }: Action & { kind: 'flag' },
  line: number,
): void {
  const spans: Readonly<Record<typeof range, readonly [number, number]>> = {
    this: [at, at + 1],
    up: [at + 1, frames.length],
    down: [0, at],
  }
  const [from, to] = spans[range]
  for (let index = from; index < to; index++) {
    const frame = frames[index]!
    if (flag === 'app') frames[index] = { ...frame, inApp: on, inAppHint: `the stack rule in line ${line} says so` }
    else if (!on) frames[index] = { ...frame, ignored: `${BY_RULE} (line ${line})` }
    // Only a frame that has something to say can be brought back.
    else if (frame.place !== '' || frame.name !== '') frames[index] = { ...frame, ignored: null }
  }
}

function fitsFrame(
  read: ReadFrame | undefined,
  matchers: readonly Matcher[],
  { platform, exception }: AboutStack,
  category: string | undefined,
): boolean {
  if (read === undefined) return false
  return matchers.every(({ key, fits, isNegated }) => {
    const text = textOf(key)
    return (text !== undefined && fits(text)) !== isNegated
  })

  function textOf(key: MatcherKey): string | undefined {
    const { frame, inApp } = read!
    switch (key) {
      case 'type':
      case 'value':
      case 'mechanism':
        return exception[key]
      case 'family':
        return familyOf(frame.platform ?? platform)
      case 'module':
      case 'package':
      case 'function':
        return frame[key]
      case 'path':
        return frame.abs_path ?? frame.filename
      case 'app':
        return inApp ? 'yes' : 'no'
      case 'category':
        return category
      default:
        return undefined
    }
  }
}
