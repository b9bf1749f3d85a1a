import type { Id, Organization } from '../ports/model.js'
import type { NewRelease } from '../ports/releases.js'
import { entriesOf, entryOf, idOf, type RemoteEntry, textOf, timeOf } from './entry.js'
import { allOf, type ImportJob, pathOf } from './job.js'
import type { ProjectPair } from './projects.js'

/** Brings releases of the projects with their deploys. A version is what a release is; what is set here stays. */
export async function importReleases(job: ImportJob, pairs: readonly ProjectPair[]): Promise<void> {
  const idOfSlug = new Map(
    pairs.flatMap(({ remote, project }) => (project === null ? [] : [[remote.slug, project.id]])),
  )
  let done = 0
  for await (const page of job.remote.pages(`${pathOf(job)}releases/`)) {
    job.tally.found('releases', page.length)
    for (const entry of page) {
      job.tell('releases', done, null)
      await importRelease(job, entry, idOfSlug)
      done += 1
    }
  }
  job.tell('releases', done, done)
}

async function importRelease(job: ImportJob, entry: RemoteEntry, idOfSlug: ReadonlyMap<string, Id>): Promise<void> {
  const { tally, organization, isDryRun, context } = job
  const version = textOf(entry, 'version', 250)
  if (version === null) return tally.skip('releases', idOf(entry) ?? '?', 'it has no version')
  const slugs = entriesOf(entry.projects).flatMap((project) => textOf(project, 'slug') ?? [])
  const projectIds = slugs.flatMap((slug) => idOfSlug.get(slug) ?? [])
  if (organization === null) return tally.made('releases')
  const present = await context.storage.releases.get(organization.id, version)
  const isWhole = present !== null && projectIds.every((id) => present.projects.some((project) => project.id === id))
  if (present === null) tally.made('releases')
  else if (isWhole) tally.present('releases')
  else tally.changed('releases')
  if (isDryRun) return
  if (!isWhole) {
    const fields = present === null ? releaseOf(entry) : {}
    const createdAt = timeOf(entry, 'dateCreated') ?? context.clock.now()
    await context.storage.releases.save({ organizationId: organization.id, version, projectIds, createdAt, ...fields })
  }
  await importDeploys(job, organization, version, entry)
}

function releaseOf(entry: RemoteEntry): Partial<NewRelease> {
  return {
    status: entry.status === 'archived' ? 'archived' : 'open',
    ref: textOf(entry, 'ref', 250),
    url: textOf(entry, 'url', 2000),
    startedAt: timeOf(entry, 'dateStarted'),
    releasedAt: timeOf(entry, 'dateReleased'),
    data: entryOf(entry, 'data'),
  }
}

async function importDeploys(job: ImportJob, organization: Organization, version: string, release: RemoteEntry) {
  // Both servers count them, so that releases without any cost no question.
  if (release.deployCount === 0 || (release.deployCount === undefined && !release.lastDeploy)) return
  const { tally, context } = job
  const entries =
    (await job.remote.listIfAllowed(`${pathOf(job)}releases/${encodeURIComponent(version)}/deploys/`)) ?? []
  if (entries.length === 0) return
  tally.found('deploys', entries.length)
  const own = await allOf((page) => context.storage.releases.deploys(organization.id, version, page))
  const known = new Set(own.map(({ environment, finishedAt }) => `${environment} ${finishedAt.getTime()}`))
  for (const entry of entries) {
    const [environment, finishedAt] = [textOf(entry, 'environment', 64), timeOf(entry, 'dateFinished')]
    if (environment === null || finishedAt === null) {
      tally.skip('deploys', version, 'it tells no environment or no time')
      continue
    }
    if (known.has(`${environment} ${finishedAt.getTime()}`)) {
      tally.present('deploys')
      continue
    }
    await context.storage.releases.addDeploy(organization.id, version, {
      ...{ environment, finishedAt, name: textOf(entry, 'name') ?? '', url: textOf(entry, 'url', 2000) ?? '' },
      ...{ startedAt: timeOf(entry, 'dateStarted'), createdAt: timeOf(entry, 'dateCreated') ?? finishedAt },
    })
    tally.made('deploys')
  }
}
