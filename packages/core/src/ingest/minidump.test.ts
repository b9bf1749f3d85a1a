import { gzipSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import { aWorld, send } from '../../test/ingest-world.js'
import { createDrain } from './drain.js'

const DUMP = Buffer.concat([Buffer.from('MDMP'), Buffer.alloc(50_000)])
const TYPE = { 'content-type': 'multipart/form-data; boundary=---------------------------7d1' }

function form(fields: Record<string, string>, dump: Buffer = DUMP): Buffer {
  const delimiter = '-----------------------------7d1'
  const part = (disposition: string) => `${delimiter}\r\nContent-Disposition: form-data; ${disposition}\r\n`
  return Buffer.concat([
    Buffer.from(
      Object.entries(fields)
        .map(([name, value]) => `${part(`name="${name}"`)}\r\n${value}\r\n`)
        .join(''),
    ),
    Buffer.from(
      `${part('name="upload_file_minidump"; filename="dump"')}Content-Type: application/octet-stream\r\n\r\n`,
    ),
    dump,
    Buffer.from(`\r\n${delimiter}--\r\n`),
  ])
}

async function stored(sent: { body: Buffer; headers?: Record<string, string> }) {
  const world = await aWorld()
  const drain = createDrain(world)
  drain.start()
  const response = await send(world, { kind: 'minidump', headers: { ...TYPE, ...sent.headers }, body: sent.body })
  await drain.idle()
  await drain.stop()
  const { organizationId, id } = world.project
  const { items } = await world.storage.events.listForProject(organizationId, id, { limit: 10, cursor: null })
  return { response, items }
}

describe('a minidump', () => {
  it.each([
    ['as it is', (body: Buffer) => body, {}],
    ['compressed', (body: Buffer) => gzipSync(body), { 'content-encoding': 'gzip' }],
  ])('is stored as a fatal event and answered with its id as text: %s', async (_how, compress, headers) => {
    const body = compress(form({ 'sentry[release]': 'app@1', guid: 'abc' }))
    const { response, items } = await stored({ body, headers: headers as Record<string, string> })
    expect([response.status, response.headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8'])
    expect(response.headers['access-control-allow-origin']).toBe('*')
    const id = String(response.body)
    expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    expect(items).toMatchObject([
      { eventId: id.replaceAll('-', ''), level: 'fatal', platform: 'native', release: 'app@1' },
    ])
  })

  it('waits compressed', async () => {
    const bodies: number[] = []
    const buffer = {
      ...(await aWorld()).buffer,
      append: async ({ body }: { readonly body: Uint8Array }) => void bodies.push(body.length),
    }
    const world = await aWorld({ buffer })
    expect((await send(world, { kind: 'minidump', headers: TYPE, body: form({}) })).status).toBe(200)
    expect(bodies[0]).toBeLessThan(5000)
  })

  it.each([
    ['no dump in it', form({}, Buffer.from('hello')), 400],
    ['no form', Buffer.from('{}'), 400],
    ['nothing', Buffer.alloc(0), 400],
  ])('is refused with a reason for %s', async (_what, body, status) => {
    const { response, items } = await stored({ body })
    expect([response.status, items]).toEqual([status, []])
    expect(response.headers['x-sentry-error']).toBeTruthy()
  })

  it('is refused past the limit, also when it only unfolds past it', async () => {
    const world = await aWorld({}, { limits: { maxWireBytes: 10_000, maxDecodedBytes: 20_000 } })
    const large = await send(world, { kind: 'minidump', headers: TYPE, body: form({}) })
    const bomb = await send(world, {
      kind: 'minidump',
      headers: { ...TYPE, 'content-encoding': 'gzip' },
      body: gzipSync(form({})),
    })
    expect([large.status, bomb.status]).toEqual([413, 413])
  })

  it('needs a key, as 401', async () => {
    const world = await aWorld()
    expect((await send(world, { kind: 'minidump', key: null, headers: TYPE, body: form({}) })).status).toBe(401)
  })
})
