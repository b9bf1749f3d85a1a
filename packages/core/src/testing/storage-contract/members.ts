import { expect, it } from '@jest/globals'
import type { Author } from '../../ports/issue-state.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aName, aUser, aWorld, expectCode, found, UNKNOWN_IDS, type World, walk } from './world.js'

export function membersContract({ storage }: Subject): void {
  const invite = async (world: World, more: { readonly email?: string; readonly teamIds?: readonly string[] } = {}) => {
    const tokenHash = aName('hash')
    const member = await storage().members.invite({
      organizationId: world.organizationId,
      email: `${aName('guest')}@example.com`,
      role: 'admin',
      teamIds: [],
      invitedById: world.user.id,
      tokenHash,
      expiresAt: minutesAfter(NOON, 60),
      ...more,
    })
    return { ...member, tokenHash }
  }
  const join = async (world: World, role: 'member' | 'owner' = 'member') => {
    const user = await aUser(storage())
    return { user, ...(await storage().organizations.addMember(world.organizationId, user.id, role)) }
  }
  const ownerOf = async (world: World) =>
    (await storage().members.list(world.organizationId, ALL)).items.filter((one) => one.isPrimaryOwner)

  it('whoever made the organization is its primary owner', async () => {
    const world = await aWorld(storage())
    const [owner] = await ownerOf(world)
    expect(owner).toMatchObject({ role: 'owner', user: world.user, email: world.user.email, invitation: null })
  })

  it('an invitation is a member without a user until somebody accepts it, in its teams already', async () => {
    const { members, organizations, teams } = storage()
    const world = await aWorld(storage())
    const { organizationId } = world
    const [b, a, other] = [
      await teams.create({ organizationId, slug: 'b', creatorMembershipId: null }),
      await teams.create({ organizationId, slug: 'a', creatorMembershipId: null }),
      await teams.create({
        organizationId: (await aWorld(storage())).organizationId,
        slug: 'c',
        creatorMembershipId: null,
      }),
    ]
    const { tokenHash, ...invited } = await invite(world, { teamIds: [b.id, a.id, other.id, 'abc'] })
    expect(invited).toMatchObject({
      role: 'admin',
      user: null,
      isPrimaryOwner: false,
      invitation: { invitedById: world.user.id, expiresAt: minutesAfter(NOON, 60) },
      teams: [
        { id: a.id, slug: 'a' },
        { id: b.id, slug: 'b' },
      ],
    })
    expect(await members.get(organizationId, invited.id)).toEqual(invited)
    expect((await organizations.listMembers(organizationId, ALL)).items).toHaveLength(1)
    const user = await aUser(storage())
    const accepted = await members.accept({ id: invited.id, tokenHash, userId: user.id, now: NOON })
    expect(accepted).toMatchObject({ id: invited.id, organizationId, userId: user.id, role: 'admin' })
    expect(await organizations.membership(organizationId, user.id)).toEqual(accepted)
    expect(await members.get(organizationId, invited.id)).toEqual({
      ...invited,
      user,
      email: user.email,
      invitation: null,
    })
    expect(await teams.idsForUser(organizationId, user.id)).toEqual([b.id, a.id])
  })

  it('one address is invited once, and no member is', async () => {
    const { members } = storage()
    const world = await aWorld(storage())
    const { email } = await invite(world)
    await expectCode(invite(world, { email: email.toUpperCase() }), 'conflict')
    await expectCode(invite(world, { email: world.user.email.toUpperCase() }), 'conflict')
    expect(await members.getByEmail(world.organizationId, email.toUpperCase())).toMatchObject({ email })
    expect(await members.getByEmail(world.organizationId, world.user.email.toUpperCase())).toMatchObject({
      user: world.user,
    })
    expect(await members.getByEmail(world.organizationId, 'nobody@example.com')).toBeNull()
    expect((await invite(await aWorld(storage()), { email })).email).toBe(email)
  })

  it('a secret that is wrong, expired, renewed or used opens nothing', async () => {
    const { members } = storage()
    const world = await aWorld(storage())
    const { id, tokenHash } = await invite(world)
    const userId = (await aUser(storage())).id
    const accept = (hash: string, now = NOON) => members.accept({ id, tokenHash: hash, userId, now })
    expect(await members.findInvitation(id, tokenHash, NOON)).toMatchObject({
      member: { id },
      organization: world.organization,
    })
    expect(await accept('wrong')).toBeNull()
    expect(await accept(tokenHash, minutesAfter(NOON, 60))).toBeNull()
    expect(await members.findInvitation(id, tokenHash, minutesAfter(NOON, 60))).toBeNull()
    const next = aName('hash')
    await members.renew(world.organizationId, id, { tokenHash: next, expiresAt: minutesAfter(NOON, 600) })
    expect(await members.findInvitation(id, tokenHash, NOON)).toBeNull()
    expect(await accept(tokenHash)).toBeNull()
    expect(await accept(next, minutesAfter(NOON, 599))).not.toBeNull()
    expect(await accept(next)).toBeNull()
    expect(await members.renew(world.organizationId, id, { tokenHash: 'x', expiresAt: NOON })).toBeNull()
  })

  it('of concurrent callers one accepts; a member cannot accept another place', async () => {
    const { members } = storage()
    const world = await aWorld(storage())
    const { id, tokenHash } = await invite(world)
    const users = await Promise.all(Array.from({ length: 8 }, () => aUser(storage())))
    const accepted = await Promise.all(
      users.map((user) => members.accept({ id, tokenHash, userId: user.id, now: NOON })),
    )
    expect(accepted.filter((one) => one !== null)).toHaveLength(1)
    const another = await invite(world)
    const request = { id: another.id, tokenHash: another.tokenHash, userId: world.user.id, now: NOON }
    await expectCode(members.accept(request), 'conflict')
    await expectCode(members.accept({ ...request, userId: '999999999999' }), 'not_found')
  })

  it('roles change, of members and of invitations', async () => {
    const { members } = storage()
    const world = await aWorld(storage())
    const [member, invited] = [await join(world), await invite(world)]
    expect(await members.setRole(world.organizationId, member.id, 'manager')).toMatchObject({ role: 'manager' })
    expect(await members.setRole(world.organizationId, invited.id, 'owner')).toMatchObject({ role: 'owner' })
    expect(await members.get(world.organizationId, member.id)).toMatchObject({ role: 'manager' })
  })

  it('the primary owner keeps role and place until the ownership is handed on', async () => {
    const { members } = storage()
    const world = await aWorld(storage())
    const { organizationId } = world
    const [owner] = await ownerOf(world)
    const [heir, invited] = [await join(world), await invite(world)]
    const id = found(owner).id
    await expectCode(members.setRole(organizationId, id, 'member'), 'invalid_input')
    await expectCode(members.remove(organizationId, id), 'invalid_input')
    await expectCode(storage().users.delete(world.user.id), 'invalid_input')
    expect(await members.setRole(organizationId, id, 'owner')).toMatchObject({ role: 'owner' })
    expect(await members.transferOwnership(organizationId, invited.id)).toBeNull()
    expect(await members.transferOwnership(organizationId, heir.id)).toMatchObject({
      id: heir.id,
      role: 'owner',
      isPrimaryOwner: true,
    })
    expect(await members.setRole(organizationId, id, 'member')).toMatchObject({ role: 'member' })
    expect(await members.remove(organizationId, id)).toBe(true)
    expect(await members.remove(organizationId, id)).toBe(false)
  })

  it('there is one primary owner, whoever hands on to whom at once', async () => {
    const { members } = storage()
    const world = await aWorld(storage())
    const heirs = await Promise.all(Array.from({ length: 6 }, () => join(world)))
    await Promise.all(
      heirs.flatMap(({ id }) => [
        members.transferOwnership(world.organizationId, id),
        members.setRole(world.organizationId, id, 'member').catch(() => null),
        members.remove(world.organizationId, id).catch(() => false),
      ]),
    )
    const owners = await ownerOf(world)
    expect(owners).toMatchObject([{ role: 'owner', isPrimaryOwner: true }])
  })

  it('a member who is removed is out of the teams, and the user is still there', async () => {
    const { members, organizations, teams, users } = storage()
    const world = await aWorld(storage())
    const { organizationId } = world
    const { id, user } = await join(world)
    const team = await teams.create({ organizationId, slug: 't', creatorMembershipId: id })
    expect((await members.list(organizationId, ALL, { teamId: team.id })).items.map((one) => one.id)).toEqual([id])
    expect(await members.remove(organizationId, id)).toBe(true)
    expect(await organizations.membership(organizationId, user.id)).toBeNull()
    expect(await teams.get(organizationId, team.id)).toMatchObject({ memberCount: 0 })
    expect((await members.list(organizationId, ALL, { teamId: team.id })).items).toEqual([])
    expect(await users.get(user.id)).toEqual(user)
  })

  it("what a member who is removed looked after is nobody's, and subscribed to is nothing more; elsewhere it stays", async () => {
    const { members, organizations, issues, accounts } = storage()
    const [world, elsewhere] = [await aWorld(storage()), await aWorld(storage())]
    const { id, user } = await join(world)
    await organizations.addMember(elsewhere.organizationId, user.id, 'member')
    const author: Author = { userId: user.id, via: 'web', at: NOON }
    const worked = async ({ issueOf, filter, projectId }: World) => {
      const issue = await issueOf()
      await issues.assign(filter(), { kind: 'user', id: user.id }, author)
      await issues.mark(filter(), user.id, { isBookmarked: true })
      await accounts.setProjectNotification(user.id, projectId, true)
      return issue.id
    }
    const [gone, stays] = [await worked(world), await worked(elsewhere)]
    const others = await world.issueOf({ hashes: [aName('hash')] })
    await issues.assign(world.filter({ ids: [others.id] }), { kind: 'user', id: world.user.id }, author)
    expect(await members.remove(world.organizationId, id)).toBe(true)
    expect((await issues.get(gone))?.assignee).toBeNull()
    expect(await issues.marksOn(world.organizationId, gone, 10)).toEqual([])
    expect((await issues.get(others.id))?.assignee).toEqual({ kind: 'user', id: world.user.id })
    expect((await issues.get(stays))?.assignee).toEqual({ kind: 'user', id: user.id })
    expect(await issues.marksOn(elsewhere.organizationId, stays, 10)).toMatchObject([
      { isBookmarked: true, isSubscribed: true },
    ])
    expect(await accounts.projectNotifications(user.id)).toEqual(new Map([[elsewhere.projectId, true]]))
  })

  it('members are found by a part of their name or address', async () => {
    const { members, organizations } = storage()
    const world = await aWorld(storage())
    const user = await aUser(storage(), { name: 'Grace_Hopper 100%' })
    const { id } = await organizations.addMember(world.organizationId, user.id, 'member')
    const invited = await invite(world, { email: `${aName('Katherine')}@example.com` })
    const search = async (query: string) =>
      (await members.list(world.organizationId, ALL, { query })).items.map((one) => one.id)
    expect(await search('hopper 100%')).toEqual([id])
    expect(await search('e_h')).toEqual([id])
    expect(await search('kAtherine')).toEqual([invited.id])
    expect(await search(user.email.toUpperCase())).toEqual([id])
    expect(await search('%')).toEqual([id])
    expect(await search('\0')).toEqual([])
    expect(await search('')).toHaveLength(3)
    const ranked = await members.list(world.organizationId, ALL, { roles: ['owner', 'admin'] })
    expect(ranked.items.map(({ role }) => role)).toEqual(['admin', 'owner'])
  })

  it('a user who is deleted leaves every organization', async () => {
    const { members, users, tokens } = storage()
    const world = await aWorld(storage())
    const { id, user } = await join(world)
    await tokens.create({ userId: user.id, label: '', scopes: [], tokenHash: aName('hash') })
    expect(await users.delete(user.id)).toBe(true)
    expect(await users.delete(user.id)).toBe(false)
    expect(await users.get(user.id)).toBeNull()
    expect(await members.get(world.organizationId, id)).toBeNull()
    for (const unknown of UNKNOWN_IDS) expect(await users.delete(unknown)).toBe(false)
  })

  it('members are listed with the newest first, page by page', async () => {
    const { members } = storage()
    const world = await aWorld(storage())
    const [owner] = await ownerOf(world)
    const joined = [await join(world), await invite(world), await join(world), await invite(world)]
    const ids = (await walk((page) => members.list(world.organizationId, page), 2)).map(({ id }) => id)
    expect(ids).toEqual([...joined.map(({ id }) => id).reverse(), found(owner).id])
  })

  it("another organization's members cannot be reached", async () => {
    const { members } = storage()
    const [ours, theirs] = [await aWorld(storage()), await aWorld(storage())]
    const { organizationId } = ours
    const ids = [(await join(theirs)).id, (await invite(theirs)).id, ...UNKNOWN_IDS]
    for (const id of ids) {
      expect(await members.get(organizationId, id)).toBeNull()
      expect(await members.setRole(organizationId, id, 'owner')).toBeNull()
      expect(await members.remove(organizationId, id)).toBe(false)
      expect(await members.transferOwnership(organizationId, id)).toBeNull()
      expect(await members.renew(organizationId, id, { tokenHash: 'x', expiresAt: NOON })).toBeNull()
    }
    for (const id of UNKNOWN_IDS) {
      expect((await members.list(id, ALL)).items).toEqual([])
      expect((await members.list(organizationId, ALL, { teamId: id })).items).toEqual([])
      expect(await members.findInvitation(id, 'x', NOON)).toBeNull()
    }
  })
}
