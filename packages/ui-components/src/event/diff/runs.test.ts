import { describe, expect, it } from '@jest/globals'
import { foldRuns } from './runs.js'

describe('runs of what says nothing', () => {
  it.each([
    ['', ''],
    ['==', '(==)'],
    ['=', '='],
    ['a==b=c===', 'a(==)b=c(===)'],
  ])('of %j fold to %j', (items, folded) => {
    const runs = foldRuns([...items], (item) => item === '=')
    expect(runs.map((run) => (run.kind === 'item' ? run.item : `(${run.items.join('')})`)).join('')).toBe(folded)
  })

  it('know their places', () => {
    expect(foldRuns([...'a==b'], (item) => item === '=').map(({ at }) => at)).toEqual([0, 1, 3])
  })
})
