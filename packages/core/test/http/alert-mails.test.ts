import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { memoryMailer } from '../../src/adapters/memory-mailer.js'
import { anAnswer, memoryProber, type Said } from '../../src/adapters/memory-prober.js'
import { unsubscribeToken } from '../../src/alerts/mail/unsubscribe-token.js'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js'
import { anError, aWorld, report, type World } from './world.js'

let clock: FakeClock
let mailer: ReturnType<typeof memoryMailer>
let isRefused: boolean
let say: Said
let world: World
let tenant: Awaited<ReturnType<World['tenant']>>
beforeEach(async () => {
  clock = fakeClock()
  isRefused = false
  mailer = memoryMailer({ refuses: () => isRefused })
  say = anAnswer({})
  world = await aWorld({ clock, mailer, prober: memoryProber(() => say), secretKey: 'k'.repeat(32) })
  tenant = await world.tenant()
})
afterEach(() => world.stop())

const ask = (method: string, at: string, body?: unknown) =>
  world.ask(method, `/api/0/${at}`, { token: tenant.token, ...(body === undefined ? {} : { body }) })
const anAlert = (alert: object) =>
  ask('POST', `projects/${tenant.organization.slug}/${tenant.project.slug}/alerts/`, {
    ...{ timespanMinutes: 5, quantity: 1, alertRecipients: [{ recipientType: 'email' }] },
    ...alert,
  })
const pass = async (seconds: number) => {
  for (let second = 0; second < seconds; second += 1) {
    await clock.advance(1000)
    for (let turn = 0; turn < 5; turn += 1) await new Promise((done) => setImmediate(done))
  }
}
const told = async (error: Readonly<Record<string, unknown>>) => {
  const before = mailer.sent.length
  await report(world.app, tenant.key, error)
  await pass(10)
  return mailer.sent.slice(before)
}
/** As a browser or a mail program asks for it. */
const page = async (method: string, url: string) => {
  const response = await world.app.fetch(new Request(url, { method }))
  return { status: response.status, text: await response.text() }
}
const frame = (more: object) => ({ filename: 'src/cart.ts', function: 'pay', lineno: 12, in_app: true, ...more })
const HOSTILE = '<img src=x onerror=alert(1)>"\'&'
const STACK = {
  environment: 'prod',
  exception: {
    values: [
      {
        ...{ type: 'PayError', value: HOSTILE },
        stacktrace: {
          frames: [
            frame({ filename: 'node_modules/express/router.js', function: 'handle', in_app: false }),
            frame({ filename: 'src/shop.ts', function: 'checkout', lineno: 3, context_line: 'await pay(cart)' }),
            frame({ pre_context: ['before();'], context_line: `  charge("${HOSTILE}")`, post_context: ['after();'] }),
          ],
        },
      },
    ],
  },
}

