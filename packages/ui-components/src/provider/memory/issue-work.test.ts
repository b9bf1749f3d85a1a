import { describe, expect, it } from '@jest/globals'
import { anEvent, anIssue, anOrganization, aProject, aUser, minutesAgo, STORY_NOW } from './builders.js'
import { createMemoryClient } from './client.js'
import type { MemoryFixtures } from './store.js'

const world = (more: MemoryFixtures = {}) =>
  createMemoryClient({
    user: aUser(),
    now: () => STORY_NOW,
    organizations: [anOrganization()],
    projects: [aProject()],
    issues: [anIssue({ count: '3' }), anIssue({ id: '2', shortId: 'SHOP-API-2', count: '1' })],
    events: [
      anEvent({ eventID: 'a'.repeat(32), dateReceived: minutesAgo(1), tags: [{ key: 'region', value: 'eu' }] }),
      anEvent({ eventID: 'b'.repeat(32), dateReceived: minutesAgo(2), tags: [{ key: 'region', value: 'eu' }] }),
      anEvent({ eventID: 'c'.repeat(32), dateReceived: minutesAgo(3), tags: [{ key: 'region', value: 'us' }] }),
      anEvent({ eventID: 'd'.repeat(32), groupID: '2' }),
    ],
    ...more,
  })

const ids = (events: { items: readonly { eventID: string }[] }) =>
  events.items.map(({ eventID }) => eventID[0]).join('')

describe('the work on issues in memory', () => {
  it('changes status, assignee, priority and marks, and logs who did it', async () => {
    const client = world()
    const issue = await client.updateIssue('1', {
      status: 'ignored',
      statusDetails: { ignoreCount: 10, ignoreWindow: 60 },
      assignedTo: 'me',
      priority: 'low',
      isBookmarked: true,
    })
    expect(issue).toMatchObject({
      status: 'ignored',
      substatus: 'archived_until_condition_met',
      statusReason: 'Ignored until 10 more events within 60 minutes.',
      assignedTo: { type: 'user', id: '1', name: 'Ada Lovelace' },
      priority: 'low',
      isBookmarked: true,
    })
    expect(issue.activity.map(({ type }) => type)).toEqual(['set_ignored', 'set_priority', 'assigned'])
    expect((await client.updateIssue('1', { priority: 'auto' })).priority).toBe('high')
    await expect(client.updateIssue('1', { assignedTo: 'user:99' })).rejects.toMatchObject({ status: 404 })
  })

  it('takes a change of many back, once, but not where somebody has changed an issue again', async () => {
    const client = world()
    const { undo, changed } = await client.updateIssues('acme', {}, { status: 'resolved', assignedTo: 'team:acme' })
    expect(changed).toBe(2)
    await client.updateIssue('2', { status: 'unresolved' })
    expect(await client.undoIssues('acme', undo ?? '')).toEqual({ restored: 1, left: 1 })
    expect(await client.getIssue('1')).toMatchObject({ status: 'unresolved', assignedTo: null, substatus: 'ongoing' })
    expect(await client.getIssue('2')).toMatchObject({ status: 'unresolved', assignedTo: { slug: 'acme' } })
    await expect(client.undoIssues('acme', undo ?? '')).rejects.toMatchObject({ status: 404 })
    expect(await client.updateIssues('acme', { id: ['1'] }, { status: 'unresolved' })).toEqual({
      undo: null,
      changed: 0,
    })
  })

  it('keeps comments, and lets their author change and delete them', async () => {
    const client = world()
    const { id } = await client.createComment('1', 'See **this**')
    await client.updateComment('1', id, 'See that')
    expect(await client.getIssue('1')).toMatchObject({ numComments: 1, isSubscribed: true })
    expect((await client.listComments('1')).items).toMatchObject([{ data: { text: 'See that' } }])
    await client.deleteComment('1', id)
    expect((await client.listIssueActivity('1')).activity).toEqual([])
  })

  it('merges issues and takes them apart again', async () => {
    const client = world()
    expect(await client.mergeIssues('acme', { id: ['1', '2'] })).toEqual({ parent: '1', children: ['2'] })
    expect(await client.getIssue('1')).toMatchObject({ count: '4' })
    expect(ids(await client.listIssueEvents('1'))).toBe('abcd')
    expect(await client.listMergedIssues('1')).toMatchObject([{ id: '2', shortId: 'SHOP-API-2' }])
    await client.unmergeIssue('1', '2')
    expect(ids(await client.listIssueEvents('2'))).toBe('d')
    expect(await client.getIssue('1')).toMatchObject({ count: '3' })
  })

  it('shows what a split by a tag would make, makes it, and takes it back', async () => {
    const client = world()
    const input = { by: 'tag', key: 'region' } as const
    expect(await client.previewSplit('1', input)).toMatchObject({
      isPossible: true,
      parts: [
        { name: 'eu', events: 2, stays: true },
        { name: 'us', events: 1, stays: false },
      ],
    })
    const { id } = await client.splitIssue('1', input)
    expect(ids(await client.listIssueEvents(id))).toBe('c')
    expect(await client.listSplits('1')).toMatchObject([{ id, by: 'tag', key: 'region' }])
    await client.undoSplit('1', id)
    expect(ids(await client.listIssueEvents('1'))).toBe('abc')
    await expect(client.getIssue(id)).rejects.toMatchObject({ status: 404 })
    expect((await client.previewSplit('1', { by: 'message' })).isPossible).toBe(false)
  })
})
