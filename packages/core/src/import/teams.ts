import { isEmail } from '../auth/users.js'
import { entryOf, textOf } from './entry.js'
import { type ImportJob, pathOf } from './job.js'
import { slugIn } from './read.js'

/** Makes the teams that are not here. A slug is what a team is: one of the same slug is the same team. */
export async function importTeams(job: ImportJob): Promise<void> {
  const { context, organization, tally, remote } = job
  const entries = await remote.list(`${pathOf(job)}teams/`)
  tally.found('teams', entries.length)
  for (const [index, entry] of entries.entries()) {
    job.tell('teams', index, entries.length)
    const slug = slugIn(entry)
    if (slug === null || slug.length > MAX_SLUG) {
      tally.skip(
        'teams',
        textOf(entry, 'slug') ?? textOf(entry, 'name') ?? '?',
        `its slug is none here: letters, digits, - and _, at most ${MAX_SLUG}`,
      )
      continue
    }
    const present = organization === null ? null : await context.storage.teams.getBySlug(organization.id, slug)
    if (present !== null) tally.present('teams')
    else {
      if (organization !== null && !job.isDryRun)
        await context.storage.teams.create({ organizationId: organization.id, slug, creatorMembershipId: null })
      tally.made('teams')
    }
  }
  job.tell('teams', entries.length, entries.length)
}

const MAX_SLUG = 50

/** The slugs of each person's teams at the source, by address in lower case. */
export async function readTeamsOfMembers(job: ImportJob): Promise<ReadonlyMap<string, readonly string[]>> {
  const { remote, remoteSlug } = job
  const found = new Map<string, string[]>()
  const slugs = (await remote.list(`${pathOf(job)}teams/`)).flatMap((entry) => slugIn(entry) ?? [])
  for (const slug of slugs) {
    const at = `teams/${encodeURIComponent(remoteSlug)}/${encodeURIComponent(slug)}/members/`
    for (const entry of (await remote.listIfAllowed(at)) ?? []) {
      const email = (textOf(entry, 'email') ?? textOf(entryOf(entry, 'user'), 'email') ?? '').toLowerCase()
      if (isEmail(email)) found.set(email, [...(found.get(email) ?? []), slug])
    }
  }
  return found
}
