import { lookup as lookUpName } from 'node:dns'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { AppError, errorCode } from '../errors.js'
import type { Fetcher, FetchRequest } from '../ports/fetcher.js'
import { isPrivateAddress } from './private-addresses.js'

/**
 * Asks over HTTP with Node's own client. Unless `allowPrivate` it asks no address of this machine or its network: the
 * address that was checked is the one that is connected to, so that a name cannot lead elsewhere in between.
 */
export function nodeFetcher({ allowPrivate = false }: { readonly allowPrivate?: boolean } = {}): Fetcher {
  return {
    async fetch(request) {
      const url = checked(request.url, allowPrivate)
      const signal = AbortSignal.timeout(request.timeoutMs)
      const faultOf = (cause: unknown): AppError => {
        // What has a code of ours is an error of ours.
        if (errorCode(cause) !== null) return cause as AppError
        const why = signal.aborted ? `no answer within ${request.timeoutMs} ms` : messageOf(cause)
        return new AppError('unavailable', `${url.host} cannot be asked: ${why}`, { cause })
      }
      try {
        const response = await send(url, request, { signal, allowPrivate })
        const { body, fault } = await readUpTo(response, request.maxBytes)
        const cut = fault === null ? {} : { cut: faultOf(fault) }
        if (cut.cut !== undefined && request.isPartEnough !== true) throw cut.cut
        return { status: response.statusCode ?? 0, headers: joined(response.headers), body, ...cut }
      } catch (cause) {
        throw faultOf(cause)
      }
    },
  }
}

function checked(text: string, allowPrivate: boolean): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new AppError('forbidden', `Wanted a URL of http: or https:, found ${JSON.stringify(text.slice(0, 100))}`)
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  if (!allowPrivate && isIP(host) !== 0 && isPrivateAddress(host)) throw refusal(url.hostname)
  return url
}

function send(
  url: URL,
  { method = 'GET', headers = {}, body }: FetchRequest,
  { signal, allowPrivate }: { readonly signal: AbortSignal; readonly allowPrivate: boolean },
): Promise<IncomingMessage> {
  const open = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const lookup = allowPrivate ? {} : { lookup: publicLookup }
    const sent = open(url, { method, headers: { 'user-agent': 'Mishap', ...headers }, signal, agent: false, ...lookup })
    sent.once('response', resolve)
    sent.once('error', reject)
    sent.end(body)
  })
}

/** One private address among several is enough: which of them would be taken is not ours to say. */
const publicLookup: LookupFunction = (hostname, options, done) => {
  lookUpName(hostname, { ...options, all: true }, (error, addresses) => {
    const first = addresses?.[0]
    if (error !== null || first === undefined) return done(error ?? new Error('no address'), '', 0)
    if (addresses.some(({ address }) => isPrivateAddress(address))) return done(refusal(hostname), '', 0)
    if (options.all === true) return done(null, addresses)
    return done(null, first.address, first.family)
  })
}

function refusal(host: string): AppError {
  return new AppError('forbidden', `${host} is an address of a private network, which this server does not ask.`)
}

/** `fault`: why there is no more of it; null where it is whole. */
async function readUpTo(
  response: IncomingMessage,
  maxBytes: number,
): Promise<{ readonly body: Uint8Array; readonly fault: unknown }> {
  const chunks: Buffer[] = []
  let left = maxBytes
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk.subarray(0, left))
      left -= chunk.length
      // Leaving the loop ends the response and its connection.
      if (left < 0) throw new AppError('too_large', `The answer is larger than ${maxBytes} bytes`)
    }
  } catch (fault) {
    return { body: Buffer.concat(chunks), fault }
  }
  return { body: Buffer.concat(chunks), fault: null }
}

function joined(headers: IncomingMessage['headers']): Record<string, string> {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, typeof value === 'string' ? value : value.join(', ')] as const],
  )
  return Object.fromEntries(entries)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
