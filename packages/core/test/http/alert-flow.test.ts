import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { memoryFetcher } from '../../src/adapters/memory-fetcher.js'
import { memoryMailer } from '../../src/adapters/memory-mailer.js'
import { AppError } from '../../src/errors.js'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js'
import { anError, aToken, aUser, aWorld, report, type World } from './world.js'

let clock: FakeClock
let fetcher: ReturnType<typeof memoryFetcher>
let mailer: ReturnType<typeof memoryMailer>
let status: number
let headers: Record<string, string>
let world: World
let tenant: Awaited<ReturnType<World['tenant']>>
beforeEach(async () => {
  clock = fakeClock()
  status = 200
  headers = {}
  fetcher = memoryFetcher(() => ({ status, headers, body: 'for s3cret-token it is too much' }))
  mailer = memoryMailer()
  world = await aWorld({ clock, fetcher, mailer })
  tenant = await world.tenant()
})
afterEach(() => world.stop())

const HOOK = { recipientType: 'webhook', url: 'https://hooks.example.com/services/T0000001?token=s3cret-token' }
const MAIL = { recipientType: 'email' }
type Body = Record<string, unknown>
const ask = (method: string, at: string, body?: unknown, token = tenant.token) =>
  world.ask(method, `/api/0/${at}`, { token, ...(body === undefined ? {} : { body }) })
const org = (path: string) => `organizations/${tenant.organization.slug}/${path}`
const anAlert = async (alert: object = {}) => {
  const fields = { name: 'Errors', timespanMinutes: 60, quantity: 1, alertRecipients: [HOOK], ...alert }
  const made = await ask('POST', `projects/${tenant.organization.slug}/${tenant.project.slug}/alerts/`, fields)
  return (made.body as { id: number }).id
}
const log = async (query = '') => (await ask('GET', org(`deliveries/${query}`))).body as Body[]
const mutes = async (token = tenant.token) => (await ask('GET', org('mutes/'), undefined, token)).body as Body[]
/** Everything that is due by then is done. */
const pass = async (seconds: number, step = 1) => {
  for (let second = 0; second < seconds; second += step) {
    await clock.advance(1000 * step)
    for (let turn = 0; turn < 5; turn += 1) await new Promise((done) => setImmediate(done))
  }
}
const happen = (...messages: readonly string[]) =>
  Promise.all(messages.map((message) => report(world.app, tenant.key, anError(message))))

