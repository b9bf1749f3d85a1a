import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { IssueTemplateJson } from '../../src/client/integration-types.js'
import { syncLinks } from '../../src/integrations/sync.js'
import { until } from '../drained-world.js'
import { TOKEN } from './code-hosts.js'
import { aLinkedWorld, KINDS, type Kind, type LinkedWorld, signed, TARGETS } from './linked-world.js'
import { anError, report } from './world.js'

const KEYS = { github: 'acme/web#1', gitlab: 'acme/deep/web#1', jira: 'WEB-1' } as const

let linked: LinkedWorld

beforeEach(async () => {
  linked = await aLinkedWorld()
})
afterEach(() => linked.stop())

/** What the job does in its own time. */
const sync = async () => (await syncLinks(linked.world.app.context, null)).hadSome
const asked = (pattern: RegExp) => linked.hosts.heard.filter(({ method, path }) => pattern.test(`${method} ${path}`))

/** As each host tells of one of its issues. */
function newsOf(kind: Kind, isClosed: boolean, number = 1): object {
  const state = isClosed ? 'closed' : kind === 'gitlab' ? 'opened' : 'open'
  switch (kind) {
    case 'github':
      return {
        action: isClosed ? 'closed' : 'reopened',
        issue: { number, title: 'T', state },
        repository: { full_name: 'acme/web' },
      }
    case 'gitlab':
      return {
        object_kind: 'issue',
        object_attributes: { iid: number, title: 'T', state },
        project: { path_with_namespace: 'acme/deep/web' },
      }
    case 'jira':
      return {
        webhookEvent: 'jira:issue_updated',
        issue: {
          key: `WEB-${number}`,
          fields: { summary: 'T', status: { statusCategory: { key: isClosed ? 'done' : 'new' } } },
        },
      }
  }
}

describe('an issue of a tracker', () => {
  it.each(KINDS)('is made at %s once, also by a double click, and shown with the issue', async (kind) => {
    const { hosts, tenant, issue, ask, integrate, links } = linked
    const integration = await integrate(kind)
    const draft = await ask('GET', `issues/${issue}/link-draft/?integration=${integration.id}`)
    const { title, body } = draft.body as IssueTemplateJson
    expect(title).toMatch(/^WEB-1: Boom/)
    expect(body).toContain(`https://mishap.example/${tenant.organization.slug}/issues/${issue}`)
    expect(body).toContain('runBoom (app.js:3)')
    const wish = { integrationID: integration.id, target: TARGETS[kind], title, body }
    const answers = await Promise.all([1, 2, 3].map(() => ask('POST', `issues/${issue}/links/`, wish)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409])
    expect((await ask('POST', `issues/${issue}/links/`, wish)).status).toBe(201)
    expect(hosts.issues.size).toBe(1)
    expect(await links()).toEqual([
      {
        ...{ id: expect.any(String), integrationID: integration.id, kind, key: KEYS[kind], title, status: 'open' },
        ...{ url: expect.stringMatching(/^http:.*1$/), created: expect.any(String), createdBy: tenant.user.email },
      },
    ])
    const found = await ask('GET', `organizations/${tenant.organization.slug}/issues/?query=is:linked`)
    expect(found.body).toMatchObject([{ id: issue }])
    const none = await ask('GET', `organizations/${tenant.organization.slug}/issues/?query=is:unlinked`)
    expect(none.body).toEqual([])
    const log = await ask('GET', `issues/${issue}/activities/`)
    expect(log.body).toMatchObject({ activity: [{ type: 'create_issue', data: { key: KEYS[kind], new: true } }] })
  })

  it.each(KINDS)('that %s has is linked by its key or its address, and taken off', async (kind) => {
    const { hosts, ask, anIssue, aLink, links } = linked
    const { integration, link, wish } = await aLink(kind)
    const other = await anIssue('Bang')
    for (const existing of [link.key, link.url, ` ${link.key} `]) {
      const answer = await ask('POST', `issues/${other}/links/`, { integrationID: integration.id, existing })
      expect(answer).toMatchObject({ status: 201, body: { key: link.key, title: wish.title, status: 'open' } })
    }
    expect(await links(other)).toHaveLength(1)
    for (const existing of [
      link.key.replace(/1$/, '99'),
      'nonsense',
      'https://elsewhere.example/acme/web/issues/1',
      '../..#1',
    ]) {
      const answer = await ask('POST', `issues/${other}/links/`, { integrationID: integration.id, existing })
      expect([400, 422]).toContain(answer.status)
    }
    const [one] = await links(other)
    expect((await ask('DELETE', `issues/${other}/links/${one?.id}/`)).status).toBe(204)
    expect((await ask('DELETE', `issues/${other}/links/${one?.id}/`)).status).toBe(404)
    expect(await links(other)).toEqual([])
    expect(hosts.issues.size).toBe(1)
  })

  it('is not made again where the answer was lost: it is found by its mark', async () => {
    const { hosts, clock, issue, ask, integrate } = linked
    const { id } = await integrate('github')
    hosts.answerWith(({ method }) => (method === 'POST' ? { status: 502 } : undefined))
    const wish = { integrationID: id, target: 'acme/web', title: 'T', body: 'B' }
    expect((await ask('POST', `issues/${issue}/links/`, wish)).status).toBe(503)
    // What the server did before its answer was lost.
    const [lost] = asked(/^POST .*\/issues$/)
    hosts.issues.set(1, { number: 1, title: 'T', text: String(lost?.body.body), isClosed: false })
    hosts.answerWith(() => undefined)
    expect((await ask('POST', `issues/${issue}/links/`, wish)).status).toBe(409)
    await clock.advance(61_000)
    expect((await ask('POST', `issues/${issue}/links/`, wish)).body).toMatchObject({ key: 'acme/web#1' })
    expect(hosts.issues.size).toBe(1)
  })

  it('says why it could not be made, and can be made at once when that is mended', async () => {
    const { hosts, issue, ask, integrate } = linked
    const { id } = await integrate('github')
    const wish = { integrationID: id, target: 'acme/web', title: 'T', body: 'B' }
    hosts.answerWith(() => ({
      status: 422,
      json: { message: 'Validation Failed', errors: [{ code: 'missing_field' }] },
    }))
    expect(await ask('POST', `issues/${issue}/links/`, wish)).toMatchObject({
      status: 400,
      body: { detail: 'GitHub answered with 422: Validation Failed; missing_field' },
    })
    hosts.answerWith(() => undefined)
    expect((await ask('POST', `issues/${issue}/links/`, wish)).status).toBe(201)
    for (const target of ['acme', '../x', 'acme/web/x', 'acme/..'])
      expect((await ask('POST', `issues/${issue}/links/`, { ...wish, target })).status).toBe(422)
  })
})

