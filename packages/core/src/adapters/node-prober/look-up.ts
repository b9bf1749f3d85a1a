import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { isPrivateAddress } from '../private-addresses.js'
import { type Ask, ProbeError } from './ask.js'

/** Names that only the file of this machine knows. */
export const LOCAL_NAME = /^(?:localhost|[^.]+|.+\.(?:localhost|local|internal))\.?$/i

/**
 * The addresses of a host, those of IPv4 first. Rejects with `forbidden` when any of them is private and may not be asked:
 * which one would be taken is not ours to say.
 */
export async function addressesOf(host: string, ask: Ask): Promise<readonly string[]> {
  const bare = host.replace(/^\[(.*)\]$/, '$1')
  const addresses = isIP(bare) === 0 ? await resolve(bare, ask) : [bare]
  if (!ask.allowPrivate && addresses.some(isPrivateAddress))
    throw new ProbeError('forbidden', `${host} is an address of a private network, which this server does not ask`)
  return addresses
}

async function resolve(name: string, { names, signal }: Ask): Promise<readonly string[]> {
  try {
    if (LOCAL_NAME.test(name)) return (await lookup(name, { all: true })).map(({ address }) => address)
    return await unless(signal, names.addresses(name))
  } catch (error) {
    throw nameless(name, error)
  }
}

/** Others may wait for the same answer, so it is not what is given up. */
function unless<T>(signal: AbortSignal, answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new Error('aborted'))
    signal.addEventListener('abort', abort, { once: true })
    if (signal.aborted) abort()
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

function nameless(name: string, error: unknown): ProbeError {
  const code = String((error as { code?: unknown } | null)?.code ?? 'no address')
  return new ProbeError('dns', `The name ${name} leads to no address: ${code}`)
}
