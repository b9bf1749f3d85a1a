import { expect, it } from '@jest/globals'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aWorld, UNKNOWN_IDS } from './world.js'

export function issueChangesContract({ storage }: Subject): void {
  it('resolving sets its time, leaving it clears that; only what changed is answered', async () => {
    const { issues } = storage()
    const { issueOf, filter } = await aWorld(storage())
    const [a, b] = [await issueOf(), await issueOf()]
    const later = minutesAfter(NOON, 5)
    expect(await issues.setStatus(filter({ ids: [a.id] }), 'resolved', NOON)).toEqual([a.id])
    expect(await issues.get(a.id)).toEqual({ ...a, status: 'resolved', resolvedAt: NOON })
    expect(await issues.setStatus(filter(), 'resolved', later)).toEqual([b.id])
    expect((await issues.get(a.id))?.resolvedAt).toEqual(NOON)
    expect([...(await issues.setStatus(filter(), 'ignored', later))].sort()).toEqual([a.id, b.id].sort())
    expect(await issues.get(a.id)).toEqual({ ...a, status: 'ignored', resolvedAt: null })
    expect(await issues.setStatus(filter({ ids: [a.id] }), 'unresolved', later)).toEqual([a.id])
    expect(await issues.get(a.id)).toEqual(a)
  })

  it('statuses change by any filter', async () => {
    const { issues } = storage()
    const { issueOf, filter } = await aWorld(storage())
    const a = await issueOf({ level: 'info', environment: 'prod', searchText: 'needle' })
    const b = await issueOf({ level: 'error' })
    const wanted = filter({ levels: ['info'], environments: ['prod'], text: ['needle'], statuses: ['unresolved'] })
    expect(await issues.setStatus(wanted, 'resolved', NOON)).toEqual([a.id])
    expect((await issues.get(b.id))?.status).toBe('unresolved')
  })

  it('an empty or unknown selection changes and deletes nothing', async () => {
    const { issues } = storage()
    const { issueOf, filter } = await aWorld(storage())
    const issue = await issueOf()
    for (const narrow of [{ ids: [] }, { ids: UNKNOWN_IDS }, { projectIds: [] }, { organizationId: 'abc' }]) {
      expect(await issues.setStatus(filter(narrow), 'resolved', NOON)).toEqual([])
      expect(await issues.delete(filter(narrow))).toEqual([])
    }
    expect(await issues.get(issue.id)).toEqual(issue)
  })

  it('a deleted issue is gone with all that belongs to it', async () => {
    const { issues, events } = storage()
    const { organizationId, projectId, event, persist, issueOf, filter } = await aWorld(storage())
    const about = { hashes: ['a'], userKey: 'u', environment: 'prod', searchText: 'needle' }
    const { id } = await issueOf(about)
    const other = await issueOf()
    await persist(event(about))
    expect(await issues.delete(filter({ ids: [id] }))).toEqual([id])
    expect(await issues.get(id)).toBeNull()
    expect(await issues.hashes(organizationId, id)).toEqual([])
    expect(await issues.tags(organizationId, id, { valueLimit: 10 })).toEqual([])
    const query = { from: NOON, to: minutesAfter(NOON, 60), bucketSeconds: 3600 } as const
    expect((await issues.series(organizationId, [id], query)).size).toBe(0)
    expect((await events.listForIssue(organizationId, id, ALL)).items).toEqual([])
    const left = await events.listForProject(organizationId, projectId, ALL)
    expect(left.items.map((one) => one.issueId)).toEqual([other.id])
    expect(await issues.delete(filter({ ids: [id] }))).toEqual([])
  })

  it('the same error after a deletion is a new issue with a new number', async () => {
    const { issues } = storage()
    const { issueOf, filter } = await aWorld(storage())
    const about = { hashes: ['a'], userKey: 'u' }
    const { id } = await issueOf(about)
    await issues.delete(filter({ ids: [id] }))
    const next = await issueOf(about)
    expect(next.id).not.toBe(id)
    expect(next).toMatchObject({ shortIdNumber: 2, count: 1, userCount: 1 })
  })

  it('an event of a deleted issue may come again', async () => {
    const { issues } = storage()
    const { event, persist, filter } = await aWorld(storage())
    const same = event()
    await persist(same)
    await issues.delete(filter())
    expect((await persist(same))[0]?.outcome).toBe('new')
  })
}
