import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import type { Probe, ProbeAnswer } from '../../ports/prober.js'
import type { Ask } from './ask.js'
import { addressesOf } from './look-up.js'

/** A connection, with how long each part of opening it took. */
export interface Opened {
  readonly socket: Socket | TLSSocket
  readonly dns: number
  readonly connect: number
  /** Null without TLS. */
  readonly tls: number | null
  readonly certificateEndsAt: Date | null
}

interface Place {
  readonly host: string
  readonly port: number
  readonly isTls: boolean
  /** Whether the certificate must be good for the host. */
  readonly verifyTls: boolean
}

/** Opens a connection to the first address of the host that takes it. */
export async function open({ host, port, isTls, verifyTls }: Place, ask: Ask): Promise<Opened> {
  const start = performance.now()
  const addresses = await addressesOf(host, ask)
  const found = performance.now()
  const socket = await firstOf(addresses, port, ask)
  const connected = performance.now()
  const parts = { dns: found - start, connect: connected - found }
  if (!isTls) return { socket, ...parts, tls: null, certificateEndsAt: null }
  const secure = await secured(socket, { host, verifyTls }, ask).catch((error: unknown) => {
    socket.destroy()
    throw error
  })
  const ends = Date.parse(secure.getPeerCertificate().valid_to ?? '')
  return {
    ...{ socket: secure, ...parts, tls: performance.now() - connected },
    certificateEndsAt: Number.isNaN(ends) ? null : new Date(ends),
  }
}

/** Connects, to a certificate where that is what is looked at, and leaves again. */
export async function probeSocket(
  { kind, host, port }: Extract<Probe, { kind: 'tcp' | 'tls' }>,
  ask: Ask,
): Promise<ProbeAnswer> {
  const { socket, dns, connect, tls, certificateEndsAt } = await open(
    { host, port, isTls: kind === 'tls', verifyTls: true },
    ask,
  )
  socket.destroy()
  const timings = { dns, connect, tls, firstByte: null, transfer: null, total: performance.now() - ask.startedAt }
  return { isAnswered: true, status: null, headers: [], body: '', records: [], certificateEndsAt, timings }
}

async function firstOf(addresses: readonly string[], port: number, ask: Ask): Promise<Socket> {
  let fault: unknown = new Error('The host has no address')
  for (const address of addresses) {
    try {
      return await connected(connectTcp({ host: address, port }), 'connect', ask)
    } catch (error) {
      fault = error
      if (ask.signal.aborted) break
    }
  }
  throw fault
}

function secured(socket: Socket, { host, verifyTls }: Pick<Place, 'host' | 'verifyTls'>, ask: Ask): Promise<TLSSocket> {
  const bare = host.replace(/^\[(.*)\]$/, '$1')
  const trust = ask.ca === null ? {} : { ca: ask.ca }
  const name = isIP(bare) === 0 ? { servername: bare } : {}
  return connected(
    connectTls({ socket, host: bare, rejectUnauthorized: verifyTls, ...name, ...trust }),
    'secureConnect',
    ask,
  )
}

function connected<S extends Socket>(socket: S, event: 'connect' | 'secureConnect', { signal }: Ask): Promise<S> {
  return new Promise((resolve, reject) => {
    const abort = () => socket.destroy(new Error('aborted'))
    const settle = () => signal.removeEventListener('abort', abort)
    signal.addEventListener('abort', abort, { once: true })
    socket.once(event, () => {
      settle()
      resolve(socket)
    })
    socket.on('error', (error) => {
      settle()
      reject(error)
    })
    socket.once('close', () => {
      settle()
      reject(new Error('The connection was closed'))
    })
    if (signal.aborted) abort()
  })
}
