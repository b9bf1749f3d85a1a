import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { memoryMailer } from '../../src/adapters/memory-mailer.js'
import { startSession } from '../../src/auth/sessions.js'
import { AppError } from '../../src/errors.js'
import type { User } from '../../src/ports/model.js'
import { fakeClock } from '../../src/testing/fake-clock.js'
import { aToken, aUser, aWorld, type Tenant, type World } from './world.js'

const mailer = memoryMailer()
const clock = fakeClock(new Date('2026-03-01T12:00:00Z'))
let world: World
let acme: Tenant
let asked = 0

beforeAll(async () => {
  world = await aWorld({ mailer, clock })
  acme = await world.tenant('Acme')
})
afterAll(() => world.stop())

const MEMBERS = '/api/0/organizations/acme/members/'
const anAddress = () => `guest-${++asked}@example.com`
const ask = (method: string, path: string, body?: unknown, token = acme.token) =>
  world.ask(method, path, { token, ...(body === undefined ? {} : { body }) })

async function invite(more: object = {}) {
  const email = anAddress()
  const answer = await ask('POST', MEMBERS, { email, orgRole: 'member', sendInvite: false, ...more })
  const { id, inviteLink } = answer.body as { id: string; inviteLink: string | null }
  return { ...answer, id, email, link: inviteLink === null ? '' : pathOf(inviteLink) }
}

const pathOf = (link: string) => `/api/0${new URL(link).pathname}/`

/** As a signed-in browser, which accepting needs. */
async function inBrowser(user: User) {
  const { secret } = await startSession(world.app.context, user, { userAgent: null, ip: null })
  const headers = { 'x-csrftoken': 'x' }
  return (method: string, path: string, body?: unknown) =>
    world.ask(method, path, { cookie: `sessionid=${secret}; csrftoken=x`, headers, ...(body ? { body } : {}) })
}

