import { newToken } from '../auth/tokens.js'
import { admitMember, INVITATION_MS } from '../orgs/invitations.js'
import { isAtLeast, ROLE_NAMES } from '../orgs/roles.js'
import type { ImportPlace } from '../ports/imports.js'
import type { Member } from '../ports/members.js'
import type { Id, Organization, Role } from '../ports/model.js'
import { idOf, textOf } from './entry.js'
import { type ImportJob, pathOf, placeOf } from './job.js'
import { memberOf, type RemoteMember } from './read.js'
import { readTeamsOfMembers } from './teams.js'

/**
 * Keeps a place for whoever is not here, with their role and teams; who is here keeps the role. Answers the places that
 * nobody has taken yet.
 */
export async function importMembers(job: ImportJob): Promise<readonly Member[]> {
  const { remote, tally } = job
  const entries = await remote.list(`${pathOf(job)}members/`)
  tally.found('members', entries.length)
  const teamsOf = await readTeamsOfMembers(job)
  const pending: Member[] = []
  for (const [index, entry] of entries.entries()) {
    job.tell('members', index, entries.length)
    const person = memberOf(entry)
    if (person === null)
      tally.skip('members', textOf(entry, 'name') ?? idOf(entry) ?? '?', 'the source tells no address of them')
    else if (person.isRequest) tally.skip('members', person.email, 'nobody has let them in: they only asked for it')
    else {
      const member = await bring(job, person, teamsOf.get(person.email.toLowerCase()) ?? [])
      if (member?.user === null) pending.push(member)
    }
  }
  job.tell('members', entries.length, entries.length)
  return pending
}

async function bring(job: ImportJob, person: RemoteMember, teamSlugs: readonly string[]): Promise<Member | null> {
  const { context, organization, tally } = job
  const { storage } = context
  if (organization === null) {
    roleOf(job, person)
    tally.made('members')
    tally.invited()
    return null
  }
  const place = placeOf(job, organization, 'member')
  const { email } = person
  const present = await storage.members.getByEmail(organization.id, email)
  const mark = (await storage.imports.find(place, [email])).get(email)
  if (present === null && mark?.state.isPlaced === true) {
    tally.skip('members', email, 'they were brought before and have been removed here since')
    return null
  }
  if (present !== null) tally.present('members')
  else tally.made('members')
  const role = present?.role ?? roleOf(job, person)
  if (job.isDryRun) {
    if (present === null && !context.config.skipInvitations) tally.invited()
    return present
  }
  const teamIds = await teamIdsOf(job, organization, teamSlugs)
  if (present === null) return invite(job, { organization, place, email, role, teamIds })
  if (mark === undefined) {
    for (const teamId of teamIds) await storage.teams.addMember(organization.id, teamId, present.id)
    await storage.imports.set(place, { remoteId: email, localId: present.id, state: { isPlaced: true, isTold: true } })
  }
  return present
}

async function invite(
  job: ImportJob,
  wanted: {
    readonly organization: Organization
    readonly place: ImportPlace
    readonly email: string
    readonly role: Role
    readonly teamIds: readonly Id[]
  },
): Promise<Member> {
  const { context, tally, inviter } = job
  const { storage, clock, config } = context
  const { organization, place, email, role, teamIds } = wanted
  // Noted before and after: whoever is placed and not told is told by the next run.
  await storage.imports.set(place, { remoteId: email, localId: '', state: { isPlaced: false, isTold: false } })
  const member = config.skipInvitations
    ? await admitMember(context, organization, { email, role, teamIds })
    : await storage.members.invite({
        ...{ organizationId: organization.id, email, role, teamIds, invitedById: inviter.id },
        // Nobody knows the secret: the link is made when somebody is told.
        tokenHash: newToken().hash,
        expiresAt: new Date(clock.now().getTime() + INVITATION_MS),
      })
  if (member.user === null) tally.invited()
  const state = { isPlaced: true, isTold: member.user !== null }
  await storage.imports.set(place, { remoteId: email, localId: member.id, state })
  return member
}

/** The same role, or that of whoever imports where it would be above it. */
function roleOf({ mostRole, tally }: ImportJob, { email, role, unknownRole }: RemoteMember): Role {
  if (unknownRole !== null)
    tally.note(`There is no role "${unknownRole}" here: who had it becomes ${ROLE_NAMES[role]}.`)
  if (isAtLeast(mostRole, role)) return role
  const [own, wanted] = [ROLE_NAMES[mostRole], ROLE_NAMES[role]]
  tally.note(`${email} was ${wanted} and is invited as ${own}: nobody gives a role above their own.`)
  return mostRole
}

async function teamIdsOf({ context }: ImportJob, { id }: Organization, slugs: readonly string[]) {
  const teams = await Promise.all(slugs.map((slug) => context.storage.teams.getBySlug(id, slug)))
  return teams.flatMap((team) => team?.id ?? [])
}
