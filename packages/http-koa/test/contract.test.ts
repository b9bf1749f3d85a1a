import type { AddressInfo } from 'node:net'
import { type HttpMounting, runHttpContract } from '@mishap/core/testing'
import Koa3 from 'koa'
import bodyParser from 'koa-bodyparser'
import Koa2 from 'koa2'
import { koaMiddleware } from '../src/index.js'

for (const [name, Koa] of [
  ['Koa 2', Koa2],
  ['Koa 3', Koa3],
] as const) {
  runHttpContract({
    name,
    parsers: ['koa-bodyparser', 'koa-bodyparser for text'],
    prefixes: ['cut', 'kept'],
    start: async (mounting) => {
      const server = hostOf(Koa, mounting).listen(0, '127.0.0.1')
      await new Promise((resolve) => server.once('listening', resolve))
      return {
        origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        close: async () => {
          server.closeAllConnections()
          await new Promise((resolve) => server.close(resolve))
        },
      }
    },
  })
}

function hostOf(Koa: typeof Koa3, { app, prefix, isCut, parser }: HttpMounting): Koa3 {
  const host = new Koa()
  if (parser === 'koa-bodyparser') host.use(bodyParser())
  if (parser === 'koa-bodyparser for text')
    host.use(
      bodyParser({
        enableTypes: ['json', 'text'],
        extendTypes: { text: ['*/*', 'application/x-sentry-envelope'] },
        textLimit: '10mb',
      }),
    )
  // What koa-mount does.
  if (isCut)
    host.use(async (ctx, next) => {
      const { path } = ctx
      if (path.startsWith(`${prefix}/`)) ctx.path = path.slice(prefix.length)
      await next()
      ctx.path = path
    })
  host.use(koaMiddleware(app))
  host.use((ctx) => {
    ctx.status = ctx.path === '/hello' ? 200 : 404
    ctx.body = ctx.path === '/hello' ? 'hello' : 'host'
  })
  return host
}
