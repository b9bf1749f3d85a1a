import type { MonitorHealth, Telling } from '../ports/monitors.js'

export interface Told {
  /** What there is to tell people of this check. */
  readonly telling: Telling
  /** With that noted. */
  readonly health: MonitorHealth
}

export interface Ears {
  /** Between reminders while it is down; null for none. */
  readonly remindSeconds: number | null
  /** Nobody is to be told now: it is paused or in maintenance, or what it depends on is down. What is left to tell waits. */
  readonly isMuted: boolean
}

/** What is to be told of a monitor with this health after a check at this time; notes nothing. */
function tellingOf({ status, since, told, toldAt }: MonitorHealth, at: Date, ears: Ears): Telling {
  if (ears.isMuted || status === 'unknown') return 'none'
  if (status === 'down') return told === 'down' ? reminderOf(toldAt, at, ears) : 'down'
  if (told === 'down') return 'recovered'
  if (status === 'up') return told === 'degraded' ? 'recovered' : 'none'
  // That it is up again was told already, however slow it still is.
  const isNews = told !== 'recovered' || since === null || toldAt === null || since > toldAt
  return told !== 'degraded' && isNews ? 'degraded' : 'none'
}

/** The same, noted: what was told once is told again only after something else. */
export function tell(health: MonitorHealth, at: Date, ears: Ears): Told {
  const telling = tellingOf(health, at, ears)
  if (telling === 'none') return { telling, health }
  return { telling, health: { ...health, told: telling === 'reminder' ? 'down' : telling, toldAt: at } }
}

function reminderOf(toldAt: Date | null, at: Date, { remindSeconds }: Ears): Telling {
  const isTime = remindSeconds !== null && toldAt !== null && at.getTime() - toldAt.getTime() >= remindSeconds * 1000
  return isTime ? 'reminder' : 'none'
}
