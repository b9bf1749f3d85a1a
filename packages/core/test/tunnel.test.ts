import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { createDrain } from '../src/ingest/drain.js'
import { anError, aWorld, json, newId, send, type World } from './ingest-world.js'

/** What a Sentry SDK sent to its `tunnel`, as it was on the wire; the DSN in it is that of a project elsewhere. */
const recorded = readFileSync(`${__dirname}/fixtures/tunnel.ndjson`, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as { readonly items: readonly string[]; readonly body: string })
  .map(({ items, body }) => ({ items, text: Buffer.from(body, 'base64').toString() }))

const RECORDED_DSN = /http:\/\/[0-9a-f]{32}@127\.0\.0\.1:\d+\/7/

const dsnOf = (world: World, { key = world.publicKey, projectId = world.project.id } = {}) =>
  `https://${key}@errors.example.com/${projectId}`

const through = (world: World, body: string | Buffer, more: Parameters<typeof send>[1] = {}) =>
  send(world, { projectId: null, key: null, body, ...more })

const withDsn = (dsn: unknown) => {
  const event = anError()
  const header = JSON.stringify({ event_id: event.event_id, dsn })
  return `${header}\n{"type":"event"}\n${JSON.stringify(event)}\n`
}

describe('the tunnel', () => {
  it('takes what a real SDK sends, for the project of its DSN', async () => {
    const world = await aWorld()
    const drain = createDrain(world)
    drain.start()
    for (const { text } of recorded) {
      expect(text).toMatch(RECORDED_DSN)
      const response = await through(world, text.replace(RECORDED_DSN, dsnOf(world)))
      expect([response.status, json(response)]).toEqual([200, { id: expect.stringMatching(/^[0-9a-f]{32}$/) }])
    }
    await drain.idle()
    await drain.stop()
    const { organizationId, id } = world.project
    const stored = await world.storage.events.listForProject(organizationId, id, { limit: 100, cursor: null })
    expect(stored.items).toHaveLength(recorded.filter(({ items }) => items.includes('event')).length)
    expect(stored.items.map(({ title }) => title)).toContain('Error: via tunnel')
  })

  it.each([
    ['without a DSN', () => undefined],
    ['with a DSN that is none', () => 'errors.example.com'],
    ['with a key of nobody', (world: World) => dsnOf(world, { key: newId() })],
    ['with a project that the key is not of', (world: World) => dsnOf(world, { projectId: '999999' })],
    ['with a DSN of no project', (world: World) => dsnOf(world, { projectId: 'shop' })],
    ['with the recorded DSN, of a project elsewhere', () => `http://${'0123456789abcdef'.repeat(2)}@127.0.0.1:40181/7`],
  ])('refuses an envelope %s', async (_name, dsn) => {
    const world = await aWorld()
    const response = await through(world, withDsn(dsn(world)))
    expect(response.status).toBe(403)
    expect(response.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'x-sentry-error': json(response).detail,
    })
  })

  it('believes the DSN alone, not a key beside it', async () => {
    const world = await aWorld()
    expect((await through(world, withDsn(undefined), { key: world.publicKey })).status).toBe(403)
    const headers = { authorization: 'Sentry sentry_key=of-the-site' }
    const drain = createDrain(world)
    drain.start()
    expect((await through(world, withDsn(dsnOf(world)), { headers, key: newId() })).status).toBe(200)
    await drain.stop()
  })

  it('answers questions of browsers and refuses other methods', async () => {
    const world = await aWorld()
    expect((await through(world, '', { method: 'OPTIONS' })).status).toBe(204)
    expect((await through(world, '', { method: 'GET' })).status).toBe(405)
  })
})
