import { describe, expect, it } from '@jest/globals'
import { memoryFetcher } from '../../src/adapters/memory-fetcher.js'
import { memoryMailer } from '../../src/adapters/memory-mailer.js'
import { AppError } from '../../src/errors.js'
import { anAlert, ask, type Body, eachWithFlow, flow, HOOK, happen, log, MAIL, org, pass } from './alert-flow.js'
import { aWorld } from './world.js'

eachWithFlow()

describe('messages of alerts', () => {
  it('gather within a digest and leave as one', async () => {
    const id = await anAlert({ digestMinutes: 30 })
    await happen('A')
    await pass(10)
    await happen('B', 'C')
    await pass(10)
    expect(flow.fetcher.asked).toHaveLength(1)
    expect(await log()).toMatchObject([
      {
        alertID: id,
        alertName: 'Errors',
        held: 'digest',
        state: 'pending',
        issueCount: 2,
        trigger: expect.any(String),
      },
      {
        held: null,
        state: 'sent',
        issueCount: 1,
        project: { slug: flow.tenant.project.slug, name: flow.tenant.project.name },
      },
    ])
    await pass(1800, 30)
    expect(flow.fetcher.asked).toHaveLength(2)
    expect(JSON.parse(String(flow.fetcher.asked[1]?.body))).toMatchObject({ text: 'GlitchTip Alert (2 issues)' })
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
    const { attachments } = JSON.parse(String(flow.fetcher.asked[1]?.body)) as { attachments: { title: string }[] }
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
    const said = JSON.parse(String(flow.fetcher.asked[1]?.body)) as { text: string; attachments: unknown[] }
    expect([said.text, said.attachments.length]).toEqual(['GlitchTip Alert (30 issues)', 30])
  })

  it.each([
    ['was turned off', { isEnabled: false }],
    ['was muted', { mutedUntil: '2100-01-01T00:00:00Z' }],
  ])('do not leave where their alert %s while they waited', async (_, change) => {
    const id = await anAlert({ digestMinutes: 30 })
    for (const message of ['A', 'B']) await happen(message).then(() => pass(10))
    const path = `projects/${flow.tenant.organization.slug}/${flow.tenant.project.slug}/alerts/${id}/`
    await ask('PUT', path, { alertRecipients: [HOOK], ...change })
    await pass(2000, 30)
    expect(flow.fetcher.asked).toHaveLength(1)
    expect(await log()).toMatchObject([{ state: 'failed', held: 'muted' }, { state: 'sent' }])
  })

  it('are not tried again within the quiet hours of their alert', async () => {
    const at = (minutes: number) => new Date(flow.clock.now().getTime() + minutes * 60_000).toISOString().slice(11, 16)
    flow.status = 503
    await anAlert({ quietHours: { start: at(2), end: at(90), timeZone: 'UTC', days: [1, 2, 3, 4, 5, 6, 7] } })
    await happen('A')
    await pass(300, 4)
    flow.status = 200
    const tried = flow.fetcher.asked.length
    await pass(3000, 30)
    expect(flow.fetcher.asked).toHaveLength(tried)
    expect(await log()).toMatchObject([{ state: 'pending', held: 'quiet' }])
    await pass(3000, 30)
    expect(await log()).toMatchObject([{ state: 'sent' }])
  })

  it('are not tried again for what was resolved meanwhile', async () => {
    await anAlert()
    flow.status = 503
    await happen('A')
    await pass(10)
    const [issue] = (await ask('GET', org('issues/'))).body as { id: string }[]
    await ask('PUT', org(`issues/${issue?.id}/`), { status: 'resolved' })
    flow.status = 200
    await pass(50)
    expect(flow.fetcher.asked).toHaveLength(1)
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
      const told = flow.fetcher.asked.filter(({ url }) => url.endsWith(`/rule${rule}`))
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
    flow.status = 503
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
    const [alert] = (await ask('GET', `projects/${flow.tenant.organization.slug}/${flow.tenant.project.slug}/alerts/`))
      .body as Body[]
    expect(alert).toMatchObject({ id, failing: [{ error: expect.stringContaining('503'), since: expect.any(String) }] })
    const tried = flow.fetcher.asked.length
    await pass(30)
    expect(flow.fetcher.asked).toHaveLength(tried)
    const subject = 'Alerts do not get through to webhook hooks.example.com'
    expect(flow.mailer.sent).toMatchObject([{ to: flow.tenant.user.email, subject }])
    flow.status = 200
    await pass(200, 4)
    expect(flow.mailer.sent.map((mail) => mail.subject)).toEqual([
      subject,
      'Alerts get through to webhook hooks.example.com again',
    ])
    expect(await log('?state=pending')).toEqual([])
    const keys = flow.fetcher.asked.map((one) => one.headers?.['idempotency-key'])
    expect(new Set(keys).size).toBeLessThanOrEqual(6)
    expect((await ask('GET', org('channels/'))).body).toMatchObject([{ failing: 0, lastSent: expect.any(String) }])
  })

  it('name a channel as failing at the first refusal that says that its address is gone', async () => {
    flow.status = 404
    const id = await anAlert()
    await happen('A')
    await pass(6)
    expect(await log()).toMatchObject([{ state: 'failed', status: 404 }])
    const [alert] = (await ask('GET', `projects/${flow.tenant.organization.slug}/${flow.tenant.project.slug}/alerts/`))
      .body as Body[]
    expect(alert).toMatchObject({ id, failing: [{ error: expect.stringContaining('404') }] })
    expect(flow.mailer.sent).toMatchObject([{ subject: 'Alerts do not get through to webhook hooks.example.com' }])
    await happen('B')
    await pass(6)
    // Who mends the address within three days loses nothing of what came after.
    expect(await log('?state=pending')).toMatchObject([{ held: 'paused', attempts: 0 }])
    flow.status = 200
    await pass(120, 4)
    expect(await log()).toMatchObject([{ state: 'sent' }, { state: 'failed' }])
  })

  it('do not name a channel as failing that refuses one of them', async () => {
    flow.status = 400
    await anAlert()
    await happen('A')
    await pass(6)
    expect(await log()).toMatchObject([{ state: 'failed', status: 400 }])
    expect((await ask('GET', org('channels/'))).body).toMatchObject([{ failing: 0 }])
    expect(flow.mailer.sent).toEqual([])
  })

  it('leave while nobody can be told that a channel fails, and that is told later', async () => {
    const other = { ...HOOK, url: 'https://other.example.com/' }
    const taken: string[] = []
    let takesMail = false
    await flow.world.stop()
    flow.fetcher = memoryFetcher(({ url }) => ({ status: url === other.url ? 200 : 503, body: '' }))
    flow.mailer = memoryMailer()
    const send = async (mail: Parameters<typeof flow.mailer.send>[0]) => {
      if (!takesMail) throw new AppError('unavailable', 'Not now')
      taken.push(mail.subject)
    }
    flow.world = await aWorld({ clock: flow.clock, fetcher: flow.fetcher, mailer: { ...flow.mailer, send } })
    flow.tenant = await flow.world.tenant()
    await anAlert({ alertRecipients: [HOOK, other] })
    for (const message of ['A', 'B', 'C', 'D', 'E', 'F', 'G']) {
      await happen(message)
      await pass(6)
    }
    expect(flow.fetcher.asked.filter(({ url }) => url === other.url)).toHaveLength(7)
    takesMail = true
    await pass(400, 4)
    expect(taken).toEqual(['Alerts do not get through to webhook hooks.example.com'])
  })

  it('are told of as failing once, though an owner has an address that nobody takes', async () => {
    await flow.world.stop()
    let gone = ''
    flow.mailer = memoryMailer({ refuses: ({ to }) => to === gone })
    flow.world = await aWorld({ clock: flow.clock, fetcher: flow.fetcher, mailer: flow.mailer })
    flow.tenant = await flow.world.tenant()
    gone = (await flow.world.member('owner', flow.tenant.organization)).user.email
    flow.status = 503
    await anAlert()
    for (const message of ['A', 'B', 'C', 'D', 'E', 'F']) {
      await happen(message)
      await pass(6)
    }
    await pass(2000, 30)
    expect(flow.mailer.sent.map(({ to }) => to)).toEqual([flow.tenant.user.email])
  })

  it('go on by mail to others, whatever addresses nobody takes, of which only their own log tells', async () => {
    await flow.world.stop()
    flow.mailer = memoryMailer({ refuses: ({ to }) => to.startsWith('nobody') && 'address' })
    flow.world = await aWorld({ clock: flow.clock, fetcher: flow.fetcher, mailer: flow.mailer })
    flow.tenant = await flow.world.tenant()
    const addresses = Array.from({ length: 20 }, (_, index) => `nobody${index}@desk.example`)
    const config = { audience: ['project'], users: [], teams: [], addresses }
    await anAlert({ alertRecipients: [{ ...MAIL, config }, HOOK] })
    await happen('A')
    await pass(12)
    await happen('B')
    await pass(12)
    expect(flow.mailer.sent.map(({ to }) => to)).toEqual([flow.tenant.user.email, flow.tenant.user.email])
    expect(flow.fetcher.asked).toHaveLength(2)
    expect((await ask('GET', org('channels/'))).body).toMatchObject([{ failing: 0 }, { failing: 0 }])
    expect((await log('?state=pending')).map(({ error }) => error)).toContain('nobody0@desk.example is not taken')
  })

  it('leave in time though there is one that nobody can make, which is given up in the end', async () => {
    const { issues } = flow.world.app.context.storage
    const { topTags } = issues
    issues.topTags = (organizationId, ids, keys) =>
      keys.includes('broken') ? Promise.reject(new Error('It cannot be read')) : topTags(organizationId, ids, keys)
    await anAlert({ alertRecipients: [{ ...HOOK, tagsToAdd: ['broken'] }] })
    await anAlert({ alertRecipients: [{ ...HOOK, url: 'https://other.example.com/' }] })
    await happen('A')
    await pass(12)
    await happen('B')
    await pass(12)
    expect(flow.fetcher.asked.map(({ url }) => url)).toEqual([
      'https://other.example.com/',
      'https://other.example.com/',
    ])
    await pass(9 * 3600, 60)
    const unmade = { attempts: 6, error: expect.stringContaining('could not be made') }
    expect(await log('?state=failed')).toMatchObject([unmade, unmade])
  })

  it('tell by other channels where it is mail that fails, and when it works again', async () => {
    let takesMail = false
    await flow.world.stop()
    flow.mailer = memoryMailer({ refuses: () => !takesMail })
    flow.world = await aWorld({ clock: flow.clock, fetcher: flow.fetcher, mailer: flow.mailer })
    flow.tenant = await flow.world.tenant()
    const silent = { ...HOOK, url: 'https://other.example.com/silent' }
    await anAlert({ alertRecipients: [MAIL] })
    await anAlert({ name: 'Never', quantity: 1000, alertRecipients: [silent, { ...silent, tagsToAdd: ['a'] }, MAIL] })
    for (const message of ['A', 'B', 'C', 'D', 'E', 'F']) {
      await happen(message)
      await pass(6)
    }
    const told = () => flow.fetcher.asked.map(({ body }) => JSON.parse(String(body)) as Body)
    const attachment = {
      title: `Mails of ${flow.tenant.organization.name}`,
      title_link: expect.stringMatching(/\/alerts$/),
    }
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
    flow.status = 429
    flow.headers = { 'retry-after': '120' }
    await happen('A')
    await pass(8)
    flow.status = 200
    await happen('B')
    await pass(100, 4)
    expect(flow.fetcher.asked).toHaveLength(1)
    await pass(40, 4)
    expect(flow.fetcher.asked.length).toBeGreaterThan(1)
    expect(await log('?state=pending')).toEqual([])
  })

  it('are shown with what was sent and answered, without secrets, and sent again by hand', async () => {
    await anAlert()
    flow.status = 400
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
    flow.status = 200
    const again = await ask('POST', `${at}retry/`)
    expect(again.body).toMatchObject({ state: 'sent', status: 200, error: '', history: [{}, { status: 200 }] })
    const keys = flow.fetcher.asked.map((one) => one.headers?.['idempotency-key'])
    expect(keys).toEqual([failed?.id, failed?.id])
    expect((await ask('POST', `${at}retry/`)).status).toBe(409)
    expect((await ask('GET', org('deliveries/999999/'))).status).toBe(404)
    expect((await ask('GET', org('deliveries/?state=lost'))).status).toBe(422)
    const stranger = await flow.world.tenant()
    expect((await ask('GET', at, undefined, stranger.token)).status).toBe(404)
  })
})
