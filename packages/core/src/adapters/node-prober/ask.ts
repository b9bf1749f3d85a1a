import {
  NOTHING_SEEN,
  type ProbeAnswer,
  type ProbeFault,
  type ProbeSeen,
  type ProbeTimings,
} from '../../ports/prober.js'
import type { HeldBytes } from './held-bytes.js'
import type { Names } from './names.js'

/** One probe on its way. */
export interface Ask {
  readonly allowPrivate: boolean
  readonly ca: string | null
  readonly held: HeldBytes
  readonly names: Names
  /** In place of this machine's. */
  readonly nameServers: readonly string[] | null
  /** By `performance.now()`. */
  readonly startedAt: number
  /** Aborted when time is up, or nobody wants to know any more. */
  readonly signal: AbortSignal
  readonly isLate: () => boolean
  /** Filled as it goes on; of the last server alone. */
  readonly seen: { -readonly [Part in keyof Seen]: Seen[Part] }
  end(): void
}

type Seen = ProbeSeen & Omit<ProbeTimings, 'total'>

export function nothingSeen(): Seen {
  return { ...NOTHING_SEEN, dns: null, connect: null, tls: null, firstByte: null, transfer: null }
}

/** What was seen, as it is told. */
export function seenBy({ seen, startedAt }: Ask): { readonly seen: ProbeSeen; readonly timings: ProbeTimings } {
  const { url, address, certificate, ...parts } = seen
  return { seen: { url, address, certificate }, timings: { ...parts, total: performance.now() - startedAt } }
}

/** A limit of time around another signal. */
export function withLimit(timeoutMs: number, outer: AbortSignal): Pick<Ask, 'signal' | 'isLate' | 'end'> {
  const controller = new AbortController()
  let isLate = false
  const abort = () => controller.abort()
  const timer = setTimeout(() => {
    isLate = true
    abort()
  }, timeoutMs)
  outer.addEventListener('abort', abort, { once: true })
  if (outer.aborted) abort()
  return {
    signal: controller.signal,
    isLate: () => isLate,
    end: () => {
      clearTimeout(timer)
      outer.removeEventListener('abort', abort)
    },
  }
}

/** A fault that we know the kind of. */
export class ProbeError extends Error {
  readonly fault: ProbeFault

  constructor(fault: ProbeFault, message: string) {
    super(message)
    this.name = 'ProbeError'
    this.fault = fault
  }
}

export function failed(ask: Ask, error: unknown): ProbeAnswer {
  const sight = seenBy(ask)
  const totalMs = sight.timings.total
  if (ask.isLate()) return { isAnswered: false, fault: 'timeout', message: 'No answer in time', totalMs, ...sight }
  const message = (error instanceof Error ? error.message : String(error)).slice(0, MAX_MESSAGE)
  return { isAnswered: false, fault: faultOf(error), message, totalMs, ...sight }
}

const MAX_MESSAGE = 500

// Codes of OpenSSL and of Node's own checks of certificates.
const OF_TLS =
  /^(?:ERR_(?:TLS|SSL)|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH)/

function faultOf(error: unknown): ProbeFault {
  if (error instanceof ProbeError) return error.fault
  const code = String((error as { code?: unknown } | null)?.code ?? '')
  if (OF_TLS.test(code)) return 'tls'
  if (/^HPE_|^ERR_HTTP|^ERR_INVALID/.test(code)) return 'protocol'
  return 'network'
}
