import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { PassThrough } from 'node:stream'
import { afterEach, describe, expect, it } from '@jest/globals'
import { errorCode } from '../errors.js'
import { ByteBudget, openBody, readBody } from './body.js'
import type { HttpRequest } from './types.js'

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => errorCode(error),
  )
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString()

/** A Node request as far as reading goes. */
function aStream(headers: Record<string, string> = {}): PassThrough & HttpRequest {
  return Object.assign(new PassThrough(), { headers })
}

describe('the body of a Node stream', () => {
  it('is read whole, in however many chunks it comes', async () => {
    const stream = aStream()
    const body = readBody(stream, 100)
    stream.write('first ')
    stream.write('second ')
    stream.end('third')
    expect(text(await body)).toBe('first second third')
  })

  it('is empty where nothing comes', async () => {
    const stream = aStream()
    stream.end()
    expect(await readBody(stream, 100)).toHaveLength(0)
  })

  it('lets its first bytes be seen while the rest is on its way', async () => {
    const stream = aStream()
    const body = openBody(stream, { maxBytes: 100 })
    stream.write('header\n')
    expect(text(await body.first(1))).toBe('header\n')
    const more = body.first(8)
    stream.write('it')
    expect(text(await more)).toBe('header\nit')
    stream.end('em')
    expect(text(await body.all())).toBe('header\nitem')
    expect(text(await body.first(1000))).toBe('header\nitem')
    body.close()
  })

  it('may be exactly as large as allowed', async () => {
    const stream = aStream()
    stream.end('12345')
    expect(text(await readBody(stream, 5))).toBe('12345')
  })

  it('is refused past the limit, keeps nothing of the rest and lets it pass', async () => {
    const stream = aStream()
    const body = openBody(stream, { maxBytes: 5 })
    const read = codeOf(body.all())
    stream.write('123')
    stream.write('456')
    expect(await read).toBe('too_large')
    for (let index = 0; index < 100; index++) stream.write(Buffer.alloc(10_000))
    stream.end()
    await once(stream, 'end')
    body.close()
  })

  it('is refused by its content-length alone, but a small one is not believed', async () => {
    expect(await codeOf(readBody(aStream({ 'content-length': '6' }), 5))).toBe('too_large')
    const liar = aStream({ 'content-length': '2' })
    liar.end('123456')
    expect(await codeOf(readBody(liar, 5))).toBe('too_large')
  })

  it('is invalid when the client goes away, also before anybody asked for it', async () => {
    const stream = aStream()
    const body = readBody(stream, 100)
    stream.write('half')
    stream.destroy()
    expect(await codeOf(body)).toBe('invalid_body')
    expect(await codeOf(readBody(stream, 100))).toBe('invalid_body')
  })

  it('is read although a parser that passed by has left {}', async () => {
    const stream = Object.assign(aStream(), { body: {} })
    stream.end('text')
    expect(text(await readBody(stream, 100))).toBe('text')
  })
})

describe('the body that a host has read', () => {
  const taken = (body: unknown): HttpRequest => ({ headers: { 'content-encoding': 'gzip' }, readableEnded: true, body })

  it.each([
    ['bytes', Buffer.from('{"a":1}')],
    ['text', '{"a":1}'],
    ['a value', { a: 1 }],
  ])('is taken from %s', async (_kind, body) => {
    expect(text(await readBody(taken(body), 100))).toBe('{"a":1}')
  })

  it('is refused past the limit', async () => {
    expect(await codeOf(readBody(taken('123456'), 5))).toBe('too_large')
  })

  it('is invalid, with advice, where nothing of it was kept', async () => {
    await expect(readBody(taken(undefined), 5)).rejects.toThrow('mount Mishap before the body parser')
  })
})

