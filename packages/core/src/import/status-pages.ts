import { errorCode } from '../errors.js'
import { readNewStatusPage } from '../http/status-page-input.js'
import type { Id, Organization } from '../ports/model.js'
import { STATUS_PAGE_BOUNDS, type StatusLogo, type StatusPage } from '../ports/status-pages.js'
import { domainOf } from '../status-pages/address.js'
import { keptPagesOf } from '../status-pages/kept.js'
import { readLogo } from '../status-pages/logo.js'
import { entriesOf, idOf, type RemoteEntry, textOf } from './entry.js'
import { type ImportJob, pathOf, placeOf } from './job.js'
import { importSubscribers } from './status-subscribers.js'

/**
 * Brings status pages by slug: those of another Mishap with all that they look like, GlitchTip's with their monitors.
 * A page is never more open here than there, and its host comes where nobody has it here.
 */
export async function importStatusPages(job: ImportJob): Promise<void> {
  const { tally, context, organization } = job
  const entries = (await job.remote.listIfAllowed(`${pathOf(job)}status-pages/`)) ?? []
  tally.found('status-pages', entries.length)
  const brought = await marksOf(
    job,
    'status-page',
    entries.flatMap((entry) => remoteIdOf(entry) ?? []),
  )
  for (const [index, entry] of entries.entries()) {
    job.tell('status-pages', index, entries.length)
    await importPage(job, brought, entry)
  }
  if (organization !== null) keptPagesOf(context).forget(organization.id)
  job.tell('status-pages', entries.length, entries.length)
}

/** Ids here by those at the source. */
async function marksOf(job: ImportJob, kind: string, ids: readonly string[]): Promise<Map<string, Id>> {
  const { organization, context } = job
  if (organization === null) return new Map()
  const marks = await context.storage.imports.find(placeOf(job, organization, kind), ids)
  return new Map([...marks].map(([id, { localId }]) => [id, localId]))
}

/** GlitchTip tells no ids of them. */
function remoteIdOf(entry: RemoteEntry): string | null {
  return idOf(entry) ?? slugOf(entry)
}

function slugOf(entry: RemoteEntry): string | null {
  const slug = textOf(entry, 'slug', STATUS_PAGE_BOUNDS.slug)
  return slug !== null && /^[\w-]+$/.test(slug) ? slug : null
}

async function importPage(job: ImportJob, brought: Map<string, Id>, entry: RemoteEntry): Promise<void> {
  const { tally, organization, isDryRun, context } = job
  const [remoteId, slug] = [remoteIdOf(entry), slugOf(entry)]
  const name = textOf(entry, 'name') ?? slug ?? '?'
  if (remoteId === null || slug === null) return skip(job, entry, 'it is no status page')
  const localId = brought.get(remoteId)
  const before = organization === null ? null : await pageHere(job, organization, { localId, slug, brought })
  if (localId !== undefined || before !== null) {
    tally.present('status-pages')
    // One that was deleted here stays so.
    if (before !== null) await keepMark(job, { remoteId, localId: before.id, brought })
    if (before !== null) await importSubscribers(job, slug, before)
    return
  }
  if (organization === null || isDryRun) {
    tally.made('status-pages')
    return importSubscribers(job, slug, null)
  }
  const logo = entry.hasLogo === true ? await logoOf(job, slug, name) : null
  const page = await make(job, organization, { entry, name, slug })
  if (typeof page === 'string') return skip(job, entry, page)
  if (logo !== null) await context.storage.statusPages.setLogo(organization.id, page.id, logo)
  await keepMark(job, { remoteId, localId: page.id, brought })
  tally.made('status-pages')
  await importSubscribers(job, slug, page)
}

function skip({ tally }: ImportJob, entry: RemoteEntry, reason: string): void {
  tally.skip('status-pages', textOf(entry, 'name') ?? '?', reason)
  tally.notBrought('status pages', [entry])
}

/** The one that was brought, else one with its slug, as a run that was killed may have left it without a note. */
async function pageHere(
  { context: { storage } }: ImportJob,
  { id }: Organization,
  about: { readonly localId: Id | undefined; readonly slug: string; readonly brought: ReadonlyMap<string, Id> },
): Promise<StatusPage | null> {
  if (about.localId !== undefined) return storage.statusPages.get(id, about.localId)
  const same = await storage.statusPages.getBySlug(id, about.slug.toLowerCase())
  return same === null || [...about.brought.values()].includes(same.id) ? null : same
}

async function keepMark(
  job: ImportJob,
  {
    remoteId,
    localId,
    brought,
  }: { readonly remoteId: string; readonly localId: Id; readonly brought: Map<string, Id> },
): Promise<void> {
  const { organization, isDryRun, context } = job
  if (organization === null || isDryRun || brought.has(remoteId)) return
  brought.set(remoteId, localId)
  await context.storage.imports.set(placeOf(job, organization, 'status-page'), { remoteId, localId, state: {} })
}

