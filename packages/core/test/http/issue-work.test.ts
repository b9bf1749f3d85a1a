import { describe, expect, it } from '@jest/globals'
import { tenantPer } from './tenants.js'
import { anError } from './world.js'

const site = tenantPer('test')
const { clock, report } = site

type Body = Record<string, unknown>

const ask = (method: string, path: string, body?: unknown, token = site.acme.token, headers = {}) =>
  site.world.ask(method, `/api/0${path}`, { token, headers, ...(body === undefined ? {} : { body }) })

async function anIssue(type = 'OneError', more: Body = {}): Promise<string> {
  const eventId = await report(anError(type, more))
  const answer = await ask('GET', `/organizations/${site.org}/issues/?query=${eventId}`)
  return (answer.body as { id: string }[])[0]?.id ?? ''
}

const change = async (id: string, body: Body) => (await ask('PUT', `/issues/${id}/`, body)).body as Body
const activityOf = async (id: string) =>
  ((await ask('GET', `/issues/${id}/activities/`)).body as { activity: Body[] }).activity

describe('the status of an issue', () => {
  it.each<[Body, Body]>([
    [{ status: 'resolved' }, { status: 'resolved', substatus: null, statusDetails: {} }],
    [
      { status: 'resolved', statusDetails: { inRelease: '2.0' } },
      { status: 'resolved', statusDetails: { inRelease: '2.0' } },
    ],
    [{ status: 'resolved', statusDetails: { inRelease: 'latest' } }, { statusDetails: { inRelease: '1.0' } }],
    [{ status: 'resolved', statusDetails: { inNextRelease: true } }, { statusDetails: { inNextRelease: true } }],
    [{ status: 'resolvedInNextRelease' }, { status: 'resolved', statusDetails: { inNextRelease: true } }],
    [
      { status: 'resolved', statusDetails: { inCommit: { commit: 'c0ffee', repository: 'acme/web' } } },
      { statusDetails: { inCommit: { commit: 'c0ffee', repository: 'acme/web' } } },
    ],
    [{ status: 'ignored' }, { status: 'ignored', substatus: 'archived_forever', statusDetails: {} }],
    [
      { status: 'ignored', substatus: 'archived_until_escalating' },
      { substatus: 'archived_until_escalating', statusDetails: { ignoreUntilEscalating: true } },
    ],
    [
      { status: 'ignored', statusDetails: { ignoreCount: 10, ignoreWindow: 60 } },
      {
        substatus: 'archived_until_condition_met',
        statusDetails: { ignoreUntil: null, ignoreCount: 10, ignoreUserCount: null, ignoreWindow: 60 },
        statusReason: 'Ignored until 10 more events within 60 minutes.',
      },
    ],
    [{ status: 'ignored', ignoreUserCount: 3 }, { statusReason: 'Ignored until 3 more users.' }],
    [
      { status: 'ignored', statusDetails: { ignoreUntil: '2040-01-01T00:00:00Z' } },
      { statusReason: 'Ignored until 2040-01-01T00:00:00.000Z.' },
    ],
    [
      { status: 'muted', snoozeDuration: null },
      { status: 'ignored', substatus: 'archived_forever' },
    ],
  ])('%j becomes %j', async (asked, expected) => {
    const id = await anIssue('StatusError', { release: '1.0' })
    expect(await change(id, asked)).toMatchObject(expected)
  })

  it.each<Body>([
    { status: 'ignored', ignoreDuration: -1 },
    { status: 'ignored', statusDetails: { ignoreCount: 'many' } },
    { status: 'resolved', statusDetails: { inCommit: {} } },
    { status: 'resolved', statusDetails: [] },
    { status: 'resolved', substatus: 'odd' },
    { priority: 'highest' },
    { isBookmarked: 'yes' },
  ])('%j is refused', async (asked) => {
    expect((await ask('PUT', `/issues/${await anIssue()}/`, asked)).status).toBe(422)
  })

  it('ends by time within a minute, without any event', async () => {
    const id = await anIssue()
    await change(id, { status: 'ignored', statusDetails: { ignoreDuration: 30 } })
    await clock.advance(29 * 60_000)
    expect((await ask('GET', `/issues/${id}/`)).body).toMatchObject({ status: 'ignored' })
    await clock.advance(2 * 60_000)
    expect((await ask('GET', `/issues/${id}/`)).body).toMatchObject({ status: 'unresolved' })
    expect((await activityOf(id))[0]).toMatchObject({ type: 'set_unresolved', via: 'system', user: null })
  })

  it('comes back in the release that says so', async () => {
    const id = await anIssue('Back', { release: 'web@1.0.0' })
    await change(id, { status: 'resolved', statusDetails: { inNextRelease: true } })
    await anIssue('Back', { release: 'web@1.0.0' })
    expect((await ask('GET', `/issues/${id}/`)).body).toMatchObject({ status: 'resolved', count: '2' })
    await anIssue('Back', { release: 'web@1.1.0' })
    expect((await ask('GET', `/issues/${id}/`)).body).toMatchObject({
      status: 'unresolved',
      substatus: 'regressed',
      statusReason: 'Regressed: it was resolved and came back in release web@1.1.0.',
    })
  })

  it('escalates where events come far beyond the usual', async () => {
    const id = await anIssue('Flood')
    await change(id, { status: 'ignored', substatus: 'archived_until_escalating' })
    for (let count = 0; count < 25; count += 1) await report(anError('Flood'))
    expect((await ask('GET', `/issues/${id}/`)).body).toMatchObject({
      status: 'unresolved',
      substatus: 'escalating',
      statusReason: expect.stringMatching(/^Escalating: 2\d events within one hour, where more than 20 are unusual\.$/),
    })
  })
})

