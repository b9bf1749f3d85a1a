import {
  ApiError,
  type StatusPageClient,
  type StatusPageInput,
  type StatusPageJson,
  type StatusSubscriberJson,
} from '@mishap/core/client'
import { pageOf } from './page.js'
import { freeSlug } from './slug.js'
import { found, type MemoryFixtures, type MemoryStore } from './store.js'

/** A page with those who want to hear of it, the newest first. */
export interface StatusPageFixture {
  readonly page: StatusPageJson
  readonly subscribers?: readonly StatusSubscriberJson[]
}

/** Status pages of every organization. */
export function statusPages(
  store: MemoryStore,
  { statusPages: given = [], monitors = [] }: MemoryFixtures,
): StatusPageClient {
  const { signedIn } = store
  let all = given
  const one = (org: string, slug: string) => {
    store.organization(org)
    return found(all.find(({ page }) => page.slug === slug))
  }
  const shown = ({ page, subscribers = [] }: StatusPageFixture): StatusPageJson => {
    const ids = new Set(page.sections.flatMap((section) => section.monitors.map(({ id }) => id)))
    return { ...page, monitors: monitors.filter(({ id }) => ids.has(id)), subscriberCount: subscribers.length }
  }
  const keep = (before: StatusPageFixture, page: StatusPageJson) => {
    const after = { ...before, page }
    all = all.map((each) => (each === before ? after : each))
    return shown(after)
  }
  const changed = (org: string, before: StatusPageJson, { password, ...input }: StatusPageInput): StatusPageJson => {
    if (input.name.trim() === '') throw new ApiError(422, 'Wanted a name', { fields: { name: 'Wanted a name' } })
    const others = all.map(({ page }) => page).filter(({ id }) => id !== before.id)
    const slug = input.slug || before.slug || freeSlug(input.name, others)
    if (others.some((other) => other.slug === slug))
      throw new ApiError(409, 'Another page has this address.', { fields: { slug: 'Another page has this address' } })
    const sections = (input.sections ?? before.sections).map((section) => ({
      ...section,
      monitors: [...section.monitors],
    }))
    return {
      ...before,
      ...input,
      ...{ slug, sections },
      hasPassword: password === undefined || password === null ? before.hasPassword : password !== '',
      url: `https://mishap.example/status/${org}/${slug}/`,
    }
  }
  return {
    listStatusPages: (org, page) =>
      signedIn(() => {
        store.organization(org)
        const pages = all.map(shown)
        return pageOf(
          pages.sort((a, b) => a.name.localeCompare(b.name)),
          page,
        )
      }),
    createStatusPage: (org, input) =>
      signedIn(() => {
        store.organization(org)
        const page = changed(org, { ...NEW_PAGE, id: store.newId(), created: store.now().toISOString() }, input)
        all = [...all, { page }]
        return shown({ page })
      }),
    getStatusPage: (org, slug) => signedIn(() => shown(one(org, slug))),
    updateStatusPage: (org, slug, input) =>
      signedIn(() => {
        const before = one(org, slug)
        return keep(before, changed(org, before.page, input))
      }),
    deleteStatusPage: (org, slug) =>
      signedIn(() => {
        const gone = one(org, slug)
        all = all.filter((each) => each !== gone)
      }),
    putStatusPageLogo: (org, slug) =>
      signedIn(() => {
        const before = one(org, slug)
        return keep(before, { ...before.page, hasLogo: true })
      }),
    deleteStatusPageLogo: (org, slug) =>
      signedIn(() => {
        const before = one(org, slug)
        keep(before, { ...before.page, hasLogo: false })
      }),
    listStatusPageSubscribers: (org, slug, page) => signedIn(() => pageOf(one(org, slug).subscribers ?? [], page)),
    deleteStatusPageSubscriber: (org, slug, id) =>
      signedIn(() => {
        const before = one(org, slug)
        const subscribers = (before.subscribers ?? []).filter((subscriber) => subscriber.id !== id)
        all = all.map((each) => (each === before ? { ...each, subscribers } : each))
      }),
  }
}

const NEW_PAGE: StatusPageJson = {
  ...{ id: '', name: '', slug: '', url: '', created: '', monitors: [], sections: [] },
  ...{ isPublic: true, access: 'public', hasPassword: false, description: '', domain: '', theme: 'system', accent: '' },
  ...{ hasLogo: false, homepage: '', showLatency: false, allowSubscribers: true, subscriberCount: 0 },
}
