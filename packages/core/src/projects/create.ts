import { randomBytes, randomUUID } from 'node:crypto'
import type { Context } from '../context.js'
import { invalidField } from '../errors.js'
import { RESERVED_PROJECT_SLUGS, SLUG, slugOf } from '../orgs/slug.js'
import { type AlertFields, PLAIN_ALERT } from '../ports/alerts.js'
import type { Organization, Project, Team } from '../ports/model.js'

/** Nobody has to think of it before the first error. */
const DEFAULT_RULE: AlertFields = {
  ...PLAIN_ALERT,
  ...{ name: 'New issues and regressions', triggers: ['new_issue', 'regression'] },
  recipients: [{ kind: 'email', url: '', tags: [], config: {} }],
}

export const MAX_PROJECT_NAME = 64
const MAX_PROJECT_SLUG = 50

/** Makes a project with its first key. The slug is the one given or made of the name; it is made unique in any case. */
export async function createProject(
  context: Context,
  project: {
    readonly organization: Pick<Organization, 'id'>
    readonly team: Pick<Team, 'id'> | null
    readonly name: string
    readonly slug?: string
    readonly platform: string | null
    /** With a rule that mails its teams of new issues and of those that come back. */
    readonly hasDefaultRule?: boolean
  },
): Promise<Project> {
  const name = project.name.trim()
  if (name === '' || name.length > MAX_PROJECT_NAME)
    throw invalidField('name', 'string_length', `Wanted 1 to ${MAX_PROJECT_NAME} characters`)
  const { scrubIpAddresses } = await context.settings.current()
  const made = await context.storage.projects.create({
    organizationId: project.organization.id,
    name,
    slug: project.slug === undefined ? projectSlugOf(name) : checkProjectSlug(project.slug),
    platform: project.platform,
    teamId: project.team?.id ?? null,
    key: newKey(),
  })
  const { organizationId, id } = made
  if (project.hasDefaultRule === true)
    await context.storage.alerts.create(organizationId, id, DEFAULT_RULE, context.clock.now())
  if (made.scrubIpAddresses === scrubIpAddresses) return made
  return (await context.storage.projects.update(organizationId, id, { scrubIpAddresses })) ?? made
}

/** Ids of a new key: a UUID for URLs, and the public half of its DSN. */
export function newKey(): { readonly id: string; readonly publicKey: string } {
  return { id: randomUUID(), publicKey: randomBytes(16).toString('hex') }
}

/** A slug that somebody chose. Rejects with `invalid_input` what cannot stand in a URL or leads elsewhere. */
export function checkProjectSlug(slug: string): string {
  if (!SLUG.test(slug) || slug.length > MAX_PROJECT_SLUG)
    throw invalidField(
      'slug',
      'string_pattern_mismatch',
      `Wanted letters, digits, - and _, at most ${MAX_PROJECT_SLUG}`,
    )
  if (RESERVED_PROJECT_SLUGS.has(slug)) throw invalidField('slug', 'reserved', `"${slug}" leads to another page`)
  return slug
}

function projectSlugOf(name: string): string {
  return slugOf(name, { fallback: 'project', max: MAX_PROJECT_SLUG, reserved: RESERVED_PROJECT_SLUGS })
}
