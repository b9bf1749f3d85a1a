import type { Config } from '../config.js'
import type { StatusPage } from '../ports/status-pages.js'

/** Where a page is read, with a slash at the end: at its own host where it has one. */
export function statusPageUrl(
  config: Pick<Config, 'url' | 'basePath'>,
  organizationSlug: string,
  { domain, slug }: Pick<StatusPage, 'domain' | 'slug'>,
): string {
  if (domain !== '') return `${config.url.protocol}//${domain}/`
  return `${config.url.origin}${config.basePath}/status/${organizationSlug}/${slug}/`
}

/**
 * The name of a host as DNS has it, in lower case; null for what is none, such as an address of numbers or one with a
 * port.
 */
export function domainOf(text: string): string | null {
  const given = text.trim().toLowerCase()
  if (given.length > 253 || !URL.canParse(`http://${given}/`)) return null
  const { hostname, host, pathname, username, search } = new URL(`http://${given}/`)
  const labels = hostname.split('.')
  const isName = labels.length > 1 && labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '')
  return isName && host === hostname && pathname === '/' && username === '' && search === '' ? hostname : null
}

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
