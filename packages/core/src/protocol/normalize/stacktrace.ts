import type { Frame, Stacktrace } from '../event.js'
import { KEEP, LENGTH, SMALL_DATA } from './limits.js'
import { normalizePairs } from './pairs.js'
import { type Draft, isRecord, type Raw, type Salvage } from './salvage.js'

/** How many frames the event may still keep; shared by all of its stacks. */
export interface FrameBudget {
  left: number
}

/** A stack as `{ frames }`, as a list of frames or as one frame; nothing where no frame is readable. */
export function normalizeStacktrace(value: unknown, budget: FrameBudget, salvage: Salvage): Stacktrace | undefined {
  const raw = isRecord(value) && ('frames' in value || 'registers' in value) ? value : { frames: value }
  const list = salvage.values(raw.frames, 'stacktrace.frames').filter(isRecord)
  if (list.length === 0) return undefined
  const max = Math.min(KEEP.framesPerStack, budget.left)
  // Both ends of a long stack matter: where it began and where it failed.
  const kept = max === 0 ? [] : salvage.keep(list, 'stacktrace.frames', max, 'both')
  if (max === 0) salvage.note('value_too_long', 'stacktrace.frames', list.length)
  budget.left -= kept.length
  if (kept.length === 0) return undefined
  const frames = kept.map((frame) => normalizeFrame(frame, salvage))
  if (frames.every((frame) => Object.keys(frame).length === 0)) return undefined
  const registers = registersOf(raw.registers, salvage)
  return registers === undefined ? { frames } : { frames, registers }
}

function normalizeFrame(raw: Raw, salvage: Salvage): Frame {
  const frame: Draft<Frame> = {}
  let filename = salvage.text(raw.filename, 'frame.filename', LENGTH.path)
  let absPath = salvage.text(raw.abs_path, 'frame.abs_path', LENGTH.path)
  const path = filename === undefined ? null : pathOfUrl(filename)
  if (path !== null) {
    absPath ??= filename
    filename = path
  }
  if (filename !== undefined) frame.filename = filename
  if (absPath !== undefined) frame.abs_path = absPath
  const module = salvage.text(raw.module, 'frame.module', LENGTH.symbol)
  if (module !== undefined) frame.module = module
  const name = salvage.text(raw.function, 'frame.function', LENGTH.symbol)
  if (name !== undefined) frame.function = name
  const lineno = salvage.whole(raw.lineno, 'frame.lineno')
  if (lineno !== undefined) frame.lineno = lineno
  const colno = salvage.whole(raw.colno, 'frame.colno')
  if (colno !== undefined) frame.colno = colno
  const inApp = salvage.flag(raw.in_app, 'frame.in_app')
  if (inApp !== undefined) frame.in_app = inApp
  const contextLine = salvage.line(raw.context_line, 'frame.context_line', LENGTH.sourceLine)
  if (contextLine !== undefined) frame.context_line = contextLine
  const before = sourceLines(raw.pre_context, 'last', salvage)
  if (before !== undefined) frame.pre_context = before
  const after = sourceLines(raw.post_context, 'first', salvage)
  if (after !== undefined) frame.post_context = after
  const vars = varsOf(raw.vars, salvage)
  if (vars !== undefined) frame.vars = vars
  for (const key of RARE_TEXTS) {
    const text = raw[key] === undefined ? undefined : salvage.text(raw[key], `frame.${key}`, LENGTH.symbol)
    if (text !== undefined) frame[key] = text
  }
  const data = raw.data === undefined ? undefined : salvage.record(raw.data, 'frame.data')
  if (data !== undefined) frame.data = salvage.tree(data, 'frame.data', SMALL_DATA) as Raw
  return frame
}

/** Fields that only native stacks and a few other SDKs send. */
const RARE_TEXTS = [
  'package',
  'raw_function',
  'platform',
  'instruction_addr',
  'symbol_addr',
  'image_addr',
  'addr_mode',
  'symbol',
] as const

/** `https://host/assets/app.js?v=3` → `/assets/app.js`; null for what is no URL, and for one that names no file. */
function pathOfUrl(filename: string): string | null {
  const scheme = filename.indexOf('://')
  if (scheme < 2 || scheme > 20 || !/^[a-z][a-z0-9+.-]*$/i.test(filename.slice(0, scheme))) return null
  const start = filename.indexOf('/', scheme + 3)
  if (start === -1) return null
  const end = filename.slice(start).search(/[?#]/)
  const path = end === -1 ? filename.slice(start) : filename.slice(start, start + end)
  return path.length > 1 ? path : null
}

function sourceLines(value: unknown, side: 'first' | 'last', salvage: Salvage): readonly string[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined
  const kept = salvage.keep(value, 'frame.context', KEEP.contextLines, side)
  return kept.map((line) => salvage.line(line, 'frame.context', LENGTH.sourceLine) ?? '')
}

function varsOf(value: unknown, salvage: Salvage): Raw | undefined {
  if (value === null || value === undefined) return undefined
  // PHP writes positional arguments as a list.
  const raw = Array.isArray(value) ? { ...value } : salvage.record(value, 'frame.vars')
  if (raw === undefined || Object.keys(raw).length === 0) return undefined
  return salvage.tree(raw, 'frame.vars', SMALL_DATA) as Raw
}

function registersOf(value: unknown, salvage: Salvage): Record<string, string> | undefined {
  const pairs = value === undefined ? [] : normalizePairs(value, 'stacktrace.registers', salvage)
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs.filter(([name]) => name !== '__proto__'))
}
