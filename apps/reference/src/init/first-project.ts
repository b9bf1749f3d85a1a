import { randomBytes } from 'node:crypto'
import {
  type Context,
  createOrganization,
  createProject,
  createUser,
  dsnOf,
  type Organization,
  type Team,
  type User,
} from '@mishap/core'

export interface FirstProject {
  readonly email: string
  /** Made where neither this nor the user is there. */
  readonly password?: string | undefined
  readonly organization: string
  readonly project: string
  readonly platform?: string | undefined
}

export interface Made {
  readonly email: string
  /** Only where it was made just now; it is told nowhere else. */
  readonly password: string | null
  readonly organization: string
  readonly project: string
  readonly dsn: string | null
  /** What was not there before. */
  readonly made: readonly ('user' | 'organization' | 'team' | 'project')[]
}

/** A superuser, an organization of theirs with a team, and a project of that team. What is there by name stays as it is. */
export async function ensureFirstProject(context: Context, wanted: FirstProject): Promise<Made> {
  const made: Made['made'][number][] = []
  const noting = <T>(what: Made['made'][number], one: T): T => {
    made.push(what)
    return one
  }
  const { storage } = context
  const present = await storage.users.getByEmail(wanted.email)
  const password = present === null && wanted.password === undefined ? randomBytes(15).toString('base64url') : null
  const user = present ?? noting('user', await makeUser(context, wanted.email, wanted.password ?? password ?? ''))
  const organization =
    (await organizationOf(context, wanted.organization)) ??
    noting('organization', await createOrganization(context, { name: wanted.organization, ownerId: user.id }))
  const found = await projectOf(context, organization, wanted.project)
  const project = found ?? noting('project', await makeProject(context, organization, wanted, await teamFor(user)))
  const { items } = await storage.projects.listKeys(organization.id, project.id, { limit: 1, cursor: null })
  const [key] = items
  return {
    ...{ email: user.email, password, organization: organization.slug, project: project.slug, made },
    dsn: key === undefined ? null : dsnOf(context.config, key),
  }

  /** Without a team nobody would be told of what the project reports. */
  async function teamFor({ email }: User): Promise<Team> {
    const slug = 'everyone'
    const member = await storage.members.getByEmail(organization.id, email)
    return (
      (await storage.teams.getBySlug(organization.id, slug)) ??
      noting(
        'team',
        await storage.teams.create({ organizationId: organization.id, slug, creatorMembershipId: member?.id ?? null }),
      )
    )
  }
}

function makeUser(context: Context, email: string, password: string): Promise<User> {
  return createUser(context, { email, password, isSuperuser: true })
}

function makeProject(context: Context, organization: Organization, wanted: FirstProject, team: Team) {
  const { project: name, platform = null } = wanted
  return createProject(context, { organization, team, name, platform, hasDefaultRule: true })
}

async function organizationOf({ storage }: Context, name: string): Promise<Organization | null> {
  for (let cursor: string | null = null; ; ) {
    const page = await storage.organizations.list({ limit: 100, cursor }, { query: name })
    const found = page.items.find((one) => one.name === name || one.slug === name)
    if (found !== undefined || page.next === null) return found ?? null
    cursor = page.next
  }
}

async function projectOf({ storage }: Context, { id }: Organization, name: string) {
  for (let cursor: string | null = null; ; ) {
    const page = await storage.projects.list(id, { limit: 100, cursor })
    const found = page.items.find((one) => one.name === name || one.slug === name)
    if (found !== undefined || page.next === null) return found ?? null
    cursor = page.next
  }
}
