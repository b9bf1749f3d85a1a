import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { aWorld, type World } from './world.js'

let world: World
beforeAll(async () => {
  world = await aWorld()
})
afterAll(() => world.stop())

async function aProject() {
  const tenant = await world.tenant()
  const { organization, project } = tenant
  const path = `/api/0/projects/${organization.slug}/${project.slug}/alerts/`
  const ask = async (method: string, at = '', body?: unknown, token = tenant.token) => {
    const answer = await world.ask(method, path + at, { token, ...(body === undefined ? {} : { body }) })
    return { status: answer.status, body: answer.body as never as Record<string, unknown> }
  }
  return { ...tenant, ask }
}

const EMAIL = { recipientType: 'email' }
const HOOK = { recipientType: 'webhook', url: 'https://hooks.example.com/T0/B0?token=s3cret' }
const recipient = (of: object) => ({ id: expect.any(Number), url: '', config: {}, tagsToAdd: [], ...of })

describe('alerts of a project', () => {
  it('are made, listed and changed as qontract-reconcile does it', async () => {
    const { ask } = await aProject()
    const body = { name: 'many', timespanMinutes: 5, quantity: 10, alertRecipients: [HOOK, EMAIL] }
    const made = await ask('POST', '', body)
    expect(made).toEqual({
      status: 201,
      body: {
        ...{ id: expect.any(Number), name: 'many', timespanMinutes: 5, quantity: 10, uptime: false },
        alertRecipients: [recipient(HOOK), recipient(EMAIL)],
      },
    })
    // It sends back all that it got, ids as well.
    const echo = await ask('PUT', `${made.body.id}/`, { ...made.body, name: 'more' })
    expect(echo).toEqual({ status: 200, body: { ...made.body, name: 'more' } })
    expect((await ask('GET', '?limit=100')).body).toEqual([echo.body])
    expect((await ask('DELETE', `${made.body.id}/`)).status).toBe(204)
    expect((await ask('GET')).body).toEqual([])
    for (const method of ['PUT', 'DELETE']) expect((await ask(method, `${made.body.id}/`, {})).status).toBe(404)
  })

  it('are replaced in their recipients, in the new order, by none where none are named', async () => {
    const { ask } = await aProject()
    const other = { recipientType: 'discord', url: 'https://discord.example/1', tagsToAdd: ['server_name'] }
    const { body } = await ask('POST', '', { quantity: 1, timespanMinutes: 1, alertRecipients: [HOOK, EMAIL] })
    const [hook] = body.alertRecipients as { id: number }[]
    const replaced = await ask('PUT', `${body.id}/`, { alertRecipients: [other, HOOK, HOOK] })
    expect(replaced.body).toMatchObject({ quantity: 1, timespanMinutes: 1 })
    expect(replaced.body.alertRecipients).toEqual([recipient(other), recipient({ ...HOOK, id: hook?.id })])
    expect((await ask('PUT', `${body.id}/`, { name: 'x' })).body).toMatchObject({ alertRecipients: [] })
  })

  it('take nulls, and snake_case', async () => {
    const { ask } = await aProject()
    const nulls = { name: null, timespanMinutes: null, quantity: null, uptime: null, alertRecipients: null }
    expect((await ask('POST', '', nulls)).body).toMatchObject({
      ...{ name: '', timespanMinutes: null, quantity: null, uptime: false, alertRecipients: [] },
    })
    const snake = { timespan_minutes: 3, alert_recipients: [{ recipient_type: 'email', url: null, tags_to_add: null }] }
    expect((await ask('POST', '', { ...snake, uptime: true })).body).toMatchObject({
      ...{ timespanMinutes: 3, uptime: true },
      alertRecipients: [recipient(EMAIL)],
    })
  })

  it('tell Zulip by what it wants besides, which may come back as it was given out', async () => {
    const { ask } = await aProject()
    const url = 'https://z.example'
    const flat = { recipientType: 'zulip', url, botEmail: 'bot@z.example', apiKey: 'k', channel: 'ops' }
    const { body } = await ask('POST', '', { alertRecipients: [flat] })
    const config = { bot_email: 'bot@z.example', api_key: 'k', channel: 'ops', topic: 'GlitchTip Alerts' }
    expect(body.alertRecipients).toEqual([recipient({ recipientType: 'zulip', url, config })])
    expect((await ask('PUT', `${body.id}/`, body)).body).toEqual(body)
    expect((await ask('POST', '', { alertRecipients: [{ recipientType: 'zulip', url }] })).status).toBe(422)
  })

  it.each([
    ['a kind that there is not', { recipientType: 'pager', url: HOOK.url }],
    ['no address', { recipientType: 'webhook' }],
    ['an address that is none', { recipientType: 'webhook', url: 'hooks.example.com' }],
    ['an address of another protocol', { recipientType: 'teams', url: 'file:///etc/passwd' }],
    ['an address with a space', { recipientType: 'ntfy', url: 'https://a b' }],
    ['an address that is too long', { recipientType: 'feishu', url: `https://x/${'x'.repeat(2100)}` }],
  ])('refuse %s', async (_, wrong) => {
    const { ask } = await aProject()
    expect((await ask('POST', '', { alertRecipients: [wrong] })).status).toBe(422)
    expect((await ask('GET')).body).toEqual([])
  })

  it.each([
    { quantity: 0 },
    { timespanMinutes: 40_000 },
    { quantity: 'many' },
    { alertRecipients: {} },
    { name: 'x'.repeat(256) },
  ])('refuse %j', async (body) => {
    const { ask } = await aProject()
    expect((await ask('POST', '', body)).status).toBe(422)
  })

  it('are tried with one recipient', async () => {
    const { ask } = await aProject()
    const { body } = await ask('POST', '', { alertRecipients: [EMAIL, HOOK] })
    const [email] = body.alertRecipients as { id: number }[]
    expect((await ask('POST', `${body.id}/test/?recipient_id=${email?.id}`)).body).toHaveLength(1)
    expect((await ask('POST', '999999/test/')).status).toBe(404)
  })

  it('are noted without what is secret of them', async () => {
    const { ask, organization } = await aProject()
    const { body } = await ask('POST', '', { name: 'n', alertRecipients: [HOOK, EMAIL] })
    await ask('PUT', `${body.id}/`, { alertRecipients: [EMAIL] })
    await ask('DELETE', `${body.id}/`)
    const { items } = await world.app.context.storage.audit.list(organization.id, { limit: 10, cursor: null })
    const noted = items.filter(({ target }) => target.kind === 'alert').reverse()
    expect(noted.map(({ action, target }) => [action, target.name])).toEqual([
      ['alert.created', 'web: n'],
      ['alert.updated', 'web: n'],
      ['alert.deleted', 'web: n'],
    ])
    expect(noted[0]?.after).toMatchObject({ recipients: ['webhook hooks.example.com', 'email'] })
    expect(noted[1]).toMatchObject({ after: { recipients: ['email'] } })
    expect(JSON.stringify(noted)).not.toContain('s3cret')
  })
})

describe('who may change the alerts of a project', () => {
  it('is who is in one of its teams, and who is admin; only admins delete', async () => {
    const { ask, organization, team } = await aProject()
    const { user, token } = await world.member('member', organization)
    const admin = await world.member('admin', organization)
    const { body } = await ask('POST', '', {})
    const outcomes = async () => [
      (await ask('GET', '', undefined, token)).status,
      (await ask('POST', '', {}, token)).status,
      (await ask('PUT', `${body.id}/`, {}, token)).status,
      (await ask('POST', `${body.id}/test/`, {}, token)).status,
      (await ask('DELETE', `${body.id}/`, undefined, token)).status,
    ]
    expect(await outcomes()).toEqual([200, 403, 403, 403, 403])
    const { storage } = world.app.context
    const membership = await storage.organizations.membership(organization.id, user.id)
    await storage.teams.addMember(organization.id, team.id, membership?.id ?? '')
    expect(await outcomes()).toEqual([200, 201, 200, 200, 403])
    expect((await ask('PUT', `${body.id}/`, {}, admin.token)).status).toBe(200)
    expect((await ask('DELETE', `${body.id}/`, undefined, admin.token)).status).toBe(204)
  })
})
