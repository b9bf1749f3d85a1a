/**
 * Where a page of GlitchTip's or Sentry's web front end is in ours, so that links in old mails and tickets go on working.
 * Answers a path inside of the mount; null for every other path.
 */
export function redirectOf(path: string): string | null {
  const segments = path.split('/').filter((segment) => segment !== '')
  const whole = segments.join('/')
  if (Object.hasOwn(MOVED, whole)) return MOVED[whole] ?? null
  if (!segments.every((segment) => /^[-\w.]+$/.test(segment))) return null
  return pageOf(segments) ?? issueOf(segments)
}

/** Pages whose whole address is known. sentry-cli names the one with the colon as it stands here. */
const MOVED: Readonly<Record<string, string>> = {
  'profile/auth-tokens': '/profile/tokens',
  'profile/auth-tokens/new': '/profile/tokens',
  'profile/multi-factor-auth': '/profile/security',
  'settings/account/api/auth-tokens': '/profile/tokens',
  'orgredirect/organizations/:orgslug/settings/auth-tokens': '/profile/tokens',
  'system-info': '/admin/overview',
}

function pageOf(segments: readonly string[]): string | null {
  const [first, second, third, fourth, ...rest] = segments
  if (first === 'profile' && second === 'wizard' && third !== undefined && fourth === undefined)
    return `/account/settings/wizard/${third}`
  if (second === 'settings' && third === 'projects' && fourth === 'new' && rest.length === 0)
    return `/${first}/projects/new`
  if (second !== 'issues' || third === undefined || rest.length > 0) return null
  if (fourth === 'comments') return `/${first}/issues/${third}/activity`
  return fourth === 'merged' ? `/${first}/issues/${third}/grouping` : null
}

function issueOf(segments: readonly string[]): string | null {
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
