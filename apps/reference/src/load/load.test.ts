import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from '@jest/globals'
import { envelopeSource } from './envelopes.js'
import { KINDS } from './items.js'
import { percentiles } from './percentiles.js'
import { sendLoad } from './send.js'

interface Frame {
  readonly function: string
}

const SHAPE = { medianKb: 8, sigma: 0, minKb: 2, maxKb: 64, issues: 3, templates: 5 }

function linesOf({ encoding, body }: { encoding: 'gzip' | null; body: Buffer }): unknown[] {
  const text = (encoding === 'gzip' ? gunzipSync(body) : body).toString()
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

describe('envelopes', () => {
  it.each(KINDS)('of the kind %s are whole, and no two have the same id', (kind) => {
    const source = envelopeSource({ ...SHAPE, kinds: { [kind]: 1 } })
    const [one, other] = [linesOf(source.next(0)), linesOf(source.next(SHAPE.templates))]
    expect(one).toHaveLength(3)
    expect((one[0] as { event_id: string }).event_id).not.toBe((other[0] as { event_id: string }).event_id)
    expect(source.kind(0)).toBe(kind)
  })

  it('are compressed from 4 KB on, unless told otherwise', () => {
    const kinds = { error: 1 }
    expect(envelopeSource({ ...SHAPE, kinds }).next(0).encoding).toBe('gzip')
    expect(envelopeSource({ ...SHAPE, kinds: { session: 1 } }).next(0).encoding).toBeNull()
    const plain = envelopeSource({ ...SHAPE, kinds, gzip: false })
    expect(plain.next(0)).toEqual({ encoding: null, body: expect.anything() })
    expect(plain.next(0).body).toHaveLength(plain.rawBytes(0))
  })

  it('of one issue have one stack, however large they are', () => {
    const shape = { ...SHAPE, kinds: { error: 1 }, issues: 1, templates: 20, sigma: 1, stackKb: 4 }
    const source = envelopeSource(shape)
    const stacks = Array.from({ length: 20 }, (_, i) => {
      const event = linesOf(source.next(i))[2] as { exception: { values: { stacktrace: { frames: Frame[] } }[] } }
      return event.exception.values.map((one) => one.stacktrace.frames.map((frame) => frame.function).join())
    })
    expect(new Set(stacks.map((one) => one.join('|'))).size).toBe(1)
  })

  it('come in the shares that were asked for', () => {
    const source = envelopeSource({ ...SHAPE, templates: 400, kinds: { error: 0.75, session: 0.25 } })
    const sessions = Array.from({ length: 400 }, (_, i) => source.kind(i)).filter((kind) => kind === 'session')
    expect(sessions.length).toBeGreaterThan(60)
    expect(sessions.length).toBeLessThan(140)
  })
})

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

async function targetOf(listener: RequestListener): Promise<{ endpoint: string; publicKey: string }> {
  const server = createServer(listener)
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/1/envelope/`, publicKey: 'key' }
}

describe('sending', () => {
  const source = envelopeSource({ ...SHAPE, kinds: { error: 1 } })

  it('counts a stall for everybody who would have come during it', async () => {
    let isFirst = true
    const target = await targetOf((request, response) => {
      request.resume()
      setTimeout(() => response.end('{}'), isFirst ? 400 : 0)
      isFirst = false
    })
    const result = await sendLoad({ target, source, connections: 1, from: 0, requests: 20, perSecond: 100 })
    expect(result).toMatchObject({ sent: 20, accepted: 20, statuses: { 200: 20 }, acceptedKinds: { error: 20 } })
    // The tenth was due after 100 ms and could not begin before 400; measured from its sending it took a moment.
    expect(result.p50Ms).toBeGreaterThan(250)
  })

  it('tells refusals and broken connections apart, and goes on after them', async () => {
    let count = 0
    const target = await targetOf((request, response) => {
      count += 1
      if (count === 2) return request.socket.destroy()
      response.statusCode = count === 3 ? 429 : 200
      request.resume().on('end', () => response.end('{}'))
    })
    const result = await sendLoad({ target, source, connections: 1, from: 0, requests: 5, perSecond: null })
    expect(result).toMatchObject({ sent: 5, accepted: 3, statuses: { 0: 1, 200: 3, 429: 1 } })
  })

  it('ends after the time it has, and tells what it could not send', async () => {
    const maxMs = 1_000
    let count = 0
    const target = await targetOf((request, response) => {
      count += 1
      // The third is answered when the time is over for certain, whichever way a timer errs.
      const answer = () => setTimeout(() => response.end('{}'), count < 3 ? 0 : maxMs + 200)
      request.resume().on('end', answer)
    })
    const result = await sendLoad({ target, source, connections: 1, from: 0, perSecond: 1000, requests: 10_000, maxMs })
    expect(result.requests).toBe(10_000)
    expect(result.sent).toBe(count)
    expect(count).toBeLessThanOrEqual(3)
  })
})

describe('percentiles', () => {
  it('are those of the sorted list', () => {
    expect(percentiles(Array.from({ length: 100 }, (_, i) => 100 - i))).toEqual({
      ...{ p50Ms: 51, p95Ms: 96, p99Ms: 100, maxMs: 100 },
    })
    expect(percentiles([])).toEqual({ p50Ms: 0, p95Ms: 0, p99Ms: 0, maxMs: 0 })
  })
})