/** Or why there is none. */
async function make(
  job: ImportJob,
  organization: Organization,
  { entry, name, slug }: { readonly entry: RemoteEntry; readonly name: string; readonly slug: string },
): Promise<StatusPage | string> {
  const { context } = job
  try {
    const fields = await readNewStatusPage(context, organization.id, {
      ...Object.fromEntries(LOOK.flatMap((key) => (entry[key] == null ? [] : [[key, entry[key]]]))),
      ...{ name, slug },
      access: accessOf(job, entry, name),
      domain: await domainFor(job, entry, name),
      sections: await sectionsOf(job, entry, name),
    })
    return await context.storage.statusPages.create(organization.id, fields, context.clock.now())
  } catch (error) {
    const isTheirs = ['invalid_input', 'conflict'].includes(errorCode(error) ?? '')
    if (!isTheirs || !(error instanceof Error)) throw error
    return error.message
  }
}

const LOOK = ['description', 'theme', 'accent', 'homepage', 'showLatency', 'allowSubscribers'] as const

/** Passwords are told to nobody. GlitchTip says only whether everybody may read it. */
function accessOf({ tally }: ImportJob, { access, isPublic }: RemoteEntry, name: string): StatusPage['access'] {
  if (access === 'password')
    tally.note(`The status page ${name} is for members alone here: nobody may read its password there. Set one.`)
  return access === 'public' || (access === undefined && isPublic === true) ? 'public' : 'members'
}

async function domainFor({ context, tally }: ImportJob, entry: RemoteEntry, name: string): Promise<string> {
  const given = textOf(entry, 'domain', STATUS_PAGE_BOUNDS.domain)
  const domain = given === null ? null : domainOf(given)
  if (domain === null) return ''
  const isFree =
    domain !== context.config.url.hostname && (await context.storage.statusPages.getByDomain(domain)) === null
  tally.note(
    isFree
      ? `The status page ${name} is at ${domain} as soon as that name leads here.`
      : `The status page ${name} comes without ${domain}, which is taken here.`,
  )
  return isFree ? domain : ''
}

/** What is not here, or was brought twice, is left out of it. */
async function sectionsOf(job: ImportJob, entry: RemoteEntry, name: string): Promise<readonly object[]> {
  const { storage } = job.context
  const given = Array.isArray(entry.sections) ? entriesOf(entry.sections) : [{ monitors: entry.monitors }]
  const ids = given.flatMap(({ monitors }) => entriesOf(monitors).flatMap((one) => idOf(one) ?? []))
  const marks = await marksOf(job, 'monitor', [...new Set(ids)])
  const found = await storage.monitors.getMany(job.organization?.id ?? '', [...marks.values()])
  const left = new Set(found.map(({ id }) => id))
  const shown = (one: RemoteEntry) => {
    const id = marks.get(idOf(one) ?? '')
    if (id === undefined || !left.delete(id)) return []
    const { monitorName, monitorDescription } = STATUS_PAGE_BOUNDS
    const text = (key: string, max: number) => textOf(one, key, max) ?? ''
    // GlitchTip has no other names for them, nor words.
    const other = entry.sections === undefined ? '' : text('name', monitorName)
    return [{ id: Number(id), name: other, description: text('description', monitorDescription) }]
  }
  const sections = given.map((section) => ({
    name: textOf(section, 'name', STATUS_PAGE_BOUNDS.sectionName) ?? '',
    isCollapsed: section.isCollapsed === true,
    monitors: entriesOf(section.monitors).flatMap(shown),
  }))
  const missing = ids.length - sections.reduce((sum, { monitors }) => sum + monitors.length, 0)
  if (missing > 0)
    job.tally.note(
      `The status page ${name} shows ${missing} ${missing === 1 ? 'monitor' : 'monitors'} less here: not all have come.`,
    )
  return Array.isArray(entry.sections) ? sections : sections.filter(({ monitors }) => monitors.length > 0)
}

/** Where everybody sees it, for no route of the API tells it. */
async function logoOf(
  { remote, remoteSlug, tally }: ImportJob,
  slug: string,
  name: string,
): Promise<StatusLogo | null> {
  const path = `status/${encodeURIComponent(remoteSlug)}/${encodeURIComponent(slug)}/logo/`
  const content = await remote.bytesIfPossible(path)
  const logo = content === null ? null : readLogo(content)
  if (logo !== null && !('fault' in logo)) return logo
  tally.note(`The status page ${name} comes without its logo, which could not be read. Give it again.`)
  return null
}
