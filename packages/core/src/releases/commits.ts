import type { Context } from '../context.js'
import { resolveFixed } from '../integrations/fixes.js'
import { tellChanged } from '../issues/change.js'
import type { Author, StatusRequest } from '../ports/issue-state.js'
import type { Id, Issue } from '../ports/model.js'
import type { Commit, CommitRef, Release } from '../ports/releases.js'

/** Issues that wait for a commit, of one organization: so many are looked through. */
const MOST_PAGES = 20
const PER_PAGE = 100

/** What somebody tells of the commits of a release. */
export interface ToldCommits {
  /** The newest first; of each of `refs` its head. */
  readonly commits: readonly Commit[]
  /** What whoever keeps the repositories is to be asked for. */
  readonly refs: readonly CommitRef[]
}

/** As much as a ref tells of its commit. */
export function headOf({ commit, repository }: CommitRef, at: Date): Commit {
  return { id: commit, repository, message: '', authorName: '', authorEmail: '', at, files: [] }
}

/**
 * Sets the commits of a release; issues of its projects are resolved in it that they say to fix, or that were resolved by one of
 * them. Commits that it had before say nothing again: what has come back since stays open. Null where there is no such
 * release.
 */
export async function keepCommits(
  context: Context,
  release: Pick<Release, 'organizationId' | 'version'>,
  told: ToldCommits,
  author: Author,
): Promise<Release | null> {
  const { releases } = context.storage
  const before = await releases.commits(release.organizationId, release.version)
  const { commits, refs } = withKnown(told, before)
  const after = await releases.setCommits(release.organizationId, release.version, commits, refs)
  if (after !== null) await resolveIn(context, after, newIn(commits, before), author)
  return after
}

/**
 * What is known of the repositories of refs stays until more is: told again it is not asked for again, and none of it says
 * anything a second time.
 */
function withKnown({ commits, refs }: ToldCommits, before: readonly Commit[]): ToldCommits {
  if (refs.length === 0) return { commits, refs }
  const knownOf = ({ repository }: Pick<Commit, 'repository'>) =>
    before.filter((one) => one.message !== '' && one.repository === repository)
  const isKnown = (repository: string | null, id: string) => knownOf({ repository })[0]?.id === id
  return {
    commits: commits.flatMap((head) => {
      const known = knownOf(head)
      return isKnown(head.repository, head.id) ? known : [head, ...known]
    }),
    refs: refs.filter(({ repository, commit }) => !isKnown(repository, commit)),
  }
}

/** Commits that were not there, and those of which only where they are was known. */
export function newIn(commits: readonly Commit[], before: readonly Commit[]): readonly Commit[] {
  const told = new Set(before.filter(({ message }) => message !== '').map(({ id }) => id))
  const bare = new Set(before.filter(({ message }) => message === '').map(({ id }) => id))
  return commits.filter(({ id, message }) => !told.has(id) && (message !== '' || !bare.has(id)))
}

/** Resolves in the release what its new commits say that they fix, and what was resolved by one of them. */
export async function resolveIn(
  context: Context,
  release: Pick<Release, 'organizationId' | 'version' | 'projects'>,
  fresh: readonly Commit[],
  author: Author,
): Promise<void> {
  if (fresh.length === 0) return
  const { organizationId, version } = release
  const request: StatusRequest = { status: 'resolved', resolution: { kind: 'release', release: version } }
  const projectIds = release.projects.map(({ id }) => id)
  await resolveFixed(context, { organizationId, projectIds }, fresh, { author, requestFor: () => request })
  const ids = await waitingFor(context, organizationId, projectIds, new Set(fresh.map(({ id }) => id)))
  if (ids.length === 0) return
  const filter = { organizationId, projectIds, ids }
  await tellChanged(context, filter, await context.storage.issues.setStatus(filter, request, author))
}

/** Issues that are resolved by one of the commits, which no release had until now. */
async function waitingFor(
  { storage }: Context,
  organizationId: Id,
  projectIds: readonly Id[],
  commits: ReadonlySet<string>,
): Promise<readonly Id[]> {
  const where = { kind: 'one', field: 'statusDetails', in: ['commit'] } as const
  const filter = { organizationId, projectIds, statuses: ['resolved'], where } as const
  const isTheirs = ({ statusDetails }: Issue) => statusDetails?.kind === 'commit' && commits.has(statusDetails.commit)
  const ids: Id[] = []
  let cursor: string | null = null
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const found = await storage.issues.list(
      filter,
      { sort: 'last_seen', ascending: false },
      { limit: PER_PAGE, cursor },
    )
    ids.push(...found.items.filter(isTheirs).map(({ id }) => id))
    cursor = found.next
    if (cursor === null) break
  }
  return ids
}
