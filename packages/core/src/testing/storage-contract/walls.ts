import { expect, it } from '@jest/globals'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aWorld, found } from './world.js'

export function wallsContract({ storage }: Subject): void {
  const twoWorlds = async () => {
    const [ours, theirs] = [await aWorld(storage()), await aWorld(storage())]
    const event = theirs.event({ environment: 'prod', tags: [['k', 'v']], searchText: 'secret' })
    const [result] = await theirs.persist(event)
    return { ours, theirs, event, issueId: found(result).issueId }
  }

  it("another organization's issues cannot be read", async () => {
    const { issues } = storage()
    const { ours, theirs, issueId } = await twoWorlds()
    const order = { sort: 'last_seen', ascending: false } as const
    for (const filter of [{ ids: [issueId] }, { projectIds: [theirs.projectId] }, { text: ['secret'] }, {}]) {
      expect((await issues.list(ours.filter(filter), order, ALL)).items).toEqual([])
      expect(await issues.count(ours.filter(filter), 10)).toBe(0)
    }
    expect(await issues.hashes(ours.organizationId, issueId)).toEqual([])
    expect(await issues.tags(ours.organizationId, issueId, { valueLimit: 10 })).toEqual([])
    const query = { from: NOON, to: minutesAfter(NOON, 60), bucketSeconds: 3600 } as const
    expect((await issues.series(ours.organizationId, [issueId], query)).size).toBe(0)
  })

  it("another organization's issues cannot be changed or deleted", async () => {
    const { issues } = storage()
    const { ours, theirs, issueId } = await twoWorlds()
    const before = await issues.get(issueId)
    for (const filter of [{ ids: [issueId] }, { projectIds: [theirs.projectId] }, { environments: ['prod'] }, {}]) {
      expect(await issues.setStatus(ours.filter(filter), 'resolved', NOON)).toEqual([])
      expect(await issues.delete(ours.filter(filter))).toEqual([])
    }
    expect(await issues.get(issueId)).toEqual(before)
  })

  it("another organization's events cannot be read", async () => {
    const { events } = storage()
    const { ours, theirs, event, issueId } = await twoWorlds()
    const { organizationId } = ours
    for (const which of ['latest', 'oldest', event.eventId, event.id]) {
      expect(await events.find(organizationId, { issueId }, which)).toBeNull()
      expect(await events.find(organizationId, { projectId: theirs.projectId }, which)).toBeNull()
    }
    expect((await events.listForIssue(organizationId, issueId, ALL)).items).toEqual([])
    expect((await events.listForProject(organizationId, theirs.projectId, ALL)).items).toEqual([])
    expect(await events.issueOfEvent(organizationId, event.eventId)).toBeNull()
    expect(await events.issueOfEvent(organizationId, event.id)).toBeNull()
    const place = { organizationId, issueId, id: event.id, receivedAt: minutesAfter(NOON, 1) }
    expect(await events.neighbours(place)).toEqual({ previous: null, next: null })
  })

  it("another organization's project, keys and teams cannot be reached", async () => {
    const { projects, teams } = storage()
    const { ours, theirs } = await twoWorlds()
    const { organizationId } = ours
    const { projectId } = theirs
    const team = await teams.create({ organizationId: theirs.organizationId, slug: 't', creatorMembershipId: null })
    await projects.addTeam(theirs.organizationId, projectId, team.id)
    const before = found(await projects.get(theirs.organizationId, projectId))
    const key = found((await projects.listKeys(theirs.organizationId, projectId, ALL)).items[0])
    expect(await projects.get(organizationId, projectId)).toBeNull()
    expect(await projects.getBySlug(organizationId, before.slug)).toBeNull()
    expect((await projects.list(organizationId, ALL)).items.map((one) => one.id)).toEqual([ours.projectId])
    expect((await projects.list(organizationId, ALL, { teamIds: [team.id] })).items).toEqual([])
    expect(await projects.update(organizationId, projectId, { name: 'taken' })).toBeNull()
    expect(await projects.delete(organizationId, projectId)).toBe(false)
    await projects.removeTeam(organizationId, projectId, team.id)
    expect((await projects.listKeys(organizationId, projectId, ALL)).items).toEqual([])
    for (const own of [projectId, ours.projectId]) {
      expect(await projects.getKey(organizationId, own, key.id)).toBeNull()
      expect(await projects.updateKey(organizationId, own, key.id, { isActive: false })).toBeNull()
      expect(await projects.deleteKey(organizationId, own, key.id)).toBe(false)
    }
    expect(await projects.environments(organizationId, [projectId])).toEqual([])
    expect(await teams.getBySlug(organizationId, 't')).toBeNull()
    expect(await projects.get(theirs.organizationId, projectId)).toEqual(before)
    expect(await projects.getKey(theirs.organizationId, projectId, key.id)).toEqual(key)
  })

  it("another organization's counts cannot be read", async () => {
    const { ours, theirs } = await twoWorlds()
    const range = { from: NOON, to: minutesAfter(NOON, 60) }
    for (const projectIds of [null, [theirs.projectId]])
      expect(await storage().ingest.outcomes({ organizationId: ours.organizationId, projectIds, ...range })).toEqual([])
  })

  it('the same hash in two organizations is two issues', async () => {
    const [ours, theirs] = [await aWorld(storage()), await aWorld(storage())]
    const results = await storage().ingest.persist([
      ours.event({ hashes: ['same'] }),
      theirs.event({ hashes: ['same'] }),
    ])
    expect(results.map((result) => result.outcome)).toEqual(['new', 'new'])
    expect(results[0]?.issueId).not.toBe(results[1]?.issueId)
  })
}
