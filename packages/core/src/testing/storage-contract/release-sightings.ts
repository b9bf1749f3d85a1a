import { expect, it } from '@jest/globals'
import type { Id } from '../../ports/model.js'
import { minutesAfter, NOON } from '../builders.js'
import { aCommit } from './releases.js'
import type { Subject } from './subject.js'
import { ALL, aProject, aWorld, found } from './world.js'

/** Releases as events make them, and what becomes of them. */
export function releaseSightingsContract({ storage }: Subject): void {
  const at = (minutes: number) => ({ receivedAt: minutesAfter(NOON, minutes) })
  const versionsOf = async (organizationId: Id) =>
    (await storage().releases.list(organizationId, ALL)).items.map(({ version }) => version)

  it('the first event of a release makes it', async () => {
    const { releases } = storage()
    const { organizationId, projectId, event, persist } = await aWorld(storage())
    await persist(event({ release: '1', ...at(0) }), event({ release: null, ...at(1) }))
    expect((await releases.list(organizationId, ALL)).items).toMatchObject([
      {
        version: '1',
        createdAt: NOON,
        status: 'open',
        releasedAt: null,
        projects: [{ id: projectId, firstEventAt: NOON, lastEventAt: NOON, newIssues: 1 }],
      },
    ])
  })

  it('an event whose release has no path of its own makes none', async () => {
    const { organizationId, event, persist } = await aWorld(storage())
    await persist(event({ release: '.', ...at(0) }), event({ release: '..', ...at(1) }))
    expect(await versionsOf(organizationId)).toEqual([])
  })

  it('events say when it was last seen, and how many issues began with it', async () => {
    const { releases } = storage()
    const { organizationId, event, persist } = await aWorld(storage())
    await persist(event({ release: '1', hashes: ['a'], ...at(0) }), event({ release: '1', hashes: ['b'], ...at(1) }))
    await persist(event({ release: '1', hashes: ['a'], ...at(5) }))
    await persist(event({ release: '2', hashes: ['a'], ...at(6) }), event({ release: '2', hashes: ['c'], ...at(7) }))
    await persist(event({ release: '1', hashes: ['d'], ...at(7) }), event({ release: '1', hashes: ['e'], ...at(3) }))
    expect(found(await releases.get(organizationId, '1')).projects).toMatchObject([
      { newIssues: 4, firstEventAt: NOON, lastEventAt: minutesAfter(NOON, 7) },
    ])
    expect(found(await releases.get(organizationId, '2')).projects).toMatchObject([{ newIssues: 1 }])
  })

  it('an event that comes again counts for nothing', async () => {
    const { releases } = storage()
    const { organizationId, event, persist } = await aWorld(storage())
    const first = event({ release: '1', hashes: ['a'], ...at(0) })
    await persist(first)
    await persist(first, first)
    expect(found(await releases.get(organizationId, '1')).projects).toMatchObject([{ newIssues: 1 }])
  })

  it('is one release of many projects, and one that was made before stays what it is', async () => {
    const { releases } = storage()
    const { organizationId, projectId, event, persist } = await aWorld(storage())
    const other = await aProject(storage(), organizationId)
    const about = { organizationId, version: '1', createdAt: minutesAfter(NOON, -60) }
    const { release } = await releases.save({ ...about, projectIds: [projectId], releasedAt: NOON })
    await persist(event({ release: '1', ...at(0) }), event({ release: '1', projectId: other.id, ...at(1) }))
    const after = found(await releases.get(organizationId, '1'))
    expect({ ...after, projects: [] }).toEqual({ ...release, projects: [] })
    const byId = new Map(after.projects.map((project) => [project.id, project]))
    expect(byId.get(projectId)).toMatchObject({ firstEventAt: NOON, newIssues: 1 })
    expect(byId.get(other.id)).toMatchObject({ firstEventAt: minutesAfter(NOON, 1), newIssues: 1 })
  })

  it('counts every issue once, however many write at the same time', async () => {
    const { releases } = storage()
    const { organizationId, event, persist } = await aWorld(storage())
    const batches = Array.from({ length: 12 }, (_, batch) => [
      event({ release: '1', hashes: [`own-${batch}`], ...at(batch) }),
      event({ release: '1', hashes: ['shared'], ...at(batch) }),
    ])
    await Promise.all(batches.map((batch) => persist(...batch)))
    const [project] = found(await releases.get(organizationId, '1')).projects
    expect([project?.newIssues, project?.lastEventAt]).toEqual([13, minutesAfter(NOON, 11)])
  })

  it('one that nobody has seen is not the newest that issues are resolved in', async () => {
    const { releases, issues } = storage()
    const { organizationId, projectId, issueOf, filter } = await aWorld(storage())
    const issue = await issueOf({ release: '1', ...at(0) })
    await releases.save({ organizationId, version: '2', projectIds: [projectId], createdAt: minutesAfter(NOON, 1) })
    const resolution = { kind: 'release', release: null } as const
    const by = { userId: null, via: 'api', at: minutesAfter(NOON, 2) } as const
    await issues.setStatus(filter({ ids: [issue.id] }), { status: 'resolved', resolution }, by)
    expect(await issues.get(issue.id)).toMatchObject({ statusDetails: { kind: 'release', release: '1' } })
    await issueOf({ hashes: ['b'], release: '2', ...at(5) })
    await issues.setStatus(filter({ ids: [issue.id] }), { status: 'resolved', resolution }, by)
    expect(await issues.get(issue.id)).toMatchObject({ statusDetails: { kind: 'release', release: '2' } })
  })

  it('a deleted one is made again by its events', async () => {
    const { releases } = storage()
    const { organizationId, event, persist } = await aWorld(storage())
    await persist(event({ release: '1', hashes: ['a'], ...at(0) }))
    expect(await releases.delete(organizationId, '1')).toBe(true)
    expect(await versionsOf(organizationId)).toEqual([])
    await persist(event({ release: '1', hashes: ['a'], ...at(2) }))
    expect((await releases.list(organizationId, ALL)).items).toMatchObject([
      { version: '1', projects: [{ newIssues: 0, firstEventAt: minutesAfter(NOON, 2) }] },
    ])
  })

  it('is deleted while events of it come: it is there with its project, or it is not there', async () => {
    const { releases } = storage()
    const { organizationId, projectId, event, persist } = await aWorld(storage())
    const other = await aProject(storage(), organizationId)
    for (let round = 0; round < 6; round += 1) {
      const version = `v${round}`
      await persist(event({ release: version, ...at(round) }))
      await Promise.all([
        releases.delete(organizationId, version),
        persist(event({ release: version, projectId: other.id, ...at(round) })),
        persist(event({ release: version, ...at(round + 2) })),
      ])
      // Whatever came first: the next event finds it or makes it.
      await persist(event({ release: version, projectId: other.id, ...at(round + 5) }))
      await persist(event({ release: version, ...at(round + 5) }))
      const release = found(await releases.get(organizationId, version))
      expect(release.projects.map(({ id }) => id).sort()).toEqual([projectId, other.id].sort())
    }
  })

  it('goes with its last project, and with its organization', async () => {
    const { releases, projects, organizations, repositories } = storage()
    const { organizationId, projectId, event, persist } = await aWorld(storage())
    const other = await aProject(storage(), organizationId)
    await persist(
      event({ release: 'both', ...at(0) }),
      event({ release: 'both', projectId: other.id, ...at(0) }),
      event({ release: 'one', ...at(1) }),
    )
    await releases.save({ organizationId, version: 'none', projectIds: [], createdAt: NOON })
    await releases.setCommits(organizationId, 'one', [aCommit('c')])
    await projects.delete(organizationId, projectId)
    expect((await versionsOf(organizationId)).sort()).toEqual(['both', 'none'])
    expect(found(await releases.get(organizationId, 'both')).projects.map(({ id }) => id)).toEqual([other.id])
    while (await storage().purge());
    expect((await versionsOf(organizationId)).sort()).toEqual(['both', 'none'])
    await repositories.create({ organizationId, name: 'r', url: '', provider: null, createdAt: NOON })
    await organizations.delete(organizationId)
    expect(await versionsOf(organizationId)).toEqual([])
    expect((await repositories.list(organizationId, ALL)).items).toEqual([])
  })

  it('stays when its events are past their age', async () => {
    const { releases } = storage()
    const { organizationId, event, persist } = await aWorld(storage())
    await persist(event({ release: '1', ...at(0) }))
    await storage().maintain({ now: minutesAfter(NOON, 200 * 1440), retentionDays: 90 })
    expect(await versionsOf(organizationId)).toEqual(['1'])
    expect(found(await releases.get(organizationId, '1')).projects).toMatchObject([{ firstEventAt: NOON }])
  })
}
