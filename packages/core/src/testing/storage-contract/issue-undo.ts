import { randomUUID } from 'node:crypto'
import { expect, it } from '@jest/globals'
import type { IssueEdits } from '../../ports/issue-changes.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aUser, aWorld, found, type World } from './world.js'

/** Several changes at once, and taking them back. */
export function issueUndoContract({ storage }: Subject): void {
  const at = (minutes: number) => minutesAfter(NOON, minutes)
  const by = ({ user }: Pick<World, 'user'>, minutes = 1) => ({ userId: user.id, via: 'web', at: at(minutes) }) as const
  const aKey = (minutes = 10) => ({ keyHash: randomUUID(), expiresAt: at(minutes) })
  const markOf = async ({ organizationId, user }: World, id: string) =>
    (await storage().issues.marksOf(organizationId, [id], user.id)).get(id) ?? null

  const edits = (world: World): IssueEdits => ({
    status: { status: 'ignored', snooze: { kind: 'escalating' } },
    assignee: { kind: 'user', id: world.user.id },
    priority: 'high',
    marks: { seenAt: at(1), isBookmarked: true },
  })

  it('all changes come together, and only what differs is changed', async () => {
    const world = await aWorld(storage())
    const { issues } = storage()
    const { filter, issueOf, organizationId } = world
    const [a, b] = [await issueOf(), await issueOf()]
    await issues.assign(filter({ ids: [a.id] }), { kind: 'user', id: world.user.id }, by(world, 0))
    const changed = await issues.change(filter({ statuses: ['unresolved'] }), edits(world), by(world))
    expect([...changed].sort()).toEqual([a.id, b.id].sort())
    for (const { id } of [a, b])
      expect(await issues.get(id)).toMatchObject({
        status: 'ignored',
        statusDetails: { kind: 'escalating' },
        assignee: { kind: 'user', id: world.user.id },
        priority: 'high',
      })
    expect(await markOf(world, b.id)).toMatchObject({ isBookmarked: true, isSubscribed: true, reason: 'assigned' })
    const kinds = async (id: string) => (await issues.activity(organizationId, id, ALL)).items.map(({ kind }) => kind)
    expect(await kinds(a.id)).toEqual(['set_ignored', 'set_priority', 'assigned'])
    expect(await kinds(b.id)).toEqual(['set_ignored', 'set_priority', 'assigned'])
    expect(await issues.change(filter(), { priority: 'high' }, by(world))).toEqual([])
  })

  it('a change is taken back exactly, with its details and marks, and the log says so', async () => {
    const world = await aWorld(storage())
    const { issues } = storage()
    const { filter, issueOf, organizationId, user } = world
    const [a, b] = [await issueOf({ release: 'r1' }), await issueOf()]
    const resolution = { kind: 'release', release: 'r1' } as const
    await issues.setStatus(filter({ ids: [a.id] }), { status: 'resolved', resolution }, by(world, 0))
    await issues.mark(filter({ ids: [b.id] }), user.id, { seenAt: at(0), isSubscribed: false })
    const before = [await issues.get(a.id), await issues.get(b.id), await markOf(world, b.id)]
    const key = aKey()
    await issues.change(filter(), edits(world), by(world), key)
    const undone = found(await issues.undoChange(organizationId, key.keyHash, by(world, 2)))
    expect([...undone.restored].sort()).toEqual([a.id, b.id].sort())
    expect(undone.left).toBe(0)
    expect([await issues.get(a.id), await issues.get(b.id), await markOf(world, b.id)]).toEqual(before)
    expect(await markOf(world, a.id)).toBeNull()
    const { items } = await issues.activity(organizationId, a.id, ALL)
    expect(items.slice(0, 3)).toMatchObject([
      { kind: 'set_resolved_in_release', data: { version: 'r1', isUndo: true }, at: at(2), userId: user.id },
      { kind: 'set_priority', data: { priority: 'medium', isUndo: true } },
      { kind: 'unassigned', data: { isUndo: true } },
    ])
  })

  it('what somebody or an event has changed again is left, and so is what the change had left alone', async () => {
    const world = await aWorld(storage())
    const { issues } = storage()
    const { filter, issueOf, organizationId, persist, event } = world
    const [a, b, c] = [await issueOf(), await issueOf({ hashes: ['back'] }), await issueOf()]
    await issues.setStatus(filter({ ids: [c.id] }), 'resolved', by(world, 0))
    const key = aKey()
    const changed = await issues.change(filter(), { status: { status: 'resolved' } }, by(world), key)
    expect([...changed].sort()).toEqual([a.id, b.id].sort())
    await persist(event({ hashes: ['back'], receivedAt: at(2) }))
    await issues.setStatus(filter({ ids: [c.id] }), 'ignored', by(world, 2))
    expect(await issues.undoChange(organizationId, key.keyHash, by(world, 3))).toEqual({ restored: [a.id], left: 1 })
    expect(await issues.get(b.id)).toMatchObject({ status: 'unresolved', regressedAt: at(2) })
    expect(await issues.get(c.id)).toMatchObject({ status: 'ignored' })
  })

  it('events and comments that came since change nothing about it', async () => {
    const world = await aWorld(storage())
    const { issues } = storage()
    const { filter, issueOf, organizationId, persist, event } = world
    const { id } = await issueOf({ hashes: ['h'] })
    const key = aKey()
    await issues.change(filter(), { status: { status: 'ignored' } }, by(world), key)
    await persist(event({ hashes: ['h'], receivedAt: at(2) }))
    await issues.comment(organizationId, id, { text: 'why?', mentions: [] }, by(world, 2))
    expect(await issues.undoChange(organizationId, key.keyHash, by(world, 3))).toEqual({ restored: [id], left: 0 })
    expect(await issues.get(id)).toMatchObject({ status: 'unresolved', count: 2, commentCount: 1 })
  })

  it('it is taken back once, in time, and by nobody else', async () => {
    const world = await aWorld(storage())
    const { issues } = storage()
    const { filter, issueOf, organizationId } = world
    const [stranger, theirs] = [await aUser(storage()), await aWorld(storage())]
    const { id } = await issueOf()
    const [key, late] = [aKey(), aKey(5)]
    await issues.change(filter(), { priority: 'low' }, by(world), key)
    const { keyHash } = key
    expect(await issues.undoChange(organizationId, keyHash, by({ user: stranger }, 2))).toBeNull()
    expect(await issues.undoChange(theirs.organizationId, keyHash, by(world, 2))).toBeNull()
    expect(await issues.undoChange(organizationId, 'unknown', by(world, 2))).toBeNull()
    const both = await Promise.all([1, 2].map(() => issues.undoChange(organizationId, keyHash, by(world, 2))))
    expect(both.filter((one) => one !== null)).toEqual([{ restored: [id], left: 0 }])
    await issues.change(filter(), { priority: 'low' }, by(world, 3), late)
    expect(await issues.undoChange(organizationId, late.keyHash, by(world, 6))).toBeNull()
    expect(await issues.get(id)).toMatchObject({ priority: 'low' })
  })

  it('priority goes back to what it would be by itself', async () => {
    const world = await aWorld(storage())
    const { issues } = storage()
    const { filter, issueOf, organizationId } = world
    const crash = await issueOf({ level: 'error', metadata: { isUnhandled: true } })
    const [info, warning] = [await issueOf({ level: 'info' }), await issueOf({ level: 'warning' })]
    await issues.setPriority(filter({ ids: [crash.id, info.id] }), 'medium', by(world))
    const changed = await issues.change(filter(), { priority: 'auto' }, by(world, 2))
    expect([...changed].sort()).toEqual([crash.id, info.id].sort())
    const priorities = await Promise.all([crash, info, warning].map(async ({ id }) => (await issues.get(id))?.priority))
    expect(priorities).toEqual(['high', 'low', 'medium'])
    expect((await issues.activity(organizationId, crash.id, ALL)).items[0]).toMatchObject({
      kind: 'set_priority',
      data: { priority: 'high', isAutomatic: true },
    })
  })
}
