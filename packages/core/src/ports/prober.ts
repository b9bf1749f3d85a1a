import type { DnsQuery, HttpMethod } from './monitor-request.js'

/** What is asked for one check. */
export type Probe =
  | {
      readonly kind: 'http'
      readonly method: HttpMethod
      readonly url: string
      /** Only those that tell nothing of who asks follow a redirect to another server. */
      readonly headers: readonly HeaderLine[]
      /** Empty for none. */
      readonly body: string
      /** Without it any certificate will do. */
      readonly verifyTls: boolean
      readonly timeoutMs: number
      /** Of the body, no more is read. */
      readonly maxBytes: number
      readonly maxRedirects: number
    }
  | { readonly kind: 'tcp' | 'tls'; readonly host: string; readonly port: number; readonly timeoutMs: number }
  | ({ readonly kind: 'dns'; readonly name: string; readonly timeoutMs: number } & DnsQuery)
  | { readonly kind: 'icmp'; readonly host: string; readonly timeoutMs: number }

export interface HeaderLine {
  readonly name: string
  readonly value: string
}

/** How long each part took, in milliseconds; null for what there was none of. */
export interface ProbeTimings {
  readonly dns: number | null
  readonly connect: number | null
  readonly tls: number | null
  readonly firstByte: number | null
  readonly transfer: number | null
  /** From the beginning to the end, redirects and all. */
  readonly total: number
}

/** What was seen on the way, at the last server that was asked. */
export interface ProbeSeen {
  /** Of HTTP: where redirects led to, without a user. */
  readonly url: string | null
  /** Connected to, or tried last. */
  readonly address: string | null
  /** Shown by the server, whether it is good or not; null without TLS. */
  readonly certificate: SeenCertificate | null
}

export interface SeenCertificate {
  readonly subject: string
  readonly issuer: string
  readonly validFrom: Date
  readonly validTo: Date
}

export const NOTHING_SEEN: ProbeSeen = { url: null, address: null, certificate: null }

/** `unable`: this host cannot ask in this way; it says nothing of what is watched. */
export type ProbeFault = 'timeout' | 'dns' | 'network' | 'tls' | 'forbidden' | 'redirects' | 'protocol' | 'unable'

export type ProbeAnswer =
  | {
      readonly isAnswered: true
      /** Of HTTP. */
      readonly status: number | null
      /** Of HTTP, as they came. */
      readonly headers: readonly HeaderLine[]
      /** Of HTTP: at most `maxBytes` of it, as text. */
      readonly body: string
      /** Of a name server, as `dig +short` writes them, without quotes; none where there is none. */
      readonly records: readonly string[]
      readonly seen: ProbeSeen
      readonly timings: ProbeTimings
    }
  | {
      readonly isAnswered: false
      readonly fault: ProbeFault
      readonly message: string
      readonly totalMs: number
      /** As far as it came, where it came anywhere. */
      readonly seen?: ProbeSeen
      readonly timings?: ProbeTimings
    }

/**
 * Looks at what is watched. Never rejects: that nothing answers is an answer. `forbidden` is an address that is not to be
 * asked, such as one of the own network; which it is, is decided for the address that is connected to, also after a redirect.
 */
export interface Prober {
  probe(probe: Probe, signal: AbortSignal): Promise<ProbeAnswer>
}
