import type { ReactNode } from 'react'
import { ClockProvider } from '../primitives/index.js'
import { isTimeZone } from '../provider/time-zones.js'
import { useMe } from '../provider/use-queries.js'

/** Dates as the reader has chosen for every browser; where nothing is chosen, as around it. */
export function OwnClock({ children }: { readonly children: ReactNode }) {
  const zone = useMe().data?.options.timezone ?? ''
  return <ClockProvider {...(isTimeZone(zone) ? { timeZone: zone } : {})}>{children}</ClockProvider>
}
