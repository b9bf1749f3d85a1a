import type { EventJson, ExceptionJson, FrameJson } from '../../client/event-types.js'
import { exceptionChain, exceptionTitle } from '../chain.js'
import { exceptionsOf, threadFrames } from '../entries.js'
import { failingLine, frameFile, frameFunction } from '../frame.js'
import { type AlignedPair, alignSequences } from './align.js'
import { compareRows, type DiffRow, type DiffState, flatten } from './fields.js'
import { withoutAddresses } from './volatile.js'

/** What of a frame differs. Another line of the same function is usually another build, so it is told apart. */
export type FrameChange = 'function' | 'file' | 'line' | 'source' | 'variables' | 'in app'

export interface DiffFrame {
  readonly one: FrameJson | null
  readonly other: FrameJson | null
  readonly state: DiffState
  readonly changes: readonly FrameChange[]
  /** Variables that differ; empty where the frame is in one of the two only. */
  readonly variables: readonly DiffRow[]
}

/** An exception of both, or a thread where no exception has a stack; null where one of them has none there. */
export interface DiffStack {
  /** How it hangs on the one above it: `caused by`. Empty for the first. */
  readonly sentence: string
  readonly one: string | null
  readonly other: string | null
  /** Of the type and text, not of the frames. */
  readonly state: DiffState
  /** The newest call first. */
  readonly frames: readonly DiffFrame[]
  readonly changed: number
}

interface Stack {
  readonly title: string
  readonly type: string
  readonly sentence: string
  readonly frames: readonly FrameJson[]
}

const MOST_STACKS = 20

/** The exceptions of two events, paired by type and place in the chain, with their frames side by side. */
export function diffStacks(one: Pick<EventJson, 'entries'>, other: Pick<EventJson, 'entries'>): readonly DiffStack[] {
  return alignSequences(
    stacksOf(one),
    stacksOf(other),
    (stack) => stack.type,
    // Of another type, but at the same place of the chain.
    () => 'exception',
  ).map(diffStack)
}

function diffStack({ one, other }: AlignedPair<Stack>): DiffStack {
  const frames = alignSequences(newestFirst(one), newestFirst(other), keyOf, fileOf).map(diffFrame)
  const state = titleState(one, other)
  const changed = frames.filter((frame) => frame.state !== 'same').length + (state === 'same' ? 0 : 1)
  return {
    sentence: (one ?? other)?.sentence ?? '',
    one: one?.title ?? null,
    other: other?.title ?? null,
    state,
    frames,
    changed,
  }
}

function diffFrame({ one, other }: AlignedPair<FrameJson>): DiffFrame {
  if (one === null || other === null)
    return { one, other, state: one === null ? 'added' : 'removed', changes: [], variables: [] }
  const variables = compareRows(flatten(one.vars ?? {}), flatten(other.vars ?? {})).filter(
    ({ state, isVolatile }) => state !== 'same' && !isVolatile,
  )
  const changes: FrameChange[] = []
  if (frameFunction(one) !== frameFunction(other)) changes.push('function')
  if (frameFile(one) !== frameFile(other)) changes.push('file')
  if (one.lineNo !== other.lineNo) changes.push('line')
  if (failingLine(one)?.trim() !== failingLine(other)?.trim()) changes.push('source')
  if (variables.length > 0) changes.push('variables')
  if ((one.inApp ?? false) !== (other.inApp ?? false)) changes.push('in app')
  return { one, other, state: changes.length === 0 ? 'same' : 'changed', changes, variables }
}

function stacksOf(event: Pick<EventJson, 'entries'>): readonly Stack[] {
  const chain = exceptionChain(exceptionsOf(event)).slice(0, MOST_STACKS)
  const stacks = chain.map(({ exception, sentence }) => ({
    title: exceptionTitle(exception),
    type: exception.type ?? '',
    sentence,
    frames: framesOf(exception),
  }))
  const hasFrames = stacks.some(({ frames }) => frames.length > 0)
  const thread = hasFrames ? [] : threadFrames(event)
  return thread.length === 0 ? stacks : [...stacks, { title: 'Thread', type: '\0thread', sentence: '', frames: thread }]
}

function framesOf(exception: ExceptionJson): readonly FrameJson[] {
  return exception.stacktrace?.frames ?? []
}

function newestFirst(stack: Stack | null): readonly FrameJson[] {
  return [...(stack?.frames ?? [])].reverse()
}

/** A frame is the same whatever its line: builds move lines. */
function keyOf(frame: FrameJson): string {
  return `${frameFunction(frame) ?? ''}\0${fileOf(frame)}`
}

function fileOf(frame: FrameJson): string {
  return frameFile(frame) ?? frame.instruction_addr ?? ''
}

function titleState(one: Stack | null, other: Stack | null): DiffState {
  if (one === null) return 'added'
  if (other === null) return 'removed'
  return withoutAddresses(one.title) === withoutAddresses(other.title) ? 'same' : 'changed'
}
