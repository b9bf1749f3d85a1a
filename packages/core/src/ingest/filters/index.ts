import type { NormalizedEvent } from '../../protocol/event.js'
import { matchesGlob } from './glob.js'
import { matchesNetwork } from './ip-ranges.js'
import { isBrowserExtension, isHealthCheck, isLegacyBrowser, isLocalhost, isWebCrawler } from './known-noise.js'

/** What a project does not want to hear. Everything is off until it is switched on. */
export interface FilterSettings {
  readonly browserExtensions: boolean
  readonly localhost: boolean
  readonly legacyBrowsers: boolean
  readonly webCrawlers: boolean
  readonly healthChecks: boolean
  /** Globs over `Type: value`, the value alone and the message, without regard to case. */
  readonly errorMessages: readonly string[]
  /** Globs over the release. */
  readonly releases: readonly string[]
  /** Addresses or networks such as `10.0.0.0/8` or `2001:db8::/32`. */
  readonly ipRanges: readonly string[]
}

export const NO_FILTERS: FilterSettings = {
  browserExtensions: false,
  localhost: false,
  legacyBrowsers: false,
  webCrawlers: false,
  healthChecks: false,
  errorMessages: [],
  releases: [],
  ipRanges: [],
}

/** Sentry's names for these reasons, as its SDKs and statistics use them. */
export type FilterReason =
  | 'browser-extensions'
  | 'localhost'
  | 'legacy-browsers'
  | 'web-crawlers'
  | 'filtered-transaction'
  | 'error-message'
  | 'release-version'
  | 'ip-address'

/** The request that brought the event: what the event itself may not say, or says scrubbed. */
export interface RequestOrigin {
  readonly ip: string | null
  readonly userAgent: string | null
}

/** Why the project does not want this event, the first reason that holds; null where it does want it. */
export function filterEvent(
  event: NormalizedEvent,
  settings: FilterSettings,
  origin: RequestOrigin,
): FilterReason | null {
  if (settings.ipRanges.length > 0 && matchesNetwork(origin.ip, settings.ipRanges)) return 'ip-address'
  if (settings.releases.length > 0 && isAny(event.release, settings.releases)) return 'release-version'
  if (settings.errorMessages.length > 0 && messagesOf(event).some((text) => isAny(text, settings.errorMessages)))
    return 'error-message'
  if (settings.browserExtensions && isBrowserExtension(event)) return 'browser-extensions'
  if (settings.localhost && isLocalhost(event)) return 'localhost'
  const agent = userAgentOf(event) ?? origin.userAgent
  if (settings.webCrawlers && isWebCrawler(agent)) return 'web-crawlers'
  if (settings.legacyBrowsers && isLegacyBrowser(event, agent)) return 'legacy-browsers'
  if (settings.healthChecks && isHealthCheck(event)) return 'filtered-transaction'
  return null
}

/** The same of what is no event: only who sent it, and of which release, can be unwanted. */
export function filterOrigin(
  release: string | null,
  settings: FilterSettings,
  origin: RequestOrigin,
): FilterReason | null {
  if (settings.ipRanges.length > 0 && matchesNetwork(origin.ip, settings.ipRanges)) return 'ip-address'
  if (release !== null && settings.releases.length > 0 && isAny(release, settings.releases)) return 'release-version'
  return settings.webCrawlers && isWebCrawler(origin.userAgent) ? 'web-crawlers' : null
}

function isAny(text: string | undefined, globs: readonly string[]): boolean {
  return text !== undefined && globs.some((glob) => matchesGlob(text, glob))
}

function messagesOf(event: NormalizedEvent): readonly string[] {
  const texts: string[] = []
  for (const { type, value } of event.exception?.values ?? []) {
    if (type !== undefined && value !== undefined) texts.push(`${type}: ${value}`)
    if (value !== undefined) texts.push(value)
    else if (type !== undefined) texts.push(type)
  }
  const message = event.logentry?.formatted ?? event.logentry?.message
  if (message !== undefined) texts.push(message)
  return texts
}

function userAgentOf(event: NormalizedEvent): string | null {
  return event.request?.headers?.find(([name]) => name.toLowerCase() === 'user-agent')?.[1] ?? null
}
