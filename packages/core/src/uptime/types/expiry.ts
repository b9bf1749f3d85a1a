import type { MonitorSetup } from '../../ports/monitors.js'
import type { ProbeSeen } from '../../ports/prober.js'

const DAY_MS = 86_400_000

/** That a certificate ends sooner than it may; null where it does not, or there is none. */
export function expiry(
  { certificateDays }: Pick<MonitorSetup, 'certificateDays'>,
  { seen: { certificate } }: { readonly seen: ProbeSeen },
  now: Date,
): { readonly reason: 'certificate_expires'; readonly detail: string } | null {
  if (certificateDays === null || certificate === null) return null
  const days = Math.floor((certificate.validTo.getTime() - now.getTime()) / DAY_MS)
  if (days >= certificateDays) return null
  const detail = `The certificate ends in ${days} days, on ${certificate.validTo.toISOString().slice(0, 10)}`
  return { reason: 'certificate_expires', detail }
}
