import { errorCode } from '../errors.js'
import { RESERVED_PROJECT_SLUGS, slugOf } from '../orgs/slug.js'
import type { Organization, Project } from '../ports/model.js'
import { newKey } from '../projects/create.js'
import { idOf, textOf } from './entry.js'
import { allOf, type ImportJob, pathOf, placeOf } from './job.js'
import { bringKeys, formerProject, ownerOfKeys } from './keys.js'
import { isProjectId, keyOf, projectOf, type RemoteKey, type RemoteProject } from './read.js'

/** A project at the source and here. */
export interface ProjectPair {
  readonly remote: RemoteProject
  /** Null in a dry run, where it is not here yet. */
  readonly project: Project | null
}

const MAX_SLUG = 50

/**
 * Brings projects with their keys and teams. What is here already is found by a key, by what an earlier run noted, or by
 * its slug, in this order: then only what it lacks is added.
 */
export async function importProjects(job: ImportJob): Promise<readonly ProjectPair[]> {
  const { remote, tally } = job
  const entries = await remote.list(`${pathOf(job)}projects/`)
  tally.found('projects', entries.length)
  const pairs: ProjectPair[] = []
  for (const [index, entry] of entries.entries()) {
    job.tell('projects', index, entries.length)
    const found = projectOf(entry)
    if (found === null)
      tally.skip('projects', textOf(entry, 'slug') ?? idOf(entry) ?? '?', 'its slug or its id is none here')
    else pairs.push({ remote: found, project: await importProject(job, found) })
  }
  job.tell('projects', entries.length, entries.length)
  return pairs
}

/** The projects that earlier runs brought, for runs that leave projects out. */
export async function findProjects(job: ImportJob): Promise<readonly ProjectPair[]> {
  const found = (await job.remote.list(`${pathOf(job)}projects/`)).flatMap((entry) => projectOf(entry) ?? [])
  const pairs: ProjectPair[] = []
  for (const remote of found) {
    const project = job.organization === null ? null : await markedOrNamed(job, job.organization, remote)
    if (project !== null) pairs.push({ remote, project })
  }
  return pairs
}

async function importProject(job: ImportJob, remote: RemoteProject): Promise<Project | null> {
  const { organization, tally } = job
  const at = `projects/${encodeURIComponent(job.remoteSlug)}/${encodeURIComponent(remote.slug)}/keys/`
  const entries = await job.remote.list(at)
  tally.found('keys', entries.length)
  const keys = entries.flatMap((entry) => keyOf(entry) ?? [])
  for (const entry of entries)
    if (keyOf(entry) === null)
      tally.skip(
        'keys',
        `${remote.slug}: ${textOf(entry, 'name') ?? idOf(entry) ?? '?'}`,
        'it is no key of 32 hex digits',
      )
  const { free, formerId } = await freeOf(job, remote, keys)
  const present = organization === null ? null : await findPresent(job, organization, remote, free)
  if (present === null) tally.made('projects')
  else tally.present('projects')
  const project = present ?? (await makeProject(job, { remote, keys: free, formerId }))
  const isWhole = present !== null && organization !== null && (await isBrought(job, organization, remote, present))
  const about = { remote, project, formerId, isNew: present === null, isWhole }
  const isHostEnough = (await bringKeys(job, { ...about, keys: free })) && free.length === keys.length
  if (project !== null && organization !== null && !isWhole && !job.isDryRun)
    await finish(job, organization, remote, project)
  if (project !== null && present === null && project.slug !== remote.slug)
    tally.note(`The project ${remote.slug} is ${project.slug} here: its own slug is taken, or none here.`)
  tally.project({
    ...{ name: remote.name, slug: project?.slug ?? remote.slug, id: project?.id ?? null },
    ...{ remoteSlug: remote.slug, remoteId: remote.id, isHostEnough },
  })
  return project
}