describe('mails of alerts', () => {
  it('show an issue with its stack, as text and as HTML in which nothing is mark-up', async () => {
    await anAlert({})
    const [mail] = await told(anError('Boom', STACK))
    expect(mail?.text).toContain('  pay in src/cart.ts:12\n       11  before();\n  >    12    charge(')
    expect(mail?.text).toContain('checkout in src/shop.ts:3')
    expect(mail?.text).not.toContain('express')
    expect(mail?.text).toContain('Environment: prod')
    expect(mail?.html).not.toMatch(/<img|<script|src=["'h]|url\(/)
    expect(mail?.html).toContain('&#60;img src=x')
    expect(mail?.text).toContain('You get this because you are in a team of the project.')
    const { organization, project } = tenant
    expect(mail?.headers).toMatchObject({
      'List-Id': `<${project.slug}.${organization.slug}.mishap.example>`,
      'X-GlitchTip-Organization': organization.slug,
      'X-GlitchTip-Project': project.slug,
    })
  })

  it('of one monitor are one thread, whose messages have ids of their own', async () => {
    await anAlert({ timespanMinutes: null, quantity: null, uptime: true })
    await ask('POST', `organizations/${tenant.organization.slug}/monitors/`, {
      ...{ name: 'Shop', monitorType: 'GET', url: 'https://example.com/', expectedStatus: 200, expectedBody: '' },
      ...{ timeout: null, interval: 10, project: tenant.project.id },
    })
    await pass(12)
    say = anAnswer({ status: 503 })
    await pass(15)
    say = anAnswer({})
    await pass(15)
    const [down, up] = mailer.sent
    expect([down?.subject, up?.subject]).toEqual(['Shop is down', 'Shop is back up'])
    expect(down?.inReplyTo).toMatch(/^<thread-[0-9a-f]{24}@mishap\.example>$/)
    expect(up?.inReplyTo).toBe(down?.inReplyTo)
    expect(new Set([down?.messageId, up?.messageId, down?.inReplyTo]).size).toBe(3)
    const [issue] = await told(anError('Boom'))
    expect(issue).toBeUndefined()
  })

  it('of one issue are one thread with those about the work on it', async () => {
    await anAlert({})
    const [alert] = await told(anError('Boom'))
    const other = await world.member('member', tenant.organization)
    const issueId = /\/issues\/(\d+)/.exec(alert?.text ?? '')?.[1] ?? ''
    await ask('PUT', `issues/${issueId}/`, { assignedTo: `user:${other.user.id}` })
    await pass(180)
    const work = mailer.sent.find(({ to }) => to === other.user.email)
    expect(work?.subject).toContain('Boom')
    expect(work?.inReplyTo).toMatch(/^<thread-/)
    expect(work?.inReplyTo).toBe(alert?.inReplyTo)
    expect(work?.messageId).not.toBe(alert?.messageId)
    // Whose work it is now has not seen the stack.
    const stack = /^ +\S.* in \S+:\d+$/m
    expect([stack.test(alert?.text ?? ''), stack.test(work?.text ?? '')]).toEqual([true, true])
  })

  it('end with one click, for who gets them alone, of that kind and project', async () => {
    await anAlert({})
    const other = await world.member('member', tenant.organization)
    const { storage } = world.app.context
    const membership = await storage.organizations.membership(tenant.organization.id, other.user.id)
    await storage.teams.addMember(tenant.organization.id, tenant.team.id, membership?.id ?? '')
    const mails = await told(anError('Boom'))
    const url = mails.find(({ to }) => to === tenant.user.email)?.unsubscribeUrl ?? ''
    // A program that follows links changes nothing.
    expect(await page('GET', url)).toMatchObject({ status: 200, text: expect.stringContaining('<button>Unsubscribe') })
    expect(await told(anError('Other'))).toHaveLength(2)
    expect(await page('POST', url)).toMatchObject({ status: 200, text: expect.stringContaining(tenant.user.email) })
    expect((await told(anError('Third'))).map(({ to }) => to)).toEqual([other.user.email])
    const choices = await storage.accounts.mailChoices(tenant.user.id)
    expect([...choices.projects]).toEqual([[tenant.project.id, { alerts: false }]])
    const log = await ask('GET', `organizations/${tenant.organization.slug}/deliveries/`)
    expect(JSON.stringify(log.body)).not.toContain(url)
  })

  it('of limits end with one click, though those of issues go on', async () => {
    const { organization, project } = tenant
    await anAlert({ triggers: ['quota'], cooldownMinutes: 1 })
    const refuse = async () => {
      await clock.jump(3_600_000)
      const before = mailer.sent.length
      const about = { organizationId: organization.id, projectId: project.id, hour: clock.now(), quantity: 1 }
      await world.app.context.storage.ingest.addOutcomes([
        { ...about, category: 'error', outcome: 'rate_limited', reason: 'project_rate' },
      ])
      await pass(95)
      return mailer.sent.slice(before)
    }
    const [mail] = await refuse()
    expect(mail?.subject).toContain('has reached its quota')
    expect((await page('POST', mail?.unsubscribeUrl ?? '')).status).toBe(200)
    expect(await refuse()).toEqual([])
    expect(await told(anError('Boom'))).toHaveLength(1)
  })

  it('of limits are sent though what was refused is counted after the full hour', async () => {
    const { organization, project } = tenant
    await anAlert({ triggers: ['spike'] })
    await clock.jump(30 * 60_000 + 5_000)
    const hour = new Date('2026-03-04T05:00:00.000Z')
    const about = { organizationId: organization.id, projectId: project.id, hour, quantity: 1 }
    await world.app.context.storage.ingest.addOutcomes([
      { ...about, category: 'error', outcome: 'rate_limited', reason: 'spike' },
    ])
    await pass(40)
    expect(mailer.sent).toMatchObject([{ subject: expect.stringContaining('far more than usual') }])
  })

  it('end for an address by taking it out of the recipient', async () => {
    const config = { audience: ['project'], users: [], teams: [], addresses: ['a@desk.example', 'B@desk.example'] }
    await anAlert({ alertRecipients: [{ recipientType: 'email', config }] })
    const mails = await told(anError('Boom'))
    expect(mails.map(({ to }) => to).toSorted()).toEqual(
      [tenant.user.email, 'a@desk.example', 'B@desk.example'].toSorted(),
    )
    const url = mails.find(({ to }) => to.startsWith('B@'))?.unsubscribeUrl ?? ''
    for (let twice = 0; twice < 2; twice += 1) expect((await page('POST', url)).status).toBe(200)
    expect((await told(anError('Other'))).map(({ to }) => to).toSorted()).toEqual(
      [tenant.user.email, 'a@desk.example'].toSorted(),
    )
    const { items } = await world.app.context.storage.audit.list(tenant.organization.id, { limit: 10, cursor: null })
    expect(items.filter(({ action }) => action === 'alert.updated')).toMatchObject([
      { userId: null, after: { unsubscribed: 'B@desk.example' } },
    ])
  })

  it.each(['a member', 'an address'])('that wait do not leave for %s who wants no more', async (who) => {
    const addresses = ['a@desk.example']
    const config = { audience: [], users: [tenant.user.id], teams: [], addresses }
    await anAlert({ alertRecipients: [{ recipientType: 'email', config }] })
    const mails = await told(anError('Boom'))
    const isMember = who === 'a member'
    const gone = isMember ? tenant.user.email : 'a@desk.example'
    const stays = isMember ? 'a@desk.example' : tenant.user.email
    isRefused = true
    await told(anError('Waits'))
    const url = mails.find(({ to }) => to === gone)?.unsubscribeUrl ?? ''
    expect((await page('POST', url)).status).toBe(200)
    isRefused = false
    const before = mailer.sent.length
    await pass(60)
    expect(mailer.sent.slice(before).map(({ to }) => to)).toEqual([stays])
  })

  it('end by the link of an older mail, though the project has moved to another organization since', async () => {
    await anAlert({})
    const { user, project } = tenant
    const about = { userId: user.id, organizationId: '999999', projectId: project.id, kind: 'alerts' } as const
    const token = unsubscribeToken(world.app.context.config, about)
    expect((await page('POST', `https://mishap.example/unsubscribe/${token}/`)).status).toBe(200)
    expect(await told(anError('Boom'))).toEqual([])
  })

  it('lead nowhere by a link that this server has not made', async () => {
    await anAlert({})
    const [mail] = await told(anError('Boom'))
    const url = mail?.unsubscribeUrl ?? ''
    const [text = '', signature = ''] = url.split('/').at(-2)?.split('.') ?? []
    const forged = Buffer.from(
      JSON.stringify({ ...JSON.parse(Buffer.from(text, 'base64url').toString()), userId: '999999' }),
    )
    for (const token of [`${forged.toString('base64url')}.${signature}`, text, `${text}.`, 'x.y'])
      for (const method of ['GET', 'POST'])
        expect((await page(method, url.replace(`${text}.${signature}`, token))).status).toBe(404)
    expect(await told(anError('Other'))).toHaveLength(1)
  })
})
