import { expect, it } from '@jest/globals'
import type { Subject } from './subject.js'
import { ALL, aProject, aUser, aWorld, expectCode, found, UNKNOWN_IDS, walk } from './world.js'

export function teamsContract({ storage }: Subject): void {
  const aTeamWorld = async () => {
    const world = await aWorld(storage())
    const owner = found(await storage().organizations.membership(world.organizationId, world.user.id))
    return { ...world, owner }
  }

  it('a team is found by its slug; its creator is in it where named', async () => {
    const { teams } = storage()
    const { organizationId, owner, user } = await aTeamWorld()
    const team = await teams.create({ organizationId, slug: 'core', creatorMembershipId: owner.id })
    expect(team).toMatchObject({ organizationId, slug: 'core', memberCount: 1 })
    const quiet = await teams.create({ organizationId, slug: 'quiet', creatorMembershipId: null })
    expect(quiet.memberCount).toBe(0)
    expect(await teams.getBySlug(organizationId, 'core')).toEqual(team)
    expect(await teams.idsForUser(organizationId, user.id)).toEqual([team.id])
  })

  it('a slug is taken once in an organization, and free in another', async () => {
    const { teams } = storage()
    const { organizationId } = await aTeamWorld()
    const other = await aTeamWorld()
    await teams.create({ organizationId, slug: 'core', creatorMembershipId: null })
    await expectCode(teams.create({ organizationId, slug: 'core', creatorMembershipId: null }), 'conflict')
    await teams.create({ organizationId: other.organizationId, slug: 'core', creatorMembershipId: null })
  })

  it('members come and go, each once', async () => {
    const { teams, organizations } = storage()
    const { organizationId } = await aTeamWorld()
    const team = await teams.create({ organizationId, slug: 'core', creatorMembershipId: null })
    const user = await aUser(storage())
    const { id } = await organizations.addMember(organizationId, user.id, 'member')
    await teams.addMember(organizationId, team.id, id)
    await teams.addMember(organizationId, team.id, id)
    expect((await teams.getBySlug(organizationId, 'core'))?.memberCount).toBe(1)
    await teams.removeMember(organizationId, team.id, id)
    await teams.removeMember(organizationId, team.id, id)
    expect((await teams.getBySlug(organizationId, 'core'))?.memberCount).toBe(0)
  })

  it('a membership of another organization cannot join', async () => {
    const { teams } = storage()
    const [ours, theirs] = [await aTeamWorld(), await aTeamWorld()]
    const team = await teams.create({
      organizationId: ours.organizationId,
      slug: 'core',
      creatorMembershipId: ours.owner.id,
    })
    await expectCode(teams.addMember(ours.organizationId, team.id, theirs.owner.id), 'not_found')
    await expectCode(teams.addMember(theirs.organizationId, team.id, theirs.owner.id), 'not_found')
    await expectCode(
      teams.create({ organizationId: ours.organizationId, slug: 'x', creatorMembershipId: theirs.owner.id }),
      'not_found',
    )
    expect(await teams.getBySlug(ours.organizationId, 'x')).toBeNull()
    await teams.removeMember(theirs.organizationId, team.id, ours.owner.id)
    expect((await teams.getBySlug(ours.organizationId, 'core'))?.memberCount).toBe(1)
  })

  it('teams are listed by slug, page by page', async () => {
    const { teams } = storage()
    const { organizationId } = await aTeamWorld()
    for (const slug of ['d', 'b', 'e', 'a', 'c'])
      await teams.create({ organizationId, slug, creatorMembershipId: null })
    const slugs = (await walk((page) => teams.list(organizationId, page), 2)).map((team) => team.slug)
    expect(slugs).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  it('a team gets another slug, unless one has it', async () => {
    const { teams } = storage()
    const { organizationId, owner } = await aTeamWorld()
    const team = await teams.create({ organizationId, slug: 'core', creatorMembershipId: owner.id })
    await teams.create({ organizationId, slug: 'taken', creatorMembershipId: null })
    expect(await teams.update(organizationId, team.id, { slug: 'kernel' })).toEqual({ ...team, slug: 'kernel' })
    await expectCode(teams.update(organizationId, team.id, { slug: 'taken' }), 'conflict')
    expect(await teams.getBySlug(organizationId, 'kernel')).toEqual({ ...team, slug: 'kernel' })
  })

  it('a team that is deleted leaves its projects and people behind', async () => {
    const { teams, projects } = storage()
    const { organizationId, user, owner } = await aTeamWorld()
    const theirs = await aTeamWorld()
    const team = await teams.create({ organizationId, slug: 'core', creatorMembershipId: owner.id })
    const { id } = await aProject(storage(), organizationId, { teamId: team.id })
    expect(await teams.delete(theirs.organizationId, team.id)).toBe(false)
    expect(await teams.update(theirs.organizationId, team.id, { slug: 'x' })).toBeNull()
    expect(await teams.delete(organizationId, team.id)).toBe(true)
    expect(await teams.delete(organizationId, team.id)).toBe(false)
    expect(await teams.get(organizationId, team.id)).toBeNull()
    expect(await teams.idsForUser(organizationId, user.id)).toEqual([])
    expect(await projects.get(organizationId, id)).toMatchObject({ teams: [] })
  })

  it('unknown ids are nothing', async () => {
    const { teams } = storage()
    const { organizationId, user, owner } = await aTeamWorld()
    for (const id of UNKNOWN_IDS) {
      expect(await teams.getBySlug(id, 'core')).toBeNull()
      expect((await teams.list(id, ALL)).items).toEqual([])
      expect(await teams.idsForUser(id, user.id)).toEqual([])
      expect(await teams.idsForUser(organizationId, id)).toEqual([])
      await expectCode(teams.addMember(organizationId, id, owner.id), 'not_found')
      await teams.removeMember(organizationId, id, owner.id)
    }
    expect(await teams.getBySlug(organizationId, 'no-such-team')).toBeNull()
  })
}