describe('messages of alerts', () => {
  it('gather within a digest and leave as one', async () => {
    const id = await anAlert({ digestMinutes: 30 })
    await happen('A')
    await pass(10)
    await happen('B', 'C')
    await pass(10)
    expect(fetcher.asked).toHaveLength(1)
    expect(await log()).toMatchObject([
      {
        alertID: id,
        alertName: 'Errors',
        held: 'digest',
        state: 'pending',
        issueCount: 2,
        trigger: expect.any(String),
      },
      { held: null, state: 'sent', issueCount: 1, project: { slug: tenant.project.slug, name: tenant.project.name } },
    ])
    await pass(1800, 30)
    expect(fetcher.asked).toHaveLength(2)
    expect(JSON.parse(String(fetcher.asked[1]?.body))).toMatchObject({ text: 'GlitchTip Alert (2 issues)' })
  })

  it('do not tell of what was resolved while they waited', async () => {
    await anAlert({ digestMinutes: 30 })
    await happen('A')
    await pass(10)
    await happen('B', 'C')
    await pass(10)
    const issues = (await ask('GET', org('issues/'))).body as { id: string; title: string }[]
    const b = issues.find(({ title }) => title.includes('B'))
    await ask('PUT', org(`issues/${b?.id}/`), { status: 'resolved' })
    await pass(1800, 30)
    const { attachments } = JSON.parse(String(fetcher.asked[1]?.body)) as { attachments: { title: string }[] }
    expect(attachments.map(({ title }) => title)).toEqual([expect.stringContaining('C')])
  })

  it('tell of the others where all that they name was resolved while they waited', async () => {
    await anAlert({ digestMinutes: 30 })
    await happen('A')
    await pass(10)
    await happen(...Array.from({ length: 130 }, (_, index) => `E${index}`))
    await pass(10)
    const [digest] = (await log()) as { issueIDs: string[]; issueCount: number }[]
    expect([digest?.issueIDs.length, digest?.issueCount]).toEqual([100, 130])
    await ask('PUT', org(`issues/?${digest?.issueIDs.map((id) => `id=${id}`).join('&')}`), { status: 'resolved' })
    await pass(1800, 30)
    const said = JSON.parse(String(fetcher.asked[1]?.body)) as { text: string; attachments: unknown[] }
    expect([said.text, said.attachments.length]).toEqual(['GlitchTip Alert (30 issues)', 30])
  })

  it.each([
    ['was turned off', { isEnabled: false }],
    ['was muted', { mutedUntil: '2100-01-01T00:00:00Z' }],
  ])('do not leave where their alert %s while they waited', async (_, change) => {
    const id = await anAlert({ digestMinutes: 30 })
    for (const message of ['A', 'B']) await happen(message).then(() => pass(10))
    const path = `projects/${tenant.organization.slug}/${tenant.project.slug}/alerts/${id}/`
    await ask('PUT', path, { alertRecipients: [HOOK], ...change })
    await pass(2000, 30)
    expect(fetcher.asked).toHaveLength(1)
    expect(await log()).toMatchObject([{ state: 'failed', held: 'muted' }, { state: 'sent' }])
  })

  it('are not tried again within the quiet hours of their alert', async () => {
    const at = (minutes: number) => new Date(clock.now().getTime() + minutes * 60_000).toISOString().slice(11, 16)
    status = 503
    await anAlert({ quietHours: { start: at(2), end: at(90), timeZone: 'UTC', days: [1, 2, 3, 4, 5, 6, 7] } })
    await happen('A')
    await pass(300, 4)
    status = 200
    const tried = fetcher.asked.length
    await pass(3000, 30)
    expect(fetcher.asked).toHaveLength(tried)
    expect(await log()).toMatchObject([{ state: 'pending', held: 'quiet' }])
    await pass(3000, 30)
    expect(await log()).toMatchObject([{ state: 'sent' }])
  })

  it('are not tried again for what was resolved meanwhile', async () => {
    await anAlert()
    status = 503
    await happen('A')
    await pass(10)
    const [issue] = (await ask('GET', org('issues/'))).body as { id: string }[]
    await ask('PUT', org(`issues/${issue?.id}/`), { status: 'resolved' })
    status = 200
    await pass(50)
    expect(fetcher.asked).toHaveLength(1)
    expect(await log()).toMatchObject([{ state: 'failed', held: 'muted', attempts: 1, status: 503 }])
  })

  it('of a storm are few, tell of each issue once, and leave none out', async () => {
    const RULES = 5
    for (let rule = 0; rule < RULES; rule += 1)
      await anAlert({ alertRecipients: [{ recipientType: 'webhook', url: `https://hooks.example.com/rule${rule}` }] })
    for (let look = 0; look < 20; look += 1) {
      await happen(...Array.from({ length: 15 }, (_, index) => `Issue ${look}-${index}`))
      await pass(6)
    }
    await pass(1200, 30)
    for (let rule = 0; rule < RULES; rule += 1) {
      const told = fetcher.asked.filter(({ url }) => url.endsWith(`/rule${rule}`))
      expect(told.length).toBeGreaterThan(9)
      expect(told.length).toBeLessThan(13)
      const bodies = told.map(
        ({ body }) => JSON.parse(String(body)) as { text: string; attachments: { title: string }[] },
      )
      const counts = bodies.map(({ text }) => Number(/\((\d+) issues\)/.exec(text)?.[1] ?? 1))
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(300)
      const titles = bodies.flatMap(({ attachments }) => attachments.map(({ title }) => title))
      expect(new Set(titles).size).toBe(titles.length)
    }
  })

  it('wait for a channel that fails, which people hear of another way, once, and again when it works', async () => {
    status = 503
    const id = await anAlert()
    for (const message of ['A', 'B', 'C', 'D', 'E', 'F']) {
      await happen(message)
      await pass(6)
    }
    const held = await log('?state=pending')
    expect(held.some((one) => one.held === 'paused' && one.attempts === 0)).toBe(true)
    expect((await ask('GET', org('channels/'))).body).toEqual([
      { recipientType: 'webhook', recipients: 1, failing: 1, lastSent: null },
    ])
    const [alert] = (await ask('GET', `projects/${tenant.organization.slug}/${tenant.project.slug}/alerts/`))
      .body as Body[]
    expect(alert).toMatchObject({ id, failing: [{ error: expect.stringContaining('503'), since: expect.any(String) }] })
    const tried = fetcher.asked.length
    await pass(30)
    expect(fetcher.asked).toHaveLength(tried)
    const subject = 'Alerts do not get through to webhook hooks.example.com'
    expect(mailer.sent).toMatchObject([{ to: tenant.user.email, subject }])
    status = 200
    await pass(200, 4)
    expect(mailer.sent.map((mail) => mail.subject)).toEqual([
      subject,
      'Alerts get through to webhook hooks.example.com again',
    ])
    expect(await log('?state=pending')).toEqual([])
    const keys = fetcher.asked.map((one) => one.headers?.['idempotency-key'])
    expect(new Set(keys).size).toBeLessThanOrEqual(6)
    expect((await ask('GET', org('channels/'))).body).toMatchObject([{ failing: 0, lastSent: expect.any(String) }])
  })

  it('name a channel as failing at the first refusal that says that its address is gone', async () => {
    status = 404
    const id = await anAlert()
    await happen('A')
    await pass(6)
    expect(await log()).toMatchObject([{ state: 'failed', status: 404 }])
    const [alert] = (await ask('GET', `projects/${tenant.organization.slug}/${tenant.project.slug}/alerts/`))
      .body as Body[]
    expect(alert).toMatchObject({ id, failing: [{ error: expect.stringContaining('404') }] })
    expect(mailer.sent).toMatchObject([{ subject: 'Alerts do not get through to webhook hooks.example.com' }])
    await happen('B')
    await pass(6)
    // Who mends the address within three days loses nothing of what came after.
    expect(await log('?state=pending')).toMatchObject([{ held: 'paused', attempts: 0 }])
    status = 200
    await pass(120, 4)
    expect(await log()).toMatchObject([{ state: 'sent' }, { state: 'failed' }])
  })

  it('do not name a channel as failing that refuses one of them', async () => {
    status = 400
    await anAlert()
    await happen('A')
    await pass(6)
    expect(await log()).toMatchObject([{ state: 'failed', status: 400 }])
    expect((await ask('GET', org('channels/'))).body).toMatchObject([{ failing: 0 }])
    expect(mailer.sent).toEqual([])
  })

  it('leave while nobody can be told that a channel fails, and that is told later', async () => {
    const other = { ...HOOK, url: 'https://other.example.com/' }
    const taken: string[] = []
    let takesMail = false
    await world.stop()
    fetcher = memoryFetcher(({ url }) => ({ status: url === other.url ? 200 : 503, body: '' }))
    mailer = memoryMailer()
    const send = async (mail: Parameters<typeof mailer.send>[0]) => {
      if (!takesMail) throw new AppError('unavailable', 'Not now')
      taken.push(mail.subject)
    }
    world = await aWorld({ clock, fetcher, mailer: { ...mailer, send } })
    tenant = await world.tenant()
    await anAlert({ alertRecipients: [HOOK, other] })
    for (const message of ['A', 'B', 'C', 'D', 'E', 'F', 'G']) {
      await happen(message)
      await pass(6)
    }
    expect(fetcher.asked.filter(({ url }) => url === other.url)).toHaveLength(7)
    takesMail = true
    await pass(400, 4)
    expect(taken).toEqual(['Alerts do not get through to webhook hooks.example.com'])
  })

  it('are told of as failing once, though an owner has an address that nobody takes', async () => {
    await world.stop()
    let gone = ''
    mailer = memoryMailer({ refuses: ({ to }) => to === gone })
    world = await aWorld({ clock, fetcher, mailer })
    tenant = await world.tenant()
    gone = (await world.member('owner', tenant.organization)).user.email
    status = 503
    await anAlert()
    for (const message of ['A', 'B', 'C', 'D', 'E', 'F']) {
      await happen(message)
      await pass(6)
    }
    await pass(2000, 30)
    expect(mailer.sent.map(({ to }) => to)).toEqual([tenant.user.email])
  })

  it('go on by mail to others, whatever addresses nobody takes, of which only their own log tells', async () => {
    await world.stop()
    mailer = memoryMailer({ refuses: ({ to }) => to.startsWith('nobody') && 'address' })
    world = await aWorld({ clock, fetcher, mailer })
    tenant = await world.tenant()
    const addresses = Array.from({ length: 20 }, (_, index) => `nobody${index}@desk.example`)
    const config = { audience: ['project'], users: [], teams: [], addresses }
    await anAlert({ alertRecipients: [{ ...MAIL, config }, HOOK] })
    await happen('A')
    await pass(12)
    await happen('B')
    await pass(12)
    expect(mailer.sent.map(({ to }) => to)).toEqual([tenant.user.email, tenant.user.email])
    expect(fetcher.asked).toHaveLength(2)
    expect((await ask('GET', org('channels/'))).body).toMatchObject([{ failing: 0 }, { failing: 0 }])
    expect((await log('?state=pending')).map(({ error }) => error)).toContain('nobody0@desk.example is not taken')
  })

  it('leave in time though there is one that nobody can make, which is given up in the end', async () => {
    const { issues } = world.app.context.storage
    const { topTags } = issues
    issues.topTags = (organizationId, ids, keys) =>
      keys.includes('broken') ? Promise.reject(new Error('It cannot be read')) : topTags(organizationId, ids, keys)
    await anAlert({ alertRecipients: [{ ...HOOK, tagsToAdd: ['broken'] }] })
    await anAlert({ alertRecipients: [{ ...HOOK, url: 'https://other.example.com/' }] })
    await happen('A')
    await pass(12)
    await happen('B')
    await pass(12)
    expect(fetcher.asked.map(({ url }) => url)).toEqual(['https://other.example.com/', 'https://other.example.com/'])
    await pass(9 * 3600, 60)
    const unmade = { attempts: 6, error: expect.stringContaining('could not be made') }
    expect(await log('?state=failed')).toMatchObject([unmade, unmade])
  })

  it('tell by other channels where it is mail that fails, and when it works again', async () => {
    let takesMail = false
    await world.stop()
    mailer = memoryMailer({ refuses: () => !takesMail })
    world = await aWorld({ clock, fetcher, mailer })
    tenant = await world.tenant()
    const silent = { ...HOOK, url: 'https://other.example.com/silent' }
    await anAlert({ alertRecipients: [MAIL] })
    await anAlert({ name: 'Never', quantity: 1000, alertRecipients: [silent, { ...silent, tagsToAdd: ['a'] }, MAIL] })
    for (const message of ['A', 'B', 'C', 'D', 'E', 'F']) {
      await happen(message)
      await pass(6)
    }
    const told = () => fetcher.asked.map(({ body }) => JSON.parse(String(body)) as Body)
    const attachment = { title: `Mails of ${tenant.organization.name}`, title_link: expect.stringMatching(/\/alerts$/) }
    const failing = {
      text: 'GlitchTip Alert',
      attachments: [{ ...attachment, text: 'Alerts do not get through by mail.' }],
    }
    expect(told()).toEqual([failing])
    takesMail = true
    await pass(200, 4)
    expect(told()).toEqual([
      failing,
      { ...failing, attachments: [{ ...attachment, text: 'Alerts get through by mail again.' }] },
    ])
  })

  it('leave a channel alone for as long as it asks', async () => {
    await anAlert()
    status = 429
    headers = { 'retry-after': '120' }
    await happen('A')
    await pass(8)
    status = 200
    await happen('B')
    await pass(100, 4)
    expect(fetcher.asked).toHaveLength(1)
    await pass(40, 4)
    expect(fetcher.asked.length).toBeGreaterThan(1)
    expect(await log('?state=pending')).toEqual([])
  })

  it('are shown with what was sent and answered, without secrets, and sent again by hand', async () => {
    await anAlert()
    status = 400
    await happen('A')
    await pass(8)
    const [failed] = await log('?state=failed')
    const at = org(`deliveries/${failed?.id}/`)
    const { body: detail } = await ask('GET', at)
    expect(detail).toMatchObject({
      ...{ id: failed?.id, state: 'failed', status: 400, error: 'Answered with 400: for ******** it is too much' },
      history: [{ status: 400, answer: 'for ******** it is too much', duration: expect.any(Number) }],
      payload: expect.stringMatching(/^POST https:\/\/hooks\.example\.com\/\*{8}\ncontent-type: application\/json\n/),
    })
    expect(JSON.stringify(detail)).not.toMatch(/s3cret-token|T0000001/)
    status = 200
    const again = await ask('POST', `${at}retry/`)
    expect(again.body).toMatchObject({ state: 'sent', status: 200, error: '', history: [{}, { status: 200 }] })
    const keys = fetcher.asked.map((one) => one.headers?.['idempotency-key'])
    expect(keys).toEqual([failed?.id, failed?.id])
    expect((await ask('POST', `${at}retry/`)).status).toBe(409)
    expect((await ask('GET', org('deliveries/999999/'))).status).toBe(404)
    expect((await ask('GET', org('deliveries/?state=lost'))).status).toBe(422)
    const stranger = await world.tenant()
    expect((await ask('GET', at, undefined, stranger.token)).status).toBe(404)
  })
})

