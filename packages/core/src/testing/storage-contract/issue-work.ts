import { expect, it } from '@jest/globals'
import type { Author } from '../../ports/issue-state.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aUser, aWorld, found, UNKNOWN_IDS, walk } from './world.js'

/** Assignees, priorities, marks, comments and the log. */
export function issueWorkContract({ storage }: Subject): void {
  const at = (minutes: number) => minutesAfter(NOON, minutes)
  const by = (userId: string, minutes = 1): Author => ({ userId, via: 'web', at: at(minutes) })

  it('an issue is assigned to a user or a team, or to nobody; the log tells by whom and from where', async () => {
    const { issues, teams } = storage()
    const { organizationId, user, issueOf, filter } = await aWorld(storage())
    const [a, b] = [await issueOf(), await issueOf()]
    const team = await teams.create({ organizationId, slug: 'crew', creatorMembershipId: null })
    const [toUser, toTeam] = [{ kind: 'user', id: user.id } as const, { kind: 'team', id: team.id } as const]
    expect(await issues.assign(filter({ ids: [a.id] }), toUser, by(user.id))).toEqual([a.id])
    expect(await issues.assign(filter(), toUser, by(user.id))).toEqual([b.id])
    expect((await issues.get(a.id))?.assignee).toEqual(toUser)
    expect(await issues.assign(filter({ ids: [a.id] }), toTeam, by(user.id, 2))).toEqual([a.id])
    expect((await issues.get(a.id))?.assignee).toEqual(toTeam)
    expect(await issues.assign(filter({ ids: [a.id] }), null, by(user.id, 3))).toEqual([a.id])
    expect(await issues.get(a.id)).toEqual(a)
    expect(await issues.assign(filter({ ids: [a.id] }), null, by(user.id, 4))).toEqual([])
    const { items } = await issues.activity(organizationId, a.id, ALL)
    expect(items).toMatchObject([
      { kind: 'unassigned', data: {}, userId: user.id, via: 'web', at: at(3), editedAt: null, issueId: a.id },
      { kind: 'assigned', data: { assignee: team.id, assigneeType: 'team' }, at: at(2) },
      { kind: 'assigned', data: { assignee: user.id, assigneeType: 'user' }, at: at(1) },
    ])
    expect(await teams.get(organizationId, team.id)).toEqual(team)
    for (const id of UNKNOWN_IDS) expect(await teams.get(organizationId, id)).toBeNull()
    expect(await teams.get((await aWorld(storage())).organizationId, team.id)).toBeNull()
  })

  it('priority follows the level until somebody says otherwise', async () => {
    const { issues } = storage()
    const { organizationId, user, issueOf, filter } = await aWorld(storage())
    const priorities = []
    for (const level of ['fatal', 'error', 'warning', 'info', 'debug', 'sample'] as const)
      priorities.push((await issueOf({ level })).priority)
    expect(priorities).toEqual(['high', 'medium', 'medium', 'low', 'low', 'low'])
    const { id, priority } = await issueOf({ level: 'error', metadata: { isUnhandled: true } })
    expect(priority).toBe('high')
    expect(await issues.setPriority(filter({ ids: [id] }), 'low', by(user.id))).toEqual([id])
    expect(await issues.setPriority(filter({ ids: [id] }), 'low', by(user.id))).toEqual([])
    expect((await issues.get(id))?.priority).toBe('low')
    expect((await issues.activity(organizationId, id, ALL)).items).toMatchObject([
      { kind: 'set_priority', data: { priority: 'low' } },
    ])
  })

  it('each user has marks of their own, and what is not given stays', async () => {
    const { issues } = storage()
    const { organizationId, user, issueOf, filter } = await aWorld(storage())
    const other = await aUser(storage())
    const [a, b] = [await issueOf(), await issueOf()]
    expect([...(await issues.mark(filter(), user.id, { seenAt: at(1) }))].sort()).toEqual([a.id, b.id].sort())
    await issues.mark(filter({ ids: [a.id] }), user.id, { isBookmarked: true })
    await issues.mark(filter({ ids: [a.id] }), user.id, { isSubscribed: false, seenAt: at(2) })
    await issues.mark(filter({ ids: [a.id] }), other.id, { seenAt: at(3) })
    const mark = {
      issueId: a.id,
      userId: user.id,
      seenAt: at(2),
      isBookmarked: true,
      isSubscribed: false,
      reason: null,
    }
    expect((await issues.marksOf(organizationId, [a.id, b.id, 'x'], user.id)).get(a.id)).toEqual(mark)
    expect((await issues.marksOn(organizationId, a.id, 10)).map((one) => one.userId)).toEqual([other.id, user.id])
    expect(await issues.marksOn(organizationId, a.id, 1)).toHaveLength(1)
    const theirs = await aWorld(storage())
    expect(await issues.marksOn(theirs.organizationId, a.id, 10)).toEqual([])
    expect(await issues.mark(theirs.filter({ ids: [a.id] }), other.id, { isBookmarked: true })).toEqual([])
  })

  it('who comments, is mentioned or assigned is subscribed, but not against their word', async () => {
    const { issues } = storage()
    const { organizationId, user, issueOf, filter } = await aWorld(storage())
    const [mentioned, silent] = [await aUser(storage()), await aUser(storage())]
    const { id } = await issueOf()
    await issues.mark(filter({ ids: [id] }), silent.id, { isSubscribed: false })
    const comment = { text: 'look, @both', mentions: [mentioned.id, silent.id] }
    await issues.comment(organizationId, id, comment, by(user.id))
    await issues.assign(filter({ ids: [id] }), { kind: 'user', id: user.id }, by(user.id))
    const marks = new Map((await issues.marksOn(organizationId, id, 10)).map((mark) => [mark.userId, mark]))
    expect(marks.get(user.id)).toMatchObject({ isSubscribed: true, reason: 'comment' })
    expect(marks.get(mentioned.id)).toMatchObject({ isSubscribed: true, reason: 'mentioned' })
    expect(marks.get(silent.id)).toMatchObject({ isSubscribed: false })
  })

  it('comments are counted, changed and deleted, and stand in the log', async () => {
    const { issues } = storage()
    const { organizationId, user, issueOf } = await aWorld(storage())
    const { id } = await issueOf()
    const first = found(await issues.comment(organizationId, id, { text: 'eins \0 🐛', mentions: [] }, by(user.id)))
    expect(first).toMatchObject({ kind: 'note', data: { text: 'eins  🐛', mentions: [] }, userId: user.id })
    const second = found(await issues.comment(organizationId, id, { text: 'zwei', mentions: [] }, by(user.id, 2)))
    expect((await issues.get(id))?.commentCount).toBe(2)
    const edited = await issues.editComment(organizationId, id, first.id, { text: 'drei', mentions: [] }, at(5))
    expect(edited).toEqual({ ...first, data: { text: 'drei', mentions: [] }, editedAt: at(5) })
    expect(await issues.getComment(organizationId, id, first.id)).toEqual(edited)
    expect(await walk((page) => issues.activity(organizationId, id, page, ['note']), 1)).toEqual([second, edited])
    expect(await issues.deleteComment(organizationId, id, first.id)).toBe(true)
    expect(await issues.deleteComment(organizationId, id, first.id)).toBe(false)
    expect((await issues.get(id))?.commentCount).toBe(1)
    for (const unknown of UNKNOWN_IDS) {
      expect(await issues.comment(organizationId, unknown, { text: '', mentions: [] }, by(user.id))).toBeNull()
      expect(await issues.editComment(organizationId, id, unknown, { text: '', mentions: [] }, at(1))).toBeNull()
      expect(await issues.getComment(organizationId, id, unknown)).toBeNull()
      expect(await issues.deleteComment(organizationId, unknown, second.id)).toBe(false)
    }
    const theirs = (await aWorld(storage())).organizationId
    expect(await issues.getComment(theirs, id, second.id)).toBeNull()
    expect((await issues.activity(theirs, id, ALL)).items).toEqual([])
  })

  it('a change of status stands in the log once for each issue that changed', async () => {
    const { issues } = storage()
    const { organizationId, user, issueOf, filter } = await aWorld(storage())
    const [a, b] = [await issueOf(), await issueOf()]
    await issues.setStatus(filter({ ids: [a.id] }), 'resolved', by(user.id))
    await issues.setStatus(filter(), 'resolved', by(user.id, 2))
    for (const { id } of [a, b])
      expect((await issues.activity(organizationId, id, ALL)).items).toMatchObject([
        { kind: 'set_resolved', userId: user.id, via: 'web' },
      ])
  })

  it('many issues change at once, and page by page the log holds each', async () => {
    const { issues } = storage()
    const { user, organizationId, event, persist, filter } = await aWorld(storage())
    const results = await persist(...Array.from({ length: 300 }, () => event()))
    expect((await issues.setStatus(filter(), 'resolved', by(user.id))).length).toBe(300)
    expect(await issues.count(filter({ statuses: ['resolved'] }), 1000)).toBe(300)
    expect(await issues.setStatus(filter(), 'resolved', by(user.id))).toEqual([])
    const last = found(results[299]).issueId
    expect((await issues.activity(organizationId, last, ALL)).items).toHaveLength(1)
  })
}
