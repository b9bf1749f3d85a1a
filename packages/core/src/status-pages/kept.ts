import type { Context } from '../context.js'
import { AppError } from '../errors.js'
import { inTime } from '../in-time.js'
import type { Id, Organization } from '../ports/model.js'
import type { StatusPage } from '../ports/status-pages.js'
import { gatherView } from './gather.js'
import type { StatusView } from './view.js'

/** A page as it was a moment ago, with what was made of it. */
export interface KeptPage {
  readonly page: StatusPage
  readonly organization: Pick<Organization, 'id' | 'slug'>
  readonly view: StatusView
  /** By what they are: each is made once. */
  readonly made: Map<string, unknown>
}

/** Where a page is asked for: by its organization and slug, or at a host of its own. */
export type PageAddress = { readonly org: string; readonly slug: string } | { readonly domain: string }

export interface KeptPages {
  /**
   * The page as it is, or was at most a minute ago; older, for at most a day, while the storage is slow or does not
   * answer. Null where there is none. Asked by many at once, the storage is asked once. Rejects with `unavailable` where
   * nothing is known of it and the storage does not answer in time.
   */
  get(address: PageAddress): Promise<KeptPage | null>
  /** What was changed in this process is seen at once. */
  forget(organizationId: Id): void
}

const FRESH_MS = 60_000
const STALE_MS = 86_400_000
/** So long somebody waits for news where there is something older to show, and where there is nothing. */
const PATIENCE_MS = 1_000
const MOST_PATIENCE_MS = 10_000
/** Once there was no answer, nobody waits for one, or is told so again, for so long. */
const RESPITE_MS = 5_000
const MOST_PAGES = 500

const kept = new WeakMap<Context, KeptPages>()

/** What this process keeps of pages; one for the life of an app. */
export function keptPagesOf(context: Context): KeptPages {
  const present = kept.get(context)
  if (present !== undefined) return present
  const made = keepPages(context)
  kept.set(context, made)
  return made
}

interface Entry {
  readonly at: number
  readonly value: KeptPage | null
}

function keepPages(context: Context): KeptPages {
  const { clock, logger } = context
  const pages = new Map<string, Entry>()
  // Apart, so that whoever makes up names pushes out no page.
  const misses = new Map<string, Entry>()
  const asking = new Map<string, Promise<Entry>>()
  /** When there was no answer. */
  const troubles = new Map<string, number>()
  let changes = 0

  const ask = async (key: string, address: PageAddress): Promise<Entry> => {
    const began = changes
    const entry = { at: clock.now().getTime(), value: await load(context, address) }
    troubles.delete(key)
    // What was asked before a change is not kept after it.
    if (began !== changes) return entry
    pages.delete(key)
    keep(entry.value === null ? misses : pages, key, entry)
    return entry
  }
  const news = (key: string, address: PageAddress): Promise<Entry> => {
    const running = asking.get(key)
    if (running !== undefined) return running
    const begun = ask(key, address)
    asking.set(key, begun)
    const end = () => {
      if (asking.get(key) === begun) asking.delete(key)
    }
    begun.then(end, end)
    return begun
  }
  return {
    async get(address) {
      const key = 'domain' in address ? address.domain : `${address.org}/${address.slug}`
      const entry = pages.get(key) ?? misses.get(key)
      const age = entry === undefined ? Number.POSITIVE_INFINITY : clock.now().getTime() - entry.at
      if (entry !== undefined && age < FRESH_MS) return entry.value
      const isUsable = entry !== undefined && age < STALE_MS
      const now = clock.now().getTime()
      if (isUsable && now - (troubles.get(key) ?? 0) < RESPITE_MS) return entry.value
      try {
        return (await inTime(clock, news(key, address), isUsable ? PATIENCE_MS : MOST_PATIENCE_MS)).value
      } catch (error) {
        if (!isUsable) throw new AppError('unavailable', 'The status cannot be told now.', { cause: error })
        if (troubles.size > MOST_PAGES) troubles.clear()
        troubles.set(key, clock.now().getTime())
        logger.warn('A status page is shown as it was', { page: key, ageMs: age, error })
        return entry.value
      }
    },
    forget(organizationId) {
      changes += 1
      asking.clear()
      misses.clear()
      for (const [key, { value }] of pages) if (value?.organization.id === organizationId) pages.delete(key)
    },
  }
}

/** As the newest; the oldest stands first, and goes first. */
function keep(entries: Map<string, Entry>, key: string, entry: Entry): void {
  entries.delete(key)
  entries.set(key, entry)
  for (const oldest of entries.keys()) if (entries.size > MOST_PAGES) entries.delete(oldest)
}

async function load(context: Context, address: PageAddress): Promise<KeptPage | null> {
  const found = 'domain' in address ? await byDomain(context, address.domain) : await bySlug(context, address)
  if (found === null) return null
  return { ...found, view: await gatherView(context, found.organization, found.page), made: new Map() }
}

async function bySlug({ storage }: Context, { org, slug }: { readonly org: string; readonly slug: string }) {
  const organization = await storage.organizations.getBySlug(org)
  const page = organization === null ? null : await storage.statusPages.getBySlug(organization.id, slug)
  return organization === null || page === null ? null : { page, organization }
}

async function byDomain({ storage }: Context, domain: string) {
  const page = await storage.statusPages.getByDomain(domain)
  const organization = page === null ? null : await storage.organizations.get(page.organizationId)
  return organization === null || page === null ? null : { page, organization }
}
