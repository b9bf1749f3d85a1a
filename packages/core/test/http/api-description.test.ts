import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { ApiDocument } from '../../src/http/openapi/document.js'
import { routes } from '../../src/http/routes/index.js'
import { aWorld, type World } from './world.js'

describe('the description of the API', () => {
  let world: World
  let document: ApiDocument
  const page = async (query = ''): Promise<string> => (await world.ask('GET', `/monitoring/api/docs/${query}`)).body
  beforeAll(async () => {
    world = await aWorld({ url: 'https://shop.example/monitoring' })
    document = (await world.ask('GET', '/monitoring/api/openapi.json')).body
  })
  afterAll(() => world.stop())

  it('has every route where it is mounted, each under a name of its own', () => {
    expect(document).toMatchObject({ openapi: '3.1.0', servers: [{ url: 'https://shop.example/monitoring' }] })
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    )
    const inIt = routes.filter(({ method, isPublicPage }) => method !== 'HEAD' && isPublicPage !== true)
    const wanted = inIt.map(({ method, path }) => `${method} ${path}`)
    expect(described).toEqual(expect.arrayContaining(wanted))
    const ids = operations(document).map(({ operationId }) => operationId)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('says who may call an operation, and with which scopes', () => {
    expect(document.paths['/api/0/organizations/{org}/']?.delete).toMatchObject({
      operationId: 'deleteOrganization',
      security: [{ token: ['org:admin'] }, { session: [] }],
      'x-auth': { kind: 'user', role: 'manager' },
    })
    expect(document.paths['/api/settings/']?.get?.security).toEqual([])
    expect(document.paths['/api/0/instance/users/']?.get?.security).toEqual([{ session: [] }])
  })

  it('has what is sent and answered from the types of the client', () => {
    expect(document.paths['/api/0/projects/{org}/{project}/']?.put).toMatchObject({
      parameters: [{ name: 'org', in: 'path' }, { name: 'project' }],
      requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/ProjectChange' } } } },
      responses: {
        200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/ProjectDetailJson' } } } },
      },
    })
    expect(document.paths['/api/0/organizations/{org}/issues/']?.get).toMatchObject({
      parameters: expect.arrayContaining([expect.objectContaining({ name: 'query', in: 'query', required: false })]),
      responses: { 200: { headers: { link: {} } } },
    })
    expect(document.components.schemas.RateJson).toMatchObject({ required: ['window', 'count'] })
  })

  it('says of each part of a path what it stands for', () => {
    const silent = operations(document).flatMap(({ operationId, parameters = [] }) =>
      parameters.filter((one) => one.in === 'path' && !one.description).map(({ name }) => `${operationId}: ${name}`),
    )
    expect(silent).toEqual([])
  })

  it('refers to nothing that it does not have', () => {
    const ajv = new Ajv2020({ strict: false })
    ajv.addSchema(document, 'api')
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#([^"]+)"/g)].map(([, pointer]) => pointer ?? '')
    expect(refs.length).toBeGreaterThan(100)
    for (const pointer of new Set(refs)) expect([pointer, pointerOf(document, pointer)]).not.toEqual([pointer, null])
  })

  it('is a page without scripts, whose style its policy names', async () => {
    const answer = await world.ask('GET', '/monitoring/api/docs/')
    const policy = answer.headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self'/)
    expect(answer.body).not.toMatch(/<script|javascript:|\sstyle=|\son\w+=/)
    expect(answer.body).toContain('https://shop.example/monitoring/api/openapi.json')
    expect(answer.body).toContain('id="updateProject"')
  })

  it('is searched by words of paths, names, scopes and roles', async () => {
    const found = async (words: string) =>
      [...(await page(`?q=${encodeURIComponent(words)}`)).matchAll(/<details id="(\w+)"/g)].map(([, id]) => id)
    expect(await found('environments put')).toEqual(['updateProjectEnvironment'])
    expect(await found('owner member:admin')).toContain('transferOwnership')
    expect(await found('nothing-like-this')).toEqual([])
    // Anybody may ask: ten words of a hundred characters are looked for.
    const many = 'a b c d e g i l n o'
    expect(await found(`${many} nothing-like-this`)).toEqual(await found(many))
    expect(await found(`${'get '.repeat(25)}nothing-like-this`)).toEqual(await found('get'))
    const long = await page(`?q=${'x'.repeat(5000)}`)
    expect(long).toContain('x'.repeat(100))
    expect(long).not.toContain('x'.repeat(101))
    expect(await page('?q=%3Cscript%3Ealert(1)%3C/script%3E')).not.toContain('<script>alert')
  })
})

function operations(document: ApiDocument) {
  return Object.values(document.paths).flatMap((methods) => Object.values(methods))
}

function pointerOf(document: ApiDocument, pointer: string): unknown {
  const steps = pointer.split('/').slice(1)
  return steps.reduce<unknown>((value, step) => (value as Record<string, unknown> | null)?.[step] ?? null, document)
}
