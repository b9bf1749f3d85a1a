import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { nodeListener, sendNodeResponse } from '../../src/http/node.js'
import { type HttpMounting, runHttpContract } from '../../src/testing/http-contract.js'

const listen = async (listener: RequestListener) => {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

// A proxy that forwards everything without its prefix, as many are set up.
const cut = ({ prefix, isCut }: HttpMounting, url: string | undefined) =>
  isCut && url?.startsWith(`${prefix}/`) ? url.slice(prefix.length) : url

runHttpContract({
  name: 'node:http',
  parsers: [],
  prefixes: ['cut', 'kept'],
  isAlone: true,
  start: (mounting) => {
    const listener = nodeListener(mounting.app)
    return listen((req, res) => {
      const url = cut(mounting, req.url)
      if (url !== undefined) req.url = url
      listener(req, res)
    })
  },
})

runHttpContract({
  name: 'app.fetch',
  parsers: [],
  prefixes: ['kept'],
  isAlone: true,
  start: ({ app }) =>
    listen(async (req, res) => {
      const leave = new AbortController()
      res.once('close', () => leave.abort())
      const hasBody = req.method !== 'GET' && req.method !== 'HEAD' && req.method !== 'OPTIONS'
      const init = {
        method: req.method ?? 'GET',
        headers: req.headers as Record<string, string>,
        signal: leave.signal,
        ...(hasBody ? { body: req, duplex: 'half' } : {}),
      }
      // A Node stream is a body for Node's own `Request`, which the types do not say.
      const response = await app.fetch(new Request(`http://127.0.0.1${req.url}`, init as unknown as RequestInit))
      const headers = Object.fromEntries(response.headers)
      await sendNodeResponse(res, { status: response.status, headers, body: response.body as never })
    }),
})

runHttpContract({
  name: 'Hono',
  parsers: [],
  prefixes: ['cut', 'kept'],
  isAlone: true,
  start: async (mounting) => {
    const server = createAdaptorServer(honoWith(mounting))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return {
      origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      close: () => new Promise((resolve) => void server.close(() => resolve())),
    }
  },
})

function honoWith({ app, prefix, isCut }: HttpMounting): Hono {
  const hono = new Hono()
  if (isCut) hono.mount(prefix, (request) => app.fetch(request))
  else hono.all(`${prefix}/*`, (c) => app.fetch(c.req.raw))
  hono.notFound((c) => c.json({ code: 'not_found' }, 404))
  return hono
}
