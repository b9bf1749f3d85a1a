import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createClient } from '../../src/client/index.js'
import { aToken, aWorld, type Tenant, type World } from './world.js'

let world: World
let tenant: Tenant
beforeAll(async () => {
  world = await aWorld()
  tenant = await world.tenant()
})
afterAll(() => world.stop())

const path = ({ organization, project }: Tenant) =>
  `/api/0/projects/${organization.slug}/${project.slug}/ingest-settings/`
const put = (body: unknown, token = tenant.token) => world.ask('PUT', path(tenant), { token, body })

const DEFAULTS = {
  browserExtensions: false,
  localhost: false,
  legacyBrowsers: false,
  webCrawlers: false,
  healthChecks: false,
  errorMessages: [],
  releases: [],
  ipRanges: [],
  scrubSecrets: true,
  sensitiveFields: [],
  safeFields: [],
}

describe('the ingest settings of a project', () => {
  it('are the defaults until they are changed, and what is not given stays', async () => {
    const fresh = await world.tenant()
    const ask = (method: string, body?: unknown) =>
      world.ask(method, path(fresh), { token: fresh.token, ...(body === undefined ? {} : { body }) })
    expect((await ask('GET')).body).toEqual(DEFAULTS)
    await ask('PUT', { localhost: true, errorMessages: [' ResizeObserver* '] })
    const changed = await ask('PUT', { scrubSecrets: false, ipRanges: ['10.0.0.0/8', '2001:db8::1'] })
    const wanted = { localhost: true, errorMessages: ['ResizeObserver*'], ipRanges: ['10.0.0.0/8', '2001:db8::1'] }
    expect(changed).toMatchObject({ status: 200, body: { ...DEFAULTS, ...wanted, scrubSecrets: false } })
    expect((await ask('GET')).body).toEqual(changed.body)
  })

  it.each([
    ['a switch that is a text', { localhost: 'yes' }, ['localhost']],
    ['a list that is a text', { releases: '1.*' }, ['releases']],
    ['an empty glob', { errorMessages: ['a', ' '] }, ['errorMessages', 1]],
    ['a glob that is too long', { releases: ['x'.repeat(501)] }, ['releases', 0]],
    ['too many globs', { releases: Array.from({ length: 101 }, () => 'x') }, ['releases']],
    ['a network that is none', { ipRanges: ['10.0.0.0/8', '10.0.0.0/99'] }, ['ipRanges', 1]],
    ['a field name that is in every name', { sensitiveFields: ['e'] }, ['sensitiveFields', 0]],
  ])('are refused with the place of the fault: %s', async (_name, body, place) => {
    const answer = await put(body)
    expect(answer).toMatchObject({ status: 422, body: { detail: [{ loc: ['body', 'payload', ...place] }] } })
    expect((await world.ask('GET', path(tenant), { token: tenant.token })).body).toEqual(DEFAULTS)
  })

  it('name every fault at once', async () => {
    const { detail } = (await put({ localhost: 1, webCrawlers: 2 })).body as { detail: unknown[] }
    expect(detail).toHaveLength(2)
  })

  it('may be read with project:read and changed with project:write', async () => {
    const reader = await aToken(world.app, tenant.user, ['project:read'])
    expect((await world.ask('GET', path(tenant), { token: reader })).status).toBe(200)
    expect((await put({ localhost: true }, reader)).status).toBe(403)
    const writer = await aToken(world.app, tenant.user, ['project:write'])
    expect((await put({ localhost: false }, writer)).status).toBe(200)
  })

  it('tell a form which field is wrong, and which entry of it', async () => {
    const fetch = (url: string | URL | Request, init?: RequestInit) => world.app.fetch(new Request(url, init))
    const client = createClient({ baseUrl: 'https://mishap.example', token: tenant.token, fetch })
    const { organization, project } = tenant
    expect(await client.getIngestSettings(organization.slug, project.slug)).toEqual(DEFAULTS)
    const changing = client.updateIngestSettings(organization.slug, project.slug, { ipRanges: ['10.0.0.1', 'x'] })
    await expect(changing).rejects.toMatchObject({
      fields: { ipRanges: expect.stringMatching(/^Entry 2: Wanted an address/) },
    })
  })
})
