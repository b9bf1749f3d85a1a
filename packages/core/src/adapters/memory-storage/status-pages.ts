import { AppError } from '../../errors.js'
import type { Id } from '../../ports/model.js'
import {
  boundStatusPage,
  STATUS_PAGE_BOUNDS,
  type StatusLogo,
  type StatusPage,
  type StatusPageStorage,
  tooManyStatusPages,
} from '../../ports/status-pages.js'
import { pageOf } from './paging.js'
import { existing, freeSlug, given, nextId, type State } from './state.js'

export function memoryStatusPages(state: State): StatusPageStorage {
  const all = () => [...state.statusPages.values()].map(({ page }) => page)
  const own = (organizationId: Id, id: Id): StatusPage | null => {
    const page = state.statusPages.get(id)?.page
    return page?.organizationId === organizationId ? page : null
  }
  const mustBeFree = (id: Id | null, domain: string | undefined) => {
    if (domain && all().some((page) => page.domain === domain && page.id !== id))
      throw new AppError('conflict', `Another status page has the domain ${domain} already`)
  }
  const bySlug = (organizationId: Id, slug: string) =>
    all().find((page) => page.organizationId === organizationId && page.slug === slug) ?? null
  return {
    async create(organizationId, fields, now) {
      existing(state.organizations.get(organizationId), 'an organization', organizationId)
      const bound = boundStatusPage(fields)
      if (all().filter((page) => page.organizationId === organizationId).length >= STATUS_PAGE_BOUNDS.pages)
        throw tooManyStatusPages()
      mustBeFree(null, bound.domain)
      const slug = freeSlug(bound.slug, (candidate) => bySlug(organizationId, candidate) !== null)
      const page = { ...bound, slug, id: nextId(state), organizationId, hasLogo: false, createdAt: now }
      state.statusPages.set(page.id, { page, logo: null })
      return page
    },
    async list(organizationId, request) {
      return pageOf(
        all().filter((page) => page.organizationId === organizationId),
        request,
        { parts: ['text', 'number'], keyOf: ({ name, id }) => [name, Number(id)] },
      )
    },
    async get(organizationId, id) {
      return own(organizationId, id)
    },
    async getBySlug(organizationId, slug) {
      return bySlug(organizationId, slug)
    },
    async getByDomain(domain) {
      return domain === '' ? null : (all().find((page) => page.domain === domain) ?? null)
    },
    async update(organizationId, id, change) {
      const before = own(organizationId, id)
      if (before === null) return null
      const bound = boundStatusPage(change)
      const namesake = bound.slug === undefined ? null : bySlug(organizationId, bound.slug)
      if (namesake !== null && namesake.id !== id)
        throw new AppError('conflict', `A status page with the slug ${bound.slug} exists already`)
      mustBeFree(id, bound.domain)
      const page = { ...before, ...given(bound) }
      state.statusPages.set(id, { logo: state.statusPages.get(id)?.logo ?? null, page })
      return page
    },
    async delete(organizationId, id) {
      if (own(organizationId, id) === null) return false
      forgetPage(state, id)
      return true
    },
    async logo(organizationId, id) {
      return own(organizationId, id) === null ? null : (state.statusPages.get(id)?.logo ?? null)
    },
    async setLogo(organizationId, id, logo) {
      const page = own(organizationId, id)
      if (page === null) return false
      state.statusPages.set(id, { page: { ...page, hasLogo: logo !== null }, logo })
      return true
    },
  }
}

export interface StatusPageRow {
  readonly page: StatusPage
  readonly logo: StatusLogo | null
}

export function deleteStatusPagesOfOrganization(state: State, organizationId: Id): void {
  for (const { page } of state.statusPages.values())
    if (page.organizationId === organizationId) forgetPage(state, page.id)
}

function forgetPage(state: State, id: Id): void {
  state.statusPages.delete(id)
  for (const one of state.statusSubscribers.values()) if (one.pageId === id) state.statusSubscribers.delete(one.id)
  for (const [noticeId, { notice }] of state.statusNotices)
    if (notice.pageId === id) state.statusNotices.delete(noticeId)
}
