import { type Handler, type HttpRequest, sendNodeResponse } from '@mishap/core'
import type { Context, Middleware } from 'koa'

/**
 * Mishap as middleware of Koa 2 or 3: `server.use(koaMiddleware(mishap))`, or under koa-mount.
 * What is not Mishap's goes on to the next middleware. Body parsers may stand before it or after it.
 */
export function koaMiddleware(mishap: Handler): Middleware {
  return async (ctx, next) => {
    const response = await mishap.handle(toRequest(ctx))
    if (response === null) {
      await next()
      return
    }
    // Koa would collect a stream's first bytes and knows no flush; the answer is written by ourselves.
    ctx.respond = false
    await sendNodeResponse(ctx.res, response)
  }
}

// Koa's parsers leave the body on its own request, and mounting middleware the whole path on the context.
function toRequest(ctx: Context): HttpRequest {
  const { req, request, originalUrl } = ctx
  return Object.assign(req, { ctx, originalUrl, body: (request as { body?: unknown }).body })
}
