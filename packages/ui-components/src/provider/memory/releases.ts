import type { CommitJson, DeployJson, MishapClient, ReleaseJson, SessionsJson } from '@mishap/core/client'
import { pageOf } from './page.js'
import { found, type MemoryFixtures, type MemoryStore } from './store.js'

/** A release with what belongs to it. */
export interface ReleaseFixture {
  readonly release: ReleaseJson
  /** The newest first. */
  readonly commits?: readonly CommitJson[]
  /** Finished last first. */
  readonly deploys?: readonly DeployJson[]
  /** Of all the time; nobody tells of sessions where it is not given. */
  readonly health?: {
    readonly sessions: number
    readonly crashed: number
    readonly users: number
    readonly crashedUsers: number
  }
}

type Releases = Pick<MishapClient, 'listReleases' | 'getRelease' | 'listCommits' | 'listDeploys' | 'getSessions'>

/** Releases of every organization that has a project of theirs. */
export function releases(store: MemoryStore, { releases: all = [] }: MemoryFixtures): Releases {
  const { signedIn } = store
  const ofOrg = (org: string) => {
    const own = new Set(store.projectsOf(org).map(({ id }) => id))
    return all.filter(({ release }) => release.projects.some(({ id }) => own.has(id)))
  }
  const one = (org: string, version: string) => found(ofOrg(org).find(({ release }) => release.version === version))
  return {
    listReleases: (org, query = {}) =>
      signedIn(() => {
        const { query: part = '', project = [], status } = query
        const matching = ofOrg(org)
          .map(({ release }) => release)
          .filter(
            (release) =>
              release.version.toLowerCase().includes(part.toLowerCase()) &&
              (project.length === 0 || release.projects.some(({ id }) => project.includes(id))) &&
              (status === undefined || release.status === status),
          )
        return pageOf(matching, query)
      }),
    getRelease: (org, version) => signedIn(() => one(org, version).release),
    listCommits: (org, version) => signedIn(() => one(org, version).commits ?? []),
    listDeploys: (org, version, page) => signedIn(() => pageOf(one(org, version).deploys ?? [], page)),
    getSessions: (org, { query = '', project = [] }) =>
      signedIn(() => {
        const wanted = /^release:"?([^"]+)"?$/.exec(query)?.[1]
        const told = ofOrg(org).filter(
          ({ release, health }) =>
            health !== undefined &&
            (wanted === undefined || release.version === wanted) &&
            (project.length === 0 || release.projects.some(({ id }) => project.includes(id))),
        )
        return { ...NO_SESSIONS, query, groups: told.map(groupOf) }
      }),
  }
}

const NO_SESSIONS = { start: '', end: '', intervals: [] }

function groupOf({ release, health }: ReleaseFixture): SessionsJson['groups'][number] {
  const { sessions = 0, crashed = 0, users = 0, crashedUsers = 0 } = health ?? {}
  return {
    by: { release: release.version },
    totals: {
      'sum(session)': sessions,
      'count_unique(user)': users,
      'crash_free_rate(session)': sessions === 0 ? null : 1 - crashed / sessions,
      'crash_free_rate(user)': users === 0 ? null : 1 - crashedUsers / users,
    },
    series: {},
  }
}
