import { AppError, type Context, type Organization, type User } from '@mishap/core'

/** Throws `not_found` with the command that makes one. */
export async function userByEmail(context: Context, email: string): Promise<User> {
  const user = await context.storage.users.getByEmail(email)
  if (user !== null) return user
  throw new AppError(
    'not_found',
    `There is no user ${email}. \`MISHAP_PASSWORD=… mishap user create --email ${email}\` makes one.`,
  )
}

/** Likewise. */
export async function organizationBySlug(context: Context, slug: string): Promise<Organization> {
  const organization = await context.storage.organizations.getBySlug(slug)
  if (organization !== null) return organization
  throw new AppError(
    'not_found',
    `There is no organization ${slug}. \`mishap org create --name ${slug} --owner EMAIL\` makes one.`,
  )
}
