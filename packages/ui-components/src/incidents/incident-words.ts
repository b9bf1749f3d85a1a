import type { IncidentEntryJson, IncidentJson, IncidentStage } from '@mishap/core/client'
import type { IconName, Tone } from '../primitives/index.js'

interface Word {
  readonly label: string
  readonly tone: Tone
  readonly icon: IconName
}

export const SEVERITIES: Readonly<Record<IncidentJson['severity'], Word & { readonly means: string }>> = {
  down: { label: 'Down', tone: 'danger', icon: 'alert', means: 'Something does not work' },
  degraded: { label: 'Degraded', tone: 'warn', icon: 'clock', means: 'Something works, but badly' },
  notice: { label: 'Notice', tone: 'info', icon: 'info', means: 'Something to know of' },
}

export const STATUSES: Readonly<Record<IncidentJson['status'], Word>> = {
  open: { label: 'Open', tone: 'danger', icon: 'bolt' },
  acknowledged: { label: 'Acknowledged', tone: 'warn', icon: 'eye' },
  resolved: { label: 'Resolved', tone: 'ok', icon: 'check' },
}

interface StageWord {
  readonly label: string
  /** To begin an update with. */
  readonly template: string
}

export const STAGES: Readonly<Record<IncidentStage, StageWord>> = {
  investigating: {
    label: 'Investigating',
    template: 'We are seeing problems with … and are looking for the cause. The next update follows within 30 minutes.',
  },
  identified: {
    label: 'Identified',
    template: 'The cause is known: …. We are working on it. Affected: ….',
  },
  monitoring: {
    label: 'Monitoring',
    template: 'It is mended since …. We keep watching whether it stays so.',
  },
  resolved: {
    label: 'Resolved',
    template: 'Everything works again. From … to …, … did not work, because ….',
  },
}

export const STAGE_NAMES = Object.keys(STAGES) as readonly IncidentStage[]

/** What an entry of the timeline says beside its text; the name of whoever did it stands before it. */
export const HAPPENINGS: Readonly<
  Record<IncidentEntryJson['kind'], { readonly text: string; readonly icon: IconName }>
> = {
  opened: { text: 'opened the incident', icon: 'bolt' },
  monitor_down: { text: 'is down', icon: 'alert' },
  monitor_degraded: { text: 'is degraded', icon: 'clock' },
  monitor_up: { text: 'is up again', icon: 'check' },
  acknowledged: { text: 'acknowledged it', icon: 'eye' },
  update: { text: 'wrote an update', icon: 'info' },
  resolved: { text: 'resolved it', icon: 'check' },
  reopened: { text: 'reopened it', icon: 'refresh' },
}

/** Milliseconds from its beginning to its end, or until now. */
export function lengthOf(
  { startedAt, resolvedAt }: Pick<IncidentJson, 'startedAt' | 'resolvedAt'>,
  now: number,
): number {
  return Math.max(0, (resolvedAt === null ? now : Date.parse(resolvedAt)) - Date.parse(startedAt))
}
