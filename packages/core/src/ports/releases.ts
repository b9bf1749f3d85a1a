import { AppError } from '../errors.js'
import { boundedJson, EVENT_BOUNDS, storable } from './bounds.js'
import type { Id, Page, PageRequest } from './model.js'

export const RELEASE_STATUSES = ['open', 'archived'] as const
export type ReleaseStatus = (typeof RELEASE_STATUSES)[number]

/** A version of what an organization ships, of one or of several of its projects. */
export interface Release {
  readonly id: Id
  readonly organizationId: Id
  /** Unique in the organization; 1 to 250 characters, as events name it. */
  readonly version: string
  readonly status: ReleaseStatus
  /** What it was built of: a commit, a tag, a branch. */
  readonly ref: string | null
  readonly url: string | null
  readonly createdAt: Date
  readonly startedAt: Date | null
  /** Null while nobody has said that it is out. */
  readonly releasedAt: Date | null
  readonly data: Readonly<Record<string, unknown>>
  readonly commitCount: number
  readonly deployCount: number
  /** The first of its commits. */
  readonly lastCommit: Omit<Commit, 'files'> | null
  /** The one that was finished last. */
  readonly lastDeploy: Deploy | null
  /** That of the last commit, where the organization has told of it. */
  readonly repository: Pick<Repository, 'id' | 'name'> | null
  /** By slug. */
  readonly projects: readonly ReleaseProject[]
}

/** A release in one project, with what its events say of it. */
export interface ReleaseProject {
  readonly id: Id
  readonly slug: string
  readonly name: string
  readonly platform: string | null
  /** Issues whose first event was of this release; one that is deleted later still counts. */
  readonly newIssues: number
  /** Null while no event was of it. */
  readonly firstEventAt: Date | null
  /** May be a minute behind: it is not written with every event. */
  readonly lastEventAt: Date | null
}

export interface Commit {
  /** As the version control names it. */
  readonly id: string
  /** Name of its repository. */
  readonly repository: string | null
  readonly message: string
  readonly authorName: string
  readonly authorEmail: string
  readonly at: Date
  /** What it changed. */
  readonly files: readonly CommitFile[]
}

export interface CommitFile {
  readonly path: string
  /** Added, modified, deleted. */
  readonly change: 'A' | 'M' | 'D'
}

/** Where a repository stood in a release, of which whoever keeps it is to tell the commits. */
export interface CommitRef {
  /** Its name. */
  readonly repository: string
  readonly commit: string
  /** Where it stood before; null: where the release before has it. */
  readonly previousCommit: string | null
}

/** A release whose commits are still to be asked for. */
export interface OwedCommits {
  readonly organizationId: Id
  readonly version: string
  readonly refs: readonly CommitRef[]
  /** How often that was tried. */
  readonly attempts: number
}

export interface Deploy {
  readonly id: Id
  readonly environment: string
  readonly name: string
  readonly url: string
  readonly startedAt: Date | null
  readonly finishedAt: Date
  readonly createdAt: Date
}

/** What people set of a release. */
export type ReleaseFields = Pick<Release, 'status' | 'ref' | 'url' | 'startedAt' | 'releasedAt' | 'data'>

export interface ReleaseFilter {
  /** Of any of them; null: of every project of the organization, and of none. */
  readonly projectIds: readonly Id[] | null
  /** A part of the version, without regard to case. */
  readonly query?: string
  readonly status?: ReleaseStatus
}

/**
 * Releases are made by whoever ships, or by the first event that names one of which there can be a release. Deleting a project deletes those that are of no
 * other project; deleting an organization deletes all. Thinning and the age of events leave them alone.
 */
export interface ReleaseStorage {
  /**
   * Makes the release or changes the one of this version: of concurrent calls comes one release. Fields that are given are
   * set, the projects are added to those that it has; what the organization does not have of them is left out.
   */
  save(release: NewRelease): Promise<{ readonly release: Release; readonly isNew: boolean }>
  get(organizationId: Id, version: string): Promise<Release | null>
  /** The newest made first. */
  list(organizationId: Id, page: PageRequest, filter?: ReleaseFilter): Promise<Page<Release>>
  update(organizationId: Id, version: string, change: Partial<ReleaseFields>): Promise<Release | null>
  /** With its commits and deploys. An event of it makes it again, at the latest one that comes a minute after. */
  delete(organizationId: Id, version: string): Promise<boolean>
  /** The newest release made before this one that has commits and a project of it. */
  previousWithCommits(organizationId: Id, version: string): Promise<Release | null>
  /**
   * Replaces the commits, the newest first; at most `RELEASE_BOUNDS.commits` are kept. What is still to be asked for are `refs`
   * from now on, at most `RELEASE_BOUNDS.refs`, and nothing of what was before.
   */
  setCommits(
    organizationId: Id,
    version: string,
    commits: readonly Commit[],
    refs?: readonly CommitRef[],
  ): Promise<Release | null>
  /** Releases whose commits are to be asked for by now; nobody else gets them before `leaseMs` are over. */
  owedCommits(now: Date, limit: number, leaseMs: number): Promise<readonly OwedCommits[]>
  /**
   * Replaces the commits by what was found out of those that were owed; `refs` are asked for again at `nextAt`. Null, and nothing
   * is changed, where the release has been told of other commits or refs since.
   */
  fillCommits(
    owed: OwedCommits,
    found: { readonly commits: readonly Commit[]; readonly refs: readonly CommitRef[]; readonly nextAt: Date },
  ): Promise<Release | null>
  commits(organizationId: Id, version: string): Promise<readonly Commit[]>
  /** Null where there is no such release. */
  addDeploy(organizationId: Id, version: string, deploy: Omit<Deploy, 'id'>): Promise<Deploy | null>
  /** Finished last first. */
  deploys(organizationId: Id, version: string, page: PageRequest): Promise<Page<Deploy>>
}

