import { type IncomingMessage, request } from 'node:http'
import type { Socket } from 'node:net'
import type { HeaderLine, Probe, ProbeAnswer } from '../../ports/prober.js'
import { type Ask, nothingSeen, ProbeError, seenBy } from './ask.js'
import { redirected, type Sent } from './redirected.js'
import { open } from './socket.js'

type HttpProbe = Extract<Probe, { kind: 'http' }>

/** Asks over HTTP, following redirects, each to an address that is checked like the first. */
export async function probeHttp(probe: HttpProbe, ask: Ask): Promise<ProbeAnswer> {
  let sent: Sent = { url: checked(probe.url), method: probe.method, headers: probe.headers, body: probe.body }
  for (let redirects = 0; ; redirects += 1) {
    const { location, ...answer } = await exchangeWith(sent, probe, ask)
    if (location === null || probe.maxRedirects === 0)
      return { ...{ isAnswered: true, ...answer, records: [] }, ...seenBy(ask) }
    if (redirects === probe.maxRedirects)
      throw new ProbeError(
        'redirects',
        `More than ${probe.maxRedirects} redirects, the last one to ${location.slice(0, 200)}`,
      )
    sent = redirected(sent, checked(location), answer.status)
  }
}

function checked(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url !== null && /^https?:$/.test(url.protocol)) return url
  throw new ProbeError('protocol', `Wanted an address of http: or https:, found ${JSON.stringify(text.slice(0, 100))}`)
}

interface Exchange {
  readonly status: number
  readonly headers: readonly HeaderLine[]
  /** Of a redirect, whole. */
  readonly location: string | null
  readonly body: string
}

async function exchangeWith(sent: Sent, { maxBytes, verifyTls, maxRedirects }: HttpProbe, ask: Ask): Promise<Exchange> {
  const { url } = sent
  const isTls = url.protocol === 'https:'
  const port = url.port === '' ? (isTls ? 443 : 80) : Number(url.port)
  Object.assign(ask.seen, nothingSeen(), { url: withoutUser(url) })
  const socket = await open({ host: url.hostname, port, isTls, verifyTls }, ask)
  try {
    const asked = performance.now()
    const response = await send(sent, socket, ask)
    const answered = performance.now()
    ask.seen.firstByte = answered - asked
    const status = response.statusCode ?? 0
    const location = redirectOf(response, url)
    const body = location === null || maxRedirects === 0 ? await readSome(response, maxBytes, ask) : ''
    ask.seen.transfer = performance.now() - answered
    return { status, headers: linesOf(response), location, body }
  } finally {
    socket.destroy()
  }
}

function withoutUser(url: URL): string {
  const bare = new URL(url)
  bare.username = ''
  bare.password = ''
  return bare.href
}

function send({ url, method, headers, body }: Sent, socket: Socket, { signal }: Ask): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request({
      ...{ method, signal, createConnection: () => socket },
      ...{ host: url.hostname, path: url.pathname + url.search },
      headers: {
        ...{ host: url.host, 'user-agent': 'Mishap', accept: '*/*', connection: 'close' },
        ...(url.username === '' ? {} : { authorization: basic(url) }),
        ...(body !== '' || method === 'POST' ? { 'content-length': String(Buffer.byteLength(body)) } : {}),
        ...Object.fromEntries(headers.map(({ name, value }) => [name.toLowerCase(), value])),
      },
    })
    sent.once('response', resolve)
    sent.once('error', reject)
    sent.end(body)
  })
}

function basic({ username, password }: URL): string {
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return `Basic ${Buffer.from(pair).toString('base64')}`
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

function redirectOf({ statusCode, headers }: IncomingMessage, from: URL): string | null {
  if (!REDIRECTS.has(statusCode ?? 0) || headers.location === undefined) return null
  return URL.canParse(headers.location, from.href) ? new URL(headers.location, from).href : headers.location
}

function linesOf({ rawHeaders }: IncomingMessage): readonly HeaderLine[] {
  const names = rawHeaders.filter((_, index) => index % 2 === 0)
  return names.map((name, index) => ({ name, value: rawHeaders[index * 2 + 1] ?? '' }))
}

/** Leaving the loop ends the connection: a body without end costs no more than its beginning. */
async function readSome(response: IncomingMessage, maxBytes: number, { held }: Ask): Promise<string> {
  const own = held.hold(() => response.destroy(new ProbeError('network', TOO_SLOW)))
  // Grows by doubling: chunks that are kept as they came may be of one byte each.
  let body = Buffer.allocUnsafe(0)
  let length = 0
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      const wanted = Math.min(length + chunk.length, maxBytes)
      if (wanted > body.length) {
        const size = Math.min(Math.max(wanted, body.length * 2, FIRST_BYTES), maxBytes)
        own.add(size - body.length)
        body = Buffer.concat([body.subarray(0, length)], size)
      }
      length += chunk.copy(body, length, 0, wanted - length)
      if (length >= maxBytes) break
    }
    return body.subarray(0, length).toString('utf8')
  } finally {
    own.end()
  }
}

const FIRST_BYTES = 1024
const TOO_SLOW = 'The answer came too slowly while many others were read'
