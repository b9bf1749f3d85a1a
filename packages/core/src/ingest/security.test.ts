import { describe, expect, it } from '@jest/globals'
import { aWorld, json, send, type World } from '../../test/ingest-world.js'
import { createDrain } from './drain.js'

/** What Firefox and Safari send, as `application/csp-report`. */
const reportUri = (blocked: string, directive = 'script-src-elem') => ({
  'csp-report': {
    'document-uri': 'https://shop.test/cart',
    referrer: '',
    'violated-directive': directive,
    'effective-directive': directive,
    'original-policy': "default-src 'self'; report-uri /csp",
    disposition: 'enforce',
    'blocked-uri': blocked,
    'status-code': 200,
  },
})

/** What Chromium sends for `report-to`, as `application/reports+json`. */
const reportTo = (...blocked: string[]) =>
  blocked.map((blockedURL) => ({
    type: 'csp-violation',
    age: 12,
    url: 'https://shop.test/cart',
    user_agent: CHROME,
    body: {
      blockedURL,
      columnNumber: 3,
      disposition: 'enforce',
      documentURL: 'https://shop.test/cart',
      effectiveDirective: 'img-src',
      lineNumber: 4,
      originalPolicy: "img-src 'self'",
      referrer: '',
      sample: '',
      statusCode: 200,
    },
  }))

const CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

async function drained(world: World, task: () => Promise<void>): Promise<void> {
  const drain = createDrain(world)
  drain.start()
  await task()
  await drain.idle()
  await drain.stop()
}

const issuesOf = async ({ storage, project }: World) => {
  const order = { sort: 'first_seen', ascending: true } as const
  const filter = { organizationId: project.organizationId, projectIds: [project.id] }
  return (await storage.issues.list(filter, order, { limit: 100, cursor: null })).items
}

describe('a security report', () => {
  it.each([
    ['application/csp-report', JSON.stringify(reportUri('https://cdn.evil.test/x.js'))],
    ['application/reports+json', JSON.stringify(reportTo('https://cdn.evil.test/x.png'))],
    ['text/plain', JSON.stringify(reportUri('inline'))],
  ])('of %s is answered 201 without a body and becomes an event', async (type, body) => {
    const world = await aWorld()
    await drained(world, async () => {
      const response = await send(world, { kind: 'security', body, headers: { 'content-type': type } })
      expect(response).toMatchObject({ status: 201, body: null })
      expect(response.headers['access-control-allow-origin']).toBe('*')
    })
    expect(await issuesOf(world)).toMatchObject([{ type: 'csp', count: 1 }])
  })

  it('is called by directive and host, and grouped by both', async () => {
    const world = await aWorld()
    await drained(world, async () => {
      const bodies = [
        reportUri('https://cdn.evil.test/x.js?v=1', 'script-src'),
        reportUri('https://cdn.evil.test/other.js', 'script-src'),
        reportUri('https://cdn.evil.test/x.css', 'style-src'),
        reportTo('https://a.test/1.png', 'https://b.test/2.png', 'https://a.test/3.png'),
      ]
      for (const body of bodies) await send(world, { kind: 'security', body: JSON.stringify(body) })
    })
    const rows = (await issuesOf(world)).map(({ title, culprit, count }) => [title, culprit, count])
    expect(rows.sort()).toEqual([
      ["Blocked 'img' from 'a.test'", 'img-src', 2],
      ["Blocked 'img' from 'b.test'", 'img-src', 1],
      ["Blocked 'script' from 'cdn.evil.test'", 'script-src', 2],
      ["Blocked 'style' from 'cdn.evil.test'", 'style-src', 1],
    ])
  })

  it('has environment and release of its address, and browser and user of its request', async () => {
    const world = await aWorld()
    await drained(world, async () => {
      const query = '&sentry_environment=prod&sentry_release=shop%401'
      const headers = { 'user-agent': CHROME }
      await send(world, { kind: 'security', query, headers, body: JSON.stringify(reportUri('eval')) })
    })
    const { organizationId, id } = world.project
    const [event] = (await world.storage.events.listForProject(organizationId, id, { limit: 1, cursor: null })).items
    expect(event).toMatchObject({ environment: 'prod', release: 'shop@1' })
    const issue = (await issuesOf(world))[0]
    expect(issue).toMatchObject({ userCount: 1 })
    const tags = await world.storage.issues.tags(organizationId, issue?.id ?? '', {
      key: 'browser.name',
      valueLimit: 1,
    })
    expect(tags).toMatchObject([{ topValues: [{ value: 'Chrome' }] }])
  })

  it('may have its key as glitchtip_key', async () => {
    const world = await aWorld()
    await drained(world, async () => {
      const query = `?glitchtip_key=${world.publicKey}`
      const body = JSON.stringify(reportUri('inline'))
      expect((await send(world, { kind: 'security', key: null, query, body })).status).toBe(201)
    })
    expect(await issuesOf(world)).toHaveLength(1)
  })

  it.each([
    ['without a key', { key: null }, 401],
    ['with a malformed key', { key: 'nonsense' }, 422],
    ['with an unknown key', { key: 'f'.repeat(32) }, 401],
    ['that is empty', { body: '' }, 400],
    ['that is no JSON', { body: 'csp' }, 400],
    ['of no known kind', { body: '{"csp":{}}' }, 400],
    ['by another method', { method: 'GET' }, 405],
  ])('%s is refused', async (_name, sent, status) => {
    const world = await aWorld()
    const response = await send(world, { kind: 'security', body: JSON.stringify(reportUri('inline')), ...sent })
    expect(response.status).toBe(status)
    expect(json(response).detail).toBe(response.headers['x-sentry-error'])
  })

  it('may be asked for beforehand', async () => {
    const response = await send(await aWorld(), { kind: 'security', method: 'OPTIONS' })
    expect(response).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': '*' } })
  })
})