describe('what is linked', () => {
  it.each(KINDS)('at %s is closed and reopened with the issue', async (kind) => {
    const { hosts, world, tenant, aLink, links, statusOf, resolve } = linked
    await aLink(kind)
    await resolve()
    await sync()
    expect(hosts.issues.get(1)?.isClosed).toBe(true)
    expect(await links()).toMatchObject([{ status: 'closed' }])
    const count = hosts.heard.length
    await sync()
    expect(hosts.heard).toHaveLength(count)
    await report(world.app, tenant.key, anError('Boom'))
    expect(await statusOf()).toBe('unresolved')
    await sync()
    expect(hosts.issues.get(1)?.isClosed).toBe(false)
    expect(await links()).toMatchObject([{ status: 'open' }])
  })

  it('stays where the integration does not close it, and where the issue is only ignored', async () => {
    const { tenant, ask, aLink, resolve } = linked
    const { integration } = await aLink('github')
    await resolve('ignored')
    await sync()
    await ask('PUT', `organizations/${tenant.organization.slug}/integrations/${integration.id}/`, {
      closesLinked: false,
    })
    await resolve()
    await sync()
    expect(asked(/^PATCH/)).toEqual([])
  })

  it('is told again later where the other side fails, and by another process where this one dies', async () => {
    const { hosts, clock, world, aLink, resolve } = linked
    await aLink('github')
    await resolve()
    hosts.answerWith(({ method }) => (method === 'PATCH' ? { status: 502 } : undefined))
    await sync()
    hosts.answerWith(() => undefined)
    await sync()
    expect(asked(/^PATCH/)).toHaveLength(1)
    await clock.advance(31_000)
    await sync()
    await until(() => hosts.issues.get(1)?.isClosed === true)
    await resolve('unresolved')
    // One that took it and was killed before it told anybody.
    await world.app.context.storage.issueLinks.owed(clock.now(), 10, 60_000, null)
    await sync()
    expect(hosts.issues.get(1)?.isClosed).toBe(true)
    await clock.advance(61_000)
    await sync()
    // The server's own job may have taken it just before, and be about to tell.
    await until(() => hosts.issues.get(1)?.isClosed === false)
  })

  it.each(KINDS)('at %s resolves the issue when it is closed there, and back, without an echo', async (kind) => {
    const { hosts, aLink, tell, links, statusOf } = linked
    const { integration } = await aLink(kind)
    hosts.close(1, true)
    expect(await tell(kind, integration, newsOf(kind, true))).toBe(204)
    expect(await statusOf()).toBe('resolved')
    expect(await links()).toMatchObject([{ status: 'closed' }])
    const changes = () => asked(/^(?:PATCH|PUT)|^POST .*transitions/).length
    await sync()
    expect(changes()).toBe(0)
    hosts.close(1, false)
    expect(await tell(kind, integration, newsOf(kind, false))).toBe(204)
    expect(await statusOf()).toBe('unresolved')
    await sync()
    expect(changes()).toBe(0)
  })

  it('is as it is now, not as a late word says; one word is heard once', async () => {
    const { hosts, aLink, tell, statusOf, resolve } = linked
    const { integration } = await aLink('github')
    expect(await tell('github', integration, newsOf('github', true))).toBe(204)
    expect(await statusOf()).toBe('unresolved')
    hosts.close(1, true)
    const delivery = { 'x-github-delivery': 'same' }
    await tell('github', integration, newsOf('github', true), delivery)
    expect(await statusOf()).toBe('resolved')
    await resolve('unresolved')
    const count = hosts.heard.length
    expect(await tell('github', integration, newsOf('github', true), delivery)).toBe(204)
    expect(hosts.heard).toHaveLength(count)
  })

  it('is heard again where the word came while it could not be kept', async () => {
    const { hosts, world, aLink, tell, statusOf, links } = linked
    const { integration } = await aLink('github')
    const { issues } = world.app.context.storage
    const { setStatus } = issues
    hosts.close(1, true)
    issues.setStatus = () => Promise.reject(new Error('The database went away'))
    expect(await tell('github', integration, newsOf('github', true))).toBe(500)
    issues.setStatus = setStatus
    expect(await tell('github', integration, newsOf('github', true))).toBe(204)
    expect(await statusOf()).toBe('resolved')
    expect(await links()).toMatchObject([{ status: 'closed' }])
  })

  it('tells nobody a token that the other side repeats', async () => {
    const { hosts, tenant, ask, integrate } = linked
    const { id } = await integrate('github')
    const path = `organizations/${tenant.organization.slug}/integrations/${id}/`
    hosts.answerWith(() => ({ status: 403, json: { message: `Wrong is ${TOKEN}` } }))
    const { body } = await ask('POST', `${path}test/`)
    expect(JSON.stringify([body, (await ask('GET', path)).body])).not.toContain(TOKEN)
    expect(body).toMatchObject({ ok: false, message: expect.stringContaining('Wrong is') })
  })

  it('changes nothing here where the integration does not resolve issues', async () => {
    const { hosts, tenant, ask, aLink, tell, links, statusOf } = linked
    const { integration } = await aLink('github')
    const path = `organizations/${tenant.organization.slug}/integrations/${integration.id}/`
    await ask('PUT', path, { resolvesIssues: false })
    hosts.close(1, true)
    await tell('github', integration, newsOf('github', true))
    expect(await statusOf()).toBe('unresolved')
    expect(await links()).toMatchObject([{ status: 'closed' }])
  })

  it.each(KINDS)('at %s is heard of only by who signs', async (kind) => {
    const { hosts, world, aLink, tell, statusOf } = linked
    const { integration } = await aLink(kind)
    hosts.close(1, true)
    const [news, headers] = [newsOf(kind, true), { 'content-type': 'application/json' }]
    const text = JSON.stringify(news)
    const path = `/api/0/integrations/${integration.id}/hook/`
    const refused = [
      {},
      signed(kind, text, 'another'),
      { 'x-hub-signature-256': 'sha256=', 'x-hub-signature': 'sha256=', 'x-gitlab-token': '' },
      ...(kind === 'gitlab' ? [] : [signed(kind, `${text} `, integration.webhookSecret ?? '')]),
    ]
    for (const more of refused)
      expect((await world.ask('POST', path, { headers: { ...headers, ...more }, body: text })).status).toBe(403)
    expect((await world.ask('POST', '/api/0/integrations/999999/hook/', { headers, body: text })).status).toBe(403)
    expect(await statusOf()).toBe('unresolved')
    const broken = signed(kind, '{', integration.webhookSecret ?? '')
    expect((await world.ask('POST', path, { headers: { ...headers, ...broken }, body: '{' })).status).toBe(400)
    for (const odd of [{}, { issue: [] }, { repository: { full_name: '../..' } }, { ...news, issue: null }])
      expect([204, 503]).toContain(await tell(kind, integration, odd))
  })

  it('at a Jira that signs nothing is heard of by the secret in the address', async () => {
    const { hosts, world, aLink, statusOf } = linked
    const { integration } = await aLink('jira')
    hosts.close(1, true)
    const path = `/api/0/integrations/${integration.id}/hook/?secret=`
    const news = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(newsOf('jira', true)) }
    expect((await world.ask('POST', `${path}wrong`, news)).status).toBe(403)
    expect((await world.ask('POST', `${path}${integration.webhookSecret}`, news)).status).toBe(204)
    expect(await statusOf()).toBe('resolved')
  })
})
