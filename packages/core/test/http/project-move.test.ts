import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { anError, aWorld, report, type Tenant, type World } from './world.js'

let world: World
let from: Tenant
let to: Tenant

beforeEach(async () => {
  world = await aWorld()
  ;[from, to] = [await world.tenant('From here'), await world.tenant('To there')]
})
afterEach(() => world.stop())

const path = (tenant: Tenant, slug = tenant.project.slug) => `/api/0/projects/${tenant.organization.slug}/${slug}/`
const move = (token: string, body: object) => world.ask('POST', `${path(from)}move/`, { token, body })
const join = (role: 'admin' | 'manager' | 'member', organization = to.organization, user = from.user) =>
  world.app.context.storage.organizations.addMember(organization.id, user.id, role)

describe('moving a project', () => {
  it('keeps id and keys, so that SDKs go on, and leaves nothing where it was', async () => {
    await join('admin')
    await report(world.app, from.key, anError('before'))
    const answer = await move(from.token, { organization: to.organization.slug, team: to.team.slug })
    expect(answer).toMatchObject({
      status: 200,
      body: {
        id: from.project.id,
        // The other organization has one of this name.
        slug: `${from.project.slug}-1`,
        organization: { slug: to.organization.slug },
        teams: [{ slug: to.team.slug }],
        isFollowing: false,
      },
    })
    await report(world.app, from.key, anError('after'))
    const issues = await world.ask('GET', `/api/0/projects/${to.organization.slug}/${from.project.slug}-1/issues/`, {
      token: to.token,
    })
    expect(issues.body).toHaveLength(2)
    expect((await world.ask('GET', path(from), { token: from.token })).status).toBe(404)
    const rest = await world.ask('GET', `/api/0/organizations/${from.organization.slug}/issues/`, { token: from.token })
    expect(rest.body).toEqual([])
  })

  it('is in the audit log of both organizations', async () => {
    await join('manager')
    await move(from.token, { organization: to.organization.slug })
    for (const { organization } of [from, to]) {
      const { items } = await world.app.context.storage.audit.list(organization.id, { limit: 1, cursor: null })
      expect(items).toMatchObject([
        {
          action: 'project.moved',
          userId: from.user.id,
          before: { organization: from.organization.slug, slug: 'web', teams: ['crew'] },
          after: { organization: to.organization.slug, slug: 'web-1', teams: [] },
        },
      ])
    }
  })

  it('goes back the same way', async () => {
    await join('manager')
    await move(from.token, { organization: to.organization.slug })
    const back = await world.ask('POST', `${path(to, 'web-1')}move/`, {
      ...{ token: from.token, body: { organization: from.organization.slug, team: 'crew' } },
    })
    expect(back).toMatchObject({ status: 200, body: { id: from.project.id, teams: [{ slug: 'crew' }] } })
  })

  it('needs a manager here and an admin there', async () => {
    const body = { organization: to.organization.slug }
    expect((await move(from.token, body)).status).toBe(404)
    await join('member')
    expect((await move(from.token, body)).status).toBe(403)
    const admin = await world.member('admin', from.organization)
    await join('admin', to.organization, admin.user)
    expect((await move(admin.token, body)).status).toBe(403)
    const manager = await world.member('manager', from.organization)
    await join('admin', to.organization, manager.user)
    expect((await move(manager.token, body)).status).toBe(200)
  })

  it('says what is wrong', async () => {
    await join('admin')
    expect((await move(from.token, {})).status).toBe(422)
    expect(await move(from.token, { organization: from.organization.slug })).toMatchObject({ status: 400 })
    expect((await move(from.token, { organization: to.organization.slug, team: 'nobody' })).status).toBe(404)
    expect((await move(from.token, { organization: '../x' })).status).toBe(404)
  })
})
