import { lookup, Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'
import { isPrivateAddress } from '../private-addresses.js'
import { type Ask, ProbeError } from './ask.js'

/** Names that only the file of this machine knows. */
const LOCAL_NAME = /^(?:localhost|[^.]+|.+\.(?:localhost|local|internal))\.?$/i

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

async function resolve(name: string, { signal }: Ask): Promise<readonly string[]> {
  if (LOCAL_NAME.test(name)) {
    const found = await lookup(name, { all: true }).catch((error: Error) => Promise.reject(nameless(name, error)))
    return found.map(({ address }) => address)
  }
  const resolver = new Resolver()
  const cancel = () => resolver.cancel()
  signal.addEventListener('abort', cancel, { once: true })
  try {
    const [v4, v6] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)])
    const found = [v4, v6].flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
    if (found.length === 0) throw nameless(name, (v4 as PromiseRejectedResult).reason)
    return found
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

function nameless(name: string, error: unknown): ProbeError {
  const code = String((error as { code?: unknown } | null)?.code ?? 'no address')
  return new ProbeError('dns', `The name ${name} leads to no address: ${code}`)
}
