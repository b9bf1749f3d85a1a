import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { memoryFetcher } from '../../src/adapters/memory-fetcher.js'
import { memoryMailer } from '../../src/adapters/memory-mailer.js'
import { anAnswer, memoryProber, type Said } from '../../src/adapters/memory-prober.js'
import { closeAlarms } from '../../src/alerts/close-alarms.js'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js'
import { anError, aWorld, report, type World } from './world.js'

let clock: FakeClock
let fetcher: ReturnType<typeof memoryFetcher>
let mailer: ReturnType<typeof memoryMailer>
let status: number
let say: Said
let world: World
let tenant: Awaited<ReturnType<World['tenant']>>
beforeEach(async () => {
  clock = fakeClock()
  status = 200
  say = anAnswer({})
  fetcher = memoryFetcher(() => ({ status, body: 'told' }))
  mailer = memoryMailer()
  world = await aWorld({ clock, fetcher, mailer, prober: memoryProber(() => say) })
  tenant = await world.tenant()
})
afterEach(() => world.stop())

const HOOK = { recipientType: 'webhook', url: 'https://hooks.example.com/T0?token=s3cret', tagsToAdd: ['browser'] }
const ask = (method: string, at: string, body?: unknown) =>
  world.ask(method, `/api/0/${at}`, { token: tenant.token, ...(body === undefined ? {} : { body }) })
const alerts = () => `projects/${tenant.organization.slug}/${tenant.project.slug}/alerts/`
const anAlert = async (alert: object = {}) => {
  const fields = { timespanMinutes: 5, quantity: 2, alertRecipients: [HOOK], ...alert }
  return ((await ask('POST', alerts(), fields)).body as { id: number }).id
}
const log = async (id: number) => (await ask('GET', `${alerts()}${id}/deliveries/`)).body as Record<string, unknown>[]
/** Everything that is due by then is done. */
const pass = async (seconds: number) => {
  for (let second = 0; second < seconds; second += 1) {
    await clock.advance(1000)
    for (let turn = 0; turn < 5; turn += 1) await new Promise((done) => setImmediate(done))
  }
}
const bodies = () => fetcher.asked.map(({ body }) => JSON.parse(String(body)) as unknown)

