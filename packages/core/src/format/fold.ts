import type { FrameJson } from '../client/event-types.js'
import { frameLibrary, isSameFrame } from './frame.js'
import { counted } from './number.js'

/** A frame and its place in the stack as it was sent (0 is the oldest call). */
export interface PlacedFrame {
  readonly index: number
  readonly frame: FrameJson
}

export type StackRow =
  | { readonly kind: 'frame'; readonly placed: PlacedFrame }
  /** Frames outside of the app, away until they are asked for. */
  | { readonly kind: 'folded'; readonly frames: readonly PlacedFrame[]; readonly label: string }
  /** The same call, or the same round of up to three calls, `count` times in a row; the newest round stands for all. */
  | { readonly kind: 'repeated'; readonly frames: readonly PlacedFrame[]; readonly count: number }

export interface FoldedStack {
  readonly rows: readonly StackRow[]
  /** The frame to open first: the deepest of the app, else the deepest that shows source, else the deepest. */
  readonly openIndex: number | null
}

export interface FoldOptions {
  readonly order?: 'newest-first' | 'oldest-first'
  /** `app` folds what is not in the app, `full` shows every frame. */
  readonly mode?: 'app' | 'full'
}

const FEWEST_REPEATS = 3
const LONGEST_ROUND = 3
const FEWEST_FOLDED = 2

/**
 * What to show of a stack (frames oldest first, as SDKs send them). Runs of library frames fold into one row; the frame
 * that failed never does. Where no frame is in the app, the two deepest and the outermost stay.
 */
export function foldStack(frames: readonly FrameJson[], options: FoldOptions = {}): FoldedStack {
  const newestFirst = frames.map((frame, index) => ({ index, frame })).reverse()
  const rows = repeatsOf(newestFirst)
  const folded = options.mode === 'full' ? rows : foldLibraries(rows)
  return {
    rows: options.order === 'oldest-first' ? reversed(folded) : folded,
    openIndex: frameToOpen(newestFirst),
  }
}

function frameToOpen(newestFirst: readonly PlacedFrame[]): number | null {
  const open =
    newestFirst.find(({ frame }) => frame.inApp === true) ??
    newestFirst.find(({ frame }) => (frame.context?.length ?? 0) > 0 || frame.context_line != null) ??
    newestFirst[0]
  return open?.index ?? null
}

function repeatsOf(frames: readonly PlacedFrame[]): readonly StackRow[] {
  const rows: StackRow[] = []
  let at = 0
  while (at < frames.length) {
    const { length, count } = roundAt(frames, at)
    if (count >= FEWEST_REPEATS) {
      rows.push({ kind: 'repeated', frames: frames.slice(at, at + length), count })
      at += length * count
      continue
    }
    rows.push({ kind: 'frame', placed: frames[at]! })
    at += 1
  }
  return rows
}

/** The shortest round that repeats from here. */
function roundAt(frames: readonly PlacedFrame[], at: number): { length: number; count: number } {
  for (let length = 1; length <= LONGEST_ROUND; length++) {
    let same = at + length
    while (same < frames.length && isSameFrame(frames[same]!.frame, frames[same - length]!.frame)) same += 1
    const count = Math.floor((same - at) / length)
    if (count >= FEWEST_REPEATS) return { length, count }
  }
  return { length: 1, count: 1 }
}

function foldLibraries(rows: readonly StackRow[]): readonly StackRow[] {
  const hasApp = rows.some(isApp)
  const stays = (row: StackRow, at: number) => (hasApp ? isApp(row) || at === 0 : at <= 1 || at === rows.length - 1)
  const folded: StackRow[] = []
  let run: StackRow[] = []
  const endRun = () => {
    const frames = run.flatMap(framesOf)
    // One row for one row would only hide it.
    if (frames.length < FEWEST_FOLDED) folded.push(...run)
    else folded.push({ kind: 'folded', frames, label: foldLabel(frames, run) })
    run = []
  }
  rows.forEach((row, at) => {
    if (!stays(row, at)) {
      run.push(row)
      return
    }
    endRun()
    folded.push(row)
  })
  endRun()
  return folded
}

function framesOf(row: StackRow): readonly PlacedFrame[] {
  return row.kind === 'frame' ? [row.placed] : row.frames
}

function isApp(row: StackRow): boolean {
  return framesOf(row).some(({ frame }) => frame.inApp === true)
}

/** `14 library frames (express, router)`: the libraries with most frames first, three at most. */
function foldLabel(frames: readonly PlacedFrame[], run: readonly StackRow[]): string {
  const total = run.reduce((sum, row) => sum + framesOf(row).length * (row.kind === 'repeated' ? row.count : 1), 0)
  const byLibrary = new Map<string, number>()
  for (const { frame } of frames) {
    const library = frameLibrary(frame)
    if (library !== null) byLibrary.set(library, (byLibrary.get(library) ?? 0) + 1)
  }
  const names = [...byLibrary].sort((a, b) => b[1] - a[1]).map(([name]) => name)
  const listed = names.slice(0, 3).join(', ') + (names.length > 3 ? ', …' : '')
  return `${counted(total, 'library frame')}${listed === '' ? '' : ` (${listed})`}`
}

function reversed(rows: readonly StackRow[]): readonly StackRow[] {
  return rows.map((row) => (row.kind === 'frame' ? row : { ...row, frames: [...row.frames].reverse() })).reverse()
}
