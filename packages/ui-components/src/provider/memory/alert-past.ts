import type { AlertBackTestJson, AlertFiringJson, AlertJson, AlertTrigger, IssueDetailJson } from '@mishap/core/client'
import { isQuiet } from '../../alerts/rule-state.js'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const SPAN_MS = 14 * DAY_MS
const MOST_SHOWN = 200
/** What the memory remembers of issues; of the rest there is no past. */
const REMEMBERED: readonly AlertTrigger[] = ['new_issue', 'regression']

/** What an alert would have told of these issues: each is known by when it came and by its events of each day or hour. */
export function backTest(
  alert: AlertJson,
  { issues, now }: { readonly issues: readonly IssueDetailJson[]; readonly now: number },
): AlertBackTestJson {
  const from = now - SPAN_MS
  const firings = issues
    .flatMap((issue) => firingsOf(alert, issue))
    .filter(({ at }) => Date.parse(at) >= from && Date.parse(at) <= now)
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
  const recipients = Math.max(1, alert.alertRecipients.length)
  return {
    from: new Date(from).toISOString(),
    until: new Date(now).toISOString(),
    firings: firings.slice(0, MOST_SHOWN),
    count: firings.length,
    messages: leaving(alert, firings) * recipients,
    unknown: alert.triggers.filter((trigger) => !REMEMBERED.includes(trigger)),
  }
}

function firingsOf({ triggers, quantity, timespanMinutes, users, cooldownMinutes }: AlertJson, issue: IssueDetailJson) {
  const about = { issueID: issue.id, title: issue.title }
  const firings: AlertFiringJson[] = []
  if (triggers.includes('new_issue')) firings.push({ at: issue.firstSeen, trigger: 'new_issue', ...about })
  if (triggers.includes('regression') && issue.regressedAt !== null)
    firings.push({ at: issue.regressedAt, trigger: 'regression', ...about })
  if (users !== null && issue.userCount >= users.quantity)
    firings.push({ at: issue.lastSeen, trigger: 'users', ...about })
  if (quantity !== null && timespanMinutes !== null) {
    const cooldownMs = cooldownMinutes === null ? Number.POSITIVE_INFINITY : cooldownMinutes * MINUTE_MS
    let last = Number.NEGATIVE_INFINITY
    for (const at of timesOf(issue, quantity, timespanMinutes)) {
      if (at - last < cooldownMs) continue
      firings.push({ at: new Date(at).toISOString(), trigger: 'events', ...about })
      last = at
    }
  }
  return firings
}

/** When it had so many events within so many minutes, by the share of a bucket that the minutes are. */
function timesOf({ stats }: IssueDetailJson, quantity: number, minutes: number): readonly number[] {
  const days = (stats['14d'] ?? []).slice(0, -1).map((bucket) => [bucket, DAY_MS] as const)
  const hours = (stats['24h'] ?? []).map((bucket) => [bucket, DAY_MS / 24] as const)
  return [...days, ...hours].flatMap(([[seconds = 0, count = 0], bucketMs]) => {
    const share = Math.min(1, (minutes * MINUTE_MS) / (bucketMs / 4))
    return count * share >= quantity ? [seconds * 1000 + bucketMs / 2] : []
  })
}

/** How many messages they become by digest and quiet hours. */
function leaving({ digestMinutes, quietHours }: AlertJson, firings: readonly AlertFiringJson[]): number {
  const places = firings.map(({ at }) => {
    const time = Date.parse(at)
    if (quietHours !== null && isQuiet(quietHours, time)) return `quiet ${Math.floor(time / DAY_MS)}`
    return digestMinutes === 0 ? `${at}` : `digest ${Math.floor(time / (digestMinutes * MINUTE_MS))}`
  })
  return new Set(places).size
}