describe('alerts', () => {
  it('say beforehand what they would have told', async () => {
    await report(world.app, tenant.key, anError('Boom', { environment: 'prod' }))
    await report(world.app, tenant.key, anError('Other', { environment: 'staging' }))
    await pass(1)
    const fields = { triggers: ['new_issue'], query: 'environment:prod', digestMinutes: 60 }
    const { status, body } = await ask('POST', `${alerts()}back-test/`, fields)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      ...{ count: 1, messages: 1, unknown: [] },
      firings: [{ trigger: 'new_issue', title: expect.stringContaining('Boom'), issueID: expect.any(String) }],
    })
    const { from, until } = body as { from: string; until: string }
    expect(Date.parse(until) - Date.parse(from)).toBe(14 * 86_400_000)
    const numbers = await ask('POST', `${alerts()}back-test/`, { quantity: 2, timespanMinutes: 5 })
    expect(numbers.body).toMatchObject({ count: 0, messages: 0, firings: [] })
    expect((await ask('GET', alerts())).body).toEqual([])
  })

  it('of new issues are sent in time', async () => {
    await anAlert({ triggers: ['new_issue'], quantity: null, timespanMinutes: null, query: 'level:error' })
    await report(world.app, tenant.key, anError('Boom'))
    await pass(6)
    expect(fetcher.asked).toHaveLength(1)
  })

  it('are sent when an issue has enough events, once', async () => {
    const id = await anAlert()
    const error = anError('Boom', { environment: 'prod', tags: { browser: 'Firefox' } })
    await report(world.app, tenant.key, error)
    await pass(5)
    expect(fetcher.asked).toEqual([])
    await report(world.app, tenant.key, error)
    await pass(10)
    const { origin } = world.app.context.config.url
    expect(fetcher.asked).toMatchObject([{ url: HOOK.url, headers: { 'idempotency-key': expect.any(String) } }])
    expect(bodies()).toMatchObject([
      {
        text: 'GlitchTip Alert',
        attachments: [
          {
            title: expect.stringContaining('Boom'),
            title_link: expect.stringContaining(`${origin}/${tenant.organization.slug}/issues/`),
            fields: [
              { title: 'Project', value: 'Web', short: true },
              { title: 'Environment', value: 'prod', short: true },
              { title: 'Browser', value: 'Firefox', short: true },
            ],
          },
        ],
      },
    ])
    await report(world.app, tenant.key, error)
    await pass(10)
    expect(fetcher.asked).toHaveLength(1)
    expect(await log(id)).toMatchObject([
      {
        state: 'sent',
        target: 'hooks.example.com',
        status: 200,
        attempts: 1,
        issueCount: 1,
        error: '',
        nextAttempt: null,
      },
    ])
  })

  it('are tried again while the other side is busy, and the log says so', async () => {
    const id = await anAlert({ quantity: 1 })
    status = 503
    await report(world.app, tenant.key, anError('Boom'))
    await pass(10)
    expect(await log(id)).toMatchObject([
      { state: 'pending', status: 503, attempts: 1, error: 'Answered with 503: told' },
    ])
    status = 200
    await pass(30)
    expect(await log(id)).toMatchObject([{ state: 'sent', status: 200, attempts: 2, error: '' }])
    const keys = fetcher.asked.map(({ headers }) => headers?.['idempotency-key'])
    expect(new Set(keys).size).toBe(1)
  })

  it('go by mail to the people of the project’s teams', async () => {
    const id = await anAlert({ quantity: 1, alertRecipients: [{ recipientType: 'email' }] })
    await report(world.app, tenant.key, anError('Boom'))
    await pass(10)
    expect(mailer.sent).toMatchObject([
      {
        to: tenant.user.email,
        subject: expect.stringMatching(/^Error in Web: .*Boom/),
        text: expect.stringContaining('/issues/'),
      },
    ])
    expect(await log(id)).toMatchObject([{ state: 'sent', target: tenant.user.email, recipientType: 'email' }])
    await world.app.context.storage.accounts.setSubscribesByDefault(tenant.user.id, false)
    await report(world.app, tenant.key, anError('Other'))
    await pass(10)
    expect(mailer.sent).toHaveLength(1)
    expect(await log(id)).toMatchObject([
      { state: 'failed', error: 'Nobody whom it is for wants mails of the project' },
      { state: 'sent' },
    ])
  })

  it('go by mail to the owners and the assignee of the issues, and to the project’s teams where there are none', async () => {
    const { organization, project } = tenant
    const { storage } = world.app.context
    const [owner, assignee] = [await world.member('member', organization), await world.member('member', organization)]
    await storage.projects.setOwnership(organization.id, project.id, `tags.part:pay ${owner.user.email}`)
    const config = { audience: ['owner', 'assignee'], users: [], teams: [], addresses: [] }
    await anAlert({ quantity: 1, alertRecipients: [{ recipientType: 'email', config }] })
    const told = async (error: Readonly<Record<string, unknown>>) => {
      const before = mailer.sent.length
      await report(world.app, tenant.key, error)
      await pass(10)
      return mailer.sent.slice(before).map(({ to }) => to)
    }
    expect(await told(anError('Nobody owns this'))).toEqual([tenant.user.email])
    expect(await told(anError('Pay', { tags: { part: 'pay' } }))).toEqual([owner.user.email])
    const { items } = await storage.issues.list(
      { organizationId: organization.id, projectIds: [project.id] },
      ...([{ sort: 'first_seen', ascending: false } as const, { limit: 1, cursor: null }] as const),
    )
    const ids = items.map(({ id }) => id)
    const filter = { organizationId: organization.id, projectIds: null, ids }
    const author = { userId: tenant.user.id, via: 'web' as const, at: clock.now() }
    await storage.issues.setStatus(filter, 'resolved', clock.now())
    await storage.issues.assign(filter, { kind: 'user', id: assignee.user.id }, author)
    expect(await told(anError('Pay', { tags: { part: 'pay' } }))).toEqual(
      [owner.user.email, assignee.user.email].toSorted(),
    )
    // Who leaves hears nothing more.
    const membership = await storage.organizations.membership(organization.id, owner.user.id)
    await storage.members.remove(organization.id, membership?.id ?? '')
    expect(await told(anError('Pay again', { tags: { part: 'pay' } }))).toEqual([tenant.user.email])
  })

  it('tell of monitors where they are to', async () => {
    await anAlert({
      timespanMinutes: null,
      quantity: null,
      uptime: true,
      alertRecipients: [HOOK, { recipientType: 'email' }],
    })
    const made = await ask('POST', `organizations/${tenant.organization.slug}/monitors/`, {
      ...{ name: 'Shop', monitorType: 'GET', url: 'https://example.com/', expectedStatus: 200, expectedBody: '' },
      ...{ timeout: null, interval: 10, project: tenant.project.id },
    })
    const { id } = made.body as { id: number }
    const coverage = await ask('GET', `organizations/${tenant.organization.slug}/monitors/${id}/coverage/`)
    expect(coverage.body).toEqual({ alerts: 1, people: 1, channels: ['webhook'] })
    await pass(12)
    say = anAnswer({ status: 503 })
    await pass(15)
    say = anAnswer({})
    await pass(15)
    expect(bodies()).toMatchObject([
      { text: 'GlitchTip Uptime Alert', attachments: [{ title: 'Shop', text: 'The monitored site has gone down.' }] },
      { text: 'GlitchTip Uptime Alert', attachments: [{ title: 'Shop', text: 'The monitored site is back up.' }] },
    ])
    expect(mailer.sent.map(({ subject }) => subject)).toEqual(['Shop is down', 'Shop is back up'])
    expect(mailer.sent[0]?.text).toContain('Wanted status 200, found 503')
  })

  it('close what they opened elsewhere once the issue is resolved, until it is taken', async () => {
    const config = { routingKey: 'a'.repeat(32) }
    await anAlert({ quantity: 1, alertRecipients: [{ recipientType: 'pagerduty', config }] })
    await report(world.app, tenant.key, anError('Boom'))
    await pass(10)
    const [opened] = bodies() as { dedup_key: string }[]
    expect(opened).toMatchObject({ event_action: 'trigger' })
    await pass(60)
    const { storage } = world.app.context
    status = 503
    const filter = { organizationId: tenant.organization.id, projectIds: [tenant.project.id] }
    await storage.issues.setStatus(filter, 'resolved', clock.now())
    await pass(10)
    status = 202
    await pass(60)
    const resolved = { event_action: 'resolve', dedup_key: opened?.dedup_key }
    expect(bodies().slice(1)).toMatchObject([resolved, resolved])
    await pass(120)
    expect(bodies()).toHaveLength(3)
  })

  it('do not close elsewhere what is still being opened there', async () => {
    await world.stop()
    const closing: Promise<unknown>[] = []
    fetcher = memoryFetcher(({ body }) => {
      const { context } = world.app
      if (!String(body).includes('trigger')) return { status: 202, body: '' }
      // Before the other side has answered, the issue is resolved, and another process looks for what is over.
      const filter = { organizationId: tenant.organization.id, projectIds: [tenant.project.id] }
      closing.push(context.storage.issues.setStatus(filter, 'resolved', clock.now()), closeAlarms(context, null))
      return { status: 202, body: '' }
    })
    world = await aWorld({ clock, fetcher })
    tenant = await world.tenant()
    await anAlert({
      quantity: 1,
      alertRecipients: [{ recipientType: 'pagerduty', config: { routingKey: 'a'.repeat(32) } }],
    })
    await report(world.app, tenant.key, anError('Boom'))
    await pass(10)
    await Promise.all(closing)
    expect(bodies()).toMatchObject([{ event_action: 'trigger' }])
    await pass(60)
    expect(bodies()).toMatchObject([{ event_action: 'trigger' }, { event_action: 'resolve' }])
  })

  it('are tried out for real', async () => {
    const id = await anAlert({ alertRecipients: [HOOK, { recipientType: 'email' }] })
    const tryOut = async () => (await ask('POST', `${alerts()}${id}/test/`)).body
    expect(await tryOut()).toEqual([
      { recipientType: 'webhook', status: 'sent', message: null },
      { recipientType: 'email', status: 'sent', message: null },
    ])
    expect(mailer.sent).toMatchObject([{ to: tenant.user.email, subject: 'Test notification of Web' }])
    expect(bodies()).toMatchObject([{ attachments: [{ text: expect.stringContaining('Web') }] }])
    status = 404
    expect(await tryOut()).toMatchObject([{ status: 'error', message: 'Answered with 404: told' }, {}])
    expect(await log(id)).toEqual([])
  })
})
