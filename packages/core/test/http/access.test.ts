import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { memoryMailer } from '../../src/adapters/memory-mailer.js'
import { routes } from '../../src/http/routes/index.js'
import type { Route } from '../../src/http/types.js'
import { isAtLeast } from '../../src/orgs/roles.js'
import { ANY_BODY, aPlace, CALLERS, type Caller, credentialsOf, type Place, SECRET } from './access-world.js'
import { aWorld, type World } from './world.js'

type Outcome = 'passes' | 'unauthenticated' | 'forbidden' | 'not found'

/** Who may do what depends on whom it is done to: here to another member, and to a comment of the owner's. */
const DEPENDS: Readonly<Record<string, (caller: Caller) => boolean>> = {
  removeMember: ({ role }) => role === 'manager' || role === 'owner',
  joinTeam: ({ role }) => role === 'manager' || role === 'owner',
  leaveTeam: ({ role }) => role === 'manager' || role === 'owner',
  updateComment: ({ role }) => role === 'owner',
  deleteComment: ({ role }) => role !== 'member',
  updateSavedView: ({ role }) => role !== 'member',
  deleteSavedView: ({ role }) => role !== 'member',
  // Who is in no team of the project.
  createAlert: ({ role }) => role !== 'member',
  updateAlert: ({ role }) => role !== 'member',
  testAlert: ({ role }) => role !== 'member',
}

/** Opened by the secret in the path alone, which the test does not have: everybody is refused. */
const SECRET_PATHS = new Set(['acceptInvitation'])

const nameOf = ({ method, path }: Route) => `${method} ${path}`
const isOfPlace = ({ path }: Route) => /:(?:org|issue)\b/.test(path)

/** What the rule of the route promises the caller. */
function promised(route: Route, caller: Caller): Outcome {
  const { auth, operation } = route
  if (auth.kind === 'public') return 'passes'
  if (caller.kind === 'anonymous') return 'unauthenticated'
  if (auth.kind === 'account') return 'passes'
  if (auth.kind === 'session') return caller.kind === 'browser' ? 'passes' : 'forbidden'
  if (auth.kind === 'superuser') return caller.kind === 'browser' && caller.isSuperuser ? 'passes' : 'forbidden'
  const hasScope = caller.kind === 'browser' || auth.scopes.some((scope) => caller.scopes.includes(scope))
  if (!hasScope) return 'forbidden'
  if (!isOfPlace(route)) return 'passes'
  if (caller.role === null) return 'not found'
  if (!isAtLeast(caller.role, auth.role)) return 'forbidden'
  return DEPENDS[operation ?? '']?.(caller) === false ? 'forbidden' : 'passes'
}

async function send(
  world: World,
  route: Route,
  place: Place,
  caller: Caller,
  given?: Readonly<Record<string, string>>,
): Promise<{ outcome: Outcome; text: string }> {
  const credentials = given ?? (await credentialsOf(world, place, caller))
  const hasBody = route.method !== 'GET' && route.method !== 'HEAD'
  const url = new URL(
    `${place.pathOf(route)}${route.method === 'GET' ? '' : `?id=${place.issue}`}`,
    'https://mishap.example',
  )
  const response = await world.app.fetch(
    new Request(url, {
      method: route.method,
      headers: { ...credentials, ...(hasBody ? { 'content-type': 'application/json' } : {}) },
      ...(hasBody ? { body: JSON.stringify(ANY_BODY) } : {}),
    }),
  )
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true
  const text = isStream ? '' : await response.text()
  if (isStream) await response.body?.cancel()
  if (response.status >= 500) throw new Error(`${nameOf(route)} as ${caller.name}: ${response.status} ${text}`)
  return { outcome: outcomeOf(response.status, text), text }
}

// A thing inside of the organization may be missing, of which the test makes no example; that is no refusal.
function outcomeOf(status: number, text: string): Outcome {
  if (status === 401) return 'unauthenticated'
  // The auth API says so that there is nothing to do, as to confirm what is confirmed.
  if (status === 403 && text !== '{"status":403}') return 'forbidden'
  return status === 404 && /no such (?:organization|issue)\b/.test(text) ? 'not found' : 'passes'
}

/** Everything of the organization that a refused call might have changed. */
async function stateOf(world: World, { organization, project, issue, params }: Place): Promise<unknown> {
  const { storage } = world.app.context
  const all = { limit: 100, cursor: null }
  return {
    organization: await storage.organizations.get(organization.id),
    members: (await storage.members.list(organization.id, all)).items.map(({ id, role, teams }) => ({
      id,
      role,
      teams,
    })),
    teams: await storage.teams.list(organization.id, all),
    projects: await storage.projects.list(organization.id, all),
    keys: await storage.projects.listKeys(organization.id, project.id, all),
    settings: await storage.projects.ingestSettings(organization.id, project.id),
    environments: await storage.projects.environments(organization.id, null),
    issue: await storage.issues.get(issue),
    comment: await storage.issues.getComment(organization.id, issue, params.comment ?? ''),
    hashes: await storage.issues.hashes(organization.id, issue),
  }
}

describe('each route, for each kind of caller', () => {
  const guarded = routes.filter(({ auth, operation }) => auth.kind !== 'public' && !SECRET_PATHS.has(operation ?? ''))
  let world: World
  beforeEach(async () => {
    world = await aWorld({ openOrganizationCreation: true, mailer: memoryMailer() })
  })
  afterEach(() => world.stop())

  it.each(guarded.map((route) => [nameOf(route), route] as const))('%s', async (_, route) => {
    const place = await aPlace(world)
    const refused = CALLERS.filter((caller) => promised(route, caller) !== 'passes')
    const known = await Promise.all(
      refused.map(async (caller) => ({ caller, credentials: await credentialsOf(world, place, caller) })),
    )
    const before = await stateOf(world, place)
    const found: Record<string, Outcome> = {}
    for (const { caller, credentials } of known) {
      const { outcome, text } = await send(world, route, place, caller, credentials)
      found[caller.name] = outcome
      expect(text).not.toContain(SECRET)
      expect(await stateOf(world, place)).toEqual(before)
    }
    for (const caller of CALLERS.filter((one) => !refused.includes(one))) {
      const { outcome, text } = await send(world, route, route.method === 'GET' ? place : await aPlace(world), caller)
      found[caller.name] = outcome
      // Who is not in the organization sees nothing of it, whatever the route lists.
      if (caller.role === null && !caller.isSuperuser) expect(text).not.toContain(SECRET)
    }
    expect(found).toEqual(Object.fromEntries(CALLERS.map((caller) => [caller.name, promised(route, caller)])))
  })
})
