import type { NormalizedEvent } from '../../protocol/event.js'

const EXTENSION_URL = /^(?:chrome|moz|safari|safari-web|ms-browser|opera)-extension:\/\//i

/** Errors that only extensions and injected scripts are known to throw into pages. */
const EXTENSION_VALUES = [
  'top.globals',
  'originalcreatenotification',
  'canvas.contentdocument',
  'myapp_removeallhighlights',
  'http://tt.epicplay.com',
  "can't find variable: zalorewritelogin",
  'zalorewritelogin is not defined',
  '__gcrweb',
  'jigsaw is not defined',
  'combosearch is not defined',
  'atomicfindclose',
  'fb_xd_fragment',
  'bmi_safeaddevent',
  'ebcallbackmessagereceived',
  'conduitpage',
  'plugin.setsuspendstate is not a function',
  'extension context invalidated',
]

export function isBrowserExtension(event: NormalizedEvent): boolean {
  if (event.csp !== undefined && isOfExtension(event.csp)) return true
  if (!isBrowserPlatform(event)) return false
  for (const { value, stacktrace } of event.exception?.values ?? []) {
    const text = value?.toLowerCase() ?? ''
    if (EXTENSION_VALUES.some((known) => text.includes(known))) return true
    if (stacktrace?.frames.some((frame) => EXTENSION_URL.test(frame.abs_path ?? frame.filename ?? ''))) return true
  }
  return false
}

/** Of what an extension loads browsers name the whole URL or only its scheme. */
function isOfExtension({ blocked_uri, source_file }: Readonly<Record<string, unknown>>): boolean {
  return [blocked_uri, source_file].some(
    (uri) => typeof uri === 'string' && /^[a-z-]{1,20}-extension(?::|$)/i.test(uri),
  )
}

const LOCAL_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]', '::1', '0.0.0.0'])

export function isLocalhost(event: NormalizedEvent): boolean {
  // Scrubbed addresses have lost their last part.
  if (/^(?:127\.0\.0\.[01]|::1?)$/.test(event.user?.ip_address ?? '')) return true
  const host = hostOf(event.request?.url)
  return host !== null && (LOCAL_HOSTS.has(host) || host.endsWith('.localhost'))
}

const CRAWLER =
  /(?:^|[^a-z])(?:[a-z0-9_-]{0,30}bot|[a-z0-9_-]{0,30}crawler|[a-z0-9_-]{0,30}spider)(?:$|[^a-z])|slurp|mediapartners-google|bingpreview|facebookexternalhit|embedly|quora link preview|pinterest|vkshare|w3c_validator|whatsapp|ia_archiver|lighthouse|google-read-aloud|headlesschrome|apis-google|feedfetcher|chatgpt-user|perplexity/i

/** Monitors are not crawlers: their errors are as real as a user's. */
const NOT_CRAWLER = /cubot|pingdom|uptimerobot/i

export function isWebCrawler(userAgent: string | null): boolean {
  if (userAgent === null) return false
  const agent = userAgent.slice(0, 512)
  return CRAWLER.test(agent) && !NOT_CRAWLER.test(agent)
}

/** The last version of each that counts as legacy. */
const LEGACY: Readonly<Record<string, number>> = {
  ie: 11,
  'internet explorer': 11,
  'ie mobile': 11,
  'opera mini': 34,
  opera: 50,
  safari: 11,
  'mobile safari': 11,
  chrome: 62,
  'chrome mobile': 62,
  firefox: 66,
  edge: 78,
  android: 4,
  'android browser': 4,
}

export function isLegacyBrowser(event: NormalizedEvent, userAgent: string | null): boolean {
  const context = event.contexts?.browser as { name?: unknown; version?: unknown } | undefined
  const name = typeof context?.name === 'string' ? context.name.toLowerCase() : null
  const major = Number.parseInt(String(context?.version ?? ''), 10)
  const last = name === null ? undefined : LEGACY[name]
  if (last !== undefined && Number.isFinite(major)) return major <= last
  return userAgent !== null && /\bMSIE \d|\bTrident\//.test(userAgent.slice(0, 512))
}

const HEALTH_PATH =
  /^(?:(?:GET|HEAD) )?\/?(?:[\w.-]{1,64}\/){0,6}(?:healthz?|health[-_]?checks?|livez?|liveness|readyz?|readiness|heartbeat|ping|_health|up)\/?$/i

/** By the transaction's name or the path of the request. */
export function isHealthCheck(event: NormalizedEvent): boolean {
  if (event.transaction !== undefined && HEALTH_PATH.test(event.transaction.slice(0, 512))) return true
  const path = pathOf(event.request?.url)
  return path !== null && HEALTH_PATH.test(path.slice(0, 512))
}

function isBrowserPlatform(event: NormalizedEvent): boolean {
  return event.platform === 'javascript'
}

function hostOf(url: string | undefined): string | null {
  const match = /^[a-z][a-z0-9+.-]{0,30}:\/\/(?:[^/?#@]{0,256}@)?(\[[0-9a-f:.]+\]|[^/?#:]{1,255})/i.exec(url ?? '')
  return match?.[1]?.toLowerCase() ?? null
}

function pathOf(url: string | undefined): string | null {
  const match = /^[a-z][a-z0-9+.-]{0,30}:\/\/[^/?#]{1,512}([^?#]{0,512})/i.exec(url ?? '')
  return match?.[1] ?? null
}
