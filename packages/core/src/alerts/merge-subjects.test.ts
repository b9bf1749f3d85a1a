import { describe, expect, it } from '@jest/globals'
import type { DeliverySubject } from '../ports/deliveries.js'
import { gatheringOf, mergeSubjects } from './merge-subjects.js'

type Issues = Extract<DeliverySubject, { kind: 'issues' }>

const issues = (first: number, count: number, all = count): Issues => ({
  ...{ kind: 'issues', count: all },
  issueIds: Array.from({ length: count }, (_, index) => String(first + index)),
})

describe('messages that are merged', () => {
  it('name each issue once and count all of them', () => {
    expect(mergeSubjects(issues(1, 3), issues(3, 3))).toEqual(issues(1, 5))
    expect(mergeSubjects(issues(1, 2), issues(1, 2))).toEqual(issues(1, 2))
  })

  it('have the reason of both, or none', () => {
    const fresh: DeliverySubject = { ...issues(1, 1), trigger: 'new_issue' }
    const back: DeliverySubject = { ...issues(2, 1), trigger: 'regression' }
    expect(mergeSubjects(fresh, { ...fresh, issueIds: ['2'] })).toMatchObject({ trigger: 'new_issue' })
    expect(mergeSubjects(fresh, back)).toEqual(issues(1, 2))
  })

  it('name no more than a message may, and count on', () => {
    let merged: DeliverySubject = issues(1, 40)
    for (let look = 1; look < 13; look += 1) merged = mergeSubjects(merged, issues(1 + 40 * look, 40))
    expect(merged).toEqual(issues(1, 100, 520))
  })

  it('are the last word about a monitor', () => {
    const down = { kind: 'monitor', monitorId: '7', change: 'down', cause: 'Timed out' } as const
    const up = { ...down, change: 'recovered', cause: '' } as const
    expect(mergeSubjects(down, up)).toEqual(up)
    expect([down, { ...down, monitorId: '8' }, issues(1, 1)].map(gatheringOf)).toEqual([
      'monitor 7',
      'monitor 8',
      'issues',
    ])
  })
})
