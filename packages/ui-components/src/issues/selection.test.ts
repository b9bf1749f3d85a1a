import { describe, expect, it } from '@jest/globals'
import { anIssue } from '../provider/memory/builders.js'
import { toggled } from './selection.js'

const shown = ['1', '2', '3', '4', '5'].map((id) => anIssue({ id }))
const nothing = { selected: new Map(), isEverything: false, anchor: null }
const idsOf = ({ selected }: { selected: ReadonlyMap<string, unknown> }) => [...selected.keys()].sort()

describe('choosing issues', () => {
  it('chooses and unchooses one', () => {
    const one = toggled(nothing, shown, '2', false)
    expect(idsOf(one)).toEqual(['2'])
    expect(idsOf(toggled(one, shown, '2', false))).toEqual([])
  })

  it('chooses everything between two clicks, in either direction', () => {
    const from = toggled(nothing, shown, '4', false)
    expect(idsOf(toggled(from, shown, '2', true))).toEqual(['2', '3', '4'])
    expect(idsOf(toggled(from, shown, '5', true))).toEqual(['4', '5'])
  })

  it('unchooses a range where its end was chosen', () => {
    const all = { ...nothing, selected: new Map(shown.map((issue) => [issue.id, issue])), anchor: '1' }
    expect(idsOf(toggled(all, shown, '3', true))).toEqual(['4', '5'])
  })

  it('takes a range without a beginning as one row', () => {
    expect(idsOf(toggled(nothing, shown, '3', true))).toEqual(['3'])
    expect(idsOf(toggled({ ...nothing, anchor: 'gone' }, shown, '3', true))).toEqual(['3'])
  })

  it('no longer means every issue of the search once a row is clicked', () => {
    expect(toggled({ ...nothing, isEverything: true }, shown, '1', false).isEverything).toBe(false)
  })
})
