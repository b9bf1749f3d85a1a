import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { expect, it } from '@jest/globals'
import type { App } from '../app.js'
import type { Id } from '../ports/model.js'
import { dashedId, newEventId } from '../protocol/ids.js'

/** A host that is up, and a project in it. */
export interface IngestPlace {
  readonly app: App
  /** The address of a path behind the prefix. */
  readonly at: (path: string) => string
  readonly organizationId: Id
  readonly projectId: Id
  readonly publicKey: string
}

/** Every way in that an SDK takes, with and without a slash at the end, with its key in every place, and its refusals. */
export function runIngestCases(place: () => IngestPlace): void {
  it.each(ROUTES.flatMap(([name, make]) => [[name, make, '/'] as const, [name, make, ''] as const]))(
    'takes a request at /%s',
    async (name, make, slash) => {
      const { app, at, projectId, publicKey, organizationId } = place()
      const { status, body, headers = {}, query = `sentry_key=${publicKey}`, eventId } = make(place())
      const path = NO_PROJECT.has(name) ? `/api/${name}` : `/api/${projectId}/${name}`
      const response = await fetch(at(`${path}${slash}?${query}`), { method: 'POST', headers, body })
      expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([status, '*'])
      if (eventId === undefined) return
      const said = (await response.text()).replaceAll('-', '')
      expect(said).toContain(eventId)
      expect(await app.context.storage.events.find(organizationId, { projectId }, eventId)).not.toBeNull()
    },
  )

  it('takes a compressed crash report', async () => {
    const { app, at, projectId, publicKey, organizationId } = place()
    const { body, eventId = '' } = anEvent(formOf)
    const headers = { 'content-type': 'multipart/form-data; boundary=b', 'content-encoding': 'gzip' }
    const url = at(`/api/${projectId}/minidump/?sentry_key=${publicKey}`)
    const response = await fetch(url, { method: 'POST', headers, body: gzipSync(body) })
    expect([response.status, await response.text()]).toEqual([200, dashedId(eventId)])
    expect(await app.context.storage.events.find(organizationId, { projectId }, eventId)).not.toBeNull()
  })

  it('gives the script of the crash-report dialog to pages of other origins', async () => {
    const { at } = place()
    const query = new URLSearchParams({ dsn: dsnOf(place()), eventId: newEventId() })
    for (const slash of ['/', '']) {
      const response = await fetch(at(`/api/embed/error-page${slash}?${query}`))
      expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([200, '*'])
      expect(response.headers.get('content-type')).toMatch(/javascript/)
    }
  })

  it.each<[string, (place: IngestPlace) => Sent]>([
    [
      'X-Sentry-Auth',
      ({ publicKey }) => ({ headers: { 'x-sentry-auth': `Sentry sentry_version=7, sentry_key=${publicKey}` } }),
    ],
    ['Authorization', ({ publicKey }) => ({ headers: { authorization: `Sentry sentry_key=${publicKey}` } })],
    ['the DSN of the envelope alone', (here) => ({ header: { dsn: dsnOf(here) } })],
    ['the query, with dashes', ({ publicKey }) => ({ query: `?sentry_key=${dashedId(publicKey)}` })],
  ])('finds the key in %s', async (_where, make) => {
    expect((await send(place(), make(place()))).status).toBe(200)
  })

  it.each<[string, Sent, number]>([
    ['no key', {}, 403],
    ['a key that is none', { query: '?sentry_key=shop' }, 403],
    ['a key of nobody', { query: `?sentry_key=${'f'.repeat(32)}` }, 403],
    ['a DSN that is none', { header: { dsn: 'shop' } }, 403],
    ['another scheme', { headers: { authorization: 'Bearer abc' } }, 403],
    ['a header with nothing in it', { headers: { 'x-sentry-auth': 'Sentry' } }, 403],
    ['no key at the store', { route: 'store' }, 401],
    ['a key of nobody at the store', { route: 'store', query: `?sentry_key=${'f'.repeat(32)}` }, 401],
  ])('refuses %s with the reason, to read from any origin', async (_what, sent, status) => {
    const response = await send(place(), sent)
    expect(response.status).toBe(status)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('access-control-expose-headers')).toContain('x-sentry-error')
    expect(response.headers.get('x-sentry-error')).toBe(((await response.json()) as { detail: string }).detail)
  })

  it('says when to come again, in both grammars', async () => {
    const { app, organizationId, projectId } = place()
    const { projects } = app.context.storage
    const rateLimit = { count: 1, windowSeconds: 60 }
    const publicKey = newEventId()
    await projects.createKey({ organizationId, projectId, id: randomUUID(), publicKey, name: 'Slow', rateLimit })
    const sent = { query: `?sentry_key=${publicKey}` }
    expect((await send(place(), sent)).status).toBe(200)
    const refused = await send(place(), sent)
    expect(refused.status).toBe(429)
    const seconds = refused.headers.get('retry-after')
    expect(Number(seconds)).toBeGreaterThan(0)
    expect(refused.headers.get('x-sentry-rate-limits')).toBe(`${seconds}::key:key_rate`)
    expect(refused.headers.get('access-control-expose-headers')).toContain('x-sentry-rate-limits')
  })
}

