import { newToken } from '../auth/tokens.js'
import { isEmail } from '../auth/users.js'
import type { Context } from '../context.js'
import { errorCode } from '../errors.js'
import { type Id, type Project, ROLES, type Role } from '../ports/model.js'
import { createProject, newKey } from '../projects/create.js'
import type { Seat } from './access.js'
import { entriesOf, listRemote, type Remote, type RemoteEntry, textOf } from './remote.js'
import { isAtLeast } from './roles.js'
import { SLUG } from './slug.js'

const INVITATION_MS = 15 * 86_400_000

/** How many of each are new. */
export interface ImportCounts {
  readonly members: number
  readonly teams: number
  readonly projects: number
  readonly keys: number
}

/**
 * Brings members, teams, projects and keys of the organization with the same slug over from another server. People are
 * invited without mail; keys stay the same, so that SDKs need only another host, unless this server has them already. What
 * is here stays as it is, so that it may be run again. Rejects with `invalid_input` where the other server does not answer.
 */
export async function importOrganization(context: Context, seat: Seat, remote: Remote): Promise<ImportCounts> {
  const at = `organizations/${encodeURIComponent(seat.organization.slug)}`
  const [members, teams, projects] = [
    await listRemote(context, remote, `${at}/members/`),
    await listRemote(context, remote, `${at}/teams/`),
    await listRemote(context, remote, `${at}/projects/`),
  ]
  const newTeams = await importTeams(context, seat, teams)
  const newMembers = await importMembers(context, seat, members)
  let [newProjects, newKeys] = [0, 0]
  for (const entry of projects) {
    const counts = await importProject(context, seat, remote, entry)
    newProjects += counts.isNew ? 1 : 0
    newKeys += counts.keys
  }
  return { members: newMembers, teams: newTeams, projects: newProjects, keys: newKeys }
}

async function importTeams({ storage }: Context, { organization }: Seat, entries: readonly RemoteEntry[]) {
  let count = 0
  for (const entry of entries) {
    const slug = textOf(entry, 'slug', 50)
    if (slug === null || !SLUG.test(slug)) continue
    if ((await storage.teams.getBySlug(organization.id, slug)) !== null) continue
    await storage.teams.create({ organizationId: organization.id, slug, creatorMembershipId: null })
    count += 1
  }
  return count
}

async function importMembers({ storage, clock }: Context, seat: Seat, entries: readonly RemoteEntry[]) {
  const organizationId = seat.organization.id
  let count = 0
  for (const entry of entries) {
    const email = textOf(entry, 'email')
    if (email === null || !isEmail(email)) continue
    if ((await storage.members.getByEmail(organizationId, email)) !== null) continue
    await storage.members.invite({
      organizationId,
      email,
      role: roleOf(entry, seat.membership.role),
      teamIds: [],
      invitedById: seat.user.id,
      // Nobody knows the secret: the link is made when the invitation is sent.
      tokenHash: newToken().hash,
      expiresAt: new Date(clock.now().getTime() + INVITATION_MS),
    })
    count += 1
  }
  return count
}

/** The same role, or that of whoever imports where it would be above it; of other servers' roles the least. */
function roleOf(entry: RemoteEntry, own: Role): Role {
  const name = textOf(entry, 'orgRole') ?? textOf(entry, 'role')
  const role = ROLES.find((one) => one === name) ?? 'member'
  return isAtLeast(own, role) ? role : own
}

async function importProject(context: Context, seat: Seat, remote: Remote, entry: RemoteEntry) {
  const [slug, name] = [textOf(entry, 'slug', 50), textOf(entry, 'name', 200)]
  if (slug === null || !SLUG.test(slug)) return { isNew: false, keys: 0 }
  const { storage } = context
  const { organization } = seat
  const at = `projects/${encodeURIComponent(organization.slug)}/${encodeURIComponent(slug)}`
  const keys = (await listRemote(context, remote, `${at}/keys/`)).flatMap(keyOf)
  const present = await storage.projects.getBySlug(organization.id, slug)
  const project =
    present ??
    (await createProject(context, {
      organization,
      team: null,
      name: (name ?? slug).slice(0, 64),
      slug,
      platform: textOf(entry, 'platform', 64),
    }))
  const added = await importKeys(context, project, keys, present === null)
  if (present === null) await assignTeams(context, project, entriesOf(entry.teams))
  return { isNew: present === null, keys: added }
}

interface RemoteKey {
  readonly publicKey: string
  readonly name: string
}

function keyOf(entry: RemoteEntry): readonly RemoteKey[] {
  const text = textOf(entry, 'public')?.replaceAll('-', '').toLowerCase() ?? ''
  const name = textOf(entry, 'name', 64) ?? textOf(entry, 'label', 64) ?? ''
  return /^[0-9a-f]{32}$/.test(text) ? [{ publicKey: text, name }] : []
}

/** A new project has a key of its own, which nobody uses once it has one that came with it. */
async function importKeys({ storage }: Context, project: Project, keys: readonly RemoteKey[], isNew: boolean) {
  const { organizationId, id: projectId } = project
  const { items: own } = await storage.projects.listKeys(organizationId, projectId, { limit: 100, cursor: null })
  let count = 0
  for (const { publicKey, name } of keys) {
    if (own.some((key) => key.publicKey === publicKey)) continue
    try {
      await storage.projects.createKey({
        ...{ organizationId, projectId, id: newKey().id, publicKey, name, rateLimit: null },
      })
      count += 1
    } catch (error) {
      // Another project here has it: whoever sends with it means that one.
      if (errorCode(error) !== 'conflict') throw error
    }
  }
  if (isNew && count > 0) for (const key of own) await storage.projects.deleteKey(organizationId, projectId, key.id)
  return count
}

async function assignTeams({ storage }: Context, { organizationId, id }: Project, entries: readonly RemoteEntry[]) {
  for (const entry of entries) {
    const slug = textOf(entry, 'slug', 50)
    const team = slug === null ? null : await storage.teams.getBySlug(organizationId, slug)
    const teamId: Id | null = team?.id ?? null
    if (teamId !== null) await storage.projects.addTeam(organizationId, id, teamId)
  }
}
