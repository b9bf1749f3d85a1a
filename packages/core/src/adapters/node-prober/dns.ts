import { Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { Probe, ProbeAnswer } from '../../ports/prober.js'
import { isPrivateAddress } from '../private-addresses.js'
import { type Ask, ProbeError, seenBy } from './ask.js'
import { LOCAL_NAME } from './look-up.js'

type DnsProbe = Extract<Probe, { kind: 'dns' }>

/** Asks a name server, by a resolver of its own: one that is dead holds up nobody else, and nothing is told from memory. */
export async function probeDns(probe: DnsProbe, ask: Ask): Promise<ProbeAnswer> {
  const servers = serversOf(probe, ask)
  const resolver = new Resolver({ timeout: Math.max(1, Math.ceil(probe.timeoutMs / WAITS)), tries: TRIES })
  if (servers !== null) resolver.setServers(servers)
  const cancel = () => resolver.cancel()
  ask.signal.addEventListener('abort', cancel, { once: true })
  const start = performance.now()
  try {
    const records = await recordsOf(probe, resolver)
    ask.seen.dns = performance.now() - start
    mayBeTold(records, probe, ask)
    return { isAnswered: true, status: null, headers: [], body: '', records, ...seenBy(ask) }
  } finally {
    ask.signal.removeEventListener('abort', cancel)
  }
}

/** Each waits twice as long as the one before: 1 + 2 + 4. */
const TRIES = 3
const WAITS = 7

/** Null for those of this machine. */
function serversOf({ name, resolver }: DnsProbe, ask: Ask): readonly string[] | null {
  if (resolver !== '') {
    ask.seen.address = hostOf(resolver)
    if (!ask.allowPrivate && isPrivateAddress(hostOf(resolver)))
      throw new ProbeError('forbidden', `${resolver} is in a private network, whose name servers are not asked`)
    return [resolver]
  }
  if (!ask.allowPrivate && LOCAL_NAME.test(name)) throw new ProbeError('forbidden', `${name} is ${OF_OWN_NETWORK}`)
  return ask.nameServers
}

/** None where there is none, or no such name. */
async function recordsOf({ name, recordType }: DnsProbe, resolver: Resolver): Promise<readonly string[]> {
  try {
    return await READ[recordType](resolver, name)
  } catch (error) {
    const code = String((error as { code?: unknown } | null)?.code ?? 'no answer')
    if (code === 'ENODATA' || code === 'ENOTFOUND') return []
    if (code === 'ETIMEOUT') throw new ProbeError('timeout', 'The name server did not answer in time')
    throw new ProbeError('dns', `The name server did not say what ${name} is: ${code}`)
  }
}

type Read = (resolver: Resolver, name: string) => Promise<readonly string[]>

// As `dig +short` writes them, without quotes and last dots.
const READ: Readonly<Record<DnsProbe['recordType'], Read>> = {
  A: (resolver, name) => resolver.resolve4(name),
  AAAA: (resolver, name) => resolver.resolve6(name),
  CAA: async (resolver, name) =>
    (await resolver.resolveCaa(name)).map(({ critical, ...tags }) => {
      const [tag, value] = Object.entries(tags).find(([key]) => key !== 'type') ?? ['', '']
      return `${critical} ${tag} ${value}`
    }),
  CNAME: (resolver, name) => resolver.resolveCname(name),
  MX: async (resolver, name) =>
    (await resolver.resolveMx(name)).map(({ priority, exchange }) => `${priority} ${exchange}`),
  NS: (resolver, name) => resolver.resolveNs(name),
  SOA: async (resolver, name) => {
    const { nsname, hostmaster, serial, refresh, retry, expire, minttl } = await resolver.resolveSoa(name)
    return [[nsname, hostmaster, serial, refresh, retry, expire, minttl].join(' ')]
  },
  SRV: async (resolver, name) =>
    (await resolver.resolveSrv(name)).map((one) => [one.priority, one.weight, one.port, one.name].join(' ')),
  TXT: async (resolver, name) => (await resolver.resolveTxt(name)).map((parts) => parts.join('')),
}

const OF_OWN_NETWORK = 'a name of a private network, of which this server does not tell'

/** What the own name servers know of the own network is nobody's business. */
function mayBeTold(records: readonly string[], { resolver, name }: DnsProbe, { allowPrivate }: Ask): void {
  if (allowPrivate || resolver !== '') return
  if (records.some((record) => isIP(record) !== 0 && isPrivateAddress(record)))
    throw new ProbeError('forbidden', `${name} is ${OF_OWN_NETWORK}`)
}

function hostOf(resolver: string): string {
  if (isIP(resolver) !== 0) return resolver
  return resolver.replace(/:\d{1,5}$/, '').replace(/^\[(.*)\]$/, '$1')
}
