import { describe, expect, it } from '@jest/globals'
import {
  changeSection,
  type DraftSection,
  moveMonitor,
  moveSection,
  type Place,
  stepOf,
  withSection,
} from './sections.js'

const section = (key: string, ...ids: number[]): DraftSection => ({
  ...{ key, name: key, isCollapsed: false },
  monitors: ids.map((id) => ({ id, name: '', description: '' })),
})
const sections = [section('0', 1, 2, 3), section('1'), section('2', 4)]
const ids = (all: readonly DraftSection[]) => all.map(({ monitors }) => monitors.map(({ id }) => id))
const step = (place: Place, by: -1 | 1) => {
  const to = stepOf(sections, place, by)
  return to === null ? null : ids(moveMonitor(sections, place, to))
}

describe('the order of a status page', () => {
  it('is changed step by step, over the edges of sections', () => {
    expect(step({ section: 0, at: 0 }, 1)).toEqual([[2, 1, 3], [], [4]])
    expect(step({ section: 0, at: 2 }, -1)).toEqual([[1, 3, 2], [], [4]])
    expect(step({ section: 0, at: 2 }, 1)).toEqual([[1, 2], [3], [4]])
    expect(step({ section: 2, at: 0 }, -1)).toEqual([[1, 2, 3], [4], []])
    expect(step({ section: 0, at: 0 }, -1)).toBeNull()
    expect(step({ section: 2, at: 0 }, 1)).toBeNull()
  })

  it('is changed by dropping one before another', () => {
    expect(ids(moveMonitor(sections, { section: 0, at: 0 }, { section: 2, at: 0 }))).toEqual([[2, 3], [], [1, 4]])
    expect(ids(moveMonitor(sections, { section: 0, at: 0 }, { section: 0, at: 99 }))).toEqual([[2, 3, 1], [], [4]])
    expect(ids(moveMonitor(sections, { section: 0, at: 1 }, { section: 0, at: 1 }))).toEqual(ids(sections))
    expect(moveMonitor(sections, { section: 9, at: 0 }, { section: 0, at: 0 })).toBe(sections)
  })

  it('holds sections that move whole and keep their keys', () => {
    expect(moveSection(sections, 0, 2).map(({ key }) => key)).toEqual(['1', '2', '0'])
    expect(moveSection(sections, 0, -1)).toBe(sections)
    expect(withSection(sections, 'New').at(-1)).toMatchObject({ key: '3', name: 'New', monitors: [] })
    expect(withSection([], '').at(-1)).toMatchObject({ key: '0' })
    expect(changeSection(sections, 1, { name: 'API' })[1]).toMatchObject({ key: '1', name: 'API' })
  })
})
