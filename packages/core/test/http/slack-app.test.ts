import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { memoryFetcher } from '../../src/adapters/memory-fetcher.js'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js'
import { anError, aWorld, report, type World } from './world.js'

const SECRET = 'signing secret of the app'
let clock: FakeClock
let emails: Record<string, string>
let fetcher: ReturnType<typeof memoryFetcher>
let world: World
let tenant: Awaited<ReturnType<World['tenant']>>
let hook: string
let isAway: boolean
let answered: object
beforeEach(async () => {
  clock = fakeClock()
  emails = {}
  isAway = false
  answered = { ok: true, ts: '1.2' }
  fetcher = memoryFetcher(({ url }) => {
    const { pathname, searchParams } = new URL(url)
    const email = emails[searchParams.get('user') ?? '']
    if (isAway) return { status: 502 }
    if (pathname === '/api/users.info') return { json: email === undefined ? { ok: false } : userOf(email) }
    return { json: answered }
  })
  world = await aWorld({ clock, fetcher, secretKey: 'k'.repeat(32) })
  tenant = await world.tenant()
})
afterEach(() => world.stop())

const userOf = (email: string) => ({ ok: true, user: { profile: { email } } })
const ask = (method: string, at: string, body?: unknown) =>
  world.ask(method, `/api/0/${at}`, { token: tenant.token, ...(body === undefined ? {} : { body }) })
const pass = async (seconds: number) => {
  for (let second = 0; second < seconds; second += 1) {
    await clock.advance(1000)
    for (let turn = 0; turn < 5; turn += 1) await new Promise((done) => setImmediate(done))
  }
}
const asked = (method: string) =>
  fetcher.asked.filter(({ url }) => url.endsWith(`/${method}`)).map(({ body }) => JSON.parse(String(body)))
/** Waits until Slack was asked so often. */
const until = async (method: string, count: number) => {
  for (let turn = 0; turn < 1000 && asked(method).length < count; turn += 1)
    await new Promise((done) => setImmediate(done))
  return asked(method)
}
const anApp = async () => {
  const made = await ask('POST', `organizations/${tenant.organization.slug}/integrations/`, {
    ...{ kind: 'slack', name: 'Slack', token: 'xoxb-s3cret', webhookSecret: SECRET },
  })
  const { id, webhookURL } = made.body as { id: string; webhookURL: string }
  hook = webhookURL
  const config = { integrationID: id, channel: 'C0123456789' }
  return ask('POST', `projects/${tenant.organization.slug}/${tenant.project.slug}/alerts/`, {
    ...{ timespanMinutes: 5, quantity: 1, alertRecipients: [{ recipientType: 'slack_app', config }] },
  })
}
interface Block {
  readonly type: string
  readonly block_id?: string
  readonly elements: readonly { readonly action_id: string; readonly value: string }[]
}
const aMessage = async () => {
  await report(world.app, tenant.key, anError('Boom'))
  await pass(10)
  const [message] = asked('chat.postMessage') as { text: string; blocks: Block[] }[]
  if (message === undefined) throw new Error('Wanted a message, found none')
  return message
}
const isFailing = async () => {
  const path = `projects/${tenant.organization.slug}/${tenant.project.slug}/alerts/`
  const [alert] = (await ask('GET', path)).body as { failing: { error: string }[] }[]
  return alert?.failing.map(({ error }) => error)
}
const click = async (action: string, user: string, options: { secret?: string; lateSeconds?: number } = {}) => {
  const [message] = asked('chat.postMessage') as { text: string; blocks: Block[] }[]
  const block = message?.blocks.find(({ type }) => type === 'actions')
  const pressed = block?.elements.find(({ action_id }) => action_id === action)
  const payload = {
    ...{ type: 'block_actions', user: { id: user }, channel: { id: 'C0123456789' } },
    ...{ message: { ts: '1.2', ...message }, actions: [{ ...pressed, block_id: block?.block_id }] },
  }
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
  const seconds = Math.floor(clock.now().getTime() / 1000) - (options.lateSeconds ?? 0)
  const signature = createHmac('sha256', options.secret ?? SECRET)
    .update(`v0:${seconds}:${body}`)
    .digest('hex')
  const headers = {
    ...{ 'content-type': 'application/x-www-form-urlencoded', 'x-slack-request-timestamp': String(seconds) },
    'x-slack-signature': `v0=${signature}`,
  }
  const response = await world.app.fetch(new Request(hook, { method: 'POST', headers, body }))
  return response.status
}
const issue = async () => {
  const { items } = await world.app.context.storage.issues.list(
    { organizationId: tenant.organization.id, projectIds: null },
    { sort: 'first_seen', ascending: true },
    { limit: 1, cursor: null },
  )
  return items[0]
}

