import { isDeepStrictEqual } from 'node:util'
import { AppError } from '../../errors.js'
import type { NewEvent } from '../../ports/ingest.js'
import type { Id } from '../../ports/model.js'
import {
  boundCommits,
  boundDeploy,
  boundRefs,
  boundRelease,
  boundRepository,
  type Commit,
  type Deploy,
  isVersion,
  mustBeVersion,
  type Release,
  type ReleaseProject,
  type ReleaseStorage,
  type Repository,
  type RepositoryStorage,
} from '../../ports/releases.js'
import { type Order, pageOf } from './paging.js'
import { projectRow } from './project-rows.js'
import { existing, given, nextId, type ReleaseRow, type State } from './state.js'

export function memoryReleases(state: State): ReleaseStorage {
  const rowOf = (organizationId: Id, version: string) => state.releases.get(keyOf(organizationId, version)) ?? null
  const change = (row: ReleaseRow, fields: Partial<ReleaseRow['release']>) => {
    row.release = { ...row.release, ...given(fields) }
    return toRelease(state, row)
  }
  return {
    async save({ organizationId, version: asGiven, projectIds, createdAt, ...fields }) {
      existing(state.organizations.get(organizationId), 'an organization', organizationId)
      const version = mustBeVersion(asGiven)
      const before = rowOf(organizationId, version)
      const row = before ?? addRelease(state, { organizationId, version, createdAt })
      for (const id of projectIds)
        if (projectRow(state, organizationId, id) !== null && !row.projects.has(id)) row.projects.set(id, NOT_SEEN)
      return { release: change(row, boundRelease(fields)), isNew: before === null }
    },
    async get(organizationId, version) {
      const row = rowOf(organizationId, version)
      return row === null ? null : toRelease(state, row)
    },
    async list(organizationId, page, { projectIds = null, query = '', status } = { projectIds: null }) {
      const found = [...state.releases.values()].filter(
        ({ release, projects }) =>
          release.organizationId === organizationId &&
          (projectIds === null || projectIds.some((id) => projects.has(id))) &&
          release.version.toLowerCase().includes(query.toLowerCase()) &&
          (status === undefined || release.status === status),
      )
      return pageOf(
        found.map((row) => toRelease(state, row)),
        page,
        newestMade,
      )
    },
    async update(organizationId, version, fields) {
      const row = rowOf(organizationId, version)
      return row === null ? null : change(row, boundRelease(fields))
    },
    async delete(organizationId, version) {
      const row = rowOf(organizationId, version)
      if (row === null) return false
      for (const id of row.projects.keys()) state.projects.get(id)?.releases.delete(version)
      return state.releases.delete(keyOf(organizationId, version))
    },
    async previousWithCommits(organizationId, version) {
      const row = rowOf(organizationId, version)
      if (row === null) return null
      const before = [...state.releases.values()].filter(
        ({ release, commits, projects }) =>
          release.organizationId === organizationId &&
          isMadeBefore(release, row.release) &&
          commits.length > 0 &&
          [...row.projects.keys()].some((id) => projects.has(id)),
      )
      before.sort((a, b) => (isMadeBefore(a.release, b.release) ? 1 : -1))
      return before[0] === undefined ? null : toRelease(state, before[0])
    },
    async setCommits(organizationId, version, commits, refs = []) {
      const row = rowOf(organizationId, version)
      if (row === null) return null
      row.commits = boundCommits(commits)
      row.owed = refs.length === 0 ? null : { refs: boundRefs(refs), dueAt: new Date(0), attempts: 0 }
      return toRelease(state, row)
    },
    async owedCommits(now, limit, leaseMs) {
      const due = [...state.releases.values()]
        .flatMap(({ release, owed }) => (owed === null || owed.dueAt > now ? [] : [{ release, owed }]))
        .sort((a, b) => a.owed.dueAt.getTime() - b.owed.dueAt.getTime())
        .slice(0, limit)
      return due.map(({ release: { organizationId, version }, owed }) => {
        owed.dueAt = new Date(now.getTime() + leaseMs)
        return { organizationId, version, refs: owed.refs, attempts: owed.attempts }
      })
    },
    async fillCommits({ organizationId, version, refs: before, attempts }, { commits, refs, nextAt }) {
      const row = rowOf(organizationId, version)
      if (row === null || row.owed === null || !isDeepStrictEqual(row.owed.refs, before)) return null
      row.commits = boundCommits(commits)
      row.owed = refs.length === 0 ? null : { refs: boundRefs(refs), dueAt: nextAt, attempts: attempts + 1 }
      return toRelease(state, row)
    },
    async commits(organizationId, version) {
      return rowOf(organizationId, version)?.commits ?? []
    },
    async addDeploy(organizationId, version, deploy) {
      const row = rowOf(organizationId, version)
      if (row === null) return null
      const added = { ...boundDeploy(deploy), id: nextId(state) }
      row.deploys = [...row.deploys, added]
      return added
    },
    async deploys(organizationId, version, page) {
      return pageOf(rowOf(organizationId, version)?.deploys ?? [], page, lastFinished)
    },
  }
}

