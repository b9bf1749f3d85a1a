import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from '@jest/globals'
import { emptyResponse, jsonResponse, withCookie } from './answers.js'
import { eventStreamResponse } from './event-stream.js'
import { nodeListener, sendNodeResponse } from './node.js'
import type { HttpResponse } from './types.js'

const servers: ReturnType<typeof createServer>[] = []

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

async function serve(listener: (req: IncomingMessage, res: ServerResponse) => void): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

const serveOne = (response: HttpResponse) => serve(nodeListener({ handle: async () => response }))

describe('nodeListener', () => {
  it('sends text with its length and several cookies', async () => {
    const answer = await fetch(await serveOne(withCookie(withCookie(jsonResponse(201, { café: 1 }), 'a=1'), 'b=2')))
    expect([answer.status, await answer.text()]).toEqual([201, '{"café":1}'])
    expect(answer.headers.get('content-length')).toBe('11')
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  })

  it('sends no body where there is none', async () => {
    const answer = await fetch(await serveOne(emptyResponse()))
    expect([answer.status, await answer.text()]).toEqual([204, ''])
  })

  it('answers what is not its own with a JSON 404', async () => {
    const answer = await fetch(await serve(nodeListener({ handle: async () => null })))
    expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'not_found' }])
  })
})

describe('sendNodeResponse', () => {
  it('flushes a stream chunk by chunk', async () => {
    let send = (_: string) => {}
    const body = eventStreamResponse((stream) => {
      send = (text) => stream.send(text)
      return () => {}
    })
    const answer = await fetch(await serveOne(body))
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader()
    const read = async () => new TextDecoder().decode((await reader.read()).value)
    expect(await read()).toBe(': open\n\n')
    send('one')
    expect(await read()).toBe('data: "one"\n\n')
    await reader.cancel()
  })

  it('ends the stream when the client goes away', async () => {
    const gone = new Promise<void>((resolve) => {
      void serveOne(eventStreamResponse(() => resolve)).then((url) => {
        const req = request(url, (res) => res.once('data', () => req.destroy()))
        req.on('error', () => {})
        req.end()
      })
    })
    await gone
  })

  it('asks for no more than a slow client takes', async () => {
    const chunk = new Uint8Array(256 * 1024)
    let asked = 0
    async function* body() {
      for (; asked < 400; asked += 1) yield chunk
    }
    const url = await serveOne({ status: 200, headers: {}, body: body() })
    const total = await new Promise<number>((resolve, reject) => {
      const req = request(url, (res) => {
        // Nothing is read at first: what was asked for by then is what the sockets hold.
        res.pause()
        setImmediate(async () => {
          for (let turn = 0; turn < 50; turn += 1) await new Promise((done) => setImmediate(done))
          expect(asked).toBeLessThan(100)
          let bytes = 0
          res.on('data', (data: Uint8Array) => {
            bytes += data.length
          })
          res.on('end', () => resolve(bytes))
          res.resume()
        })
      })
      req.on('error', reject)
      req.end()
    })
    expect(total).toBe(400 * chunk.length)
  })

  it('cuts the connection when a stream fails half-way', async () => {
    async function* body() {
      yield 'half'
      throw new Error('broken')
    }
    const answer = await fetch(await serveOne({ status: 200, headers: {}, body: body() }))
    await expect(answer.text()).rejects.toThrow()
  })

  it('ends a stream for nobody when the client has left before the answer', async () => {
    let isEnded = false
    const response = eventStreamResponse(() => () => {
      isEnded = true
    })
    const done = new Promise<void>((resolve) => {
      void serve((_, res) => {
        res.destroy()
        void sendNodeResponse(res, response).then(resolve)
      }).then((url) => fetch(url).catch(() => {}))
    })
    await done
    expect(isEnded).toBe(true)
  })
})
