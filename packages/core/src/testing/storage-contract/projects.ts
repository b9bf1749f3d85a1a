import { expect, it } from '@jest/globals'
import type { ProjectFilter } from '../../ports/projects.js'
import { NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aKey, aProject, aUser, aWorld, expectCode, found, UNKNOWN_IDS, walk } from './world.js'

export function projectsContract({ storage }: Subject): void {
  it('many are read at once, of their organization only', async () => {
    const { projects, teams, users } = storage()
    const [ours, theirs] = [await aWorld(storage()), await aWorld(storage())]
    const other = await aProject(storage(), ours.organizationId)
    const ids = [ours.projectId, other.id, theirs.projectId, ours.projectId, ...UNKNOWN_IDS]
    const sorted = (all: readonly { readonly id: string }[]) => all.map(({ id }) => id).sort()
    expect(sorted(await projects.getMany(ours.organizationId, ids))).toEqual([ours.projectId, other.id].sort())
    expect(await projects.getMany(ours.organizationId, [other.id])).toEqual([
      await projects.get(ours.organizationId, other.id),
    ])
    const about = { creatorMembershipId: null, slug: 'many' }
    const team = await teams.create({ ...about, organizationId: ours.organizationId })
    const foreign = await teams.create({ ...about, organizationId: theirs.organizationId })
    const asked = [team.id, foreign.id, ...UNKNOWN_IDS]
    expect(await teams.getMany(ours.organizationId, asked)).toEqual([await teams.get(ours.organizationId, team.id)])
    expect(sorted(await users.getMany([ours.user.id, theirs.user.id, ours.user.id, ...UNKNOWN_IDS]))).toEqual(
      [ours.user.id, theirs.user.id].sort(),
    )
    expect(await users.getMany([])).toEqual([])
  })

  it('a project keeps the id that it had elsewhere where that is free, and others go on as before', async () => {
    const { projects } = storage()
    const { organizationId } = await aWorld(storage())
    const make = (wishedId?: string) =>
      projects.create({
        ...{ organizationId, name: 'moved', slug: 'moved', platform: null, teamId: null, key: aKey() },
        ...(wishedId === undefined ? {} : { wishedId }),
      })
    // Random, for the storage is shared by all of these tests.
    const far = String(4_505_000_000_000_000 + Math.floor(Math.random() * 1e12))
    expect((await make(far)).id).toBe(far)
    const again = await Promise.all([make(far), make(far), make()])
    const ids = [far, ...again.map(({ id }) => id)]
    expect(new Set(ids).size).toBe(4)
    for (const id of UNKNOWN_IDS.slice(1)) expect((await make(id)).id).not.toBe(id)
    const { id: last } = await make()
    // Whether they are kept or not, what comes after finds an id.
    for (const step of [1, 2, 5]) await make(String(Number(last) + step))
    const after = await Promise.all(Array.from({ length: 8 }, () => make()))
    expect(new Set([...ids, ...after.map(({ id }) => id)]).size).toBe(12)
    expect(found(await projects.get(organizationId, far)).id).toBe(far)
  })

  it('a project comes with a key and its team', async () => {
    const { projects, teams } = storage()
    const { organizationId } = await aWorld(storage())
    const team = await teams.create({ organizationId, slug: 'core', creatorMembershipId: null })
    const key = aKey()
    const project = await projects.create({
      organizationId,
      name: 'Shop Ünit',
      slug: 'shop',
      platform: 'node-express',
      teamId: team.id,
      key,
    })
    expect(project).toMatchObject({
      organizationId,
      name: 'Shop Ünit',
      slug: 'shop',
      platform: 'node-express',
      firstEventAt: null,
      eventThrottleRate: 0,
      scrubIpAddresses: true,
      rateLimit: null,
      spikeGuard: true,
      teams: [{ id: team.id, slug: 'core' }],
    })
    expect(await projects.get(organizationId, project.id)).toEqual(project)
    expect(await projects.getBySlug(organizationId, 'shop')).toEqual(project)
    expect(await projects.organizationOf(project.id)).toBe(organizationId)
    expect((await projects.listKeys(organizationId, project.id, ALL)).items).toEqual([
      expect.objectContaining({ ...key, projectId: project.id, organizationId, isActive: true, rateLimit: null }),
    ])
  })

  it('a slug that is taken in the organization gets the next free number, also among concurrent callers', async () => {
    const { organizationId } = await aWorld(storage())
    const other = await aWorld(storage())
    const made = await Promise.all(
      Array.from({ length: 6 }, () => aProject(storage(), organizationId, { name: 'Shop', slug: 'shop' })),
    )
    expect(made.map((one) => one.slug).sort()).toEqual(['shop', 'shop-1', 'shop-2', 'shop-3', 'shop-4', 'shop-5'])
    expect((await aProject(storage(), other.organizationId, { slug: 'shop' })).slug).toBe('shop')
  })

  it('projects are listed by name, page by page, and narrowed to teams', async () => {
    const { projects, teams } = storage()
    const user = await aUser(storage())
    const organization = await storage().organizations.create({ name: 'o', slug: 'o', ownerId: user.id })
    const team = await teams.create({ organizationId: organization.id, slug: 'core', creatorMembershipId: null })
    for (const name of ['delta', 'Alpha', 'charlie', 'Bravo'])
      await aProject(storage(), organization.id, { name, teamId: name < 'a' ? team.id : null })
    const other = await teams.create({ organizationId: organization.id, slug: 'other', creatorMembershipId: null })
    const [alpha] = (await projects.list(organization.id, ALL)).items
    await projects.addTeam(organization.id, found(alpha).id, other.id)
    const list = (filter?: ProjectFilter) => walk((page) => projects.list(organization.id, page, filter), 3)
    expect((await list()).map((one) => one.name)).toEqual(['Alpha', 'Bravo', 'charlie', 'delta'])
    const namesOf = async (filter: ProjectFilter) => (await list(filter)).map((one) => one.name)
    expect(await namesOf({ teamIds: [team.id] })).toEqual(['Alpha', 'Bravo'])
    expect(await namesOf({ teamIds: [team.id, other.id] })).toEqual(['Alpha'])
    expect(await namesOf({ teamIds: [team.id], notTeamIds: [other.id] })).toEqual(['Bravo'])
    expect(await namesOf({ notTeamIds: [team.id, 'abc'] })).toEqual(['charlie', 'delta'])
    for (const unknown of ['abc', '0', '999999999999']) expect(await list({ teamIds: [unknown] })).toEqual([])
  })

  it('a user sees the projects of all their organizations', async () => {
    const { projects, organizations } = storage()
    const [ours, theirs] = [await aWorld(storage()), await aWorld(storage())]
    const list = () => walk((page) => projects.listForUser(ours.user.id, page), 1)
    expect(await list()).toEqual([{ project: ours.project, organization: ours.organization }])
    await organizations.addMember(theirs.organizationId, ours.user.id, 'member')
    expect((await list()).map((one) => one.organization.id).sort()).toEqual(
      [ours.organizationId, theirs.organizationId].sort(),
    )
  })

  it('an update changes what was given; a slug that is taken is a conflict', async () => {
    const { projects } = storage()
    const { organizationId, project } = await aWorld(storage())
    const other = await aProject(storage(), organizationId)
    const rateLimit = { windowSeconds: 3600, count: 5000 }
    const change = { name: 'Renamed', platform: null, eventThrottleRate: 5, rateLimit, spikeGuard: false }
    expect(await projects.update(organizationId, project.id, change)).toEqual({ ...project, ...change })
    await expectCode(projects.update(organizationId, project.id, { slug: other.slug }), 'conflict')
    expect(await projects.update(organizationId, project.id, { slug: project.slug })).not.toBeNull()
  })

  it('teams are assigned in order and taken away', async () => {
    const { projects, teams } = storage()
    const { organizationId, project } = await aWorld(storage())
    const team = (slug: string) => teams.create({ organizationId, slug, creatorMembershipId: null })
    const [first, second] = [await team('zebra'), await team('ant')]
    for (const { id } of [first, second, first]) await projects.addTeam(organizationId, project.id, id)
    const slugs = async () => found(await projects.get(organizationId, project.id)).teams.map((one) => one.slug)
    expect(await slugs()).toEqual(['zebra', 'ant'])
    await projects.removeTeam(organizationId, project.id, first.id)
    await projects.removeTeam(organizationId, project.id, first.id)
    expect(await slugs()).toEqual(['ant'])
  })

  it('a deleted project is gone with its keys, issues, events and counts', async () => {
    const { projects, issues, events, ingest } = storage()
    const { organizationId, projectId, event, persist, filter } = await aWorld(storage())
    const { publicKey } = found((await projects.listKeys(organizationId, projectId, ALL)).items[0])
    const [result] = await persist(event())
    const issueId = found(result).issueId
    expect(await projects.delete(organizationId, projectId)).toBe(true)
    expect(await projects.delete(organizationId, projectId)).toBe(false)
    expect(await projects.get(organizationId, projectId)).toBeNull()
    expect(await projects.findKeyTargets([publicKey])).toEqual([])
    expect(await issues.get(issueId)).toBeNull()
    expect(await issues.count(filter(), 10)).toBe(0)
    expect((await events.listForIssue(organizationId, issueId, ALL)).items).toEqual([])
    expect((await events.listForProject(organizationId, projectId, ALL)).items).toEqual([])
    const hours = { from: NOON, to: new Date(NOON.getTime() + 3_600_000) }
    expect(await ingest.outcomes({ organizationId, projectIds: null, ...hours })).toEqual([])
    await expectCode(persist(event()), 'not_found')
  })

  it('environments are those that events named', async () => {
    const { projects } = storage()
    const { organizationId, projectId, event, persist } = await aWorld(storage())
    const other = await aProject(storage(), organizationId)
    await persist(
      event({ environment: 'staging' }),
      event({ environment: 'production' }),
      event({ environment: 'staging' }),
      event(),
      event({ environment: 'Ünit', projectId: other.id }),
    )
    await persist(event({ environment: 'production' }))
    const names = async (ids: readonly string[] | null) =>
      (await projects.environments(organizationId, ids)).map(({ name }) => name)
    expect(await names(null)).toEqual(['production', 'staging', 'Ünit'])
    expect(await names([projectId])).toEqual(['production', 'staging'])
    expect(await projects.environments(organizationId, [])).toEqual([])
    expect(await projects.environments(organizationId, ['abc'])).toEqual([])
  })

  it('unknown ids are nothing', async () => {
    const { projects } = storage()
    const { organizationId, project } = await aWorld(storage())
    for (const id of UNKNOWN_IDS) {
      expect(await projects.get(organizationId, id)).toBeNull()
      expect(await projects.get(id, project.id)).toBeNull()
      expect(await projects.organizationOf(id)).toBeNull()
      expect(await projects.getBySlug(id, project.slug)).toBeNull()
      expect((await projects.list(id, ALL)).items).toEqual([])
      expect((await projects.listForUser(id, ALL)).items).toEqual([])
      expect(await projects.update(organizationId, id, { name: 'x' })).toBeNull()
      expect(await projects.delete(organizationId, id)).toBe(false)
      await expectCode(projects.addTeam(organizationId, id, '1'), 'not_found')
      await expectCode(aProject(storage(), id), 'not_found')
      await expectCode(aProject(storage(), organizationId, { slug: 'lost', teamId: id }), 'not_found')
    }
    expect(await projects.getBySlug(organizationId, 'lost')).toBeNull()
  })
}