export interface NewRelease extends Partial<ReleaseFields> {
  readonly organizationId: Id
  readonly version: string
  readonly projectIds: readonly Id[]
  /** Of one that is made; one that is there keeps its own. */
  readonly createdAt: Date
}

/** Where code is kept, as somebody told. */
export interface Repository {
  readonly id: Id
  readonly organizationId: Id
  readonly name: string
  readonly url: string
  /** Who keeps it, as it was told. */
  readonly provider: Readonly<Record<string, unknown>> | null
  readonly createdAt: Date
}

export interface RepositoryStorage {
  /** By age. */
  list(organizationId: Id, page: PageRequest): Promise<Page<Repository>>
  /** Rejects with `conflict` where the organization has one of that name. */
  create(repository: Omit<Repository, 'id'>): Promise<Repository>
}

/** Lengths in UTF-16 units, counts in entries. */
export const RELEASE_BOUNDS = {
  version: EVENT_BOUNDS.release,
  ref: 250,
  url: 2000,
  /** Of `data` as JSON. */
  data: 100_000,
  commits: 1000,
  /** Repositories that are asked for commits. */
  refs: 20,
  commit: 128,
  message: 5000,
  author: 255,
  files: 200,
  path: 1024,
  environment: 64,
  deployName: 255,
  repository: 200,
  /** As JSON. */
  provider: 2000,
} as const

/** Whether there can be a release of the version: one of dots alone has no path of its own. */
export function isVersion(version: string): boolean {
  return version !== '' && version !== '.' && version !== '..'
}

/** The version as every storage keeps it. Throws `invalid_input` where there can be no release of it. */
export function mustBeVersion(version: string): string {
  const bounded = storable(version, RELEASE_BOUNDS.version)
  if (!isVersion(bounded))
    throw new AppError('invalid_input', `Wanted the version of a release, found ${JSON.stringify(bounded)}`)
  return bounded
}

/** The fields that are given, as every storage keeps them. */
export function boundRelease<T extends Partial<ReleaseFields>>(release: T): T {
  const { ref, url, data } = release
  const cut = (value: string | null, length: number) => (value === null ? null : storable(value, length))
  return {
    ...release,
    ...(ref === undefined ? {} : { ref: cut(ref, RELEASE_BOUNDS.ref) }),
    ...(url === undefined ? {} : { url: cut(url, RELEASE_BOUNDS.url) }),
    ...(data === undefined ? {} : { data: boundedJson(data, RELEASE_BOUNDS.data) }),
  }
}

export function boundCommits(commits: readonly Commit[]): readonly Commit[] {
  return commits
    .slice(0, RELEASE_BOUNDS.commits)
    .map(({ id, repository, message, authorName, authorEmail, ...rest }) => ({
      ...rest,
      id: storable(id, RELEASE_BOUNDS.commit),
      repository: repository === null ? null : storable(repository, RELEASE_BOUNDS.repository),
      message: storable(message, RELEASE_BOUNDS.message),
      authorName: storable(authorName, RELEASE_BOUNDS.author),
      authorEmail: storable(authorEmail, RELEASE_BOUNDS.author),
      files: rest.files
        .slice(0, RELEASE_BOUNDS.files)
        .map(({ path, change }) => ({ path: storable(path, RELEASE_BOUNDS.path), change })),
    }))
}

export function boundRefs(refs: readonly CommitRef[]): readonly CommitRef[] {
  return refs.slice(0, RELEASE_BOUNDS.refs).map(({ repository, commit, previousCommit }) => ({
    repository: storable(repository, RELEASE_BOUNDS.repository),
    commit: storable(commit, RELEASE_BOUNDS.commit),
    previousCommit: previousCommit === null ? null : storable(previousCommit, RELEASE_BOUNDS.commit),
  }))
}

export function boundRepository<T extends Omit<Repository, 'id'>>(repository: T): T {
  const { name, url, provider } = repository
  return {
    ...repository,
    name: storable(name, RELEASE_BOUNDS.repository),
    url: storable(url, RELEASE_BOUNDS.url),
    provider: provider === null ? null : boundedJson(provider, RELEASE_BOUNDS.provider),
  }
}

export function boundDeploy<T extends Omit<Deploy, 'id'>>(deploy: T): T {
  return {
    ...deploy,
    environment: storable(deploy.environment, RELEASE_BOUNDS.environment),
    name: storable(deploy.name, RELEASE_BOUNDS.deployName),
    url: storable(deploy.url, RELEASE_BOUNDS.url),
  }
}
