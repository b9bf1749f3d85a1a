import type { Context } from '../context.js'
import { AppError, invalidField } from '../errors.js'
import type { Id, Organization, User } from '../ports/model.js'
import { RESERVED_ORGANIZATION_SLUGS, slugOf } from './slug.js'

export const MAX_ORGANIZATION_NAME = 200
export const MAX_ORGANIZATION_SLUG = 200

/** Makes an organization with `ownerId` as its owner and only member; the slug is made of the name and unique. */
export async function createOrganization(
  context: Context,
  { name, ownerId }: { readonly name: string; readonly ownerId: Id },
): Promise<Organization> {
  const trimmed = name.trim()
  if (trimmed === '' || trimmed.length > MAX_ORGANIZATION_NAME)
    throw invalidField('name', 'string_length', `Wanted 1 to ${MAX_ORGANIZATION_NAME} characters`)
  const slug = slugOf(trimmed, {
    fallback: 'organization',
    max: MAX_ORGANIZATION_NAME,
    reserved: RESERVED_ORGANIZATION_SLUGS,
  })
  return context.storage.organizations.create({ name: trimmed, slug, ownerId })
}

/** Rejects with `invalid_input` a slug that leads to another page. */
export function checkOrganizationSlug(slug: string): void {
  if (RESERVED_ORGANIZATION_SLUGS.has(slug)) throw invalidField('slug', 'reserved', `"${slug}" leads to another page`)
}

/** Whether everybody may make an organization: by configuration, or while there is none. */
export async function isCreationOpen(context: Context): Promise<boolean> {
  if ((await context.settings.current()).openOrganizationCreation) return true
  return !(await context.storage.organizations.hasAny())
}

/** Rejects with `forbidden` when this user may not make an organization. */
export async function requireCreation(context: Context, user: User): Promise<void> {
  if (user.isSuperuser || (await isCreationOpen(context))) return
  throw new AppError('forbidden', 'Organization creation is not open')
}
