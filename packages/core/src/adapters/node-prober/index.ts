import type { Probe, ProbeAnswer, Prober } from '../../ports/prober.js'
import { type Ask, failed, nothingSeen, withLimit } from './ask.js'
import { probeDns } from './dns.js'
import { heldBytes } from './held-bytes.js'
import { probeHttp } from './http.js'
import { askedNames } from './names.js'
import { pinger } from './ping.js'
import { probeSocket } from './socket.js'

/**
 * Looks at servers with Node's own clients. Unless `allowPrivate` it asks no address of this machine or its network. Names
 * are looked up by asking the name servers directly: Node has few threads for the system's own way, and a name server that
 * is dead would hold them all; `nameServers` (`address` or `address:port`) are asked in place of the machine's. `ca` is a
 * bundle of certificates in PEM to trust in place of the usual ones.
 */
export function nodeProber(
  options: {
    readonly allowPrivate?: boolean
    readonly ca?: string
    readonly nameServers?: readonly string[]
    /** Of answers that are being read, over all probes: those that have taken the longest give way. 128 MiB. */
    readonly maxHeldBytes?: number
  } = {},
): Prober {
  const { allowPrivate = false, ca = null, nameServers = null, maxHeldBytes = 128 * 1024 * 1024 } = options
  const names = askedNames(nameServers)
  const held = heldBytes(maxHeldBytes)
  const ping = pinger()
  const sent = (probe: Probe, ask: Ask): Promise<ProbeAnswer> => {
    switch (probe.kind) {
      case 'http':
        return probeHttp(probe, ask)
      case 'dns':
        return probeDns(probe, ask)
      case 'icmp':
        return ping(probe, ask)
      default:
        return probeSocket(probe, ask)
    }
  }
  return {
    async probe(probe, signal) {
      const ask: Ask = {
        ...{ allowPrivate, ca, held, names, nameServers, startedAt: performance.now(), seen: nothingSeen() },
        ...withLimit(probe.timeoutMs, signal),
      }
      try {
        return await sent(probe, ask)
      } catch (error) {
        return failed(ask, error)
      } finally {
        ask.end()
      }
    },
  }
}
