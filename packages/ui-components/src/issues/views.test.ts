import { describe, expect, it } from '@jest/globals'
import type { SavedViewJson } from '@mishap/core/client'
import { DEFAULT_COLUMNS } from './columns.js'
import { DEFAULT_SEARCH } from './search-params.js'
import { isViewChanged, movedView, viewInput, viewSearch } from './views.js'

const aView = (more: Partial<SavedViewJson> = {}): SavedViewJson => ({
  ...{ id: '7', name: 'Checkout', query: 'is:unresolved checkout', sort: '-count', visibility: 'owner' },
  ...{ dateCreated: '2026-01-15T12:00:00Z', owner: null, isMine: true, project: ['2'], environment: [] },
  ...{ columns: [], position: 0, type: 0, isGlobal: false },
  ...more,
})

describe('a saved view', () => {
  it('is a search, with the usual columns where it names none', () => {
    const search = viewSearch(aView(), { ...DEFAULT_SEARCH, period: '14d', cursor: '50' })
    expect(search).toMatchObject({ query: 'is:unresolved checkout', sort: '-count', project: ['2'], view: '7' })
    expect(search).toMatchObject({ period: '14d', cursor: null, columns: DEFAULT_COLUMNS })
  })

  it('is unchanged as it was saved, and changed by anything that is saved with it', () => {
    const search = viewSearch(aView(), DEFAULT_SEARCH)
    expect(isViewChanged(search, aView())).toBe(false)
    expect(isViewChanged({ ...search, period: '14d', density: 'compact', cursor: '9' }, aView())).toBe(false)
    for (const change of [{ query: '' }, { sort: '-users' as const }, { project: [] }, { columns: [] }])
      expect(isViewChanged({ ...search, ...change }, aView())).toBe(true)
  })

  it('gives back what it was saved from', () => {
    const search = { ...DEFAULT_SEARCH, query: 'a', columns: ['last', 'tag:os'] as const, environment: ['x'] }
    expect(isViewChanged(search, aView({ ...viewInput(search), name: 'A' } as Partial<SavedViewJson>))).toBe(false)
  })

  it('moves by a place, and not beyond the ends', () => {
    const views = [aView({ id: 'a', position: 0 }), aView({ id: 'b', position: 5 }), aView({ id: 'c', position: 6 })]
    expect(movedView(views, 'b', -1)).toEqual([
      { id: 'b', position: 0 },
      { id: 'a', position: 1 },
      { id: 'c', position: 2 },
    ])
    expect(movedView(views, 'a', -1)).toBeNull()
    expect(movedView(views, 'c', 1)).toBeNull()
  })
})
