import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { nodeFetcher } from '../../src/adapters/node-fetcher.js'
import { rotateSecrets } from '../../src/auth/rotate.js'
import type { IntegrationJson, NewIntegrationJson } from '../../src/client/integration-types.js'
import { type FakeHosts, fakeHosts, TOKEN } from './code-hosts.js'
import { aWorld, type Tenant, type World } from './world.js'

const KEY = 'k'.repeat(32)

let world: World
let tenant: Tenant
let hosts: FakeHosts

beforeEach(async () => {
  hosts = await fakeHosts()
  world = await aWorld({ secretKey: KEY, fetcher: nodeFetcher({ allowPrivate: true }) })
  tenant = await world.tenant()
})
afterEach(async () => {
  await world.stop()
  await hosts.stop()
})

const path = (rest = '') => `/api/0/organizations/${tenant.organization.slug}/integrations/${rest}`
const ask = (method: string, rest: string, body?: unknown, token = tenant.token) =>
  world.ask(method, path(rest), { token, ...(body === undefined ? {} : { body }) })
const create = async (body: object): Promise<NewIntegrationJson> => {
  const answer = await ask('POST', '', { name: 'Code', url: hosts.origin, token: TOKEN, ...body })
  expect(answer.status).toBe(201)
  return answer.body
}

