import { statusPageUrl } from '../../status-pages/address.js'
import type { StatusView } from '../../status-pages/view.js'
import { PUBLIC } from '../routes/rules.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { answerKept, answerShell, htmlHeaders } from './answer.js'
import { BADGE_PERIODS, BADGES, badgeOf } from './badge.js'
import { admit, cookieFor } from './door.js'
import { atomOf, jsonFeedOf, rssOf, statusJsonOf } from './feeds.js'
import { forEverybody, forReaders, type OpenPage, type PageHandler } from './open.js'
import { renderPasswordForm } from './render/messages.js'
import { renderStatusPage } from './render/page.js'
import { askToConfirm, askToUnsubscribe, confirm, subscribe, unsubscribe } from './subscriptions.js'

const PAGE = '/status/:org/:page/'
/** GlitchTip's address of it. */
const OTHER = '/status-pages/:org/:page/'

/** What everybody sees of status pages. */
export const publicStatusRoutes: readonly Route[] = [
  { method: 'GET', path: PAGE, ...open(forReaders(show)) },
  { method: 'POST', path: PAGE, ...open(forEverybody(enter)) },
  { method: 'GET', path: OTHER, ...open(forReaders(show)) },
  { method: 'GET', path: `${PAGE}logo/`, ...open(forEverybody(logo)) },
  { method: 'GET', path: `${PAGE}status.json`, ...open(forReaders(made('application/json', statusJsonOf))) },
  { method: 'GET', path: `${PAGE}feed.atom`, ...open(forReaders(made('application/atom+xml; charset=utf-8', atomOf))) },
  { method: 'GET', path: `${PAGE}feed.rss`, ...open(forReaders(made('application/rss+xml; charset=utf-8', rssOf))) },
  { method: 'GET', path: `${PAGE}feed.json`, ...open(forReaders(made('application/feed+json', jsonFeedOf))) },
  { method: 'GET', path: `${PAGE}badges/:badge`, ...open(forReaders(badge)) },
  { method: 'POST', path: `${PAGE}subscribe/`, ...open(forReaders(subscribe)) },
  { method: 'GET', path: `${PAGE}confirm/:token/`, ...open(forEverybody(askToConfirm)) },
  { method: 'POST', path: `${PAGE}confirm/:token/`, ...open(forEverybody(confirm)) },
  { method: 'GET', path: `${PAGE}unsubscribe/:token/`, ...open(forEverybody(askToUnsubscribe)) },
  { method: 'POST', path: `${PAGE}unsubscribe/:token/`, ...open(forEverybody(unsubscribe)) },
]

/** Nobody is asked who they are but where a page is for members: readers wait for no session. */
function open(handle: Route['handle']): Pick<Route, 'operation' | 'auth' | 'isPublicPage' | 'handle'> {
  return { operation: null, auth: PUBLIC, isPublicPage: true, handle }
}

function show(call: Call, { kept, base }: OpenPage): HttpResponse {
  const isEmbedded = call.query.has('embed')
  return answerKept(call, kept, `page ${base} ${isEmbedded}`, () => {
    const { body, policy } = renderStatusPage(kept.view, { base, isEmbedded })
    return { body, headers: htmlHeaders(policy, framersOf(call, kept.page.access === 'public' && isEmbedded)) }
  })
}

/** What is public may be embedded by anybody; all else by whom the server lets embed its pages. */
function framersOf({ context }: Call, isForAll: boolean): string {
  if (isForAll) return '*'
  return context.config.frameAncestors.length === 0 ? "'none'" : context.config.frameAncestors.join(' ')
}

async function enter(call: Call, { kept, base }: OpenPage): Promise<HttpResponse> {
  const { page } = kept
  const back = { status: 303, headers: { location: base, 'cache-control': 'no-store' }, body: null }
  if (page.access !== 'password') return back
  const { password } = (await call.form()) as { readonly password?: unknown }
  const given = typeof password === 'string' && password.length <= 1024 ? password : ''
  const cookie = await cookieFor(call, page, given, base)
  if (cookie !== null) return { ...back, headers: { ...back.headers, 'set-cookie': cookie } }
  return answerShell(401, renderPasswordForm(page, { base, fault: 'That is not the password' }))
}

/** What is made of the page for programs, at an address of its own. */
function made(contentType: string, make: (view: StatusView, url: string) => string): PageHandler {
  return (call, { kept }) => {
    const url = statusPageUrl(call.context.config, kept.organization.slug, kept.page)
    // Whoever reads the page may read it from a page of their own.
    const headers = { 'content-type': contentType, ...(kept.page.access === 'public' ? FOR_ALL : {}) }
    return answerKept(call, kept, contentType, () => ({ body: make(kept.view, url), headers }))
  }
}

const FOR_ALL = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' }

/** `?show=status|uptime|latency`, `?period=24h|30d|90d`, `?label=`. */
function badge(call: Call, { kept }: OpenPage): HttpResponse {
  const id = /^(\d{1,20})\.svg$/.exec(call.params.badge ?? '')?.[1]
  const shown = kept.view.sections.flatMap(({ components }) => components).find((component) => component.id === id)
  if (shown === undefined) return nothing()
  const kind = BADGES.find((one) => one === call.query.get('show')) ?? 'status'
  if (kind === 'latency' && !kept.page.showLatency) return nothing()
  const period = BADGE_PERIODS.find((one) => one === call.query.get('period')) ?? '90d'
  const body = badgeOf(shown, { kind, period, label: (call.query.get('label') ?? '').slice(0, 60) })
  return {
    status: 200,
    headers: {
      ...{ 'content-type': 'image/svg+xml; charset=utf-8', 'x-content-type-options': 'nosniff' },
      'cache-control': kept.page.access === 'public' ? 'public, max-age=60' : 'private, no-cache',
      'content-security-policy': "default-src 'none'; sandbox",
      ...(kept.page.access === 'public' ? FOR_ALL : {}),
    },
    body,
  }
}

async function logo(call: Call, { kept }: OpenPage): Promise<HttpResponse> {
  const { page } = kept
  // Who is asked for a password sees it as well.
  if (page.access === 'members' && (await admit(call, kept)) !== 'open') return nothing()
  const found = await call.context.storage.statusPages.logo(page.organizationId, page.id)
  if (found === null) return nothing()
  return {
    status: 200,
    headers: {
      ...{ 'content-type': found.mediaType, 'x-content-type-options': 'nosniff' },
      'cache-control': page.access === 'members' ? 'private, max-age=300' : 'public, max-age=300',
      'content-security-policy': "default-src 'none'; sandbox",
    },
    body: found.content,
  }
}

function nothing(): HttpResponse {
  return { status: 404, headers: { 'cache-control': 'no-store' }, body: null }
}
