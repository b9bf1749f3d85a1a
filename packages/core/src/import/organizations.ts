import type { Context } from '../context.js'
import { AppError } from '../errors.js'
import { MAX_ORGANIZATION_SLUG } from '../orgs/create.js'
import { RESERVED_ORGANIZATION_SLUGS, slugOf } from '../orgs/slug.js'
import type { Id, Organization } from '../ports/model.js'
import { entriesOf, entryOf, type RemoteEntry, textOf } from './entry.js'
import { slugIn } from './read.js'
import type { Remote, SourceKind } from './remote.js'

export interface RemoteOrganization {
  readonly slug: string
  readonly name: string
  /** Where its region answers. */
  readonly remote: Remote
}

/**
 * The organizations to bring: those that are named, else all that the token sees. Rejects with `invalid_input` where there
 * is none, naming those that there are.
 */
export async function findOrganizations(
  remote: Remote,
  { kind, wanted }: { readonly kind: SourceKind; readonly wanted: readonly string[] },
): Promise<readonly RemoteOrganization[]> {
  const seen = await seenOrganizations(remote, kind)
  if (wanted.length === 0) {
    if (seen.length > 0) return seen
    throw new AppError(
      'invalid_input',
      `The token sees no organization of ${remote.host}. Name it: --org SLUG. If that fails, the owner of the token is no member of it.`,
    )
  }
  const found: RemoteOrganization[] = []
  for (const slug of wanted) {
    const one = seen.find((organization) => organization.slug === slug) ?? (await namedOrganization(remote, slug))
    if (one === null) throw unknown(remote, slug, seen)
    found.push(one)
  }
  return found
}

function unknown({ host }: Remote, slug: string, seen: readonly RemoteOrganization[]): AppError {
  const others = seen.length === 0 ? '' : ` The token sees: ${seen.map((one) => one.slug).join(', ')}.`
  return new AppError('invalid_input', `${host} has no organization ${slug} that this token may see.${others}`)
}

/** Sentry lists the organizations of one region at a time. https://docs.sentry.io/organization/data-storage-location/ */
async function seenOrganizations(remote: Remote, kind: SourceKind): Promise<readonly RemoteOrganization[]> {
  const found = new Map<string, RemoteOrganization>()
  for (const region of kind === 'sentry' ? await regionsOf(remote) : [remote])
    for (const entry of (await region.listIfAllowed('organizations/')) ?? []) {
      const organization = organizationOf(region, entry)
      if (organization !== null && !found.has(organization.slug)) found.set(organization.slug, organization)
    }
  return [...found.values()]
}

async function regionsOf(remote: Remote): Promise<readonly Remote[]> {
  const answer = await remote.getIfPossible('users/me/regions/')
  const named = entriesOf(answer?.regions).flatMap((region) => {
    const url = textOf(region, 'url')
    return url === null ? [] : (remote.at(url) ?? [])
  })
  return named.length === 0 ? [remote] : named
}

async function namedOrganization(remote: Remote, slug: string): Promise<RemoteOrganization | null> {
  const entry = await remote.get(`organizations/${encodeURIComponent(slug)}/`)
  return entry === null ? null : organizationOf(remote, entry)
}

function organizationOf(remote: Remote, entry: RemoteEntry): RemoteOrganization | null {
  const slug = slugIn(entry)
  if (slug === null) return null
  const regionUrl = textOf(entryOf(entry, 'links'), 'regionUrl')
  const region = regionUrl === null ? null : remote.at(regionUrl)
  return { slug, name: textOf(entry, 'name', 200)?.trim() || slug, remote: region ?? remote }
}

/** The organization here with the slug, or a new one. Null in a dry run where there is none. */
export async function openTarget(
  { storage }: Pick<Context, 'storage'>,
  remote: Pick<RemoteOrganization, 'slug' | 'name'>,
  { into, ownerId, isDryRun }: { readonly into: string | null; readonly ownerId: Id; readonly isDryRun: boolean },
): Promise<{ readonly organization: Organization | null; readonly slug: string; readonly isNew: boolean }> {
  const slug = slugHere(into ?? remote.slug)
  const present = await storage.organizations.getBySlug(slug)
  if (present !== null) return { organization: present, slug, isNew: false }
  if (isDryRun) return { organization: null, slug, isNew: true }
  const organization = await storage.organizations.create({ name: remote.name, slug, ownerId })
  return { organization, slug: organization.slug, isNew: true }
}

function slugHere(slug: string): string {
  if (!RESERVED_ORGANIZATION_SLUGS.has(slug) && slug.length <= MAX_ORGANIZATION_SLUG) return slug
  return slugOf(slug, { fallback: 'organization', max: MAX_ORGANIZATION_SLUG, reserved: RESERVED_ORGANIZATION_SLUGS })
}
