import type { TimingsJson } from '@mishap/core/client'

export type Phase = keyof TimingsJson

/** The parts of a check in the order in which they come. */
export const PHASES = [
  { phase: 'dns', name: 'DNS' },
  { phase: 'connect', name: 'Connect' },
  { phase: 'tls', name: 'TLS' },
  { phase: 'firstByte', name: 'First byte' },
  { phase: 'transfer', name: 'Transfer' },
] as const satisfies readonly { readonly phase: Phase; readonly name: string }[]
