/**
 * Where a page of GlitchTip's or Sentry's web front end is in ours, so that links in old mails and tickets go on working.
 * Answers a path inside of the mount; null for every other path.
 */
export function redirectOf(path: string): string | null {
  const segments = path.split('/').filter((segment) => segment !== '')
  if (!segments.every((segment) => /^[-\w.]+$/.test(segment))) return null
  const [first, second, third, fourth, ...rest] = segments
  if (third !== 'issues') return null
  const isSentry = first === 'organizations'
  const org = isSentry ? second : first
  if (fourth === undefined) return isSentry && rest.length === 0 ? `/${org}/issues` : null
  if (rest.length === 0) return `/${org}/issues/${fourth}`
  const [events, event, json] = rest
  if (events !== 'events' || event === undefined) return isSentry ? `/${org}/issues/${fourth}` : null
  if (isSentry && json === 'json') return `/api/0/organizations/${org}/issues/${fourth}/events/${event}/json/`
  return json === undefined ? `/${org}/issues/${fourth}/events/${event}` : null
}
