import {
  type AdminClient,
  ApiError,
  type InstanceOrganizationJson,
  type InstanceSettingsValues,
  type InstanceUserJson,
  type UserJson,
} from '@mishap/core/client'
import { aDayOfIngest, aHealthyInstance, aStorage, DEFAULT_SETTINGS } from './admin-world.js'
import { pageOf } from './page.js'
import { found, type MemoryFixtures, type MemoryStore } from './store.js'

const HOUR_MS = 3_600_000

/** What superusers do: with the account of whoever is signed in and those of the fixtures. */
export function admin(store: MemoryStore, fixtures: MemoryFixtures): AdminClient {
  const { instance = {} } = fixtures
  const { signedIn } = store
  const pinned = [...(instance.pinned ?? [])]
  let users = instance.users ?? []
  let self: UserJson | null = null
  let set: Partial<InstanceSettingsValues> = instance.settings ?? {}

  const superuser = <T>(answer: () => T) =>
    signedIn(() => {
      if (store.user?.isSuperuser !== true) throw new ApiError(403, 'Permission denied: this is for superusers.')
      return answer()
    })
  const everybody = () => (store.user === null ? users : [store.user, ...users])
  const user = (id: string) => found(everybody().find((one) => one.id === id))
  const other = (id: string) => {
    if (id === store.user?.id)
      throw new ApiError(400, 'Nobody takes the rights of a superuser, or the account, from themselves.')
    return user(id)
  }
  const matches = (query: string | undefined, ...texts: readonly string[]) =>
    texts.some((text) => text.toLowerCase().includes((query ?? '').toLowerCase()))
  const organization = (slug: string): InstanceOrganizationJson => {
    const { rateLimit } = store.organizationDetail(slug)
    const one = found(store.organizations.find((organization) => organization.slug === slug))
    const projects = store.projectsOf(slug)
    const events = projects.flatMap(({ id }) =>
      store.issues.filter((issue) => issue.project.id === id).flatMap((issue) => store.eventsOf(issue.id)),
    )
    return {
      ...one,
      rateLimit,
      projectCount: projects.length,
      memberCount: Math.max(1, store.members.length),
      eventCount: events.length,
      bytes: JSON.stringify(events).length,
    }
  }
  const settings = () => ({
    values: { ...DEFAULT_SETTINGS, ...set },
    defaults: DEFAULT_SETTINGS,
    pinned,
  })
  const health = () => ({ ...aHealthyInstance(store.now()), ...instance.health })
  const ingest = () => ({ ...aDayOfIngest(store.now()), ...instance.ingest })
  const storage = () => ({ ...aStorage(store.now()), ...instance.storage })
  return {
    listUsers: (query) =>
      superuser(() =>
        pageOf(
          everybody().filter(({ email, name }) => matches(query?.query, email, name)),
          query,
        ),
      ),
    getUser: (id) =>
      superuser((): InstanceUserJson => {
        const one = user(id)
        return {
          ...one,
          secondFactors: [...(instance.secondFactors?.[id] ?? [])],
          sessionCount: one.isActive ? 2 : 0,
          organizations: store.organizations.slice(0, 3).map(({ slug, name }) => ({ slug, name, role: 'member' })),
        }
      }),
    updateUser: (id, change) =>
      superuser(() => {
        const before = change.isActive === false || change.isSuperuser === false ? other(id) : user(id)
        const after = { ...before, ...change }
        users = users.map((one) => (one.id === id ? after : one))
        if (store.user?.id === id) store.user = after
        return after
      }),
    deleteUser: (id) =>
      superuser(() => {
        const gone = other(id)
        users = users.filter((one) => one !== gone)
      }),
    createPasswordLink: (id, input) =>
      superuser(() => {
        user(id)
        const isSent = input?.send !== false && fixtures.passwordResetKey !== undefined
        const link = 'https://errors.example.com/reset-password/set-new-password/mhp_4f1d3a0c9b7e4c52a1f08d6e2b3c'
        return { isSent, link: isSent ? null : link }
      }),
    removeSecondFactors: (id) => superuser(() => void user(id)),
    endUserSessions: (id) => superuser(() => void user(id)),
    impersonate: (id) =>
      superuser(() => {
        const target = other(id)
        if (target.isSuperuser || !target.isActive) throw new ApiError(403, 'Nobody acts as this user.')
        const until = new Date(store.now().getTime() + HOUR_MS).toISOString()
        self = store.user
        store.user = { ...target, impersonatedBy: { email: self?.email ?? '', until } }
        return { user: { id: target.id, email: target.email }, until }
      }),
    stopImpersonation: () =>
      signedIn(() => {
        store.user = self ?? store.user
        self = null
      }),
    listAllOrganizations: (query) =>
      superuser(() =>
        pageOf(
          store.organizations
            .filter(({ slug, name }) => matches(query?.query, slug, name))
            .map(({ slug }) => organization(slug)),
          query,
        ),
      ),
    throttleOrganization: (slug, change) =>
      superuser(() => {
        store.changeOrganization(slug, change)
        return organization(slug)
      }),
    deleteAnyOrganization: (slug) =>
      superuser(() => {
        store.organizations = store.organizations.filter((one) => one.slug !== slug)
      }),
    listInstanceAuditLog: (query = {}) =>
      superuser(() =>
        pageOf(
          store.auditLog.filter(
            ({ action, actor }) =>
              action.startsWith(query.action ?? '') && (query.user === undefined || actor.id === query.user),
          ),
          query,
        ),
      ),
    getInstanceSettings: () => superuser(settings),
    updateInstanceSettings: (change) =>
      superuser(() => {
        const entries = Object.entries({ ...set, ...change }).filter(([, value]) => value !== null)
        set = Object.fromEntries(entries) as Partial<InstanceSettingsValues>
        return settings()
      }),
    getInstanceHealth: () => superuser(health),
    getInstanceIngest: () => superuser(ingest),
    getInstanceStorage: () => superuser(storage),
    getDiagnostics: () =>
      superuser(() => {
        const { organizations: _, ...held } = storage()
        const madeAt = store.now().toISOString()
        return {
          ...{ madeAt, health: health(), ingest: ingest(), storage: held, settings: settings() },
          ...{ limits: {}, features: {} },
        }
      }),
  }
}
