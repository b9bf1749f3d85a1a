import type { Stacktrace } from '../../protocol/event.js'
import type { Leaf } from '../hash.js'
import type { StackRules } from '../rules/stack-rules.js'
import { isMapped, javascript } from './frames/javascript.js'
import { type ReadFrame, readFrames } from './frames/read.js'

/** Which frames speak: those of the app, or all of them. */
export type VariantKind = 'app' | 'system'

/** The frames of one variant that count, oldest first, and why each of the others does not. */
export interface StackVariant {
  readonly frames: readonly ReadFrame[]
  /** By place in the stack; null for one that counts. */
  readonly hints: readonly (string | null)[]
}

export interface ReadStack {
  readonly frames: readonly ReadFrame[]
  readonly app: StackVariant
  readonly system: StackVariant
  /** The source line of the frame nearest the crash, of the app if there is one; null where it does not count. */
  readonly line: string | null
  /** The frame that `line` is of, by its place in the stack. */
  readonly lineAt: number
  /** Then the frames that count are in an order of their own. */
  readonly isOverflow: boolean
  /** Why the stack says too little to stand for the text; null where it is strong. */
  readonly weakness: string | null
}

/** So many frames of the app, nearest the crash, tell one call path from another. */
const MAX_APP_FRAMES = 8
const LONGEST_ROUND = 4
const MAX_LINE = 120

const NO_APP: StackVariant = { frames: [], hints: [] }

const HINT = {
  notApp: 'not in the app',
  far: `further from the crash than the ${MAX_APP_FRAMES} frames that count`,
  recursion: 'repeats the frames before it',
  max: 'further from the crash than max-frames of a stack rule allows',
  few: 'fewer frames than min-frames of a stack rule asks for',
  overflow: 'where the stack overflowed is chance; only what repeats counts',
} as const

/** Null for a stack without a single frame that says anything. */
export function readStack(
  stacktrace: Stacktrace,
  about: {
    readonly platform: string
    readonly isOverflow: boolean
    /** A crash whose type says nothing about it: then one frame of the app is too few to leave the others out. */
    readonly isCrash: boolean
    readonly rules: StackRules | null
    readonly exception: { readonly type?: string; readonly value?: string; readonly mechanism?: string }
  },
): ReadStack | null {
  const read = readFrames(stacktrace.frames, about.platform)
  const ruled = about.rules === null ? null : about.rules(read, about)
  const frames = ruled?.frames ?? read
  const ordered = ruled?.isInverted === true ? [...frames].reverse() : frames
  if (ordered.every((frame) => frame.ignored !== null)) return null
  const limits = { max: ruled?.maxFrames ?? null, min: ruled?.minFrames ?? null }
  const system = variantOf(ordered, { ...limits, isApp: false, isOverflow: about.isOverflow })
  if (system.frames.length === 0) return null
  const ofApp = ordered.some(({ inApp }) => inApp)
    ? variantOf(ordered, { ...limits, isApp: true, isOverflow: about.isOverflow })
    : NO_APP
  const app = about.isCrash && isOne(ofApp.frames) ? NO_APP : ofApp
  const lineAt = lineFrame(ordered)
  const line = about.isOverflow || lineAt === -1 ? null : lineOf(ordered[lineAt]!)
  const { isOverflow } = about
  return { frames: ordered, app, system, line, lineAt, isOverflow, weakness: weaknessOf(app, system) }
}

/** The parts of the key, oldest frame first. An exception without frames of the app speaks by all of them. */
export function stackLeaves(stack: ReadStack, kind: VariantKind): readonly Leaf[] {
  const leaves: Leaf[] = []
  for (const frame of speakers(stack, kind).frames) {
    if (frame.place !== '') leaves.push([frame.placeKind, frame.place])
    leaves.push(['function', frame.name])
  }
  if (stack.line !== null) leaves.push(['line', stack.line])
  return leaves
}

export function speakers(stack: ReadStack, kind: VariantKind): StackVariant {
  return kind === 'app' && stack.app.frames.length > 0 ? stack.app : stack.system
}

