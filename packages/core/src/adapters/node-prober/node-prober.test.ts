import { readFileSync } from 'node:fs'
import { createServer as createHttp, type RequestListener } from 'node:http'
import { createServer as createHttps } from 'node:https'
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from '@jest/globals'
import type { Probe, ProbeAnswer } from '../../ports/prober.js'
import { nodeProber } from './index.js'

const tls = (name: string) => readFileSync(join(__dirname, '../../../test/fixtures/tls', name), 'utf8')

const servers: Server[] = []
const sockets = new Set<Socket>()
afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  await Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done))))
})

async function listening(server: Server, host = '127.0.0.1'): Promise<number> {
  servers.push(server)
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
  })
  await new Promise<void>((ready) => server.listen(0, host, ready))
  return (server.address() as AddressInfo).port
}

const serve = (listener: RequestListener) => listening(createHttp(listener))
const serveTls = (certificate: string, listener: RequestListener = (_, response) => response.end('ok')) =>
  listening(createHttps({ key: tls('server.key'), cert: tls(certificate) }, listener))

const prober = nodeProber({ allowPrivate: true, ca: tls('ca.pem') })
type HttpProbe = Extract<Probe, { kind: 'http' }>
const GET: Omit<HttpProbe, 'url'> = {
  ...{ kind: 'http', method: 'GET', headers: [], body: '', verifyTls: true },
  ...{ timeoutMs: 60_000, maxBytes: 1_000, maxRedirects: 3 },
}
const never = new AbortController().signal
const http = (url: string, more: Partial<HttpProbe> = {}) => prober.probe({ ...GET, url, ...more }, never)
const socket = (kind: 'tcp' | 'tls', port: number, host = '127.0.0.1') =>
  prober.probe({ kind, host, port, timeoutMs: 60_000 }, never)