describe('an invitation', () => {
  it('is sent by mail, with a link that the inviter does not see', async () => {
    const email = anAddress()
    const invited = await ask('POST', MEMBERS, { email, orgRole: 'admin', teamRoles: [{ teamSlug: 'crew', role: '' }] })
    expect(invited).toMatchObject({
      status: 201,
      body: { email, role: 'admin', roleName: 'Admin', pending: true, user: null, teams: ['crew'], inviteLink: null },
    })
    const mail = mailer.sent.at(-1)
    expect(mail).toMatchObject({ to: email, subject: 'You are invited to Acme' })
    const link = /https:\/\/mishap\.example\/accept\/\d+\/[0-9a-f]{64}/.exec(mail?.text ?? '')?.[0] ?? ''
    expect(mail?.html).toContain(link)
    expect(await world.ask('GET', pathOf(link))).toMatchObject({
      status: 200,
      body: { acceptInvite: false, orgUser: { email, organization: { slug: 'acme' } } },
    })
  })

  it('with send_invite false is shown to the inviter, and listed at once', async () => {
    const invited = await ask('POST', MEMBERS, {
      email: 'sre@example.com',
      send_invite: false,
      orgRole: 'member',
      teamRoles: [],
    })
    expect(invited).toMatchObject({ status: 201, body: { pending: true, inviteLink: expect.any(String) } })
    const { body } = await ask('GET', `${MEMBERS}?limit=100`)
    expect(body).toContainEqual(expect.objectContaining({ email: 'sre@example.com', pending: true, user: null }))
  })

  it('makes whoever has the link a member, once', async () => {
    const { id, link } = await invite({ teamRoles: [{ teamSlug: 'crew' }, { teamSlug: 'none' }] })
    const [user, other] = [await aUser(world.app), await aUser(world.app)]
    const token = await aToken(world.app, user)
    expect((await world.ask('POST', link, { body: { acceptInvite: true } })).status).toBe(401)
    const browser = await inBrowser(user)
    expect((await browser('POST', link, { acceptInvite: false })).body).toMatchObject({ acceptInvite: false })
    expect(await browser('POST', link, { acceptInvite: true })).toMatchObject({
      status: 200,
      body: { acceptInvite: true, orgUser: { id, email: user.email, pending: false, user: { id: user.id } } },
    })
    expect((await world.ask('GET', '/api/0/organizations/acme/', { token })).status).toBe(200)
    expect((await world.ask('GET', link)).status).toBe(403)
    expect((await (await inBrowser(other))('POST', link, { acceptInvite: true })).status).toBe(403)
  })

  it('works for fifteen days, and not after it was made again', async () => {
    const first = await invite()
    const again = await ask('POST', MEMBERS, { email: first.email.toUpperCase(), orgRole: 'owner', sendInvite: false })
    expect(again).toMatchObject({ status: 201, body: { id: first.id, role: 'member' } })
    expect((await world.ask('GET', first.link)).status).toBe(403)
    const link = pathOf((again.body as { inviteLink: string }).inviteLink)
    expect((await world.ask('GET', link)).status).toBe(200)
    const refused = await ask('POST', MEMBERS, { email: first.email, orgRole: 'member', reinvite: false })
    expect(refused).toMatchObject({ status: 409, body: { detail: expect.stringContaining('already invited') } })
    await clock.jump(15 * 86_400_000)
    expect((await world.ask('GET', link)).status).toBe(403)
    const resent = await ask('POST', `${MEMBERS}${first.id}/invite/`)
    expect(resent).toMatchObject({ status: 200, body: { inviteLink: null } })
    expect(mailer.sent.at(-1)?.to).toBe(first.email)
  })

  it('is refused for members, wrong addresses, and links that somebody made up', async () => {
    const put = (body: unknown) => ask('POST', MEMBERS, body)
    expect(await put({ email: acme.user.email, orgRole: 'member' })).toMatchObject({
      status: 409,
      body: { detail: `The user ${acme.user.email} is already a member` },
    })
    expect((await put({ email: 'no address', orgRole: 'member' })).status).toBe(422)
    expect((await put({ email: anAddress(), orgRole: 'king' })).status).toBe(422)
    expect((await put({ orgRole: 'member' })).status).toBe(422)
    for (const id of ['1', 'abc', '999999999999'])
      expect((await world.ask('GET', `/api/0/accept/${id}/${'0'.repeat(64)}/`)).status).toBe(403)
  })

  it('is withdrawn by removing the member', async () => {
    const { id, link } = await invite()
    expect((await ask('DELETE', `${MEMBERS}${id}/`)).status).toBe(204)
    expect((await world.ask('GET', link)).status).toBe(403)
    expect((await ask('GET', `${MEMBERS}${id}/`)).status).toBe(404)
  })

  it('shows its link where the mail could not be sent, and never more than fifty in five minutes', async () => {
    const failing = {
      send: async () => {
        throw new AppError('unavailable', 'no mail today')
      },
    }
    const here = await aWorld({ mailer: failing })
    const tenant = await here.tenant('Here')
    const statuses: number[] = []
    for (let index = 0; index < 51; index += 1) {
      const body = { email: `x${index}@example.com`, orgRole: 'member' }
      const answer = await here.ask('POST', '/api/0/organizations/here/members/', { token: tenant.token, body })
      if (index === 0) expect(answer.body).toMatchObject({ inviteLink: expect.stringContaining('/accept/') })
      statuses.push(answer.status)
    }
    await here.stop()
    expect(statuses.filter((status) => status === 201)).toHaveLength(50)
    expect(statuses.at(-1)).toBe(429)
  })

  it('names what people typed as text', async () => {
    const evil = await world.tenant('<b>Evil</b> & Co')
    const path = `/api/0/organizations/${evil.organization.slug}/members/`
    await ask('POST', path, { email: anAddress(), orgRole: 'member' }, evil.token)
    expect(mailer.sent.at(-1)?.subject).toBe('You are invited to <b>Evil</b> & Co')
    expect(mailer.sent.at(-1)?.html).not.toContain('<b>')
  })

  it('needs no accepting where invitations are skipped', async () => {
    const here = await aWorld({ skipInvitations: true, mailer })
    const tenant = await here.tenant('Direct')
    const body = { email: 'New@example.com', send_invite: false, orgRole: 'member', teamRoles: [{ teamSlug: 'crew' }] }
    const path = '/api/0/organizations/direct/members/'
    const made = await here.ask('POST', path, { token: tenant.token, body })
    const users = here.app.context.storage.users
    expect(made).toMatchObject({
      status: 201,
      body: { pending: false, email: 'New@example.com', teams: ['crew'], inviteLink: null },
    })
    expect(await users.getByEmail('new@example.com')).toMatchObject({ passwordHash: null, isSuperuser: false })
    expect((await here.ask('POST', path, { token: tenant.token, body })).status).toBe(409)
    await here.stop()
  })
})

