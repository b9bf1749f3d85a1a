import { describe, expect, it } from '@jest/globals'
import { substatusOf } from './substatus.js'

const NOW = new Date('2026-03-14T12:00:00.000Z')
const ago = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000)
const until = { kind: 'until', until: null, events: null, users: null, windowMinutes: null } as const
const from = { eventsFrom: 0, usersFrom: 0, windowFrom: NOW }

const issue = {
  status: 'unresolved',
  statusDetails: null,
  firstSeenAt: ago(1000),
  resolvedAt: null,
  regressedAt: null,
  regressedRelease: null,
  escalation: null,
  trend: 100,
} as const
const escalation = { at: ago(23), events: 90, limit: 20 }

describe('substatusOf', () => {
  it.each<[string, Partial<Parameters<typeof substatusOf>[0]>, string | null, RegExp]>([
    ['old and open', {}, 'ongoing', /^Ongoing: first seen more than 7 days ago/],
    ['first seen six days ago', { firstSeenAt: ago(144) }, 'new', /^New: /],
    ['back', { regressedAt: ago(1) }, 'regressed', /came back\.$/],
    ['back in a release', { regressedAt: ago(1), regressedRelease: '2.0' }, 'regressed', /back in release 2\.0\.$/],
    ['back long ago', { regressedAt: ago(200) }, 'ongoing', /./],
    [
      'escalating, though new and back',
      { escalation, regressedAt: ago(1), firstSeenAt: ago(2) },
      'escalating',
      /90 ev/,
    ],
    ['escalated two days ago', { escalation: { ...escalation, at: ago(48) } }, 'ongoing', /./],
    ['resolved', { status: 'resolved' }, null, /next event reopens/],
    [
      'resolved in a release',
      { status: 'resolved', statusDetails: { kind: 'release', release: '2.0' } },
      null,
      /^Resolved in release 2\.0:/,
    ],
    [
      'resolved in the next one',
      { status: 'resolved', statusDetails: { kind: 'nextRelease', after: '1.9' } },
      null,
      /a release after 1\.9 reopens/,
    ],
    [
      'resolved by a commit',
      { status: 'resolved', statusDetails: { kind: 'commit', commit: 'c0ffee', repository: 'a/b', after: null } },
      null,
      /^Resolved by commit c0ffee of a\/b\.$/,
    ],
    ['ignored', { status: 'ignored' }, 'archived_forever', /until somebody reopens it/],
    [
      'ignored until it escalates',
      { status: 'ignored', statusDetails: { kind: 'escalating' } },
      'archived_until_escalating',
      /far more events/,
    ],
    [
      'ignored until several things',
      { status: 'ignored', statusDetails: { ...until, ...from, until: NOW, events: 5, users: 2, windowMinutes: 60 } },
      'archived_until_condition_met',
      /^Ignored until 2026-03-14T12:00:00\.000Z, or until 5 more events within 60 minutes, or until 2 more users within/,
    ],
  ])('%s', (_, change, substatus, reason) => {
    const told = substatusOf({ ...issue, ...change }, NOW)
    expect(told).toEqual({ substatus, reason: expect.stringMatching(reason) })
  })
})
