import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import type { Probe, ProbeAnswer } from '../../ports/prober.js'
import { type Ask, seenBy } from './ask.js'
import { certificateOf, mustBeGood } from './certificate.js'
import { addressesOf } from './look-up.js'

interface Place {
  readonly host: string
  readonly port: number
  readonly isTls: boolean
  /** Whether the certificate must be good for the host. */
  readonly verifyTls: boolean
}

/** Opens a connection to the first address of the host that takes it, and notes how long each part took. */
export async function open({ host, port, isTls, verifyTls }: Place, ask: Ask): Promise<Socket | TLSSocket> {
  const start = performance.now()
  const addresses = await addressesOf(host, ask)
  const found = performance.now()
  ask.seen.dns = found - start
  const socket = await firstOf(addresses, port, ask)
  const connected = performance.now()
  ask.seen.connect = connected - found
  if (!isTls) return socket
  try {
    const secure = await secured(socket, host, ask)
    ask.seen.tls = performance.now() - connected
    ask.seen.certificate = certificateOf(secure)
    if (verifyTls) mustBeGood(secure, host)
    return secure
  } catch (error) {
    socket.destroy()
    throw error
  }
}

/** Connects, to a certificate where that is what is looked at, and leaves again. */
export async function probeSocket(
  { kind, host, port }: Extract<Probe, { kind: 'tcp' | 'tls' }>,
  ask: Ask,
): Promise<ProbeAnswer> {
  const socket = await open({ host, port, isTls: kind === 'tls', verifyTls: true }, ask)
  socket.destroy()
  return { isAnswered: true, status: null, headers: [], body: '', records: [], ...seenBy(ask) }
}

async function firstOf(addresses: readonly string[], port: number, ask: Ask): Promise<Socket> {
  let fault: unknown = new Error('The host has no address')
  for (const address of addresses) {
    ask.seen.address = address
    try {
      return await connected(connectTcp({ host: address, port }), 'connect', ask)
    } catch (error) {
      fault = error
      if (ask.signal.aborted) break
    }
  }
  throw fault
}

/** Whatever its certificate is: what is wrong with it is told by us, in words, before anything is sent. */
function secured(socket: Socket, host: string, ask: Ask): Promise<TLSSocket> {
  const bare = host.replace(/^\[(.*)\]$/, '$1')
  const trust = ask.ca === null ? {} : { ca: ask.ca }
  const name = isIP(bare) === 0 ? { servername: bare } : {}
  return connected(
    connectTls({ socket, host: bare, rejectUnauthorized: false, ...name, ...trust }),
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