describe('an assignee', () => {
  it('is named in every way that clients know, and unset by nothing', async () => {
    const id = await anIssue()
    const { user, team } = site.acme
    const person = { type: 'user', id: user.id, name: user.email, email: user.email, username: user.email }
    const crew = { type: 'team', id: team.id, name: 'crew', slug: 'crew' }
    for (const [assignedTo, expected] of [
      [`user:${user.id}`, person],
      [`team:${team.id}`, crew],
      [user.email.toUpperCase(), person],
      ['team:crew', crew],
      ['', null],
      [user.id, person],
      ['#crew', crew],
      ['me', person],
      [null, null],
    ] as const)
      expect((await change(id, { assignedTo })).assignedTo).toEqual(expected)
    const [last, before] = await activityOf(id)
    expect([last?.type, before?.type, before?.data]).toEqual([
      'unassigned',
      'assigned',
      { assignee: user.id, assigneeType: 'user', assigneeName: user.email, assigneeEmail: user.email },
    ])
  })

  it('must be of the organization', async () => {
    const id = await anIssue()
    const other = await site.world.tenant()
    for (const assignedTo of [`user:${other.user.id}`, other.user.email, `team:${other.team.id}`, 'user:999', '#none'])
      expect((await ask('PUT', `/issues/${id}/`, { assignedTo, status: 'resolved' })).status).toBe(404)
    expect((await ask('PUT', `/issues/${id}/`, { assignedTo: 'some body' })).status).toBe(400)
    expect((await ask('GET', `/issues/${id}/`)).body).toMatchObject({ assignedTo: null, status: 'unresolved' })
  })
})

describe('marks', () => {
  it("are the caller's own, and tell who looked and who follows", async () => {
    const id = await anIssue()
    const other = await site.world.member('member', site.acme.organization)
    expect(await change(id, { hasSeen: true, isBookmarked: true, isSubscribed: true, priority: 'low' })).toMatchObject({
      hasSeen: true,
      isBookmarked: true,
      isSubscribed: true,
      priority: 'low',
    })
    const theirs = await ask('GET', `/issues/${id}/`, undefined, other.token)
    expect(theirs.body).toMatchObject({
      hasSeen: false,
      isBookmarked: false,
      isSubscribed: false,
      subscriptionDetails: null,
      seenBy: [{ id: site.acme.user.id, lastSeen: clock.now().toISOString() }],
      participants: [{ id: site.acme.user.id }],
    })
    expect(await change(id, { isSubscribed: false })).toMatchObject({ subscriptionDetails: { disabled: true } })
  })
})

describe('comments', () => {
  it('are written, changed and deleted by their author, and mention members', async () => {
    const id = await anIssue()
    const other = await site.world.member('member', site.acme.organization)
    const text = `**look** @${other.user.email} <script>`
    const made = await ask('POST', `/issues/${id}/comments/`, { data: { text } }, site.acme.token, {
      'user-agent': 'sentry-cli/3.8.0',
    })
    expect(made).toMatchObject({
      status: 201,
      body: { id: expect.any(Number), type: 'note', data: { text }, user: { id: site.acme.user.id }, dateEdited: null },
    })
    const { id: comment } = made.body as { id: number }
    expect((await activityOf(id))[0]).toMatchObject({ type: 'note', data: { text }, via: 'cli' })
    expect((await ask('GET', `/issues/${id}/`, undefined, other.token)).body).toMatchObject({
      numComments: 1,
      isSubscribed: true,
      subscriptionDetails: { reason: 'mentioned' },
    })
    const path = `/issues/${id}/comments/${comment}/`
    expect((await ask('PUT', path, { data: { text: 'mine' } }, other.token)).status).toBe(403)
    expect((await ask('DELETE', path, undefined, other.token)).status).toBe(403)
    expect((await ask('PUT', path, { text: 'changed' })).body).toMatchObject({
      data: { text: 'changed' },
      dateEdited: clock.now().toISOString(),
    })
    expect((await ask('GET', `/issues/${id}/notes/`)).body).toMatchObject([{ id: comment, data: { text: 'changed' } }])
    expect((await ask('DELETE', path)).status).toBe(204)
    expect((await ask('DELETE', path)).status).toBe(404)
    expect((await ask('GET', `/issues/${id}/comments/`)).body).toEqual([])
  })

  it('of others are deleted by an admin', async () => {
    const id = await anIssue()
    const [member, admin] = [
      await site.world.member('member', site.acme.organization),
      await site.world.member('admin', site.acme.organization),
    ]
    const { body } = await ask('POST', `/issues/${id}/comments/`, { text: 'hm' }, member.token)
    const path = `/issues/${id}/comments/${(body as { id: number }).id}/`
    expect((await ask('PUT', path, { text: 'no' }, admin.token)).status).toBe(403)
    expect((await ask('DELETE', path, undefined, admin.token)).status).toBe(204)
  })

  it.each<unknown>([{}, { data: {} }, { text: '' }, { text: 7 }, { text: 'x'.repeat(50_001) }, []])(
    'are not made of %j',
    async (body) => {
      expect((await ask('POST', `/issues/${await anIssue()}/comments/`, body)).status).toBe(422)
    },
  )
})
