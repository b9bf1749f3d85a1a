import { describe, expect, it } from '@jest/globals'
import { anAlert, ask, type Body, eachWithFlow, flow, HOOK, happen, log, MAIL, org, pass } from './alert-flow.js'
import { aToken, aUser } from './world.js'

eachWithFlow()

const mutes = async (token = flow.tenant.token) => (await ask('GET', org('mutes/'), undefined, token)).body as Body[]

describe('mutes', () => {
  it('of an issue keep it from being told of, until they end and it still fires', async () => {
    await anAlert()
    await happen('A')
    await pass(2)
    const [issue] = (await ask('GET', org('issues/'))).body as { id: string }[]
    const until = new Date(flow.clock.now().getTime() + 60_000).toISOString()
    const made = await ask('POST', org('mutes/'), { issueID: issue?.id, isOwn: false, until })
    expect(made).toMatchObject({
      status: 201,
      body: { issueID: issue?.id, project: { slug: flow.tenant.project.slug }, isOwn: false, until },
    })
    const told = flow.fetcher.asked.length
    await pass(20)
    await happen('A')
    await pass(20)
    expect(flow.fetcher.asked).toHaveLength(told)
    await pass(30)
    expect(await mutes()).toEqual([])
    await happen('A')
    await pass(10)
    expect(flow.fetcher.asked.length).toBeGreaterThan(told === 0 ? 0 : told - 1)
  })

  it('of oneself keep back one’s mails, and nobody else’s', async () => {
    await anAlert({ alertRecipients: [MAIL, HOOK] })
    const made = await ask('POST', org('mutes/'), { project: flow.tenant.project.slug, isOwn: true })
    expect(made).toMatchObject({ status: 201, body: { isOwn: true, until: null, issueID: null } })
    await happen('A')
    await pass(10)
    expect(flow.fetcher.asked).toHaveLength(1)
    expect(flow.mailer.sent).toEqual([])
    expect(await log('?state=failed')).toMatchObject([{ recipientType: 'email', held: 'muted', attempts: 0 }])
    const { id } = made.body as { id: string }
    expect((await ask('DELETE', org(`mutes/${id}/`))).status).toBe(204)
    expect((await ask('DELETE', org(`mutes/${id}/`))).status).toBe(404)
    await happen('B')
    await pass(10)
    expect(flow.mailer.sent).toHaveLength(1)
  })

  it('for everybody are made by who is in a team of the project, and of the organization by its admins', async () => {
    const { storage } = flow.world.app.context
    const member = await aUser(flow.world.app)
    await storage.organizations.addMember(flow.tenant.organization.id, member.id, 'member')
    const token = await aToken(flow.world.app, member, ['event:read', 'event:write'])
    for (const mute of [{ isOwn: false }, { isOwn: false, project: flow.tenant.project.slug }])
      expect((await ask('POST', org('mutes/'), mute, token)).status).toBe(403)
    expect((await ask('POST', org('mutes/'), { isOwn: true }, token)).status).toBe(201)
    const all = await ask('POST', org('mutes/'), { isOwn: false })
    expect(all.status).toBe(201)
    expect(await mutes(token)).toHaveLength(2)
    expect(await mutes()).toHaveLength(1)
    expect((await ask('DELETE', org(`mutes/${(all.body as { id: string }).id}/`), undefined, token)).status).toBe(403)
    const past = new Date(flow.clock.now().getTime() - 1000).toISOString()
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
    const now = flow.clock.now()
    const time = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString().slice(11, 16)
    const quietHours = { start: time(-60), end: time(30), timeZone: 'UTC', days: [1, 2, 3, 4, 5, 6, 7] }
    await flow.world.app.context.storage.accounts.chooseMails(flow.tenant.user.id, { quietHours })
    for (const message of ['A', 'B']) {
      await happen(message)
      await pass(10)
    }
    expect(flow.mailer.sent).toEqual([])
    expect(await log()).toMatchObject([{ held: 'quiet', issueCount: 2, target: flow.tenant.user.email }])
    await pass(1800, 30)
    expect(flow.mailer.sent).toHaveLength(1)
    expect(await log()).toMatchObject([{ state: 'sent', held: null }])
  })
})