interface Taken {
  readonly status: number
  readonly body: string
  readonly headers?: Record<string, string>
  readonly query?: string
  /** Of the event that has to be stored. */
  readonly eventId?: string
}

const ROUTES: readonly (readonly [route: string, make: (place: IngestPlace) => Taken])[] = [
  [
    'envelope',
    () => anEvent((event, eventId) => `${JSON.stringify({ event_id: eventId })}\n{"type":"event"}\n${event}\n`),
  ],
  ['store', () => anEvent((event) => event)],
  ['security', () => ({ status: 201, body: JSON.stringify({ 'csp-report': { 'effective-directive': 'img-src' } }) })],
  ['minidump', () => ({ ...anEvent(formOf), headers: { 'content-type': 'multipart/form-data; boundary=b' } })],
  [
    'tunnel',
    (place) => ({
      ...anEvent(
        (event, eventId) => `${JSON.stringify({ event_id: eventId, dsn: dsnOf(place) })}\n{"type":"event"}\n${event}\n`,
      ),
      query: '',
    }),
  ],
  [
    'embed/error-page',
    (place) => ({
      status: 200,
      body: 'name=Ada&email=ada%40example.com&comments=It+broke.',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      query: String(new URLSearchParams({ dsn: dsnOf(place), eventId: newEventId() })),
    }),
  ],
]

const NO_PROJECT = new Set(['tunnel', 'embed/error-page'])

function anEvent(write: (event: string, eventId: string) => string): Taken {
  const eventId = newEventId()
  const event = JSON.stringify({ event_id: eventId, message: 'came in', platform: 'node' })
  return { status: 200, eventId, body: write(event, eventId) }
}

function formOf(event: string): string {
  const field = `--b\r\nContent-Disposition: form-data; name="sentry"\r\n\r\n${event}\r\n`
  const file = '--b\r\nContent-Disposition: form-data; name="upload_file_minidump"; filename="a.dmp"\r\n\r\nMDMP\r\n'
  return `${field}${file}--b--\r\n`
}

interface Sent {
  readonly route?: 'envelope' | 'store'
  readonly query?: string
  readonly headers?: Record<string, string>
  /** Of the envelope. */
  readonly header?: Readonly<Record<string, unknown>>
}

function send({ at, projectId }: IngestPlace, sent: Sent): Promise<Response> {
  const { route = 'envelope', query = '', headers = {}, header = {} } = sent
  const envelope = `${JSON.stringify({ event_id: newEventId(), ...header })}\n{"type":"event"}\n{"message":"came in"}\n`
  const body = route === 'envelope' ? envelope : '{"message":"came in"}'
  return fetch(at(`/api/${projectId}/${route}/${query}`), { method: 'POST', headers, body })
}

function dsnOf({ publicKey, projectId }: IngestPlace): string {
  return `https://${publicKey}@errors.example.com/${projectId}`
}