describe('a probe over HTTP', () => {
  it('tells status and body, and how long each part took', async () => {
    const port = await serve((request, response) => response.writeHead(418).end(`${request.method} ${request.url}`))
    const answer = await http(`http://127.0.0.1:${port}/tea?strong=1`)
    expect(answer).toMatchObject({ isAnswered: true, status: 418, body: 'GET /tea?strong=1' })
    const url = `http://127.0.0.1:${port}/tea?strong=1`
    expect(answer).toMatchObject({ seen: { url, address: '127.0.0.1', certificate: null } })
    if (!answer.isAnswered) throw new Error(answer.message)
    const { timings } = answer
    expect(timings.tls).toBeNull()
    for (const part of ['dns', 'connect', 'firstByte', 'transfer'] as const)
      expect(timings[part]).toBeGreaterThanOrEqual(0)
    expect(timings.total).toBeGreaterThan(0)
  })

  it('gives up the answers that have taken the longest where all together are too long', async () => {
    const long = 'x'.repeat(900_000)
    let hanging = 0
    const port = await serve(({ url }, response) => {
      response.writeHead(200)
      if (url === '/whole') response.end(long)
      else response.write(long, () => (hanging += 1))
    })
    const careful = nodeProber({ allowPrivate: true, maxHeldBytes: 2_500_000 })
    const ask = (path: string) =>
      careful.probe({ ...GET, url: `http://127.0.0.1:${port}${path}`, maxBytes: 1_000_000, timeoutMs: 60_000 }, never)
    const slow = ask('/hangs')
    const others = [ask('/hangs'), ask('/hangs')]
    const gaveUp = await Promise.race([slow, ...others])
    expect(gaveUp).toMatchObject({
      isAnswered: false,
      fault: 'network',
      message: expect.stringContaining('too slowly'),
    })
    expect(await ask('/whole')).toMatchObject({ isAnswered: true, body: long })
    expect(hanging).toBeGreaterThan(0)
  })

  it('reads a body that comes byte by byte', async () => {
    const port = await serve(async (_, response) => {
      for (let index = 0; index < 3000; index += 1) {
        response.write(String(index % 10))
        if (index % 100 === 0) await new Promise(setImmediate)
      }
      response.end()
    })
    const answer = await http(`http://127.0.0.1:${port}/`, { maxBytes: 2_500 })
    expect(answer).toMatchObject({ isAnswered: true, body: '0123456789'.repeat(250) })
  })

  it('sends HEAD and POST without a body, and the user of the address', async () => {
    const port = await serve(({ method, headers }, response) => {
      response.end(`${method} ${headers['content-length']} ${headers.authorization}`)
    })
    expect(await http(`http://127.0.0.1:${port}/`, { method: 'HEAD' })).toMatchObject({ status: 200, body: '' })
    const answer = await http(`http://ada:s%3Acret@127.0.0.1:${port}/`, { method: 'POST' })
    expect(answer).toMatchObject({ body: `POST 0 Basic ${Buffer.from('ada:s:cret').toString('base64')}` })
  })

  it('follows redirects, not for ever', async () => {
    const port = await serve(({ url, method }, response) => {
      if (url === '/loop') response.writeHead(302, { location: '/loop' }).end()
      else if (url === '/end') response.end(method)
      else response.writeHead(303, { location: '/end' }).end()
    })
    expect(await http(`http://127.0.0.1:${port}/`, { method: 'POST' })).toMatchObject({ status: 200, body: 'GET' })
    expect(await http(`http://127.0.0.1:${port}/loop`)).toMatchObject({ isAnswered: false, fault: 'redirects' })
  })

  it('sends the headers and the body that it is given, by any method', async () => {
    const port = await serve(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += String(chunk)
      response.end(`${request.method} ${request.headers['x-shop']} ${request.headers['user-agent']} ${body}`)
    })
    const headers = [
      { name: 'X-Shop', value: 'north' },
      { name: 'User-Agent', value: 'curl/8' },
    ]
    const answer = await http(`http://127.0.0.1:${port}/`, { method: 'PATCH', headers, body: '{"é":1}' })
    expect(answer).toMatchObject({ body: 'PATCH north curl/8 {"é":1}' })
  })

  it('answers with the redirect itself where none is to be followed', async () => {
    const port = await serve((_, response) =>
      response.writeHead(302, { location: '/loop', 'X-Why': 'moved' }).end('see'),
    )
    const answer = await http(`http://127.0.0.1:${port}/`, { maxRedirects: 0 })
    expect(answer).toMatchObject({ isAnswered: true, status: 302, body: 'see' })
    expect(answer).toMatchObject({ headers: expect.arrayContaining([{ name: 'X-Why', value: 'moved' }]) })
  })

  it('tells what a redirect led to, without who was asked as', async () => {
    const port = await serve(({ url }, response) => {
      if (url === '/') response.writeHead(302, { location: '/end' }).end()
      else response.end('end')
    })
    const answer = await http(`http://ada:s3cret@127.0.0.1:${port}/`)
    expect(answer).toMatchObject({ body: 'end', seen: { url: `http://127.0.0.1:${port}/end` } })
  })

  it('gives no secret to a server that a redirect leads to', async () => {
    const seen: string[] = []
    const other = await serve(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += String(chunk)
      seen.push(JSON.stringify(request.headers) + body)
      response.end('other')
    })
    let status = 302
    const port = await serve(({ url, headers }, response) => {
      if (url === '/here') response.end(headers.authorization)
      else response.writeHead(status, { location: url === '/stay' ? '/here' : `http://127.0.0.1:${other}/` }).end()
    })
    const headers = [
      ...['authorization', 'cookie', 'x-api-key', 'x-anything'].map((name) => ({ name, value: 's3cret' })),
      { name: 'accept', value: 'text/plain' },
    ]
    const url = `http://127.0.0.1:${port}`
    expect(await http(`${url}/stay`, { headers })).toMatchObject({ body: 's3cret' })
    expect(await http(url, { headers })).toMatchObject({ body: 'other' })
    expect(await http(url, { headers, method: 'POST', body: 'pw=s3cret' })).toMatchObject({ body: 'other' })
    expect(await http(url.replace('//', '//ada:s3cret@'))).toMatchObject({ body: 'other' })
    status = 307
    expect(await http(url, { headers, method: 'POST', body: 'pw=s3cret' })).toMatchObject({ fault: 'redirects' })
    expect(seen).toHaveLength(3)
    expect(seen.join()).not.toMatch(/s3cret|authorization/)
    expect(seen[0]).toContain('text/plain')
  })

  it('reads only the beginning of a body without end', async () => {
    const port = await serve((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(10_000)));
      }
      response.on('drain', more)
      more()
    })
    expect(await http(`http://127.0.0.1:${port}/`)).toMatchObject({ status: 200, body: 'x'.repeat(1_000) })
  })

  it.each([
    ['headers that do not come', (_: unknown, __: unknown) => undefined],
    ['a body that does not come', (_: unknown, response: { write(text: string): void }) => response.write('a')],
  ])('waits no longer than it may for %s', async (_, listener) => {
    const port = await serve(listener as RequestListener)
    const answer = await http(`http://127.0.0.1:${port}/`, { timeoutMs: 200 })
    expect(answer).toMatchObject({ isAnswered: false, fault: 'timeout' })
  })

  it('tells a reset, a closed port, nonsense and a name that is none', async () => {
    const reset = await serve((request) => request.socket.resetAndDestroy())
    expect(await http(`http://127.0.0.1:${reset}/`)).toMatchObject({ fault: 'network' })
    const gone = createTcp()
    const closed = await listening(gone)
    await new Promise((done) => gone.close(done))
    servers.pop()
    expect(await http(`http://127.0.0.1:${closed}/`)).toMatchObject({ fault: 'network' })
    const nonsense = await listening(createTcp((one) => one.end('SSH-2.0-none\r\n\r\n')))
    expect(await http(`http://127.0.0.1:${nonsense}/`)).toMatchObject({ fault: 'protocol' })
    expect(await http('http://nobody.localhost.invalid-name.localhost:1/')).toMatchObject({ isAnswered: false })
    expect(await http('ftp://127.0.0.1/')).toMatchObject({ fault: 'protocol' })
  })

  // Some machines have no such address at all.
  const ifIPv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'))
  ;(ifIPv6 ? it : it.skip)('reaches what has an address of IPv6 alone', async () => {
    const port = await listening(
      createHttp((_, response) => response.end('six')),
      '::1',
    )
    expect(await http(`http://[::1]:${port}/`)).toMatchObject({ status: 200, body: 'six' })
  })
})

