import type { MonitorCoverageJson, MonitorJson } from '@mishap/core/client'
import { counted } from '@mishap/core/format'
import { listed, reachWords } from '../alerts/channels.js'

/** Who hears of a monitor and when, in one sentence; what to do where nobody does. */
export function coverageSentence(
  { confirmationThreshold, projectID }: Pick<MonitorJson, 'confirmationThreshold' | 'projectID'>,
  { alerts, people, channels }: MonitorCoverageJson,
): string {
  if (projectID === null) return 'Nobody is told: it has no project, and alerts belong to projects.'
  if (alerts === 0) return 'Nobody is told: its project has no alert that tells of monitors.'
  const told = reachWords({ people, channels })
  if (told.length === 0) return 'Nobody is told: those in the teams of its project want no mails of it.'
  const checks = counted(confirmationThreshold, 'failed check', 'failed checks')
  return `${listed(told)} ${people + channels.length === 1 ? 'is' : 'are'} told after ${checks}.`
}
