import { type Handler, sendNodeResponse } from '@mishap/core'
import type { RequestHandler } from 'express'

/**
 * Mishap as middleware of Express 4 or 5: `server.use('/monitoring', expressHandler(mishap))`.
 * What is not Mishap's goes on to the next handler. Body parsers may stand before it or after it.
 */
export function expressHandler(mishap: Handler): RequestHandler {
  return (req, res, next) => {
    mishap
      .handle(req)
      .then((response) => (response === null ? next() : sendNodeResponse(res, response)))
      .catch(next)
  }
}