describe('the body of a native request', () => {
  const aRequest = (body: string | ReadableStream) =>
    new Request('http://localhost/', { method: 'POST', body, duplex: 'half' } as RequestInit)

  it('is read from its stream', async () => {
    expect(text(await readBody(aRequest('native'), 100))).toBe('native')
    const empty = new Request('http://localhost/', { method: 'POST' })
    expect(await readBody(empty, 100)).toHaveLength(0)
  })

  it('is refused past the limit, and its stream is let go', async () => {
    let isCancelled = false
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(1_000_000)),
      cancel: () => {
        isCancelled = true
      },
    })
    expect(await codeOf(readBody(aRequest(endless), 3_000_000))).toBe('too_large')
    await until(() => isCancelled)
  })

  it('is invalid where somebody has read it', async () => {
    const request = aRequest('once')
    await request.text()
    expect(await codeOf(readBody(request, 100))).toBe('invalid_body')
  })
})

describe('a budget for all bodies', () => {
  it('is given back when bodies are closed or refused', async () => {
    const budget = new ByteBudget(10)
    for (let round = 0; round < 5; round++) {
      const stream = aStream()
      const body = openBody(stream, { maxBytes: round % 2 === 0 ? 100 : 4, budget })
      stream.end('12345678')
      await codeOf(body.all())
      body.close()
      body.close()
    }
  })

  it('makes the body give way that has been on its way longest', async () => {
    const budget = new ByteBudget(10)
    const [slow, quick, late] = [aStream(), aStream(), aStream()]
    const slowBody = openBody(slow, { maxBytes: 100, budget })
    const stalled = codeOf(slowBody.all())
    slow.write('12')
    slow.write('34')
    await turn()
    const quickBody = openBody(quick, { maxBytes: 100, budget })
    quick.end('123456')
    expect(text(await quickBody.all())).toBe('123456')
    const lateBody = openBody(late, { maxBytes: 100, budget })
    late.end('12')
    expect(text(await lateBody.all())).toBe('12')
    expect(await stalled).toBe('buffer_full')
    for (const body of [slowBody, quickBody, lateBody]) body.close()
  })

  it('refuses a body for which there is no room even then', async () => {
    const budget = new ByteBudget(10)
    const [first, second] = [aStream(), aStream()]
    const body = openBody(first, { maxBytes: 100, budget })
    first.end('12345678')
    await body.all()
    const refused = openBody(second, { maxBytes: 100, budget })
    second.end('12345678')
    expect(await codeOf(refused.all())).toBe('buffer_full')
  })
})

describe('over a real connection', () => {
  const servers: Server[] = []
  afterEach(() => {
    for (const server of servers.splice(0)) server.close().closeAllConnections()
  })
  const listen = async (handle: (request: IncomingMessage, response: ServerResponse) => void) => {
    const server = createServer(handle).listen(0, '127.0.0.1')
    servers.push(server)
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }

  it('a client that sends too much still gets its answer, and may go on', async () => {
    const port = await listen(async (request, response) => {
      response.end(String(await codeOf(readBody(request, 1000))))
    })
    const socket = connect(port, '127.0.0.1')
    let heard = ''
    socket.on('data', (chunk) => {
      heard += String(chunk)
    })
    const part = `ffff\r\n${'x'.repeat(0xffff)}\r\n`
    const request = `POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n`
    socket.write(`${request}${part.repeat(50)}0\r\n\r\n`)
    await until(() => heard.includes('too_large'))
    heard = ''
    socket.write(`${request}2\r\nok\r\n0\r\n\r\n`)
    await until(() => heard.includes('null'))
    socket.destroy()
  })

  it('a client that never stops is cut off', async () => {
    const port = await listen(async (request, response) => {
      response.end(String(await codeOf(readBody(request, 1000))))
    })
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => {})
    let isClosed = false
    socket.on('close', () => {
      isClosed = true
    })
    socket.on('data', () => {})
    socket.write(`POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1000000000000\r\n\r\n`)
    const chunk = Buffer.alloc(1024 * 1024)
    const pour = () => {
      while (!isClosed && socket.write(chunk));
    }
    socket.on('drain', pour)
    pour()
    await until(() => isClosed)
    expect(socket.bytesWritten).toBeGreaterThan(64 * 1024 * 1024)
  })
})

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await turn()
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
