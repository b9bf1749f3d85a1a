/**
 * The slug of a name as Django makes it, because clients compute it as well: ASCII, lower case, everything but letters,
 * digits, `_` and `-` left out, spaces and dashes as one `-`. A reserved one gets `-1`; nothing left becomes `fallback`.
 */
export function slugOf(
  name: string,
  options: { readonly fallback: string; readonly max: number; readonly reserved: ReadonlySet<string> },
): string {
  const ascii = name.normalize('NFKD').replace(/[^\x00-\x7f]/g, '')
  const plain = ascii.toLowerCase().replace(/[^\w\s-]/g, '')
  const dashed = plain.trim().replace(/[-\s]+/g, '-')
  const slug = trimmed(trimmed(dashed).slice(0, options.max)) || options.fallback
  return options.reserved.has(slug) ? `${slug}-1` : slug
}

/** What may stand in a URL for an organization, a team or a project. */
export const SLUG = /^[-a-zA-Z0-9_]+$/

function trimmed(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isDash(text[start])) start += 1
  while (end > start && isDash(text[end - 1])) end -= 1
  return text.slice(start, end)
}

function isDash(letter: string | undefined): boolean {
  return letter === '-' || letter === '_'
}

/** First segments of pages and routes; an organization called so would hide behind them. */
export const RESERVED_ORGANIZATION_SLUGS: ReadonlySet<string> = new Set([
  ...['login', 'register', 'app', 'profile', 'organizations', 'settings', 'issues', 'performance', '_health'],
  ...[
    'rest-auth',
    'api',
    'accept',
    'stripe',
    'admin',
    'status_page',
    'status-pages',
    'status',
    '__debug__',
    'setup',
    'assets',
  ],
  ...[
    'accounts',
    '_allauth',
    'reset-password',
    'system-info',
    'metrics',
    'signup',
    'logout',
    'welcome',
    'account',
    'orgredirect',
  ],
])

export const RESERVED_PROJECT_SLUGS: ReadonlySet<string> = new Set(['new'])