function variantOf(
  frames: readonly ReadFrame[],
  { isApp, isOverflow, max, min }: { isApp: boolean; isOverflow: boolean; max: number | null; min: number | null },
): StackVariant {
  const hints: (string | null)[] = frames.map(({ ignored, inApp }) => ignored ?? (isApp && !inApp ? HINT.notApp : null))
  if (isOverflow) keepRepeated(frames, hints)
  else collapseRounds(frames, hints)
  const count = hints.reduce((sum, hint) => (hint === null ? sum + 1 : sum), 0)
  const most = max ?? (isApp ? MAX_APP_FRAMES : Number.POSITIVE_INFINITY)
  dropOldest(hints, count - most, max === null ? HINT.far : HINT.max)
  if (min !== null && count < min) dropOldest(hints, count, HINT.few)
  const counted = frames.filter((_, at) => hints[at] === null)
  return { frames: isOverflow ? counted.sort(byKey) : counted, hints }
}

function byKey(a: ReadFrame, b: ReadFrame): number {
  return a.key < b.key ? -1 : 1
}

/** How deep a recursion went says nothing: of `a b a b` the second round is left out, for rounds of up to four frames. */
function collapseRounds(frames: readonly ReadFrame[], hints: (string | null)[]): void {
  const kept: number[] = []
  for (let at = 0; at < frames.length; at++) {
    if (hints[at] !== null) continue
    kept.push(at)
    for (let round = 1; round <= LONGEST_ROUND && kept.length >= 2 * round; round++) {
      const from = kept.length - round
      let isSame = true
      for (let k = 0; k < round && isSame; k++)
        isSame = frames[kept[from + k]!]!.key === frames[kept[from - round + k]!]!.key
      if (!isSame) continue
      for (const dropped of kept.splice(from)) hints[dropped] = HINT.recursion
      break
    }
  }
}

/** Each frame that occurs again, once, whatever the round began with; all of them where nothing repeats. */
function keepRepeated(frames: readonly ReadFrame[], hints: (string | null)[]): void {
  const times = new Map<string, number>()
  for (const [at, { key }] of frames.entries()) if (hints[at] === null) times.set(key, (times.get(key) ?? 0) + 1)
  const isRepeated = [...times.values()].some((count) => count > 1)
  const seen = new Set<string>()
  for (const [at, { key }] of frames.entries()) {
    if (hints[at] !== null) continue
    if (seen.has(key)) hints[at] = HINT.recursion
    else if (isRepeated && times.get(key) === 1) hints[at] = HINT.overflow
    seen.add(key)
  }
}

function dropOldest(hints: (string | null)[], excess: number, why: string): void {
  for (let at = 0, left = excess; at < hints.length && left > 0; at++) {
    if (hints[at] !== null) continue
    hints[at] = why
    left--
  }
}

function lineFrame(frames: readonly ReadFrame[]): number {
  const inApp = frames.findLastIndex((frame) => frame.ignored === null && frame.inApp)
  return inApp === -1 ? frames.findLastIndex((frame) => frame.ignored === null) : inApp
}

/**
 * Callers' lines do not count, so an edit there opens no new issue; two places that throw in one function still differ.
 * Literals are blanked, white space is collapsed.
 */
function lineOf({ frame, language, isMinified }: ReadFrame): string | null {
  const source = frame.context_line
  if (source === undefined || !language.hasSource || isMinified || source.length > 4 * MAX_LINE) return null
  // Of a file that was shipped minified there is one line.
  if (
    language === javascript &&
    (source.includes('{snip}') || (/^https?:/.test(frame.abs_path ?? '') && !isMapped(frame)))
  )
    return null
  const line = source
    .replace(/"[^"]*"|'[^']*'|`[^`]*`/g, '""')
    .replace(/\b\d[\d_.]*\b/g, '0')
    .replace(/\s+/g, ' ')
    .trim()
  return line === '' || line.length > MAX_LINE ? null : line
}

function isOne(frames: readonly ReadFrame[]): boolean {
  return frames.every(({ key }) => key === frames[0]!.key)
}

function weaknessOf(app: StackVariant, system: StackVariant): string | null {
  if (isOne(system.frames)) return 'a single frame says too little'
  const speaking = app.frames.length > 0 ? app.frames : system.frames
  if (speaking.every(({ isMinified }) => isMinified)) return 'its frames are minified'
  if (speaking.every(({ name }) => name === '')) return 'none of its functions has a name'
  return null
}
