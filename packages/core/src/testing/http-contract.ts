import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { memoryLiveBus } from '../adapters/memory-live-bus.js'
import { memoryStorage } from '../adapters/memory-storage/memory-storage.js'
import { type App, createApp } from '../app.js'
import { createApiToken } from '../auth/api-tokens.js'
import { SCOPES } from '../auth/scopes.js'
import { createClient } from '../client/client.js'
import type { LiveJson } from '../client/instance-types.js'
import { createOrganization } from '../orgs/create.js'
import type { Id } from '../ports/model.js'
import type { LiveBus, WebAssets } from '../ports/runtime.js'
import { createProject } from '../projects/create.js'
import { newEventId } from '../protocol/ids.js'
import { fakeClock } from './fake-clock.js'
import { runAnswerCases } from './http-answer-cases.js'
import { runIngestCases } from './http-ingest-cases.js'

/** How Mishap is put into a host. */
export interface HttpMounting {
  readonly app: App
  /** `''` at the root. */
  readonly prefix: string
  /** Whether the host cuts the prefix off before it calls Mishap. */
  readonly isCut: boolean
  /** The body parser to put in front: one of the names in `parsers`, or null for none. */
  readonly parser: string | null
}

/** A kind of host to run the contract on. */
export interface HttpContract {
  readonly name: string
  /** Body parsers that may stand before Mishap in this host; each reads every type that an SDK may send. */
  readonly parsers: readonly string[]
  /** Where a host has no way to cut or keep a prefix, it leaves that out. */
  readonly prefixes: readonly ('cut' | 'kept')[]
  /**
   * Listens on a free port of 127.0.0.1. Behind Mishap, `GET /hello` answers "hello", and everything else 404 "host".
   * A host without routes of its own sets `isAlone`; it answers what is not Mishap's with a JSON 404.
   */
  readonly isAlone?: boolean
  readonly start: (mounting: HttpMounting) => Promise<{ readonly origin: string; close(): Promise<void> }>
}

/** Every host, in every way of mounting and behind every body parser, takes envelopes and answers the API alike. */
export function runHttpContract(contract: HttpContract): void {
  const mountings: Pick<HttpMounting, 'prefix' | 'isCut'>[] = [
    { prefix: '', isCut: false },
    ...contract.prefixes.map((kind) => ({ prefix: '/monitoring', isCut: kind === 'cut' })),
  ]
  for (const mounting of mountings)
    for (const parser of [null, ...contract.parsers]) {
      const where = mounting.prefix === '' ? 'at the root' : `under a prefix that is ${mounting.isCut ? 'cut' : 'kept'}`
      describe(`${contract.name} ${where}, ${parser ?? 'no body parser'} in front`, () =>
        runCases(contract, { ...mounting, parser }))
    }
}

const METRICS_TOKEN = 'the-token-of-the-metrics'

const PAGE = '<!doctype html><html><head><title>Mishap</title></head><body></body></html>'

const WEB: WebAssets = {
  html: PAGE,
  get: (path) => (path === 'assets/app.js' ? { body: Buffer.from('1'), contentType: 'text/javascript' } : null),
}

