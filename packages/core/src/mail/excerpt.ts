import type { FrameJson } from '../client/event-types.js'
import type { Context } from '../context.js'
import { entriesOf } from '../events/entries.js'
import { documentOf } from '../events/payload.js'
import { failingLine, frameFile, frameFunction } from '../format/frame.js'
import type { Id } from '../ports/model.js'
import type { Excerpt, ExcerptFrame } from './parts.js'

const MOST_FRAMES = 3
/** Before and behind what failed. */
const AROUND = 2
const LONGEST_LINE = 160
const LONGEST_PLACE = 200

/** Of the newest event of an issue; null where it has no stack. */
export async function excerptOf({ storage }: Context, organizationId: Id, issueId: Id): Promise<Excerpt | null> {
  const event = await storage.events.find(organizationId, { issueId }, 'latest')
  if (event === null) return null
  const entries = entriesOf(documentOf(event))
  const exceptions = entries.flatMap((entry) => (entry.type === 'exception' ? entry.data.values : []))
  const threads = entries.flatMap((entry) => (entry.type === 'threads' ? entry.data.values : []))
  const stack = [...exceptions.toReversed(), ...threads].find(({ stacktrace }) => (stacktrace?.frames.length ?? 0) > 0)
  const frames = (stack?.stacktrace?.frames ?? []).toReversed()
  const own = frames.filter(({ inApp }) => inApp === true)
  const shown = (own.length > 0 ? own : frames).slice(0, MOST_FRAMES)
  return shown.length === 0 ? null : { frames: shown.map(toFrame) }
}

function toFrame(frame: FrameJson, index: number): ExcerptFrame {
  const place = [frameFile(frame) ?? '', frame.lineNo ?? ''].filter((part) => part !== '').join(':')
  const where = [frameFunction(frame) ?? '', place].filter((part) => part !== '').join(' in ')
  return { where: where.slice(0, LONGEST_PLACE), lines: linesOf(frame, index === 0 ? AROUND : 0) }
}

function linesOf(frame: FrameJson, around: number): ExcerptFrame['lines'] {
  const at = frame.lineNo ?? 0
  const text = failingLine(frame)
  if (text === null) return []
  const near = (frame.context ?? []).filter(([number]) => Math.abs(number - at) <= around)
  const lines = near.length === 0 ? [[at, text] as const] : near
  return lines.map(([number, line]) => ({ number, text: line.slice(0, LONGEST_LINE), isFailing: number === at }))
}
