import type { MaintenanceJson, MaintenanceWindowJson } from '@mishap/core/client'
import { clip, humanDuration, visibleText } from '@mishap/core/format'
import { dayName } from '../sentence/day-names.js'
import type { NamedMonitor } from '../uptime/monitor-names.js'
import type { PlannedWindow } from './windows.js'

/** When it is, in a sentence without its end. */
export function windowSentence(window: MaintenanceWindowJson, locale: string): string {
  if (window.kind === 'single') return `Once, for ${humanDuration(Date.parse(window.end) - Date.parse(window.start))}`
  const tail = `for ${humanDuration(window.minutes * 60_000)}, ${visibleText(clip(window.timezone, 60))}`
  if (window.kind === 'cron') return `By ${visibleText(clip(window.cron, 80))}, ${tail}`
  const names = [...window.days].sort((a, b) => a - b).map((day) => dayName(day, locale))
  const days = names.length === 7 ? 'day' : new Intl.ListFormat(locale).format(names)
  return `Every ${days} at ${visibleText(clip(window.time, 5))}, ${tail}`
}

/** `Sun, 18 Jan 2026, 02:30 – 04:30`, with both days where it ends on another. */
export function windowWords({ start, end }: PlannedWindow, { locale, timeZone }: { locale: string; timeZone: string }) {
  return new Intl.DateTimeFormat(locale, {
    ...({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const),
    ...({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const),
    timeZone,
  }).formatRange(start, end)
}

/** What is not judged meanwhile, in a line. */
export function affectedWords(
  { monitors, groups, tags }: Pick<MaintenanceJson, 'monitors' | 'groups' | 'tags'>,
  names: readonly NamedMonitor[],
): string {
  const known = monitors.flatMap((id) => names.filter((monitor) => monitor.id === id).map(({ name }) => name))
  const shown = [
    ...known.slice(0, 3),
    ...groups.slice(0, 3).map((group) => `group ${group}`),
    ...tags.slice(0, 3).map((tag) => `tag ${tag}`),
  ]
  const rest = monitors.length + groups.length + tags.length - shown.length
  const words = shown.map((name) => visibleText(clip(name, 60)))
  if (words.length === 0) return rest === 0 ? 'No monitor' : `${rest} ${rest === 1 ? 'monitor' : 'monitors'}`
  return rest === 0 ? words.join(', ') : `${words.join(', ')} and ${rest} more`
}