function runCases(contract: HttpContract, mounting: Omit<HttpMounting, 'app'>): void {
  const { prefix } = mounting
  let host: Awaited<ReturnType<HttpContract['start']>>
  let app: App
  const live = watchedBus()
  let ids: { organizationId: Id; projectId: Id; publicKey: string; token: string }

  beforeAll(async () => {
    app = createApp({
      url: `http://127.0.0.1${prefix}`,
      storage: memoryStorage(),
      live,
      // Stands still, so that two answers to one question are the same.
      clock: fakeClock(new Date()),
      logger: { debug() {}, info() {}, warn() {}, error() {} },
      limits: { maxWireBytes: 300_000, maxApiBodyBytes: 10_000 },
      metrics: { token: METRICS_TOKEN },
      // At the root the page would take every HTML request of the host.
      ...(prefix === '' ? {} : { web: WEB }),
    })
    await app.work()
    ids = await aTenant(app)
    host = await contract.start({ ...mounting, app })
  })

  afterAll(async () => {
    await host.close()
    await app.stop()
  })

  const at = (path: string) => `${host.origin}${prefix}${path}`
  const envelopeUrl = () => at(`/api/${ids.projectId}/envelope/?sentry_key=${ids.publicKey}&sentry_version=7`)
  const stored = (eventId: string) =>
    app.context.storage.events.find(ids.organizationId, { projectId: ids.projectId }, eventId)
  const bearer = () => ({ authorization: `Bearer ${ids.token}` })

  it.each([
    ['without a type', {}],
    ['as text', { 'content-type': 'text/plain;charset=UTF-8' }],
    ['as an envelope', { 'content-type': 'application/x-sentry-envelope' }],
  ])('takes an envelope %s', async (_, headers: Record<string, string>) => {
    const { eventId, body } = anEnvelope()
    const response = await fetch(envelopeUrl(), { method: 'POST', headers, body: Buffer.from(body) })
    expect([response.status, await response.json()]).toEqual([200, { id: eventId }])
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(await stored(eventId)).toMatchObject({ title: 'HostError: caf\u00e9' })
  })

  it('tells those who watch it how it is', async () => {
    const response = await fetch(at('/metrics'), { headers: { authorization: `Bearer ${METRICS_TOKEN}` } })
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ])
    expect(await response.text()).toContain('\nmishap_storage_up 1\n')
    expect((await fetch(at('/metrics'))).status).toBe(403)
    if (prefix === '') return
    expect(await (await fetch(at('/health/live'))).text()).toBe('ok')
    expect(await (await fetch(at('/health/ready'))).json()).toMatchObject({ status: 'ready' })
  })

  it('takes a compressed envelope', async () => {
    const { eventId, body } = anEnvelope('x'.repeat(40_000))
    const headers = { 'content-encoding': 'gzip' }
    const response = await fetch(envelopeUrl(), { method: 'POST', headers, body: gzipSync(body) })
    expect(response.status).toBe(200)
    expect(await stored(eventId)).not.toBeNull()
  })

  it('takes an envelope in chunks', async () => {
    const { eventId, body } = anEnvelope('y'.repeat(90_000))
    const bytes = Buffer.from(body)
    const chunks = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let from = 0; from < bytes.length; from += 20_000) controller.enqueue(bytes.subarray(from, from + 20_000))
        controller.close()
      },
    })
    const init = { method: 'POST', body: chunks, duplex: 'half' }
    // `duplex` is not in the types of every version of Node that we build with.
    const response = await fetch(envelopeUrl(), init as RequestInit)
    expect(response.status).toBe(200)
    expect(await stored(eventId)).not.toBeNull()
  })

  it('takes an event at the store endpoint as JSON', async () => {
    const eventId = newEventId()
    const response = await fetch(at(`/api/${ids.projectId}/store/?sentry_key=${ids.publicKey}`), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ event_id: eventId, message: 'from a store' }),
    })
    expect(response.status).toBe(200)
    expect(await stored(eventId)).toMatchObject({ title: 'from a store' })
  })

  runIngestCases(() => ({ app, at, ...ids }))
  // What a body parser does is not seen by what has no body.
  if (mounting.parser === null) runAnswerCases(() => ({ app, prefix, origin: host.origin, token: ids.token }))

  it('refuses a body over the limit with its reason and CORS headers', async () => {
    const { body } = anEnvelope('z'.repeat(400_000))
    const response = await fetch(envelopeUrl(), { method: 'POST', body: Buffer.from(body) })
    expect(response.status).toBe(413)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
  })

  it('answers the preflight of a browser', async () => {
    const response = await fetch(envelopeUrl(), { method: 'OPTIONS', headers: { origin: 'https://shop.example' } })
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-headers')).toContain('x-sentry-auth')
  })

  it('reads JSON bodies, empty ones too, and answers exactly application/json', async () => {
    const headers = { ...bearer(), 'content-type': 'application/json' }
    const teams = at('/api/0/organizations/host/teams/')
    const slug = `team-${newEventId().slice(0, 6)}`
    const made = await fetch(teams, { method: 'POST', headers, body: JSON.stringify({ slug }) })
    expect(made.headers.get('content-type')).toBe('application/json')
    expect([made.status, await made.json()]).toMatchObject([201, { slug }])
    const left = await fetch(at(`/api/0/organizations/host/members/me/teams/${slug}/`), { method: 'DELETE', headers })
    expect([left.status, await left.json()]).toMatchObject([200, { slug, isMember: false }])
    const missing = await fetch(teams, { method: 'POST', headers })
    expect(missing.status).toBe(422)
  })

  it('makes links with the prefix in them', async () => {
    const response = await fetch(at('/api/0/projects/?limit=1'), { headers: bearer() })
    expect(response.headers.get('link')).toContain(`<http://127.0.0.1${prefix}/api/0/projects/?limit=1>`)
  })

  it('answers HEAD without a body, an unknown path with 404 and a wrong method with 405', async () => {
    const head = await fetch(at('/api/0/'), { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
    const unknown = await fetch(at('/api/0/no/such/thing/'))
    expect([unknown.status, await unknown.json()]).toMatchObject([404, { detail: 'Not found' }])
    const wrong = await fetch(at('/api/0/'), { method: 'POST' })
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })

  it('streams what happens, and hears when the client goes', async () => {
    const client = createClient({ baseUrl: at(''), token: ids.token })
    const leave = new AbortController()
    const messages: LiveJson[] = []
    let listening = () => {}
    const isOpen = new Promise<void>((resolve) => {
      listening = resolve
    })
    const heard = new Promise<void>((resolve) => {
      void client
        .live(
          'host',
          (message) => {
            messages.push(message)
            if (message.topic === 'issue.changed') resolve()
          },
          { signal: leave.signal, onState: (state) => state === 'open' && listening() },
        )
        .catch(() => {})
    })
    await isOpen
    const topic = 'issue.changed'
    await app.context.live.publish({
      topic,
      organizationId: ids.organizationId,
      projectId: ids.projectId,
      issueId: '7',
    })
    await heard
    expect(messages).toContainEqual({ topic, projectId: ids.projectId, issueId: '7' })
    leave.abort()
    await live.isQuiet()
  })

  if (prefix !== '')
    it('serves the page with its base, and files that are built', async () => {
      const page = await fetch(at('/login'), { headers: { accept: 'text/html' } })
      expect(page.status).toBe(200)
      expect(await page.text()).toContain('<base href="/monitoring/">')
      const file = await fetch(at('/assets/app.js'))
      expect([file.status, file.headers.get('content-type')]).toEqual([200, 'text/javascript'])
    })

  if (contract.isAlone !== true)
    it('leaves everything else to the host', async () => {
      const hello = await fetch(`${host.origin}/hello`, { headers: { accept: 'text/html' } })
      expect([hello.status, await hello.text()]).toEqual([200, 'hello'])
      const unknown = await fetch(`${host.origin}/nothing`)
      expect([unknown.status, await unknown.text()]).toEqual([404, 'host'])
    })

  if (contract.isAlone === true)
    it('answers what is not its own with a JSON 404', async () => {
      const unknown = await fetch(`${host.origin}/nothing`)
      expect([unknown.status, await unknown.json()]).toMatchObject([404, { code: 'not_found' }])
    })
}

/** A live bus that tells when nobody listens any more. */
function watchedBus(): LiveBus & { isQuiet(): Promise<void> } {
  const bus = memoryLiveBus()
  let listeners = 0
  let tell = () => {}
  return {
    publish: (message) => bus.publish(message),
    subscribe: (organizationId, listener) => {
      const unsubscribe = bus.subscribe(organizationId, listener)
      listeners += 1
      return () => {
        unsubscribe()
        listeners -= 1
        if (listeners === 0) tell()
      }
    },
    isQuiet: () =>
      new Promise((resolve) => {
        tell = resolve
        if (listeners === 0) resolve()
      }),
  }
}

async function aTenant(app: App) {
  const { context } = app
  const email = 'host@example.com'
  const user = await context.storage.users.create({ email, name: '', passwordHash: null, isSuperuser: false })
  const organization = await createOrganization(context, { name: 'Host', ownerId: user.id })
  const project = await createProject(context, { organization, team: null, name: 'Web', platform: null })
  const keys = await context.storage.projects.listKeys(organization.id, project.id, { limit: 1, cursor: null })
  const { value: token } = await createApiToken(context, { userId: user.id, label: 'contract', scopes: SCOPES })
  return { organizationId: organization.id, projectId: project.id, publicKey: keys.items[0]?.publicKey ?? '', token }
}

function anEnvelope(padding = ''): { readonly eventId: string; readonly body: string } {
  const eventId = newEventId()
  const exception = { values: [{ type: 'HostError', value: 'caf\u00e9' }] }
  const event = { event_id: eventId, platform: 'node', exception, extra: { padding } }
  const body = [{ event_id: eventId }, { type: 'event' }, event].map((line) => JSON.stringify(line)).join('\n')
  return { eventId, body: `${body}\n` }
}