describe('members', () => {
  it('are shown one by one, by id and as oneself', async () => {
    const { id } = await invite({ teamRoles: [{ teamSlug: 'crew' }] })
    expect((await ask('GET', `${MEMBERS}${id}/`)).body).toMatchObject({ id, pending: true, teams: ['crew'] })
    expect((await ask('GET', `${MEMBERS}me/`)).body).toMatchObject({ email: acme.user.email, isOwner: true })
    const ofTeam = await ask('GET', '/api/0/teams/acme/crew/members/?limit=100')
    expect(ofTeam.body).toContainEqual(expect.objectContaining({ id }))
  })

  it('change their role, up to the own role of who changes it', async () => {
    const [manager, member] = [
      await world.member('manager', acme.organization),
      await world.member('member', acme.organization),
    ]
    const idOf = async (token: string) =>
      ((await ask('GET', `${MEMBERS}me/`, undefined, token)).body as { id: string }).id
    const path = `${MEMBERS}${await idOf(member.token)}/`
    expect(await ask('PUT', path, { orgRole: 'manager', teamRoles: [] }, manager.token)).toMatchObject({
      status: 200,
      body: { role: 'manager', orgRole: 'manager' },
    })
    expect((await ask('PUT', path, { orgRole: 'owner' }, manager.token)).status).toBe(403)
    expect((await ask('POST', MEMBERS, { email: anAddress(), orgRole: 'owner' }, manager.token)).status).toBe(403)
    expect((await ask('PUT', path, { orgRole: 'owner' })).status).toBe(200)
    expect((await ask('PUT', path, { orgRole: 'member' }, manager.token)).status).toBe(403)
    expect((await ask('DELETE', path, undefined, manager.token)).status).toBe(403)
    expect((await ask('PUT', path, { orgRole: 'member' })).status).toBe(200)
  })

  it('leave, and only managers take others out', async () => {
    const { organization, token } = await world.tenant('Leavers')
    const path = '/api/0/organizations/leavers/members/'
    const [admin, member] = [await world.member('admin', organization), await world.member('member', organization)]
    const { id } = (await ask('GET', `${path}me/`, undefined, member.token)).body as { id: string }
    expect((await ask('DELETE', `${path}${id}/`, undefined, admin.token)).status).toBe(403)
    expect((await ask('DELETE', `${path}me/`, undefined, member.token)).status).toBe(204)
    expect((await ask('GET', path, undefined, member.token)).status).toBe(404)
    const own = await ask('DELETE', `${path}me/`, undefined, token)
    expect(own).toMatchObject({
      status: 400,
      body: { detail: 'User is organization owner. Transfer ownership first.' },
    })
    expect((await ask('PUT', `${path}me/`, { orgRole: 'member' }, token)).status).toBe(400)
  })

  it('hand the ownership on, and may leave then', async () => {
    const { organization, token } = await world.tenant('Heirs')
    const path = '/api/0/organizations/heirs/members/'
    const heir = await world.member('member', organization)
    const { id } = (await ask('GET', `${path}me/`, undefined, heir.token)).body as { id: string }
    expect((await ask('POST', `${path}${id}/set_owner/`, undefined, heir.token)).status).toBe(403)
    expect((await ask('POST', `${path}999999999999/set_owner/`, undefined, token)).status).toBe(404)
    expect(await ask('POST', `${path}${id}/set_owner/`, undefined, token)).toMatchObject({
      status: 200,
      body: { isOwner: true, role: 'owner' },
    })
    expect((await ask('DELETE', `${path}me/`, undefined, token)).status).toBe(204)
  })

  it('are moved in and out of teams by those who may', async () => {
    const { organization, token } = await world.tenant('Movers')
    const path = '/api/0/organizations/movers/members/'
    const [admin, member] = [await world.member('admin', organization), await world.member('member', organization)]
    const { id } = (await ask('GET', `${path}me/`, undefined, member.token)).body as { id: string }
    const team = `${path}${id}/teams/crew/`
    expect((await ask('POST', team, undefined, admin.token)).status).toBe(403)
    const joined = await ask('POST', team, {}, token)
    expect(joined).toMatchObject({ status: 201, body: { slug: 'crew', memberCount: 2 } })
    expect(joined.body).not.toHaveProperty('name')
    await ask('POST', `${path}me/teams/crew/`, undefined, admin.token)
    expect(await ask('DELETE', team, undefined, admin.token)).toMatchObject({ status: 200, body: { memberCount: 2 } })
  })
})

describe('teams', () => {
  it('are renamed by every member, and deleted by admins with their projects staying', async () => {
    const { organization, token } = await world.tenant('Teams')
    const member = await world.member('member', organization)
    const path = '/api/0/teams/teams/'
    expect(await ask('PUT', `${path}crew/`, { slug: 'squad' }, member.token)).toMatchObject({
      status: 200,
      body: { slug: 'squad', projects: [{ slug: 'web' }] },
    })
    expect((await ask('DELETE', `${path}squad/`, undefined, member.token)).status).toBe(403)
    await ask('POST', '/api/0/organizations/teams/teams/', { slug: 'other' }, token)
    expect((await ask('PUT', `${path}squad/`, { slug: 'other' }, token)).status).toBe(409)
    expect((await ask('DELETE', `${path}squad/`, undefined, token)).status).toBe(204)
    expect((await ask('GET', '/api/0/projects/teams/web/', undefined, token)).body).toMatchObject({ teams: [] })
  })
})