describe('a certificate', () => {
  it('that is good is told with its end, over HTTP and without', async () => {
    const port = await serveTls('good.pem')
    const certificate = { subject: 'localhost', issuer: expect.any(String), validTo: new Date('2120-01-01T00:00:00Z') }
    expect(await http(`https://localhost:${port}/`)).toMatchObject({ status: 200, body: 'ok', seen: { certificate } })
    const answer = await socket('tls', port, 'localhost')
    expect(answer).toMatchObject({ isAnswered: true, seen: { certificate } })
    expect((answer as { timings: { tls: number } }).timings.tls).toBeGreaterThan(0)
  })

  it.each([
    ['is past its end', 'expired.pem', 'The certificate has expired, on 20'],
    ['is for another name', 'other.pem', 'The certificate is for other.example, not for localhost'],
    ['vouches for itself', 'self-signed.pem', 'The certificate is self-signed'],
  ])('that %s is a fault of TLS', async (_, name, message) => {
    const port = await serveTls(name)
    for (const answer of [await http(`https://localhost:${port}/`), await socket('tls', port, 'localhost')])
      expect(answer).toMatchObject({ isAnswered: false, fault: 'tls', message: expect.stringContaining(message) })
    const { seen, timings } = (await socket('tls', port, 'localhost')) as Extract<ProbeAnswer, { isAnswered: false }>
    expect(seen?.certificate?.validTo).toBeInstanceOf(Date)
    expect(timings?.tls).toBeGreaterThan(0)
  })

  it('of nobody who is trusted is one, too', async () => {
    const port = await serveTls('good.pem')
    const answer = await nodeProber({ allowPrivate: true }).probe(
      { kind: 'tls', host: 'localhost', port, timeoutMs: 60_000 },
      never,
    )
    expect(answer).toMatchObject({
      fault: 'tls',
      message: expect.stringContaining('issuer of the certificate is unknown'),
    })
  })

  it.each(['expired.pem', 'other.pem'])('that is not good will do where nobody minds: %s', async (name) => {
    const port = await serveTls(name)
    const answer = await http(`https://localhost:${port}/`, { verifyTls: false })
    expect(answer).toMatchObject({ isAnswered: true, body: 'ok', seen: { certificate: { validTo: expect.any(Date) } } })
  })

  it('is not found where TLS is not spoken', async () => {
    const port = await listening(createTcp((one) => one.end('hello\n')))
    expect(await socket('tls', port)).toMatchObject({ isAnswered: false, fault: 'tls' })
  })
})

describe('a port', () => {
  it('that takes the connection is up', async () => {
    const port = await listening(createTcp((one) => one.destroy()))
    expect(await socket('tcp', port)).toMatchObject({ isAnswered: true, status: null })
  })
})

describe('an address of the own network', () => {
  it('is not asked unless it may be, by whatever name or redirect', async () => {
    const port = await serve((_, response) => response.end('secret'))
    const strict = nodeProber()
    const probe = (url: string) => strict.probe({ ...GET, url }, never)
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0', '2130706433'])
      expect(await probe(`http://${host}:${port}/`)).toMatchObject({ isAnswered: false, fault: 'forbidden' })
    const tcp = await strict.probe({ kind: 'tcp', host: 'localhost', port, timeoutMs: 60_000 }, never)
    expect(tcp).toMatchObject({ isAnswered: false, fault: 'forbidden' })
  })
})