describe('mutes', () => {
  it('of an issue keep it from being told of, until they end and it still fires', async () => {
    await anAlert()
    await happen('A')
    await pass(2)
    const [issue] = (await ask('GET', org('issues/'))).body as { id: string }[]
    const until = new Date(clock.now().getTime() + 60_000).toISOString()
    const made = await ask('POST', org('mutes/'), { issueID: issue?.id, isOwn: false, until })
    expect(made).toMatchObject({
      status: 201,
      body: { issueID: issue?.id, project: { slug: tenant.project.slug }, isOwn: false, until },
    })
    const told = fetcher.asked.length
    await pass(20)
    await happen('A')
    await pass(20)
    expect(fetcher.asked).toHaveLength(told)
    await pass(30)
    expect(await mutes()).toEqual([])
    await happen('A')
    await pass(10)
    expect(fetcher.asked.length).toBeGreaterThan(told === 0 ? 0 : told - 1)
  })

  it('of oneself keep back one’s mails, and nobody else’s', async () => {
    await anAlert({ alertRecipients: [MAIL, HOOK] })
    const made = await ask('POST', org('mutes/'), { project: tenant.project.slug, isOwn: true })
    expect(made).toMatchObject({ status: 201, body: { isOwn: true, until: null, issueID: null } })
    await happen('A')
    await pass(10)
    expect(fetcher.asked).toHaveLength(1)
    expect(mailer.sent).toEqual([])
    expect(await log('?state=failed')).toMatchObject([{ recipientType: 'email', held: 'muted', attempts: 0 }])
    const { id } = made.body as { id: string }
    expect((await ask('DELETE', org(`mutes/${id}/`))).status).toBe(204)
    expect((await ask('DELETE', org(`mutes/${id}/`))).status).toBe(404)
    await happen('B')
    await pass(10)
    expect(mailer.sent).toHaveLength(1)
  })

  it('for everybody are made by who is in a team of the project, and of the organization by its admins', async () => {
    const { storage } = world.app.context
    const member = await aUser(world.app)
    await storage.organizations.addMember(tenant.organization.id, member.id, 'member')
    const token = await aToken(world.app, member, ['event:read', 'event:write'])
    for (const mute of [{ isOwn: false }, { isOwn: false, project: tenant.project.slug }])
      expect((await ask('POST', org('mutes/'), mute, token)).status).toBe(403)
    expect((await ask('POST', org('mutes/'), { isOwn: true }, token)).status).toBe(201)
    const all = await ask('POST', org('mutes/'), { isOwn: false })
    expect(all.status).toBe(201)
    expect(await mutes(token)).toHaveLength(2)
    expect(await mutes()).toHaveLength(1)
    expect((await ask('DELETE', org(`mutes/${(all.body as { id: string }).id}/`), undefined, token)).status).toBe(403)
    const past = new Date(clock.now().getTime() - 1000).toISOString()
    for (const wrong of [{}, { isOwn: 'yes' }, { isOwn: true, until: 'soon' }, { isOwn: true, until: past }])
      expect((await ask('POST', org('mutes/'), wrong)).status).toBe(422)
    for (const wrong of [
      { isOwn: true, project: 'no-such' },
      { isOwn: true, issueID: '999999' },
    ])
      expect((await ask('POST', org('mutes/'), wrong)).status).toBe(404)
  })
})

describe('quiet hours of somebody', () => {
  it('hold back their mails and let them leave as one', async () => {
    await anAlert({ alertRecipients: [MAIL] })
    const now = clock.now()
    const time = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString().slice(11, 16)
    const quietHours = { start: time(-60), end: time(30), timeZone: 'UTC', days: [1, 2, 3, 4, 5, 6, 7] }
    await world.app.context.storage.accounts.chooseMails(tenant.user.id, { quietHours })
    for (const message of ['A', 'B']) {
      await happen(message)
      await pass(10)
    }
    expect(mailer.sent).toEqual([])
    expect(await log()).toMatchObject([{ held: 'quiet', issueCount: 2, target: tenant.user.email }])
    await pass(1800, 30)
    expect(mailer.sent).toHaveLength(1)
    expect(await log()).toMatchObject([{ state: 'sent', held: null }])
  })
})
