import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { openRecipient } from '../../src/alerts/recipient-secrets.js'
import { aWorld, type World } from './world.js'

let world: World
beforeAll(async () => {
  world = await aWorld({ secretKey: 'k'.repeat(32) })
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
/** What Mishap says beside GlitchTip's fields. */
const PLAIN = {
  ...{ isEnabled: true, triggers: [], users: null, query: '', cooldownMinutes: null, digestMinutes: 0 },
  ...{ quietHours: null, mutedUntil: null, created: expect.any(String), lastFired: null, failing: [] },
  reach: expect.any(Object),
}
const recipient = (of: object) => ({ id: expect.any(Number), url: '', config: {}, tagsToAdd: [], ...of })

describe('alerts of a project', () => {
  it('are made, listed and changed as qontract-reconcile does it', async () => {
    const { ask } = await aProject()
    const body = { name: 'many', timespanMinutes: 5, quantity: 10, alertRecipients: [HOOK, EMAIL] }
    const made = await ask('POST', '', body)
    expect(made).toEqual({
      status: 201,
      body: {
        ...{ ...PLAIN, id: expect.any(Number), name: 'many', timespanMinutes: 5, quantity: 10, uptime: false },
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

  it('keep what other clients do not know of them', async () => {
    const { ask } = await aProject()
    const own = {
      ...{ isEnabled: false, triggers: ['new_issue', 'monitor_down'], users: { quantity: 3, minutes: 60 } },
      ...{ query: 'environment:prod', cooldownMinutes: 60, digestMinutes: 10, mutedUntil: '2030-01-01T00:00:00.000Z' },
      quietHours: { start: '22:00', end: '06:00', timeZone: 'Europe/Berlin', days: [5, 1, 5] },
    }
    const kept = { ...own, quietHours: { ...own.quietHours, days: [1, 5] } }
    const made = await ask('POST', '', { ...own, alertRecipients: [EMAIL] })
    expect(made.body).toMatchObject({ ...kept, uptime: false })
    const theirs = { name: 'x', timespanMinutes: 1, quantity: 1, uptime: false, alertRecipients: [EMAIL] }
    expect((await ask('PUT', `${made.body.id}/`, theirs)).body).toMatchObject({
      ...kept,
      ...theirs,
      alertRecipients: {},
    })
    // What they call uptime is all of monitors, and none of the rest.
    const monitors = ['monitor_down', 'monitor_degraded', 'monitor_recovered']
    const uptime = await ask('PUT', `${made.body.id}/`, { ...theirs, uptime: true })
    expect(uptime.body).toMatchObject({ uptime: true, triggers: ['new_issue', ...monitors] })
    const none = await ask('PUT', `${made.body.id}/`, { ...uptime.body, uptime: false })
    expect(none.body).toMatchObject({ uptime: false, triggers: ['new_issue'] })
    const back = await ask('PUT', `${made.body.id}/`, { ...none.body, triggers: monitors })
    expect(back.body).toMatchObject({ uptime: true, triggers: monitors })
    const nulls = { users: null, query: null, cooldownMinutes: null, digestMinutes: null, quietHours: null }
    expect((await ask('PUT', `${made.body.id}/`, { ...nulls, mutedUntil: null, triggers: null })).body).toMatchObject({
      ...{ ...nulls, query: '', digestMinutes: 0, mutedUntil: null, triggers: [], uptime: false, isEnabled: false },
    })
  })

  it('are told one by one, and of a whole organization by project, with whom they reach', async () => {
    const { ask, organization, project, team, token } = await aProject()
    const all = (path: string) => world.ask('GET', `/api/0/organizations/${organization.slug}/${path}`, { token })
    const other = await world.app.context.storage.projects.create({
      ...{ organizationId: organization.id, name: 'Other', slug: 'other', platform: null, teamId: team.id },
      key: { id: '0d0a6a0e-7f2c-4c6c-9a5e-3a5b0c9d1e2f', publicKey: 'ab'.repeat(16) },
    })
    const made = await ask('POST', '', { alertRecipients: [EMAIL, HOOK], triggers: ['new_issue'] })
    // No mail server: nobody gets a mail.
    expect(made.body.reach).toEqual({ people: 0, channels: ['webhook'] })
    expect(await ask('GET', `${made.body.id}/`)).toEqual({ status: 200, body: made.body })
    expect((await ask('GET', '999999/')).status).toBe(404)
    const own = { id: project.id, slug: project.slug, name: project.name }
    expect((await all('alerts/')).body).toEqual([{ ...made.body, project: own }])
    const nobody = { people: 0, channels: [] }
    expect((await all('alert-coverage/')).body).toEqual([
      { project: { id: other.id, slug: 'other', name: 'Other' }, issues: nobody, monitors: nobody },
      { project: own, issues: { people: 0, channels: ['webhook'] }, monitors: nobody },
    ])
    await ask('PUT', `${made.body.id}/`, { ...made.body, isEnabled: false })
    expect((await all('alert-coverage/')).body).toContainEqual({ project: own, issues: nobody, monitors: nobody })
  })

  it('are there from the beginning in a project that people make, and not in one that a script makes', async () => {
    const { organization, team, token } = await aProject()
    const make = async (body: object) => {
      const path = `/api/0/teams/${organization.slug}/${team.slug}/projects/`
      const { slug } = (await world.ask('POST', path, { token, body })).body as { slug: string }
      return (await world.ask('GET', `/api/0/projects/${organization.slug}/${slug}/alerts/`, { token })).body
    }
    expect(await make({ name: 'By a script' })).toEqual([])
    expect(await make({ name: 'By a client of ours', defaultRules: true })).toMatchObject([
      { triggers: ['new_issue', 'regression'], alertRecipients: [recipient(EMAIL)], isEnabled: true },
    ])
  })

  it('tell where a search cannot be read, and what to do', async () => {
    const { ask } = await aProject()
    const { status, body } = await ask('POST', '', { query: 'level:nonsense' })
    expect(status).toBe(400)
    expect(body).toMatchObject({ faults: [{ from: 6, message: expect.any(String), remedy: expect.any(String) }] })
    expect((await ask('POST', '', { query: 'environment:prod assigned:[me,#web]' })).body).toMatchObject({
      faults: [{ from: 17, remedy: expect.stringContaining('#team') }],
    })
  })

  it('name whom mails are for: members, teams and addresses', async () => {
    const { ask, team, user } = await aProject()
    const { user: stranger } = await world.tenant()
    const config = {
      audience: ['owner', 'assignee'],
      users: [user.id],
      teams: [team.slug],
      addresses: ['desk@example.com'],
    }
    const mail = { recipientType: 'email', config: { ...config, addresses: ['desk@example.com', 'DESK@example.com'] } }
    const { status, body } = await ask('POST', '', { alertRecipients: [mail] })
    expect({ status, made: body.alertRecipients }).toEqual({
      ...{ status: 201, made: [recipient({ ...EMAIL, config: { ...config, addresses: ['DESK@example.com'] } })] },
    })
    expect((await ask('PUT', `${body.id}/`, body)).body).toEqual(body)
    const nobody = { recipientType: 'email', config: { audience: [], users: [] } }
    expect((await ask('POST', '', { alertRecipients: [nobody] })).body.alertRecipients).toEqual([recipient(EMAIL)])
    for (const wrong of [
      ...[{ audience: ['everybody'] }, { users: [stranger.id] }, { users: ['x'] }, { teams: ['no-such'] }],
      ...[{ addresses: ['desk'] }, { addresses: ['a@x.example, b@x.example'] }],
    ])
      expect((await ask('POST', '', { alertRecipients: [{ recipientType: 'email', config: wrong }] })).status).toBe(422)
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

  it('keep the secrets of other channels sealed, and leave them as they were where they come back hidden', async () => {
    const { ask, organization, project } = await aProject()
    const given = [
      { recipientType: 'slack', url: 'https://hooks.slack.com/services/T0/s3cretA' },
      { recipientType: 'telegram', config: { botToken: '12345:s3cretA-s3cretA-s3cretA', chatID: '-100' } },
      { recipientType: 'telegram', config: { botToken: '12345:s3cretA-s3cretA-s3cretA', chatID: '-200' } },
      { recipientType: 'pagerduty', config: { routingKey: `${'s3cretA'.repeat(4)}abcd`, region: 'eu' } },
      { recipientType: 'signed', url: 'https://in.example.com/s3cretA', config: { secret: 's3cretA of sixteen' } },
      {
        ...{ recipientType: 'template', url: 'https://in.example.com/s3cretA?b' },
        config: { body: '{"a":"{{title}}"}', headers: [{ name: 'X-Key', value: 's3cretA' }] },
      },
    ]
    const made = await ask('POST', '', { alertRecipients: given })
    expect(made.status).toBe(201)
    expect(made.body.alertRecipients).toMatchObject([
      { url: 'https://hooks.slack.com/********', config: {} },
      { url: '', config: { botToken: '********', chatID: '-100' } },
      { url: '', config: { botToken: '********', chatID: '-200' } },
      { url: '', config: { routingKey: '********', region: 'eu' } },
      { url: 'https://in.example.com/********', config: { secret: '********' } },
      { config: { body: '{"a":"{{title}}"}', headers: [{ name: 'X-Key', value: '********' }] } },
    ])
    const stored = async () => {
      const { items } = await world.app.context.storage.alerts.list(organization.id, project.id, {
        limit: 9,
        cursor: null,
      })
      return items[0]?.recipients ?? []
    }
    const before = await stored()
    expect(JSON.stringify([made.body, before])).not.toContain('s3cretA')
    // Given back, each stays who it is, with its secret; what is said anew is new.
    const [, first, ...others] = made.body.alertRecipients as { config: object }[]
    const changed = { ...first, config: { ...first?.config, threadID: '7' } }
    const echo = await ask('PUT', `${made.body.id}/`, { alertRecipients: [...others, changed] })
    expect(echo.status).toBe(200)
    const opened = (await stored()).map((one) => openRecipient(world.app.context.config, project.id, one))
    expect(opened).toMatchObject(
      [given[2], given[3], given[4], given[5], { config: { threadID: '7' } }].map((one) => {
        return { config: one?.config, ...(one !== undefined && 'url' in one ? { url: one.url } : {}) }
      }),
    )
    expect(opened[4]?.config).toMatchObject({ botToken: '12345:s3cretA-s3cretA-s3cretA', chatID: '-100' })
    expect(opened.slice(0, 4).map((one) => one?.id)).toEqual(before.slice(2).map(({ id }) => id))
    const unknown = { recipientType: 'opsgenie', config: { apiKey: '********' } }
    expect((await ask('PUT', `${made.body.id}/`, { alertRecipients: [unknown] })).status).toBe(422)
    const { items } = await world.app.context.storage.audit.list(organization.id, { limit: 10, cursor: null })
    expect(JSON.stringify(items)).not.toContain('s3cretA')
  })

  it('do not take the headers of a template along to another server', async () => {
    const { ask, organization, project } = await aProject()
    const config = { body: '{}', headers: [{ name: 'Authorization', value: 'Bearer s3cretA' }] }
    const template = { recipientType: 'template', url: 'https://in.example.com/a', config }
    const made = await ask('POST', '', { alertRecipients: [template] })
    const [shown] = made.body.alertRecipients as { config: object }[]
    const moved = (url: string) => ask('PUT', `${made.body.id}/`, { alertRecipients: [{ ...shown, url }] })
    for (const url of ['https://evil.example/a', 'http://in.example.com/a', 'https://in.example.com:8443/a'])
      expect((await moved(url)).status).toBe(422)
    expect((await moved('https://in.example.com/b')).status).toBe(200)
    const { storage, config: keys } = world.app.context
    const kept = await storage.alerts.get(organization.id, project.id, String(made.body.id))
    const opened = kept?.recipients.map((one) => openRecipient(keys, project.id, one))
    expect(opened).toMatchObject([{ url: 'https://in.example.com/b', config }])
  })

  it.each([
    ['telegram', { botToken: 'x', chatID: '1' }],
    ['telegram', { botToken: '12345:s3cretA-s3cretA-s3cretA' }],
    ['pagerduty', { routingKey: 'a b' }],
    ['opsgenie', { apiKey: 'a'.repeat(32), region: 'mars' }],
    ['signed', { secret: 'short' }],
    ['template', { body: '{{#issues}}' }],
    ['template', { body: '{"a": {{title}}}' }],
    ['template', { body: 'x', contentType: 'text/plain\r\nx: y' }],
    ['template', { body: 'x', contentType: 'text/plain', headers: [{ name: 'Host', value: 'x' }] }],
    ['template', { body: 'x', contentType: 'text/plain', headers: [{ name: 'X', value: 'a\r\nb' }] }],
  ])('refuse to be told by %s with %j', async (recipientType, config) => {
    const { ask } = await aProject()
    const wrong = { recipientType, url: 'https://in.example.com/', config }
    expect((await ask('POST', '', { alertRecipients: [wrong] })).status).toBe(422)
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
    { triggers: ['sunrise'] },
    { triggers: 'new_issue' },
    { users: { quantity: 1 } },
    { users: { quantity: 0, minutes: 1 } },
    { cooldownMinutes: 0 },
    { digestMinutes: 1441 },
    { quietHours: { start: '22:00', end: '22:00', timeZone: 'UTC', days: [1] } },
    { quietHours: { start: '24:00', end: '06:00', timeZone: 'UTC', days: [1] } },
    { quietHours: { start: '22:00', end: '06:00', timeZone: 'Berlin', days: [1] } },
    { quietHours: { start: '22:00', end: '06:00', timeZone: 'UTC', days: [] } },
    { mutedUntil: 'soon' },
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
