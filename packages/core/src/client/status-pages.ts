import type { PageQuery } from './queries.js'
import type { StatusPageInput, StatusPageJson, StatusSubscriberJson } from './status-page-types.js'
import type { ListPage, Transport } from './transport.js'

export interface StatusPageClient {
  /** By name. */
  listStatusPages(org: string, page?: PageQuery): Promise<ListPage<StatusPageJson>>
  /** Without `access` it is for members, unless it is public. */
  createStatusPage(org: string, page: StatusPageInput): Promise<StatusPageJson>
  getStatusPage(org: string, slug: string): Promise<StatusPageJson>
  /** What is not given stays. */
  updateStatusPage(org: string, slug: string, page: StatusPageInput): Promise<StatusPageJson>
  deleteStatusPage(org: string, slug: string): Promise<void>
  /** `image` is a PNG, JPEG, GIF or WebP of at most 256 KB in Base64. */
  putStatusPageLogo(org: string, slug: string, logo: { readonly image: string }): Promise<StatusPageJson>
  deleteStatusPageLogo(org: string, slug: string): Promise<void>
  /** The newest first. */
  listStatusPageSubscribers(org: string, slug: string, page?: PageQuery): Promise<ListPage<StatusSubscriberJson>>
  deleteStatusPageSubscriber(org: string, slug: string, id: string): Promise<void>
}

export function statusPageMethods(http: Transport): StatusPageClient {
  const all = (org: string) => `api/0/organizations/${encodeURIComponent(org)}/status-pages/`
  const one = (org: string, slug: string) => `${all(org)}${encodeURIComponent(slug)}/`
  return {
    listStatusPages: (org, page) => http.page(all(org), { ...page }),
    createStatusPage: (org, body) => http.json('POST', all(org), { body }),
    getStatusPage: (org, slug) => http.json('GET', one(org, slug)),
    updateStatusPage: (org, slug, body) => http.json('PUT', one(org, slug), { body }),
    deleteStatusPage: (org, slug) => http.empty('DELETE', one(org, slug)),
    putStatusPageLogo: (org, slug, body) => http.json('PUT', `${one(org, slug)}logo/`, { body }),
    deleteStatusPageLogo: (org, slug) => http.empty('DELETE', `${one(org, slug)}logo/`),
    listStatusPageSubscribers: (org, slug, page) => http.page(`${one(org, slug)}subscribers/`, { ...page }),
    deleteStatusPageSubscriber: (org, slug, id) =>
      http.empty('DELETE', `${one(org, slug)}subscribers/${encodeURIComponent(id)}/`),
  }
}
