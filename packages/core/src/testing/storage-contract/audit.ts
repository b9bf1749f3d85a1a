import { expect, it } from '@jest/globals'
import type { AuditEntry } from '../../ports/audit.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aWorld, UNKNOWN_IDS, walk } from './world.js'

export function auditContract({ storage, empty }: Subject): void {
  const anEntry = (entry: Partial<AuditEntry> = {}): Omit<AuditEntry, 'id'> => ({
    organizationId: null,
    at: NOON,
    userId: null,
    actor: 'ada@example.com',
    impersonator: null,
    via: 'web',
    ip: '203.0.113.7',
    action: 'project.updated',
    target: { kind: 'project', id: '7', name: 'web' },
    before: { name: 'Web' },
    after: { name: 'Wéb', more: [1, { two: null }] },
    ...entry,
  })

  it('what is noted is told as it was, the newest first, page by page', async () => {
    const { audit } = storage()
    const { organizationId, user } = await aWorld(storage())
    const entries = [
      anEntry({ organizationId, userId: user.id }),
      anEntry({ organizationId, before: null, after: null, ip: null, via: 'system' }),
      anEntry({ organizationId, action: 'member.invited', after: { text: 'a"b\\' } }),
      anEntry({ organizationId, userId: user.id, impersonator: { id: '7', email: 'root@example.com' } }),
    ]
    for (const entry of entries) await audit.add(entry)
    const listed = await walk((page) => audit.list(organizationId, page), 2)
    expect(listed).toEqual([...entries].reverse().map((entry) => ({ ...entry, id: expect.any(String) })))
  })

  it('is narrowed by what was done, by whom and to what', async () => {
    const { audit } = storage()
    const { organizationId, user } = await aWorld(storage())
    await audit.add(anEntry({ organizationId, userId: user.id, action: 'member.role_changed' }))
    await audit.add(
      anEntry({ organizationId, action: 'member.removed', target: { kind: 'member', id: '1', name: 'x' } }),
    )
    const count = async (filter: Parameters<typeof audit.list>[2]) =>
      (await audit.list(organizationId, ALL, filter)).items.length
    expect(await count({ action: 'member.' })).toBe(2)
    expect(await count({ action: 'member.removed' })).toBe(1)
    expect(await count({ action: '%' })).toBe(0)
    expect(await count({ userId: user.id })).toBe(1)
    expect(await count({ userId: 'abc' })).toBe(0)
    expect(await count({ targetKind: 'member' })).toBe(1)
  })

  it('is narrowed by when it was done', async () => {
    const { audit } = storage()
    const { organizationId } = await aWorld(storage())
    for (const minutes of [0, 1, 2]) await audit.add(anEntry({ organizationId, at: minutesAfter(NOON, minutes) }))
    const times = async (filter: Parameters<typeof audit.list>[2]) =>
      (await audit.list(organizationId, ALL, filter)).items.map(({ at }) => at)
    expect(await times({ from: minutesAfter(NOON, 1) })).toEqual([minutesAfter(NOON, 2), minutesAfter(NOON, 1)])
    expect(await times({ from: NOON, to: minutesAfter(NOON, 1) })).toEqual([NOON])
  })

  it('of what is too old some goes at a time, the oldest first', async () => {
    const { audit } = await empty()
    for (const minutes of [3, 0, 1, 2]) await audit.add(anEntry({ at: minutesAfter(NOON, minutes) }))
    const until = minutesAfter(NOON, 3)
    expect(await audit.deleteBefore(until, 2)).toBe(2)
    const left = (await audit.list(null, ALL)).items.map(({ at }) => at)
    expect(left).toHaveLength(2)
    expect(left).toContainEqual(until)
    expect(await audit.deleteBefore(until, 2)).toBe(1)
    expect(await audit.deleteBefore(until, 2)).toBe(0)
    expect((await audit.list(null, ALL)).items.map(({ at }) => at)).toEqual([until])
  })

  it('an organization sees its own, the instance all, also of what is gone', async () => {
    const { audit, organizations } = storage()
    const [ours, theirs] = [await aWorld(storage()), await aWorld(storage())]
    await audit.add(anEntry({ organizationId: theirs.organizationId }))
    expect((await audit.list(ours.organizationId, ALL)).items).toEqual([])
    for (const id of UNKNOWN_IDS) expect((await audit.list(id, ALL)).items).toEqual([])
    await organizations.delete(theirs.organizationId)
    const everywhere = (await audit.list(null, ALL)).items
    expect(everywhere.filter((entry) => entry.organizationId === theirs.organizationId)).toHaveLength(1)
  })
}