describe('the app of Slack', () => {
  it('shows on its alert that it tells nobody, once its integration is gone', async () => {
    await anApp()
    const { organization } = tenant
    const [app] = (await ask('GET', `organizations/${organization.slug}/integrations/`)).body as { id: string }[]
    await ask('DELETE', `organizations/${organization.slug}/integrations/${app?.id}/`)
    for (const type of ['A', 'B', 'C', 'D', 'E', 'F']) {
      await report(world.app, tenant.key, anError(type))
      await pass(6)
    }
    expect(asked('chat.postMessage')).toEqual([])
    expect(await isFailing()).toEqual([expect.stringContaining('Its secret is not there')])
  })

  it('tells of issues with buttons, and its token stays where it is', async () => {
    const made = await anApp()
    expect(made.status).toBe(201)
    const { text, blocks } = await aMessage()
    expect(text).toContain('Boom')
    const actions = blocks.find(({ type }) => type === 'actions')
    expect(actions?.elements.map(({ action_id }) => action_id)).toEqual(['resolve', 'ignore', 'assign'])
    expect(fetcher.asked.at(-1)).toMatchObject({
      ...{ url: 'https://slack.com/api/chat.postMessage', headers: { authorization: 'Bearer xoxb-s3cret' } },
    })
    const { alerts, deliveries } = world.app.context.storage
    const page = { limit: 5, cursor: null }
    const { items } = await alerts.list(tenant.organization.id, tenant.project.id, page)
    const log = await deliveries.list(tenant.organization.id, { projectId: tenant.project.id }, page)
    expect(log.items).toMatchObject([{ state: 'sent' }])
    expect(JSON.stringify([made.body, items, log])).not.toContain('xoxb-s3cret')
  })

  it('has not told of what it answers to with more than anybody reads', async () => {
    answered = { ok: true, more: 'x'.repeat(65 * 1024) }
    await anApp()
    await aMessage()
    const page = { limit: 5, cursor: null }
    const log = await world.app.context.storage.deliveries.list(tenant.organization.id, {}, page)
    expect(log.items).toMatchObject([{ state: 'failed', attempt: { error: expect.stringContaining('larger than') } }])
  })

  it('does what a member presses, and says so in the message', async () => {
    await anApp()
    await aMessage()
    emails.U1 = tenant.user.email.toUpperCase()
    expect(await click('assign', 'U1')).toBe(200)
    const [assigned] = await until('chat.update', 1)
    expect((await issue())?.assignee).toEqual({ kind: 'user', id: tenant.user.id })
    expect(JSON.stringify(assigned)).toContain('Assigned to')
    expect(await click('resolve', 'U1')).toBe(200)
    const [, resolved] = (await until('chat.update', 2)) as { ts: string; blocks: Block[] }[]
    expect((await issue())?.status).toBe('resolved')
    expect(resolved).toMatchObject({ ts: '1.2', channel: 'C0123456789' })
    expect(resolved?.blocks.some(({ type }) => type === 'actions')).toBe(false)
    const { items } = await world.app.context.storage.issues.activity(
      ...([tenant.organization.id, (await issue())?.id ?? '', { limit: 5, cursor: null }] as const),
    )
    expect(items.filter(({ kind }) => kind === 'set_resolved')).toMatchObject([{ userId: null, via: 'slack' }])
  })

  it('does nothing in the name of a member, whoever its server says has pressed', async () => {
    await anApp()
    const { organization } = tenant
    const apps = `organizations/${organization.slug}/integrations/`
    const [app] = (await ask('GET', apps)).body as { id: string }[]
    // A manager's own server: it signs as it likes, and says that anybody has the address of anybody.
    const own = { url: 'https://slack.manager.example', token: 'xoxb-own', webhookSecret: 'of the manager' }
    expect((await ask('PUT', `${apps}${app?.id}/`, own)).status).toBe(200)
    await aMessage()
    emails.U9 = tenant.user.email
    for (const action of ['assign', 'ignore', 'resolve'])
      expect(await click(action, 'U9', { secret: own.webhookSecret })).toBe(200)
    const page = { limit: 9, cursor: null }
    const { items } = await world.app.context.storage.issues.activity(organization.id, (await issue())?.id ?? '', page)
    expect(items.map(({ userId, via }) => [userId, via])).toEqual([
      [null, 'slack'],
      [null, 'slack'],
      [null, 'slack'],
    ])
  })

  it('tells others alone that they cannot, and changes nothing', async () => {
    await anApp()
    await aMessage()
    const { user: stranger } = await world.tenant()
    emails.U2 = stranger.email
    expect(await click('resolve', 'U2')).toBe(200)
    expect(await until('chat.postEphemeral', 1)).toMatchObject([
      { user: 'U2', text: expect.stringContaining('members') },
    ])
    expect((await issue())?.status).toBe('unresolved')
    expect(asked('chat.update')).toEqual([])
  })

  it('has done it when it answers, and says so where it could not', async () => {
    await anApp()
    await aMessage()
    emails.U1 = tenant.user.email
    expect(await click('resolve', 'U1')).toBe(200)
    expect((await issue())?.status).toBe('resolved')
    isAway = true
    expect(await click('ignore', 'U1')).toBe(503)
    expect((await issue())?.status).toBe('resolved')
  })

  it('hears nothing that Slack has not signed within five minutes', async () => {
    await anApp()
    await aMessage()
    emails.U1 = tenant.user.email
    expect(await click('resolve', 'U1', { secret: 'another' })).toBe(403)
    expect(await click('resolve', 'U1', { lateSeconds: 301 })).toBe(403)
    expect((await issue())?.status).toBe('unresolved')
  })

  it('is one that the organization has', async () => {
    await anApp()
    const config = { integrationID: '999999', channel: '#ops' }
    const path = `projects/${tenant.organization.slug}/${tenant.project.slug}/alerts/`
    const wrong = { alertRecipients: [{ recipientType: 'slack_app', config }] }
    expect((await ask('POST', path, wrong)).status).toBe(422)
  })
})
