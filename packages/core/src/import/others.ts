import { textOf } from './entry.js'
import { type ImportJob, pathOf } from './job.js'
import type { ProjectPair } from './projects.js'
import { hiddenEnvironmentOf } from './read.js'

/** Environments begin with their first event, so what lists leave out is told after the issues. */
export async function importEnvironments(job: ImportJob, pairs: readonly ProjectPair[]): Promise<void> {
  const { tally, organization, context } = job
  for (const { remote, project } of pairs) {
    const at = `projects/${encodeURIComponent(job.remoteSlug)}/${encodeURIComponent(remote.slug)}/environments/`
    const hidden = ((await job.remote.listIfAllowed(at, { visibility: 'hidden' })) ?? []).flatMap(
      (entry) => hiddenEnvironmentOf(entry) ?? [],
    )
    if (hidden.length > 0) tally.found('environments', hidden.length)
    for (const name of hidden) {
      if (project === null || organization === null || job.isDryRun) {
        tally.made('environments')
        continue
      }
      const { projects } = context.storage
      const own = await projects.environments(organization.id, [project.id])
      const present = own.find((environment) => environment.name === name)
      if (present?.isHidden === true) tally.present('environments')
      else if (present === undefined)
        tally.skip(
          'environments',
          `${remote.slug}: ${name}`,
          'it is hidden there, and begins here with its first event',
        )
      else {
        await projects.setEnvironmentHidden(organization.id, project.id, name, true)
        tally.made('environments')
      }
    }
  }
}

/** Reads what has no place here, so that the report keeps it. */
export async function keepOthers(
  job: ImportJob,
  pairs: readonly ProjectPair[],
  isWanted: (kind: 'monitors' | 'alerts') => boolean,
): Promise<void> {
  const { remote, tally, dialect } = job
  for (const { kind, of, path } of dialect.others) {
    if (!isWanted(kind.includes('alert') ? 'alerts' : 'monitors')) continue
    const places =
      of === 'organization'
        ? [{ at: pathOf(job), about: {} }]
        : pairs.map((pair) => ({
            at: `projects/${encodeURIComponent(job.remoteSlug)}/${encodeURIComponent(pair.remote.slug)}/`,
            about: { project: pair.remote.slug },
          }))
    for (const { at, about } of places) {
      const things = (await remote.listIfAllowed(`${at}${path}`)) ?? []
      tally.notBrought(
        kind,
        things.map((thing) => ({ ...about, ...thing })),
      )
      const counted = kind.includes('alert') ? 'alerts' : 'monitors'
      if (things.length > 0) tally.found(counted, things.length)
      for (const thing of things)
        tally.skip(
          counted,
          textOf(thing, 'name') ?? textOf(thing, 'slug') ?? '?',
          `${kind} are not brought; the report file keeps them`,
        )
    }
  }
}
