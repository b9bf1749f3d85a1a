import { randomBytes } from 'node:crypto'
import type { Place } from './world.js'

export function newId(): string {
  return randomBytes(16).toString('hex')
}

/** An error event as an SDK sends it; the stack decides its issue. */
export function anEvent(overrides: Record<string, unknown> = {}, type = 'TypeError'): Record<string, unknown> {
  return {
    event_id: newId(),
    timestamp: Date.now() / 1000,
    platform: 'node',
    exception: {
      values: [
        {
          type,
          value: 'Cannot read properties of undefined',
          stacktrace: { frames: [{ filename: 'app.js', function: `handle${type}`, lineno: 3, in_app: true }] },
        },
      ],
    },
    ...overrides,
  }
}

/** One envelope with one event. */
export function envelopeOf(event: Record<string, unknown>, header: Record<string, unknown> = {}): string {
  const first = { event_id: event.event_id, sent_at: new Date().toISOString(), ...header }
  return `${JSON.stringify(first)}\n{"type":"event"}\n${JSON.stringify(event)}\n`
}

/** Posts to the envelope endpoint of the place, or as `to` says. */
export function post(
  place: Pick<Place, 'dsn' | 'publicKey' | 'projectId'>,
  body: string | Uint8Array,
  to: { readonly path?: string; readonly headers?: Record<string, string> } = {},
): Promise<Response> {
  const path = to.path ?? `/api/${place.projectId}/envelope/?sentry_key=${place.publicKey}&sentry_version=7`
  return fetch(new URL(path, place.dsn.replace(/\/\/[^@]*@/, '//')), {
    method: 'POST',
    body: body as ConstructorParameters<typeof Response>[0] as string,
    headers: { 'content-type': 'application/x-sentry-envelope', origin: 'https://shop.example', ...to.headers },
  })
}
