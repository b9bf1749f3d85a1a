import type { BreadcrumbJson } from '../client/event-types.js'
import { lookup } from './lookup.js'
import { inlineValue } from './text.js'

/** What a breadcrumb is about, from its type or the start of its category. */
export type BreadcrumbKind = 'http' | 'navigation' | 'query' | 'ui' | 'error' | 'console' | 'user' | 'system' | 'other'

const BY_TYPE: Readonly<Record<string, BreadcrumbKind>> = {
  http: 'http',
  navigation: 'navigation',
  query: 'query',
  ui: 'ui',
  user: 'user',
  error: 'error',
  debug: 'console',
  system: 'system',
  session: 'user',
}

const BY_CATEGORY: Readonly<Record<string, BreadcrumbKind>> = {
  xhr: 'http',
  fetch: 'http',
  http: 'http',
  httplib: 'http',
  requests: 'http',
  navigation: 'navigation',
  query: 'query',
  db: 'query',
  redis: 'query',
  ui: 'ui',
  touch: 'ui',
  console: 'console',
  log: 'console',
  auth: 'user',
  exception: 'error',
  sentry: 'error',
  device: 'system',
  app: 'system',
}

export function breadcrumbKind(crumb: BreadcrumbJson): BreadcrumbKind {
  const byType = lookup(BY_TYPE, crumb.type)
  if (byType !== undefined) return byType
  const category = crumb.category?.split('.')[0]?.toLowerCase() ?? ''
  return lookup(BY_CATEGORY, category) ?? (crumb.level === 'error' || crumb.level === 'fatal' ? 'error' : 'other')
}

/** The one line that says what happened, and the data that this line has not used. */
export function describeBreadcrumb(crumb: BreadcrumbJson): {
  text: string
  rest: readonly (readonly [string, unknown])[]
} {
  const data = crumb.data ?? {}
  const kind = breadcrumbKind(crumb)
  if (kind === 'http' && typeof data.url === 'string') {
    const { url, method, status_code: status, http_method: otherMethod, ...rest } = data
    const words = [method ?? otherMethod, url, status === undefined ? '' : `[${inlineValue(status)}]`]
    return {
      text: [...words, crumb.message]
        .filter(Boolean)
        .map((word) => inlineValue(word))
        .join(' '),
      rest: listed(rest),
    }
  }
  if (kind === 'navigation' && (data.from !== undefined || data.to !== undefined)) {
    const { from, to, ...rest } = data
    return {
      text: [from, '→', to, crumb.message]
        .filter(Boolean)
        .map((word) => inlineValue(word))
        .join(' '),
      rest: listed(rest),
    }
  }
  return { text: crumb.message ?? '', rest: listed(data) }
}

function listed(data: Readonly<Record<string, unknown>>): readonly (readonly [string, unknown])[] {
  return Object.entries(data).filter(([, value]) => value !== undefined && value !== null)
}
