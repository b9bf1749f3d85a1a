import type { Actor } from '../auth/actor.js'
import { authenticate } from '../auth/authenticate.js'
import type { Context } from '../context.js'
import { AppError } from '../errors.js'
import { decodeBody } from '../protocol/encoding.js'
import { readBody } from './body.js'
import { clientIp } from './client-ip.js'
import { readHeader } from './headers.js'
import type { Target } from './mount.js'
import type { Call, HttpRequest } from './types.js'

/** What of a call is known before its route is. */
export interface Arrival {
  readonly context: Context
  readonly request: HttpRequest
  readonly target: Target
  readonly requestId: string
}

/** The call of a route; the body is read when the route asks for it. */
export function newCall(arrival: Arrival, params: Call['params'], actor: Actor): Call {
  const { context, request, target, requestId } = arrival
  const { config } = context
  const header = headerOf(request)
  const url = publicUrl(context, target)
  return {
    context,
    actor,
    actorNow: async () => (await authenticate(context, request)).actor,
    params,
    query: url.searchParams,
    url,
    requestId,
    ip: clientIp(request, header, config.trustProxy),
    header,
    json: async (maxBytes) => parseJson(await bodyOf(arrival, maxBytes)),
    bytes: (maxBytes) => readBody(request, maxBytes ?? config.limits.maxApiBodyBytes),
    form: async () => parseForm(await bodyOf(arrival)),
    get signal() {
      return signalOf(request)
    },
  }
}

async function bodyOf({ context, request }: Arrival, maxBytes?: number): Promise<string> {
  const limit = maxBytes ?? context.config.limits.maxApiBodyBytes
  const bytes = decodeBody(await readBody(request, limit), headerOf(request)('content-encoding'), limit)
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8').trim()
}

export function headerOf(request: HttpRequest): Call['header'] {
  return (name) => readHeader(request, name)
}

/** Where the outside world finds what was asked for: links are made of the configured address, never of `Host`. */
export function publicUrl({ config }: Context, { path, search }: Target): URL {
  return new URL(config.url.origin + config.basePath + path + search)
}

// Clients send `Content-Type: application/json` with no body at all, also on POST and DELETE.
function parseJson(text: string): unknown {
  if (text === '') return {}
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AppError('invalid_body', 'Cannot parse request body: wanted JSON.', { cause })
  }
}

// A parser of the host has made an object of the form.
function parseForm(text: string): unknown {
  return text.startsWith('{') ? parseJson(text) : Object.fromEntries(new URLSearchParams(text))
}

interface Socket {
  once(event: 'close', listener: () => void): void
  readonly destroyed?: boolean
}

// A Node request ends with its body; that the client has gone away is told by the socket.
function signalOf(request: HttpRequest): AbortSignal {
  if (request.signal !== undefined) return request.signal
  const controller = new AbortController()
  const socket = request.socket as Partial<Socket> | null | undefined
  if (socket?.destroyed === true) controller.abort()
  else socket?.once?.('close', () => controller.abort())
  return controller.signal
}