/** Without the keys and the id by which apps of another organization report here, or still try to. */
async function freeOf(job: ImportJob, remote: RemoteProject, keys: readonly RemoteKey[]) {
  const { context, organization, mayTakeOver, tally } = job
  const formerId = isProjectId(remote.id) ? remote.id : null
  if (mayTakeOver || organization === null) return { free: keys, formerId }
  const elsewhere = await context.storage.projects.ownedElsewhere(organization.id, {
    publicKeys: keys.map(({ publicKey }) => publicKey),
    projectIds: [remote.id],
  })
  const isOthers = ({ publicKey }: RemoteKey) => elsewhere.publicKeys.has(publicKey)
  for (const { publicKey } of keys.filter(isOthers))
    tally.skip('keys', `${remote.slug}: ${publicKey}`, 'it was a key of another organization here')
  const isIdTheirs = elsewhere.projectIds.has(remote.id)
  if (isIdTheirs)
    tally.note(
      `The project ${remote.id} is another organization's here: DSNs of ${remote.slug} need the id that it has here, too.`,
    )
  return { free: keys.filter((key) => !isOthers(key)), formerId: isIdTheirs ? null : formerId }
}

async function findPresent(
  job: ImportJob,
  organization: Organization,
  remote: RemoteProject,
  keys: readonly RemoteKey[],
): Promise<Project | null> {
  const owner = await ownerOfKeys(job.context, organization, keys)
  return owner ?? markedOrNamed(job, organization, remote)
}

async function markedOrNamed(
  job: ImportJob,
  organization: Organization,
  remote: RemoteProject,
): Promise<Project | null> {
  const { imports, projects } = job.context.storage
  const mark = (await imports.find(placeOf(job, organization, 'project'), [remote.id])).get(remote.id)
  const marked = mark === undefined ? null : await projects.get(organization.id, mark.localId)
  return marked ?? projects.getBySlug(organization.id, slugHere(remote))
}

/** With the first of its keys that is free, so that it is never without one that its SDKs know. */
async function makeProject(
  job: ImportJob,
  { remote, keys, formerId }: { remote: RemoteProject; keys: readonly RemoteKey[]; formerId: string | null },
): Promise<Project | null> {
  const { context, organization, isDryRun, mayTakeOver } = job
  if (organization === null || isDryRun) return null
  const { projects } = context.storage
  const taken = new Set((await projects.findKeyTargets(keys.map((key) => key.publicKey))).map((key) => key.publicKey))
  const first = keys.find(({ publicKey }) => !taken.has(publicKey))
  const project = {
    ...{ organizationId: organization.id, name: remote.name, slug: slugHere(remote), platform: remote.platform },
    teamId: null,
    ...(formerId === null ? {} : { wishedId: formerId }),
  }
  try {
    const own = newKey()
    const key =
      first === undefined
        ? own
        : { ...own, publicKey: first.publicKey, takesRetired: mayTakeOver, ...formerProject(formerId) }
    return await projects.create({ ...project, key })
  } catch (error) {
    if (errorCode(error) !== 'conflict') throw error
    // Somebody has made a project with the key at this very moment.
    return projects.create({ ...project, key: newKey() })
  }
}

function slugHere({ slug }: RemoteProject): string {
  if (slug.length <= MAX_SLUG && !RESERVED_PROJECT_SLUGS.has(slug)) return slug
  return slugOf(slug, { fallback: 'project', max: MAX_SLUG, reserved: RESERVED_PROJECT_SLUGS })
}

async function isBrought(job: ImportJob, organization: Organization, remote: RemoteProject, project: Project) {
  const marks = await job.context.storage.imports.find(placeOf(job, organization, 'project'), [remote.id])
  return marks.get(remote.id)?.localId === project.id
}

/** Its teams, once: who takes one away here does not get it back. The note says that the project is whole. */
async function finish(job: ImportJob, organization: Organization, remote: RemoteProject, project: Project) {
  const { imports, projects, teams } = job.context.storage
  const wanted = new Set(remote.teams)
  const own = wanted.size === 0 ? [] : await allOf((page) => teams.list(organization.id, page))
  for (const team of own) if (wanted.has(team.slug)) await projects.addTeam(organization.id, project.id, team.id)
  await imports.set(placeOf(job, organization, 'project'), { remoteId: remote.id, localId: project.id, state: {} })
}