export function memoryRepositories(state: State): RepositoryStorage {
  return {
    async list(organizationId, page) {
      return pageOf(repositoriesOf(state, organizationId), page, { parts: ['number'], keyOf: ({ id }) => [Number(id)] })
    },
    async create(given) {
      const { organizationId, name, ...rest } = boundRepository(given)
      existing(state.organizations.get(organizationId), 'an organization', organizationId)
      if (repositoriesOf(state, organizationId).some((one) => one.name === name))
        throw new AppError('conflict', `The organization has a repository of the name ${name} already`)
      const repository: Repository = { ...rest, id: nextId(state), organizationId, name }
      state.repositories.set(repository.id, repository)
      return repository
    },
  }
}

/** Notes that the project has sent an event of the release, and whether that made an issue. */
export function noteRelease(
  state: State,
  { organizationId, projectId, release: version, receivedAt }: NewEvent,
  isNewIssue: boolean,
): void {
  if (version === null || !isVersion(version)) return
  const row =
    state.releases.get(keyOf(organizationId, version)) ??
    addRelease(state, { organizationId, version, createdAt: receivedAt })
  const before = row.projects.get(projectId) ?? NOT_SEEN
  const { firstEventAt, lastEventAt } = before
  row.projects.set(projectId, {
    newIssues: before.newIssues + (isNewIssue ? 1 : 0),
    firstEventAt: firstEventAt ?? receivedAt,
    lastEventAt: lastEventAt === null || receivedAt > lastEventAt ? receivedAt : lastEventAt,
  })
}

/** Those that are of no other project go with it. */
export function deleteReleasesOfProject(state: State, projectId: Id): void {
  for (const [key, row] of state.releases)
    if (row.projects.delete(projectId) && row.projects.size === 0) state.releases.delete(key)
}

/** Those that are of no other project go along; of others the organization that it comes to gets one of that name. */
export function moveReleases(
  state: State,
  { id, from, to }: { readonly id: Id; readonly from: Id; readonly to: Id },
): void {
  for (const [key, row] of state.releases) {
    const { release, projects, commits, deploys } = row
    const own = projects.get(id)
    if (release.organizationId !== from || own === undefined) continue
    projects.delete(id)
    const isGoing = projects.size === 0 && !state.releases.has(keyOf(to, release.version))
    const target = state.releases.get(keyOf(to, release.version)) ?? {
      release: { ...release, id: nextId(state), organizationId: to },
      projects: new Map(),
      commits: isGoing ? commits : [],
      deploys: isGoing ? deploys : [],
      // Integrations do not go along.
      owed: null,
    }
    target.projects.set(id, own)
    state.releases.set(keyOf(to, release.version), target)
    if (isGoing) state.releases.delete(key)
  }
}

export function deleteReleasesOfOrganization(state: State, organizationId: Id): void {
  for (const [key, { release }] of state.releases)
    if (release.organizationId === organizationId) state.releases.delete(key)
  for (const one of repositoriesOf(state, organizationId)) state.repositories.delete(one.id)
}

const NOT_SEEN = { newIssues: 0, firstEventAt: null, lastEventAt: null }

const newestMade: Order<Release> = {
  parts: ['number', 'number'],
  keyOf: ({ createdAt, id }) => [createdAt.getTime(), Number(id)],
  descending: true,
}

const lastFinished: Order<Deploy> = {
  parts: ['number', 'number'],
  keyOf: ({ finishedAt, id }) => [finishedAt.getTime(), Number(id)],
  descending: true,
}

function keyOf(organizationId: Id, version: string): string {
  return `${organizationId} ${version}`
}

function isMadeBefore(a: ReleaseRow['release'], b: ReleaseRow['release']): boolean {
  const difference = a.createdAt.getTime() - b.createdAt.getTime()
  return difference === 0 ? Number(a.id) < Number(b.id) : difference < 0
}

function addRelease(
  state: State,
  { organizationId, version, createdAt }: Pick<Release, 'organizationId' | 'version' | 'createdAt'>,
): ReleaseRow {
  const made = { id: nextId(state), organizationId, version, createdAt, status: 'open', data: {} } as const
  const row: ReleaseRow = {
    release: { ...made, ref: null, url: null, startedAt: null, releasedAt: null },
    projects: new Map(),
    commits: [],
    deploys: [],
    owed: null,
  }
  state.releases.set(keyOf(organizationId, version), row)
  return row
}

function repositoriesOf(state: State, organizationId: Id): readonly Repository[] {
  return [...state.repositories.values()].filter((one) => one.organizationId === organizationId)
}

function withoutFiles({ files: _, ...commit }: Commit): Omit<Commit, 'files'> {
  return commit
}

function toRelease(state: State, { release, projects, commits, deploys }: ReleaseRow): Release {
  const lastCommit = commits[0] === undefined ? null : withoutFiles(commits[0])
  const repository = repositoriesOf(state, release.organizationId).find(({ name }) => name === lastCommit?.repository)
  const deployOrder = [...deploys].sort(
    (a, b) => b.finishedAt.getTime() - a.finishedAt.getTime() || Number(b.id) - Number(a.id),
  )
  return {
    ...release,
    commitCount: commits.length,
    deployCount: deploys.length,
    lastCommit,
    lastDeploy: deployOrder[0] ?? null,
    repository: repository === undefined ? null : { id: repository.id, name: repository.name },
    projects: [...projects]
      .flatMap(([id, figures]): readonly ReleaseProject[] => {
        const project = state.projects.get(id)?.project
        return project === undefined
          ? []
          : [{ id, slug: project.slug, name: project.name, platform: project.platform, ...figures }]
      })
      .sort((a, b) => (a.slug < b.slug ? -1 : 1)),
  }
}