describe('an integration', () => {
  it('is made with a secret that is told once, and tells none afterwards', async () => {
    const { webhookSecret, ...made } = await create({ kind: 'github', url: undefined })
    expect(webhookSecret).toMatch(/^[\da-f]{64}$/)
    expect(made).toMatchObject({
      ...{ kind: 'github', name: 'Code', url: 'https://github.com', state: 'ok', error: '', account: '' },
      ...{ hasToken: true, hasWebhookSecret: true, closesLinked: false, resolvesIssues: false, lastUsed: null },
      webhookURL: `https://mishap.example/api/0/integrations/${made.id}/hook/`,
    })
    const listed = await ask('GET', '')
    expect(listed.body).toEqual([made])
    expect((await ask('GET', `${made.id}/`)).body).toEqual(made)
    const kept = await world.app.context.storage.integrations.find(made.id)
    for (const secret of [TOKEN, webhookSecret ?? ''])
      expect(JSON.stringify([listed.body, kept, await auditLog()])).not.toContain(secret)
  })

  it('changes in what is given; its token is never sent to another server', async () => {
    const { webhookSecret: _, ...made } = await create({ kind: 'gitlab' })
    const change = { name: 'Ours', closesLinked: true, template: { title: '{{ title }}', body: 'x' } }
    expect((await ask('PUT', `${made.id}/`, change)).body).toEqual({ ...made, ...change })
    const moved = await ask('PUT', `${made.id}/`, { url: 'https://evil.example' })
    expect(moved.body).toMatchObject({ hasToken: false, state: 'incomplete' })
    expect((await ask('POST', `${made.id}/test/`)).body).toMatchObject({ ok: false })
    const given = await ask('PUT', `${made.id}/`, { url: `${hosts.origin}/`, token: TOKEN })
    expect(given.body).toMatchObject({ hasToken: true, url: hosts.origin })
    expect((await ask('DELETE', `${made.id}/`)).status).toBe(204)
    expect((await ask('GET', `${made.id}/`)).status).toBe(404)
  })

  it('is managed by admins, read by members, and nobody else knows of it', async () => {
    const { id } = await create({ kind: 'github' })
    const member = (await world.member('member', tenant.organization)).token
    const admin = (await world.member('admin', tenant.organization)).token
    const stranger = (await world.tenant()).token
    const statuses = async (token: string) => [
      (await ask('GET', '', undefined, token)).status,
      (await ask('GET', `${id}/targets/`, undefined, token)).status,
      (await ask('POST', '', { kind: 'github', name: 'x' }, token)).status,
      (await ask('PUT', `${id}/`, { name: 'x' }, token)).status,
      (await ask('POST', `${id}/test/`, undefined, token)).status,
    ]
    expect(await statuses(member)).toEqual([200, 200, 403, 403, 403])
    expect(await statuses(admin)).toEqual([200, 200, 201, 200, 200])
    expect(await statuses(stranger)).toEqual([404, 404, 404, 404, 404])
  })

  it.each([
    ['github', 'ada', ['acme/web-7', 'acme/web-70', 'acme/web-107'], 'web-1?7'],
    ['gitlab', 'ada', ['acme/p1', 'acme/p2'], ''],
    ['jira', 'Ada L.', ['WEB'], 'SHOP'],
    ['slack', 'mishap in Acme', ['C2'], 'dev'],
  ])(
    'of %s says whose token it has, and lists where issues are made, page by page',
    async (kind, who, found, query) => {
      const { id } = await create({ kind })
      expect((await ask('POST', `${id}/test/`)).body).toEqual({ ok: true, message: who })
      const targets = await ask(
        'GET',
        `${id}/targets/?query=${encodeURIComponent(kind === 'github' ? 'web-7' : query)}`,
      )
      const ids = (targets.body as readonly { id: string }[]).map((one) => one.id)
      if (kind === 'github') expect(ids).toContain('acme/web-7')
      else expect(ids).toEqual(found)
      expect((await ask('GET', `${id}/`)).body).toMatchObject({ state: 'ok', lastUsed: expect.any(String) })
      if (kind === 'github')
        expect((await ask('GET', `${id}/targets/?query=web-149`)).body).toMatchObject([{ id: 'acme/web-149' }])
    },
  )

  it.each([
    [
      'a wrong token',
      { status: 401, json: { message: 'Bad credentials' } },
      400,
      'GitHub answered with 401: Bad credentials',
    ],
    ['nothing there', { status: 404, json: { message: 'Not Found' } }, 400, ''],
    [
      'a limit',
      { status: 403, headers: { 'retry-after': '30' }, json: { message: 'secondary' } },
      429,
      'GitHub answered with 403: secondary',
    ],
    ['another limit', { status: 429 }, 429, 'GitHub answered with 429'],
    ['a fault of theirs', { status: 502 }, 503, 'GitHub answered with 502'],
  ])('says what the other side says: %s', async (_, reply, status, error) => {
    const { id } = await create({ kind: 'github' })
    hosts.answerWith(() => reply as never)
    const answer = await ask('GET', `${id}/targets/`)
    expect(answer.status).toBe(status)
    if (reply.status === 403) expect(answer.headers.get('retry-after')).toBe('30')
    expect((await ask('GET', `${id}/`)).body).toMatchObject({ state: error === '' ? 'ok' : 'failing', error })
    hosts.answerWith(() => undefined)
    await ask('GET', `${id}/targets/`)
    expect((await ask('GET', `${id}/`)).body).toMatchObject({ state: 'ok', error: '' })
  })

  it.each([
    ['channel_not_found', 'ok'],
    ['invalid_auth', 'failing'],
  ])('of Slack, which says %s with a status of 200, is %s', async (error, state) => {
    const { id } = await create({ kind: 'slack' })
    hosts.answerWith(() => ({ json: { ok: false, error } }))
    expect(await ask('GET', `${id}/targets/`)).toMatchObject({
      status: 400,
      body: { detail: `Slack answered: ${error}` },
    })
    expect((await ask('GET', `${id}/`)).body).toMatchObject({ state })
  })

  it('does not work where nobody at its address knows the API, as a test finds', async () => {
    const { id } = await create({ kind: 'github' })
    hosts.answerWith(() => ({ status: 404, json: { message: 'Not Found' } }))
    expect((await ask('POST', `${id}/test/`)).body).toMatchObject({ ok: false })
    expect((await ask('GET', `${id}/`)).body).toMatchObject({ state: 'failing', error: expect.stringContaining('404') })
  })

  it('shows no address of a place that is none of the web', async () => {
    const { id } = await create({ kind: 'github' })
    const odd = { full_name: 'acme/odd', html_url: 'javascript:alert(1)' }
    hosts.answerWith(() => ({ json: [odd, { full_name: 'x'.repeat(5000) }, null, 'text', 7] }))
    const place = { id: 'acme/odd', name: 'acme/odd', url: '' }
    expect((await ask('GET', `${id}/targets/`)).body).toEqual([place])
  })

  it('asks no address of a private network, unless the server is told to', async () => {
    const careful = await aWorld({ secretKey: KEY, storage: world.app.context.storage })
    const { id } = await create({ kind: 'gitlab' })
    const answer = await careful.ask('POST', path(`${id}/test/`), { token: tenant.token })
    expect(answer.body).toMatchObject({ ok: false, message: expect.stringContaining('private network') })
    expect(hosts.heard).toEqual([])
    await careful.stop()
  })

  it('refuses what is no address, no kind, or a Jira that is nowhere', async () => {
    for (const body of [
      { kind: 'svn' },
      { kind: 'jira', url: undefined },
      { kind: 'gitlab', url: 'ftp://x' },
      { kind: 'gitlab', url: 'https://user:pw@x' },
      { kind: 'gitlab', name: '' },
      { kind: 'gitlab', token: 'x'.repeat(3000) },
    ])
      expect((await ask('POST', '', { name: 'x', url: hosts.origin, ...body })).status).toBe(422)
  })

  it('keeps its secrets when the key of the server changes', async () => {
    const { storage } = world.app.context
    const { id } = await create({ kind: 'github' })
    const fetcher = nodeFetcher({ allowPrivate: true })
    const works = async (secretKey: string, ...secretKeyFallbacks: readonly string[]) => {
      const next = await aWorld({ storage, fetcher, secretKey, secretKeyFallbacks })
      const { body } = await next.ask('POST', path(`${id}/test/`), { token: tenant.token })
      await next.stop()
      return (body as { ok: boolean }).ok
    }
    const now = 'n'.repeat(32)
    expect(await works(now)).toBe(false)
    const careful = { ...world.app.context.config, secretKey: now, secretKeyFallbacks: [] }
    const rows = [{ id, ownerId: tenant.organization.id }]
    expect(await rotateSecrets({ storage, config: careful })).toEqual({
      ...{ resealed: 0, lost: 2 },
      lostIn: [
        { place: 'integration_token', count: 1, rows },
        { place: 'integration_webhook', count: 1, rows },
      ],
    })
    const config = { secretKey: now, secretKeyFallbacks: [KEY] } as const
    const context = { storage, config: { ...world.app.context.config, ...config } }
    expect(await rotateSecrets(context)).toEqual({ resealed: 2, lost: 0, lostIn: [] })
    expect(await rotateSecrets(context)).toEqual({ resealed: 0, lost: 0, lostIn: [] })
    expect(await works(now)).toBe(true)
    // A server that has both keys does it by itself.
    expect(await works(KEY, now)).toBe(true)
    expect(await works(KEY)).toBe(true)
    expect(await works('x'.repeat(32))).toBe(false)
  })
})

