import { randomBytes, randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { memoryCache } from '../src/adapters/memory-cache.js'
import { memoryFetcher } from '../src/adapters/memory-fetcher.js'
import { memoryLiveBus } from '../src/adapters/memory-live-bus.js'
import { anAnswer, memoryProber } from '../src/adapters/memory-prober.js'
import { memoryRateLimiter } from '../src/adapters/memory-rate-limiter.js'
import { memoryStorage } from '../src/adapters/memory-storage/memory-storage.js'
import { type ConfigInput, resolveConfig } from '../src/config.js'
import type { Context } from '../src/context.js'
import type { HttpRequest, HttpResponse } from '../src/http/types.js'
import { directBuffer } from '../src/ingest/buffers/direct.js'
import { type IngestTarget, receiveIngest } from '../src/ingest/receive.js'
import { DEFAULT_SCRUB_RULES } from '../src/ingest/scrub/index.js'
import { createSettings } from '../src/instance/settings.js'
import { createMetrics } from '../src/metrics/metrics.js'
import type { Project } from '../src/ports/model.js'
import type { LiveMessage, Logger } from '../src/ports/runtime.js'
import { type FakeClock, fakeClock } from '../src/testing/fake-clock.js'

export interface World extends Context {
  readonly clock: FakeClock
  readonly project: Project
  readonly publicKey: string
  /** Live messages of the project's organization, in order. */
  readonly heard: LiveMessage[]
  readonly logged: { level: string; message: string; fields: unknown }[]
}

/** An organization with a project and its key, on memory adapters unless others are given. */
export async function aWorld(ports: Partial<Context> = {}, config: Partial<ConfigInput> = {}): Promise<World> {
  const clock = fakeClock()
  const storage = ports.storage ?? memoryStorage()
  const logged: World['logged'] = []
  const at = (level: string) => (message: string, fields?: unknown) => {
    logged.push({ level, message, fields })
  }
  const logger: Logger = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
  const live = ports.live ?? memoryLiveBus()
  const owner = await storage.users.create({
    email: `${randomUUID()}@example.com`,
    name: 'Owner',
    passwordHash: null,
    isSuperuser: false,
  })
  const organization = await storage.organizations.create({ name: 'Acme', slug: randomUUID(), ownerId: owner.id })
  const publicKey = randomBytes(16).toString('hex')
  const project = await storage.projects.create({
    organizationId: organization.id,
    name: 'Shop',
    slug: 'shop',
    platform: null,
    teamId: null,
    key: { id: randomUUID(), publicKey },
  })
  const given = { url: 'http://localhost:8000', ...config }
  const resolved = resolveConfig(given)
  const heard: LiveMessage[] = []
  live.subscribe(organization.id, (message) => heard.push(message))
  return {
    config: resolved,
    settings: createSettings(given, { config: resolved, storage, clock, logger }),
    buffer: directBuffer({ clock }),
    cache: memoryCache({ clock }),
    fetcher: memoryFetcher(() => null),
    prober: memoryProber(() => anAnswer()),
    identityClient: null,
    mailer: null,
    rateLimiter: memoryRateLimiter({ clock }),
    blobs: null,
    guards: [],
    metrics: createMetrics(),
    web: null,
    hostAuth: null,
    hooks: {},
    scrubRules: DEFAULT_SCRUB_RULES,
    ...ports,
    storage,
    live,
    clock,
    logger,
    project,
    publicKey,
    heard,
    logged,
  }
}

export interface Sent {
  readonly kind?: IngestTarget['kind']
  /** Null: through the tunnel. */
  readonly projectId?: string | null
  /** Null: none in the query. */
  readonly key?: string | null
  /** Behind the key. */
  readonly query?: string
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: unknown
  readonly request?: HttpRequest
}

/** Sends a request as an SDK would; the body is what a host's parser left unless `request` is given. */
export function send(world: World, sent: Sent = {}): Promise<HttpResponse> {
  const { kind = 'envelope', projectId = world.project.id, key = world.publicKey, method = 'POST' } = sent
  const search = `${key === null ? '' : `?sentry_key=${key}`}${sent.query ?? ''}`
  const path = projectId === null ? 'tunnel' : `${projectId}/${kind}`
  const url = new URL(`http://localhost:8000/api/${path}/${search}`)
  const request = sent.request ?? {
    method,
    url: url.pathname + url.search,
    headers: sent.headers ?? {},
    readableEnded: true,
    body: sent.body ?? envelope(),
  }
  return receiveIngest(world, request, { projectId, kind, url, ip: '192.0.2.7' })
}

/** An envelope with one error event each for `events`. */
export function envelope(...events: Record<string, unknown>[]): Buffer {
  const first = events[0] ?? anError()
  const items = (events.length === 0 ? [first] : events).map((event) => `{"type":"event"}\n${JSON.stringify(event)}\n`)
  const header = { event_id: first.event_id, sdk: { name: 'sentry.test', version: '1.0.0' } }
  return Buffer.from(`${JSON.stringify(header)}\n${items.join('')}`)
}

export function anError(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    event_id: newId(),
    platform: 'node',
    exception: { values: [{ type: 'TypeError', value: 'it broke' }] },
    ...fields,
  }
}

export function newId(): string {
  return randomBytes(16).toString('hex')
}

export function gzip(body: Uint8Array): Buffer {
  return gzipSync(body)
}

export function json(response: HttpResponse): Record<string, unknown> {
  return JSON.parse(String(response.body)) as Record<string, unknown>
}
