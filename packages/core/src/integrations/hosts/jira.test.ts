import { describe, expect, it } from '@jest/globals'
import { type MemoryAnswer, memoryFetcher } from '../../adapters/memory-fetcher.js'
import { memoryStorage } from '../../adapters/memory-storage/memory-storage.js'
import { createApp } from '../../app.js'
import type { FetchRequest } from '../../ports/fetcher.js'
import { NOON } from '../../testing/builders.js'
import { askFor } from '../ask.js'
import { sealIntegration } from '../secrets.js'
import { jira } from './jira.js'

const SITE = 'https://acme.atlassian.net'
const TYPES = {
  issueTypes: [
    { id: '3', name: 'Task' },
    { id: '5', name: 'Sub-bug', subtask: true },
  ],
}

async function aCloud(answer: (request: FetchRequest) => MemoryAnswer | null) {
  const fetcher = memoryFetcher(answer)
  const logger = { debug() {}, info() {}, warn() {}, error() {} }
  const storage = memoryStorage()
  const { context } = createApp({ url: 'https://m.example', storage, fetcher, logger, secretKey: 'k'.repeat(32) })
  const owner = await storage.users.create({ email: 'a@example.com', name: '', passwordHash: null, isSuperuser: false })
  const { id } = await storage.organizations.create({ name: 'a', slug: 'a', ownerId: owner.id })
  const integration = await storage.integrations.create(id, 'jira', {
    ...{ name: 'Jira', url: SITE, account: 'ada@example.com', sealedWebhookSecret: null, createdAt: NOON },
    ...{ closesLinked: false, resolvesIssues: false, template: { title: '', body: '' } },
    sealedToken: sealIntegration(context, 'token', id, 'secret'),
  })
  return { fetcher, storage, integration, ask: askFor(context, integration, jira.api(integration)) }
}

describe('Jira Cloud', () => {
  it('is given a document, a summary on one line and a type that stands by itself', async () => {
    const { fetcher, integration, ask } = await aCloud(({ url }) =>
      url.includes('createmeta') ? { json: TYPES } : { status: 201, json: { key: 'WEB-7' } },
    )
    const wish = { target: 'WEB', title: `A\nb ${'x'.repeat(300)}`, body: 'See https://m.example/1' }
    const made = await jira.tracker?.create(ask, integration, wish)
    expect(made).toMatchObject({ key: 'WEB-7', url: `${SITE}/browse/WEB-7`, status: 'open' })
    const [meta, create] = fetcher.asked
    expect(meta?.url).toBe(`${SITE}/rest/api/3/issue/createmeta/WEB/issuetypes?maxResults=50`)
    const basic = Buffer.from('ada@example.com:secret').toString('base64')
    expect(create?.headers).toMatchObject({ authorization: `Basic ${basic}` })
    const { fields } = JSON.parse(String(create?.body)) as { fields: Record<string, unknown> }
    expect(fields).toMatchObject({ project: { key: 'WEB' }, issuetype: { id: '3' }, description: { type: 'doc' } })
    expect(fields.summary).toMatch(/^A b x+$/)
    expect(String(fields.summary)).toHaveLength(254)
  })

  it('is searched for what was made before, by a mark that nobody else has', async () => {
    const description = { type: 'doc', content: [{ type: 'text', text: 'mishap:c1' }] }
    const found = { key: 'WEB-2', fields: { summary: 'T', description, status: { statusCategory: { key: 'done' } } } }
    const { fetcher, integration, ask } = await aCloud(() => ({
      json: { issues: [{ key: 'WEB-9', fields: {} }, found] },
    }))
    const wanted = { target: 'WEB', since: NOON }
    expect(await jira.tracker?.findMade(ask, integration, { ...wanted, marker: 'mishap:c1' })).toMatchObject({
      ...{ key: 'WEB-2', status: 'closed' },
    })
    expect(await jira.tracker?.findMade(ask, integration, { ...wanted, marker: 'mishap:c2' })).toBeNull()
    expect(new URL(fetcher.asked[0]?.url ?? '').pathname).toBe('/rest/api/3/search/jql')
  })

  it('lists projects page by page', async () => {
    const { integration, ask } = await aCloud(({ url }) => {
      const isFirst = url.includes('startAt=0')
      return { json: { values: [{ key: isFirst ? 'A' : 'B', name: 'P' }], isLast: !isFirst } }
    })
    const targets = await jira.targets(ask, integration, 'p')
    expect(targets.map(({ id }) => id)).toEqual(['A', 'B'])
  })

  it('that cannot be reached, or answers with something else, is noted as failing or said to be so', async () => {
    const { storage, integration, ask } = await aCloud(({ url }) => {
      if (url.endsWith('/myself')) return null
      return { body: '<html>a proxy</html>' }
    })
    await expect(jira.whoAmI(ask)).rejects.toMatchObject({ code: 'unavailable' })
    expect(await storage.integrations.find(integration.id)).toMatchObject({
      error: 'acme.atlassian.net cannot be asked',
    })
    await expect(jira.tracker?.get(ask, integration, 'WEB-1')).rejects.toMatchObject({ code: 'unavailable' })
    await expect(jira.tracker?.setStatus(ask, 'WEB-1', 'closed')).rejects.toMatchObject({ code: 'invalid_input' })
  })

  it.each([
    ['web-12', 'WEB-12'],
    [`${SITE}/browse/WEB-12`, 'WEB-12'],
    ['https://other.atlassian.net/browse/WEB-12', null],
    [`${SITE}/browse/../WEB-12`, null],
    ['WEB-', null],
    ['WEB-1/../../x', null],
  ])('knows %j as %j', async (typed, key) => {
    const { integration } = await aCloud(() => null)
    expect(jira.tracker?.keyOf(integration, typed)).toBe(key)
  })
})
