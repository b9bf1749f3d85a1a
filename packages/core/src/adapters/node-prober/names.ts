import { Resolver } from 'node:dns/promises'

/** Looks names up by asking name servers, which may be slow, dead or hostile. */
export interface Names {
  /** The addresses of a name, those of IPv4 first; rejects where there are none, or nobody has said so in time. */
  addresses(name: string): Promise<readonly string[]>
}

/** A name server that says nothing is given up after the first of them and, asked again, the second. */
const TRY_MS = 1_500
const TRIES = 2
/** An answer is good for as long as it says, but no longer than that: what is watched may move. */
const LONGEST_MS = 30_000
const MOST_KEPT = 10_000

interface Kept {
  readonly addresses: Promise<readonly string[]>
  /** By `performance.now()`; for as long as nothing has come, without end. */
  readonly until: () => number
}

/** `servers` are asked in place of those of this machine. Of one name nobody asks twice at the same time. */
export function askedNames(servers: readonly string[] | null): Names {
  const kept = new Map<string, Kept>()
  let resolver: Resolver | null = null
  const begin = (name: string): Kept => {
    resolver ??= resolverOf(servers)
    let until = Number.POSITIVE_INFINITY
    const addresses = askFor(name, resolver).then(({ found, ttlMs }) => {
      until = performance.now() + ttlMs
      return found
    })
    return { addresses, until: () => until }
  }
  return {
    addresses(name) {
      const known = kept.get(name)
      if (known !== undefined && known.until() > performance.now()) return known.addresses
      const next = begin(name)
      if (kept.size >= MOST_KEPT) kept.clear()
      kept.set(name, next)
      // What has failed is asked again; whoever waits for it is told.
      next.addresses.catch(() => {
        if (kept.get(name) === next) kept.delete(name)
      })
      return next.addresses
    },
  }
}

async function askFor(name: string, resolver: Resolver) {
  const [v4, v6] = await Promise.allSettled([
    resolver.resolve4(name, { ttl: true }),
    resolver.resolve6(name, { ttl: true }),
  ])
  const all = [v4, v6].flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
  if (all.length === 0) throw v4.status === 'rejected' ? v4.reason : new Error('no address')
  const ttlMs = Math.min(...all.map(({ ttl }) => ttl * 1000), LONGEST_MS)
  return { found: all.map(({ address }) => address), ttlMs }
}

function resolverOf(servers: readonly string[] | null): Resolver {
  const resolver = new Resolver({ timeout: TRY_MS, tries: TRIES })
  if (servers !== null) resolver.setServers(servers)
  return resolver
}
