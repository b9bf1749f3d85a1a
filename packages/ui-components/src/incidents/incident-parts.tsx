import type { IncidentJson } from '@mishap/core/client'
import { clip, humanDuration, visibleText } from '@mishap/core/format'
import { Badge, useNow } from '../primitives/index.js'
import { lengthOf, SEVERITIES, STATUSES } from './incident-words.js'

export function SeverityBadge({ severity }: Pick<IncidentJson, 'severity'>) {
  const { label, tone, icon } = SEVERITIES[severity]
  return (
    <Badge tone={tone} icon={icon}>
      {label}
    </Badge>
  )
}

export function StatusBadge({ status }: Pick<IncidentJson, 'status'>) {
  const { label, tone, icon } = STATUSES[status]
  return (
    <Badge tone={tone} icon={icon}>
      {label}
    </Badge>
  )
}

/** How long it took, or has gone on for; counts while it goes on. */
export function Length({ incident }: { readonly incident: Pick<IncidentJson, 'startedAt' | 'resolvedAt'> }) {
  const now = useNow(incident.resolvedAt === null ? 1000 : 60_000)
  return <span suppressHydrationWarning>{humanDuration(lengthOf(incident, now))}</span>
}

/** The names of monitors in a line, of many the first. */
export function monitorNames(monitors: IncidentJson['monitors'], shown = 2): string {
  const names = monitors.slice(0, shown).map(({ name }) => visibleText(clip(name, 60)))
  return monitors.length <= shown ? names.join(', ') : `${names.join(', ')} and ${monitors.length - shown} more`
}
