import type { Issue } from '../ports/model.js'

/** Sentry's words for what a status is about. */
export type Substatus =
  | 'new'
  | 'ongoing'
  | 'regressed'
  | 'escalating'
  | 'archived_forever'
  | 'archived_until_escalating'
  | 'archived_until_condition_met'

const DAY_MS = 86_400_000
/** So long an issue is new, or back. */
const NEWS_DAYS = 7
export const NEWS_MS = NEWS_DAYS * DAY_MS
/** So long it is escalating after the last time that its events passed their limit. */
export const ESCALATING_HOURS = 24
export const ESCALATING_MS = (ESCALATING_HOURS * DAY_MS) / 24

type About = Pick<
  Issue,
  'status' | 'statusDetails' | 'firstSeenAt' | 'regressedAt' | 'regressedRelease' | 'escalation' | 'resolvedAt'
>

/** What the status is about, and one sentence saying why. Follows from times alone, so no job has to move it on. */
export function substatusOf(
  issue: About,
  now: Date,
): { readonly substatus: Substatus | null; readonly reason: string } {
  switch (issue.status) {
    case 'resolved':
      return { substatus: null, reason: resolvedReason(issue) }
    case 'ignored':
      return ignoredReason(issue)
    case 'unresolved':
      return unresolvedReason(issue, now)
  }
}

function unresolvedReason(issue: About, now: Date): { readonly substatus: Substatus; readonly reason: string } {
  const isWithin = (at: Date | null, ms: number): at is Date => at !== null && now.getTime() - at.getTime() < ms
  const { escalation, regressedAt, regressedRelease, firstSeenAt } = issue
  if (escalation !== null && isWithin(escalation.at, ESCALATING_MS)) {
    const reason = `Escalating: ${escalation.events} events within one hour, where more than ${escalation.limit} are unusual.`
    return { substatus: 'escalating', reason }
  }
  if (isWithin(regressedAt, NEWS_MS)) {
    const where = regressedRelease === null ? '' : ` in release ${regressedRelease}`
    return { substatus: 'regressed', reason: `Regressed: it was resolved and came back${where}.` }
  }
  if (isWithin(firstSeenAt, NEWS_MS))
    return { substatus: 'new', reason: `New: first seen within the last ${NEWS_DAYS} days.` }
  return { substatus: 'ongoing', reason: `Ongoing: first seen more than ${NEWS_DAYS} days ago and not resolved.` }
}

function resolvedReason({ statusDetails: details }: About): string {
  switch (details?.kind) {
    case 'release':
      return `Resolved in release ${details.release}: an event of it or of a newer one reopens the issue.`
    case 'nextRelease':
      return details.after === null
        ? 'Resolved in the next release: an event of a release that is first seen from now on reopens the issue.'
        : `Resolved in the next release: an event of a release after ${details.after} reopens the issue.`
    case 'commit':
      return `Resolved by commit ${details.commit}${details.repository === null ? '' : ` of ${details.repository}`}.`
    default:
      return 'Resolved: the next event reopens the issue.'
  }
}

function ignoredReason({ statusDetails: details }: About): { readonly substatus: Substatus; readonly reason: string } {
  if (details?.kind === 'escalating')
    return { substatus: 'archived_until_escalating', reason: 'Ignored until it gets far more events than usual.' }
  if (details?.kind !== 'until') return { substatus: 'archived_forever', reason: 'Ignored until somebody reopens it.' }
  const within = details.windowMinutes === null ? '' : ` within ${details.windowMinutes} minutes`
  const conditions = [
    details.until === null ? [] : [`until ${details.until.toISOString()}`],
    details.events === null ? [] : [`until ${details.events} more events${within}`],
    details.users === null ? [] : [`until ${details.users} more users${within}`],
  ].flat()
  return { substatus: 'archived_until_condition_met', reason: `Ignored ${conditions.join(', or ')}.` }
}
