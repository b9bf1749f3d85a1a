import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from '@jest/globals'
import { runFetcherContract } from '../testing/fetcher-contract.js'
import { nodeFetcher } from './node-fetcher.js'
import { isPrivateAddress } from './private-addresses.js'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

async function aServer(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const limits = { timeoutMs: 5000, maxBytes: 1000 }
const everywhere = nodeFetcher({ allowPrivate: true })

runFetcherContract({
  name: 'Node',
  nobody: 'http://127.0.0.1:1/',
  start: async (answer) => {
    const url = await aServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const { method = '', url: path = '' } = request
        const body = Buffer.concat(chunks).toString('utf8')
        const answered = answer({ method, path, headers: request.headers as Record<string, string>, body })
        response.writeHead(answered.status, answered.headers).end(answered.body)
      })
    })
    return { fetcher: everywhere, url, close: async () => undefined }
  },
})

describe('nodeFetcher', () => {
  it.each([
    'http://127.0.0.1/',
    'http://[::1]/',
    'http://localhost/',
    'http://2130706433/',
    'http://[::ffff:10.0.0.1]/',
  ])('does not ask %s unless that is allowed', async (url) => {
    await expect(nodeFetcher().fetch({ url, ...limits })).rejects.toMatchObject({ code: 'forbidden' })
  })

  it.each(['ftp://example.com/', 'file:///etc/passwd', 'nothing'])('does not ask %s', async (url) => {
    await expect(everywhere.fetch({ url, ...limits })).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('does not wait longer than it may, for the head or the body', async () => {
    const silent = await aServer(() => undefined)
    const halting = await aServer((_, response) => response.write('x'))
    for (const url of [silent, halting, 'http://127.0.0.1:1/'])
      await expect(everywhere.fetch({ url, timeoutMs: 100, maxBytes: 10 })).rejects.toMatchObject({
        name: 'AppError',
        code: 'unavailable',
      })
  })
})

describe('of a body of which a part is enough', () => {
  const partly = { timeoutMs: 5000, maxBytes: 1000, isPartEnough: true }
  const text = (body: Uint8Array) => new TextDecoder().decode(body)

  it('it answers with what came before it broke off', async () => {
    const url = await aServer((_, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('some', () => response.destroy())
    })
    const { status, body, cut } = await everywhere.fetch({ url, ...partly })
    expect([status, text(body), cut?.code]).toEqual([200, 'some', 'unavailable'])
    await expect(everywhere.fetch({ url, ...limits })).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('it answers with what came in time', async () => {
    const url = await aServer((_, response) => response.write('some'))
    // On a busy machine the little that comes takes a while, too.
    const { status, body, cut } = await everywhere.fetch({ url, ...partly, timeoutMs: 2_000 })
    expect([status, text(body), cut?.code]).toEqual([200, 'some', 'unavailable'])
  })

  it('it reads no further than it may, and hangs up', async () => {
    let hungUp = Promise.resolve()
    const url = await aServer((_, response) => {
      hungUp = new Promise((resolve) => response.once('close', resolve))
      const more = () => {
        if (!response.destroyed) response.write('x'.repeat(60_000), () => setImmediate(more))
      }
      more()
    })
    const { body, cut } = await everywhere.fetch({ url, ...partly })
    expect([body.length, cut?.code]).toEqual([1000, 'too_large'])
    await hungUp
  })

  it('it rejects where not even the head comes', async () => {
    const silent = await aServer(() => undefined)
    await expect(everywhere.fetch({ url: silent, ...partly, timeoutMs: 100 })).rejects.toMatchObject({
      code: 'unavailable',
    })
  })
})

describe('private addresses', () => {
  it.each([
    ...[
      '10.1.2.3',
      '127.0.0.1',
      '169.254.169.254',
      '172.31.0.1',
      '192.168.1.1',
      '0.0.0.0',
      '100.64.0.1',
      '255.255.255.255',
    ],
    ...[
      '::1',
      '::',
      'fd00::1',
      'fe80::1',
      '168.63.129.16',
      '::ffff:0:127.0.0.1',
      '::ffff:127.0.0.1',
      '::ffff:7f00:1',
      '64:ff9b::7f00:1',
      '2002:7f00:1::',
      'x',
      '',
    ],
  ])('%s is one', (address) => {
    expect(isPrivateAddress(address)).toBe(true)
  })

  it.each(['1.1.1.1', '172.32.0.1', '100.128.0.1', '192.169.0.1', '2606:4700:4700::1111', '::ffff:1.1.1.1'])(
    '%s is none',
    (address) => {
      expect(isPrivateAddress(address)).toBe(false)
    },
  )
})
