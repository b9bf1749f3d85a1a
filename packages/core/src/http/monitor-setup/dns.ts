import { isIP } from 'node:net'
import type { DnsQueryJson } from '../../client/monitor-types.js'
import { invalidField } from '../../errors.js'
import { type DnsQuery, RECORD_TYPES } from '../../ports/monitor-request.js'
import type { MonitorSetup } from '../../ports/monitors.js'
import { USUAL_QUERY } from '../../uptime/types/dns.js'
import { oneOf, optional, readFields, text } from '../input.js'
import { within } from './within.js'

/** What is asked of the name servers, as a client gives it; null for what does not ask them. */
export function readDns(value: unknown, { type }: Pick<MonitorSetup, 'type'>): DnsQuery | null {
  if (type !== 'DNS') return null
  return within(['dns'], () => {
    const given = readFields(value ?? {}, {
      recordType: optional(oneOf(...RECORD_TYPES)),
      resolver: optional(text({ max: 60 })),
    })
    const resolver = given.resolver ?? USUAL_QUERY.resolver
    if (resolver !== '' && !isResolver(resolver))
      throw invalidField('resolver', 'resolver', 'Wanted an IP address with or without a port, such as 9.9.9.9:53')
    return { recordType: given.recordType ?? USUAL_QUERY.recordType, resolver }
  })
}

/** Null for what does not ask name servers. */
export function dnsJson({ type, dns }: Pick<MonitorSetup, 'type' | 'dns'>): DnsQueryJson | null {
  return type === 'DNS' ? { ...(dns ?? USUAL_QUERY) } : null
}

function isResolver(text: string): boolean {
  if (isIP(text) !== 0) return true
  const match = /^(?:\[([\da-f:.]{2,45})\]|([\d.]{7,15})):(\d{1,5})$/i.exec(text)
  const port = Number(match?.[3])
  return (isIP(match?.[1] ?? '') === 6 || isIP(match?.[2] ?? '') === 4) && port >= 1 && port <= 65_535
}
