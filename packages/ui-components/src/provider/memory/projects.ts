import { ApiError, type MishapClient, type ProjectKeyJson } from '@mishap/core/client'
import { aKey, aProject } from './builders.js'
import { changeRules, withRules } from './grouping.js'
import { pageOf } from './page.js'
import { freeSlug } from './slug.js'
import { found, type MemoryStore } from './store.js'

type Projects = Pick<
  MishapClient,
  | 'listProjects'
  | 'listAllProjects'
  | 'createProject'
  | 'getProject'
  | 'updateProject'
  | 'deleteProject'
  | 'addProjectTeam'
  | 'removeProjectTeam'
  | 'listKeys'
  | 'createKey'
  | 'updateKey'
  | 'deleteKey'
  | 'listProjectEnvironments'
  | 'updateProjectEnvironment'
>

/** Projects with their teams, keys and environments. */
export function projects(store: MemoryStore): Projects {
  const { signedIn } = store
  const putKeys = (id: string, keys: readonly ProjectKeyJson[]) => {
    store.keys = new Map([...store.keys, [id, keys]])
  }
  const putTeams = (org: string, slug: string, teams: readonly { id: string; slug: string }[]) => {
    const changed = { ...store.project(org, slug), teams: [...teams] }
    store.projects = store.projects.map((one) => (one.id === changed.id ? changed : one))
    return changed
  }
  const team = (org: string, slug: string) => found(store.teamsOf(org).find((one) => one.slug === slug))
  return {
    listProjects: (org, page) => signedIn(() => pageOf(store.projectsOf(org), page)),
    listAllProjects: (page) => signedIn(() => pageOf(store.projects, page)),
    createProject: (org, teamSlug, { name, platform }) =>
      signedIn(() => {
        const { id, slug } = team(org, teamSlug)
        const made = aProject({
          id: store.newId(),
          name,
          slug: freeSlug(name, store.projectsOf(org)),
          platform: platform ?? null,
          firstEvent: null,
          dateCreated: store.now().toISOString(),
          teams: [{ id, slug }],
          organization: store.organization(org),
        })
        store.projects = [...store.projects, made]
        return made
      }),
    getProject: (org, slug) => signedIn(() => withRules(store, store.project(org, slug))),
    updateProject: (org, slug, change) =>
      signedIn(() => {
        const { fingerprintingRules, groupingEnhancements, ...rest } = change
        const before = store.project(org, slug)
        if (store.projectsOf(org).some((one) => one !== before && one.slug === rest.slug))
          throw new ApiError(409, `A project with the slug ${rest.slug} exists already`)
        const changed = { ...before, ...rest }
        changeRules(store, changed, { fingerprintRules: fingerprintingRules, stackRules: groupingEnhancements })
        store.projects = store.projects.map((one) => (one.id === changed.id ? changed : one))
        return withRules(store, changed)
      }),
    deleteProject: (org, slug) =>
      signedIn(() => {
        const { id } = store.project(org, slug)
        store.projects = store.projects.filter((one) => one.id !== id)
        store.issues = store.issues.filter((one) => one.project.id !== id)
      }),
    addProjectTeam: (org, slug, teamSlug) =>
      signedIn(() => {
        const { teams } = store.project(org, slug)
        const { id } = team(org, teamSlug)
        return teams.some((one) => one.id === id)
          ? store.project(org, slug)
          : putTeams(org, slug, [...teams, { id, slug: teamSlug }])
      }),
    removeProjectTeam: (org, slug, teamSlug) =>
      signedIn(() => {
        const { id } = team(org, teamSlug)
        return putTeams(
          org,
          slug,
          store.project(org, slug).teams.filter((one) => one.id !== id),
        )
      }),
    listKeys: (org, slug, page) => signedIn(() => pageOf(store.keysOf(store.project(org, slug).id), page)),
    createKey: (org, slug, { name, ...input }) =>
      signedIn(() => {
        const { id } = store.project(org, slug)
        const key = store.newId().padStart(32, 'c')
        const made = aKey({
          ...input,
          id: key.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
          public: key,
          name: name ?? '',
          label: name ?? '',
          projectID: Number(id),
          dateCreated: store.now().toISOString(),
          dsn: {
            public: `https://${key}@errors.example.com/${id}`,
            secret: `https://${key}@errors.example.com/${id}`,
            security: `https://errors.example.com/api/${id}/security/?sentry_key=${key}`,
          },
        })
        putKeys(id, [...store.keysOf(id), made])
        return made
      }),
    updateKey: (org, slug, keyId, { name, ...change }) =>
      signedIn(() => {
        const { id } = store.project(org, slug)
        const before = found(store.keysOf(id).find((one) => one.id === keyId))
        const key = { ...before, ...change, ...(name === undefined ? {} : { name: name ?? '' }) }
        putKeys(
          id,
          store.keysOf(id).map((one) => (one === before ? key : one)),
        )
        return key
      }),
    deleteKey: (org, slug, keyId) =>
      signedIn(() => {
        const { id } = store.project(org, slug)
        const gone = found(store.keysOf(id).find((one) => one.id === keyId))
        putKeys(
          id,
          store.keysOf(id).filter((one) => one !== gone),
        )
      }),
    listProjectEnvironments: (org, slug, { visibility = 'visible' } = {}) =>
      signedIn(() => {
        const all = store.environmentsOf(store.project(org, slug).id)
        return pageOf(all.filter(({ isHidden }) => visibility === 'all' || isHidden === (visibility === 'hidden')))
      }),
    updateProjectEnvironment: (org, slug, name, { isHidden }) =>
      signedIn(() => {
        const { id } = store.project(org, slug)
        const all = store.environmentsOf(id)
        const changed = { ...found(all.find((one) => one.name === name)), isHidden }
        store.environments = new Map([...store.environments, [id, all.map((o) => (o.name === name ? changed : o))]])
        return changed
      }),
  }
}
