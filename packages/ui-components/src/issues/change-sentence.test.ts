import { describe, expect, it } from '@jest/globals'
import type { IssueChangeInput } from '@mishap/core/client'
import { changeSentence, foreseen } from './change-sentence.js'

describe('what a change has done', () => {
  it.each<[IssueChangeInput, string]>([
    [{ status: 'resolved' }, 'Resolved'],
    [{ status: 'resolved', statusDetails: { inNextRelease: true } }, 'Resolved in the next release'],
    [{ status: 'resolved', statusDetails: { inRelease: 'latest' } }, 'Resolved in the latest release'],
    [{ status: 'resolved', statusDetails: { inRelease: 'shop@1.2' } }, 'Resolved in shop@1.2'],
    [
      { status: 'resolved', statusDetails: { inCommit: { commit: 'a'.repeat(40) } } },
      'Resolved by commit aaaaaaaaaaaa',
    ],
    [{ status: 'ignored' }, 'Ignored'],
    [{ status: 'ignored', substatus: 'archived_until_escalating' }, 'Ignored until it escalates'],
    [{ status: 'ignored', statusDetails: { ignoreDuration: 240 } }, 'Ignored for 4h'],
    [
      { status: 'ignored', statusDetails: { ignoreCount: 10, ignoreWindow: 60 } },
      'Ignored until 10 more events within 1h',
    ],
    [{ status: 'unresolved' }, 'Reopened'],
    [{ assignedTo: null }, 'Unassigned'],
    [{ assignedTo: 'user:1' }, 'Assigned'],
    [{ priority: 'low' }, 'Ranked low'],
    [{ isBookmarked: true }, 'Bookmarked'],
    [{ isSubscribed: false }, 'No longer followed'],
  ])('%j: %s', (change, sentence) => {
    expect(changeSentence(change)).toBe(sentence)
  })

  it('foresees only what the server cannot decide otherwise', () => {
    expect(foreseen({ status: 'resolvedInNextRelease', priority: 'auto', assignedTo: 'me' })).toEqual({
      status: 'resolved',
    })
    expect(foreseen({ priority: 'high', isBookmarked: true })).toEqual({ priority: 'high', isBookmarked: true })
  })
})
