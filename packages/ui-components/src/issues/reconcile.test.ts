import { describe, expect, it } from '@jest/globals'
import { anIssue } from '../provider/memory/builders.js'
import { reconcile } from './reconcile.js'

const [a, b, c] = ['1', '2', '3'].map((id) => anIssue({ id })) as [
  ReturnType<typeof anIssue>,
  ReturnType<typeof anIssue>,
  ReturnType<typeof anIssue>,
]

describe('news of a list of issues', () => {
  it('moves no row, whatever the new order is', () => {
    const { rows } = reconcile([a, b, c], [c, a, b])
    expect(rows.map(({ id }) => id)).toEqual(['1', '2', '3'])
  })

  it('shows new counts in their places and says which rows they are', () => {
    const { rows, changedIds, newIds } = reconcile([a, b], [{ ...b, count: '43' }, a])
    expect(rows[1]?.count).toBe('43')
    expect(changedIds).toEqual(['2'])
    expect(newIds).toEqual([])
  })

  it('keeps new issues out and says which they are', () => {
    const { rows, newIds } = reconcile([a], [c, b, a])
    expect(rows).toHaveLength(1)
    expect(newIds).toEqual(['3', '2'])
  })

  it('leaves rows that are not among the news as they are', () => {
    const { rows, changedIds } = reconcile([a, b], [a])
    expect(rows).toEqual([a, b])
    expect(changedIds).toEqual([])
  })
})
