import { describe, expect, it } from '@jest/globals'
import type { FrameJson } from '../client/event-types.js'
import { foldStack, type StackRow } from './fold.js'

const app = (name: string): FrameJson => ({ function: name, filename: `src/${name}.ts`, lineNo: 1, inApp: true })
const lib = (name: string, library: string): FrameJson => ({
  function: name,
  filename: `/srv/node_modules/${library}/lib/${name}.js`,
  lineNo: 1,
  inApp: false,
})

function shown(rows: readonly StackRow[]): readonly string[] {
  return rows.map((row) => {
    if (row.kind === 'folded') return row.label
    if (row.kind === 'repeated') return `${row.frames.map(({ frame }) => frame.function).join('+')} × ${row.count}`
    return row.placed.frame.function ?? '?'
  })
}

const libs = (count: number, library: string) =>
  Array.from({ length: count }, (_, at) => lib(`${library}${at}`, library))

describe('folding a stack', () => {
  it.each<{ name: string; frames: readonly FrameJson[]; rows: readonly string[]; opens: number | null }>([
    { name: 'an empty stack has no rows', frames: [], rows: [], opens: null },
    { name: 'one frame stands alone', frames: [app('main')], rows: ['main'], opens: 0 },
    {
      name: 'runs of library frames fold, with their libraries by weight',
      frames: [...libs(2, 'router'), ...libs(3, 'express'), app('handler'), app('load')],
      rows: ['load', 'handler', '5 library frames (express, router)'],
      opens: 6,
    },
    {
      name: 'the frame that failed is never folded',
      frames: [app('main'), ...libs(3, 'pg')],
      rows: ['pg2', '2 library frames (pg)', 'main'],
      opens: 0,
    },
    {
      name: 'a single library frame between two of the app stays as it is',
      frames: [app('main'), lib('map', 'lodash'), app('each')],
      rows: ['each', 'map', 'main'],
      opens: 2,
    },
    {
      name: 'without a frame of the app the two deepest and the outermost stay',
      frames: libs(14, 'next'),
      rows: ['next13', 'next12', '11 library frames (next)', 'next0'],
      opens: 13,
    },
    {
      name: 'recursion is one row',
      frames: [app('main'), ...Array.from({ length: 412 }, () => app('walk')), app('leaf')],
      rows: ['leaf', 'walk × 412', 'main'],
      opens: 413,
    },
    {
      name: 'mutual recursion is one row as well',
      frames: [app('main'), ...Array.from({ length: 100 }, () => [app('visit'), app('each')]).flat()],
      rows: ['each+visit × 100', 'main'],
      opens: 200,
    },
    {
      name: 'two equal frames are not yet recursion',
      frames: [app('walk'), app('walk')],
      rows: ['walk', 'walk'],
      opens: 1,
    },
    {
      name: 'recursion inside of libraries counts every call',
      frames: [
        app('main'),
        ...Array.from({ length: 50 }, () => lib('deep', 'acorn')),
        lib('parse', 'acorn'),
        app('use'),
      ],
      rows: ['use', '51 library frames (acorn)', 'main'],
      opens: 52,
    },
  ])('$name', ({ frames, rows, opens }) => {
    const folded = foldStack(frames)
    expect(shown(folded.rows)).toEqual(rows)
    expect(folded.openIndex).toBe(opens)
  })

  it('can be read from the oldest call, and in full', () => {
    const frames = [...libs(2, 'express'), app('handler'), app('load')]
    expect(shown(foldStack(frames, { order: 'oldest-first' }).rows)).toEqual([
      '2 library frames (express)',
      'handler',
      'load',
    ])
    expect(shown(foldStack(frames, { mode: 'full' }).rows)).toEqual(['load', 'handler', 'express1', 'express0'])
  })

  it('keeps every frame of the stack in one row or another', () => {
    const frames = [...libs(5, 'a'), app('x'), ...libs(1, 'b'), app('y'), ...libs(40, 'c')]
    const kept = foldStack(frames).rows.flatMap((row) => (row.kind === 'frame' ? [row.placed] : row.frames))
    expect(kept.map(({ index }) => index).sort((a, b) => a - b)).toEqual([...frames.keys()])
  })

  it('takes time in proportion to the frames', () => {
    const frames = Array.from({ length: 100_000 }, (_, at) => (at % 3 === 0 ? app(`f${at}`) : lib(`g${at}`, 'big')))
    const startedAt = performance.now()
    foldStack(frames)
    // A tenth of that on an idle machine; every pair of frames compared would be minutes.
    expect(performance.now() - startedAt).toBeLessThan(10_000)
  })
})
