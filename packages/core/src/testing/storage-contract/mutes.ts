import { expect, it } from '@jest/globals'
import { MUTE_BOUNDS, type Mute } from '../../ports/mutes.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aProject, aUser, aWorld, expectCode, found, UNKNOWN_IDS, type World, walk } from './world.js'

export function mutesContract({ storage }: Subject): void {
  const aMute = ({ organizationId, user }: World, mute: Partial<Mute> = {}) =>
    storage().mutes.create({
      ...{ organizationId, projectId: null, issueId: null, userId: null, until: null },
      ...{ createdAt: NOON, createdById: user.id, ...mute },
    })
  const list = async ({ organizationId, user }: World, minute = 0) =>
    (await storage().mutes.list(organizationId, user.id, minutesAfter(NOON, minute), ALL)).items

  it('are kept as they were given, and one of the same thing takes the place of another', async () => {
    const world = await aWorld(storage())
    const { projectId, user } = world
    const issueId = (await world.issueOf()).id
    const ofIssue = await aMute(world, { projectId, issueId, until: minutesAfter(NOON, 60) })
    const own = await aMute(world, { projectId, issueId, userId: user.id })
    const all = await aMute(world)
    expect(await list(world)).toEqual([all, own, ofIssue])
    expect(ofIssue).toEqual({
      ...{ id: ofIssue.id, organizationId: world.organizationId, projectId, issueId, userId: null },
      ...{ until: minutesAfter(NOON, 60), createdAt: NOON, createdById: user.id },
    })
    const longer = await aMute(world, { projectId, issueId, until: minutesAfter(NOON, 120) })
    expect(longer).toMatchObject({ id: ofIssue.id, until: minutesAfter(NOON, 120) })
    expect(await list(world, 119)).toHaveLength(3)
    expect(await list(world, 120)).toEqual([all, own])
    const some = (page: Parameters<ReturnType<typeof storage>['mutes']['list']>[3]) =>
      storage().mutes.list(world.organizationId, user.id, NOON, page)
    expect(await walk(some, 2)).toEqual([all, own, longer])
  })

  it('of somebody are seen by nobody else', async () => {
    const world = await aWorld(storage())
    const other = await aUser(storage())
    const theirs = await aMute(world, { userId: other.id })
    const { organizationId, user } = world
    expect(await list(world)).toEqual([])
    expect(await storage().mutes.get(organizationId, user.id, theirs.id)).toBeNull()
    expect(await storage().mutes.get(organizationId, other.id, theirs.id)).toEqual(theirs)
  })

  it('that touch a project are those of it, of its issues, and of the organization', async () => {
    const world = await aWorld(storage())
    const { organizationId, projectId, user } = world
    const other = await aProject(storage(), organizationId)
    const issueId = (await world.issueOf()).id
    const [all, one, ofIssue, own] = [
      await aMute(world),
      await aMute(world, { projectId }),
      await aMute(world, { projectId, issueId }),
      await aMute(world, { userId: user.id, until: minutesAfter(NOON, 1) }),
    ]
    const elsewhere = await aMute(world, { projectId: other.id })
    expect(await storage().mutes.active(organizationId, projectId, NOON)).toEqual([all, one, ofIssue, own])
    expect(await storage().mutes.active(organizationId, other.id, minutesAfter(NOON, 1))).toEqual([all, elsewhere])
  })

  it('are of what there is, and go with it', async () => {
    const world = await aWorld(storage())
    const foreign = await aWorld(storage())
    const { organizationId, projectId } = world
    const gone = await aProject(storage(), organizationId)
    const issueId = (await world.issueOf()).id
    await expectCode(aMute(world, { projectId: foreign.projectId }), 'not_found')
    await expectCode(aMute(world, { projectId: gone.id, issueId }), 'not_found')
    for (const id of UNKNOWN_IDS) {
      await expectCode(aMute(world, { projectId: id }), 'not_found')
      await expectCode(aMute(world, { projectId, issueId: id }), 'not_found')
      expect(await storage().mutes.get(organizationId, world.user.id, id)).toBeNull()
      expect(await storage().mutes.delete(organizationId, id)).toBe(false)
    }
    const ofGone = await aMute(world, { projectId: gone.id })
    await storage().projects.delete(organizationId, gone.id)
    await storage().purge()
    const ofIssue = await aMute(world, { projectId, issueId })
    expect((await list(world)).filter(({ id }) => id !== ofGone.id)).toEqual([ofIssue])
    expect(await storage().mutes.delete(foreign.organizationId, ofIssue.id)).toBe(false)
    expect(await storage().mutes.delete(organizationId, ofIssue.id)).toBe(true)
    expect(await storage().mutes.delete(organizationId, ofIssue.id)).toBe(false)
  })

  it('are as many as there may be, however many are made at once', async () => {
    const world = await aWorld(storage())
    const projects = await Promise.all([1, 2, 3].map(() => aProject(storage(), world.organizationId)))
    const made = projects.flatMap(({ id: projectId }) => [1, 2].map(() => aMute(world, { projectId })))
    expect(new Set((await Promise.all(made)).map(({ id }) => id)).size).toBe(3)
    expect(await list(world)).toHaveLength(3)
    expect(MUTE_BOUNDS.mutes).toBeGreaterThan(3)
  })

  it('of a project that moves go along, but those of who is not in the other organization', async () => {
    const [from, to] = [await aWorld(storage()), await aWorld(storage())]
    const both = await aUser(storage())
    for (const { organizationId } of [from, to])
      await storage().organizations.addMember(organizationId, both.id, 'member')
    const { projectId } = from
    const [all, ofBoth] = [await aMute(from, { projectId }), await aMute(from, { projectId, userId: both.id })]
    await aMute(from, { projectId, userId: from.user.id })
    await storage().projects.move(from.organizationId, projectId, { organizationId: to.organizationId, teamId: null })
    while (await storage().projects.followMoves());
    const moved = found(await storage().mutes.active(to.organizationId, projectId, NOON))
    expect(moved.map(({ id }) => id)).toEqual([all.id, ofBoth.id])
    expect(await storage().mutes.active(from.organizationId, projectId, NOON)).toEqual([])
  })
}
