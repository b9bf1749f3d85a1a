import { describe, expect, it } from '@jest/globals'
import { hiddenEnvironmentOf, issueOf, keyOf, memberOf, projectOf } from './read.js'

describe('members of other servers', () => {
  it.each([
    ['of GlitchTip', { email: 'a@b.co', role: 'admin' }, { role: 'admin', unknownRole: null }],
    ['of Sentry', { email: 'a@b.co', orgRole: 'manager', role: 'member' }, { role: 'manager', unknownRole: null }],
    ['who pays', { email: 'a@b.co', orgRole: 'billing' }, { role: 'member', unknownRole: 'billing' }],
    ['who contributes', { email: 'a@b.co', role: 'contributor' }, { role: 'member', unknownRole: null }],
    ['with a role of nobody', { email: 'a@b.co', role: 'emperor' }, { role: 'member', unknownRole: 'emperor' }],
    ['with a role like a property', { email: 'a@b.co', role: 'toString' }, { role: 'member', unknownRole: 'toString' }],
    ['whose address is the user', { email: null, user: { email: 'a@b.co' } }, { role: 'member', unknownRole: null }],
  ])('%s have a role here', (_, entry, expected) => {
    expect(memberOf(entry)).toEqual({ email: 'a@b.co', isRequest: false, ...expected })
  })

  it('who only asked to be let in is told from who is invited', () => {
    expect(memberOf({ email: 'a@b.co', inviteStatus: 'requested_to_join' })?.isRequest).toBe(true)
    expect(memberOf({ email: 'a@b.co', inviteStatus: 'approved' })?.isRequest).toBe(false)
  })

  it.each([[{}], [{ email: 'nobody' }], [{ email: 7 }], [{ email: 'a@b.co\0' }]])('%j is nobody', (entry) => {
    expect(memberOf(entry)).toBeNull()
  })
})

describe('projects and keys of other servers', () => {
  it('a project is named by its slug where it has no name, and cut where it is long', () => {
    const project = {
      id: 4505123456789012,
      slug: 'web',
      name: ' ',
      platform: 'node',
      teams: [{ slug: 'a' }, { slug: '/' }],
    }
    expect(projectOf(project)).toEqual({
      id: '4505123456789012',
      slug: 'web',
      name: 'web',
      platform: 'node',
      teams: ['a'],
    })
    expect(projectOf({ id: '7', slug: 'web', name: 'x'.repeat(200) })?.name).toHaveLength(64)
    expect(projectOf({ id: '7', slug: '../x' })).toBeNull()
    expect(projectOf({ id: 1.5, slug: 'x' })).toBeNull()
  })

  const PUBLIC = '0123456789abcdef0123456789abcdef'
  it.each([
    ['a key', { public: PUBLIC, name: 'Web' }, { name: 'Web', isActive: true, rateLimit: null }],
    [
      'with dashes',
      { public: '01234567-89AB-CDEF-0123-456789ABCDEF', label: 'x' },
      { name: 'x', isActive: true, rateLimit: null },
    ],
    ['off', { public: PUBLIC, isActive: false }, { name: '', isActive: false, rateLimit: null }],
    [
      'limited',
      { public: PUBLIC, rateLimit: { window: 60, count: 100 } },
      { name: '', isActive: true, rateLimit: { windowSeconds: 60, count: 100 } },
    ],
    [
      'unlimited',
      { public: PUBLIC, rateLimit: { window: 0, count: 0 } },
      { name: '', isActive: true, rateLimit: null },
    ],
  ])('%s', (_, entry, expected) => {
    expect(keyOf(entry)).toEqual({ publicKey: PUBLIC, ...expected })
  })

  it('what is no key of a DSN is none', () => {
    expect(keyOf({ public: 'short' })).toBeNull()
    expect(keyOf({ id: PUBLIC })).toBeNull()
  })

  it('only hidden environments are told', () => {
    expect(hiddenEnvironmentOf({ name: 'old', isHidden: true })).toBe('old')
    expect(hiddenEnvironmentOf({ name: 'prod', isHidden: false })).toBeNull()
  })
})

describe('issues of other servers', () => {
  const issue = {
    id: '7',
    title: 'Oops',
    count: '41',
    firstSeen: '2026-01-01T00:00:00Z',
    lastSeen: '2026-01-02T00:00:00Z',
  }

  it('have counts as texts, and times', () => {
    expect(issueOf({ ...issue, status: 'unresolved', priority: 'high' })).toEqual({
      ...{ id: '7', title: 'Oops', count: 41, priority: 'high', assignee: null, status: { status: 'unresolved' } },
      ...{ firstSeenAt: new Date('2026-01-01T00:00:00Z'), lastSeenAt: new Date('2026-01-02T00:00:00Z') },
    })
  })

  const until = { kind: 'until', until: null, events: null, users: null, windowMinutes: null } as const
  it.each([
    [{ status: 'resolved' }, { status: 'resolved' }],
    [
      { status: 'resolved', statusDetails: { inRelease: 'web@2' } },
      { status: 'resolved', resolution: { kind: 'release', release: 'web@2' } },
    ],
    [
      { status: 'resolved', statusDetails: { inNextRelease: true } },
      { status: 'resolved', resolution: { kind: 'nextRelease' } },
    ],
    [{ status: 'resolvedInNextRelease' }, { status: 'resolved' }],
    [{ status: 'ignored' }, { status: 'ignored' }],
    [{ status: 'muted', statusDetails: {} }, { status: 'ignored' }],
    [{ status: 'ignored', substatus: 'archived_forever' }, { status: 'ignored' }],
    [
      { status: 'ignored', substatus: 'archived_until_escalating' },
      { status: 'ignored', snooze: { kind: 'escalating' } },
    ],
    [
      { status: 'ignored', statusDetails: { ignoreUntil: '2026-03-01T00:00:00Z' } },
      { status: 'ignored', snooze: { ...until, until: new Date('2026-03-01T00:00:00Z') } },
    ],
    [
      { status: 'ignored', statusDetails: { ignoreCount: 10, ignoreWindow: 60 } },
      { status: 'ignored', snooze: { ...until, events: 10, windowMinutes: 60 } },
    ],
    [{ status: 'something new' }, { status: 'unresolved' }],
  ])('%j is a state here', (entry, expected) => {
    expect(issueOf({ ...issue, ...entry })?.status).toEqual(expected)
  })

  it.each([
    [
      { type: 'user', id: '1', email: 'a@b.co', name: 'A' },
      { kind: 'user', email: 'a@b.co' },
    ],
    [
      { type: 'team', id: '1', name: 'crew' },
      { kind: 'team', slug: 'crew' },
    ],
    [
      { type: 'team', id: '1', name: '#crew' },
      { kind: 'team', slug: 'crew' },
    ],
    [{ type: 'user', id: '1', name: 'A' }, null],
    ['user:1', null],
  ])('%j is an assignee', (assignedTo, expected) => {
    expect(issueOf({ ...issue, assignedTo })?.assignee).toEqual(expected)
  })

  it('those of other things than errors, and those without a time, are none', () => {
    expect(issueOf({ ...issue, issueCategory: 'performance' })).toBeNull()
    expect(issueOf({ ...issue, issueCategory: 'error' })).not.toBeNull()
    expect(issueOf({ ...issue, lastSeen: 'yesterday' })).toBeNull()
  })
})