describe('a code mapping', () => {
  it('is made, listed, changed and deleted, by admins alone', async () => {
    const integration: IntegrationJson = await create({ kind: 'github' })
    const slack = await create({ kind: 'slack' })
    const mappings = (method: string, rest = '', body?: unknown, token = tenant.token) =>
      world.ask(method, `/api/0/organizations/${tenant.organization.slug}/code-mappings/${rest}`, {
        ...{ token, ...(body === undefined ? {} : { body }) },
      })
    const fields = {
      ...{ integrationID: integration.id, project: tenant.project.slug, repository: 'acme/web' },
      ...{ stackRoot: 'app/', sourceRoot: '', branch: 'main' },
    }
    const made = await mappings('POST', '', fields)
    expect(made).toMatchObject({ status: 201, body: fields })
    const { id } = made.body as { id: string }
    expect((await mappings('GET')).body).toEqual([{ ...fields, id }])
    expect((await mappings('PUT', `${id}/`, { ...fields, branch: 'next' })).body).toEqual({
      ...fields,
      id,
      branch: 'next',
    })
    const member = (await world.member('member', tenant.organization)).token
    expect((await mappings('POST', '', fields, member)).status).toBe(403)
    for (const [change, status] of [
      [{ integrationID: slack.id }, 400],
      [{ integrationID: '999999' }, 404],
      [{ project: 'nowhere' }, 404],
      [{ repository: '../..' }, 422],
      [{ branch: '' }, 422],
    ] as const)
      expect((await mappings('POST', '', { ...fields, ...change })).status).toBe(status)
    expect((await mappings('DELETE', `${id}/`)).status).toBe(204)
    expect((await mappings('DELETE', `${id}/`)).status).toBe(404)
  })
})

async function auditLog(): Promise<unknown> {
  return (
    await world.ask('GET', `/api/0/organizations/${tenant.organization.slug}/audit-logs/`, { token: tenant.token })
  ).body
}
