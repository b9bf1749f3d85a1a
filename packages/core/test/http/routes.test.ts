import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { SCOPES } from '../../src/auth/scopes.js'
import { createClient } from '../../src/client/index.js'
import { createRouter } from '../../src/http/router.js'
import { routes } from '../../src/http/routes/index.js'
import { anError, aWorld, report, type World } from './world.js'

const name = (route: { method: string; path: string }) => `${route.method} ${route.path}`

/** Routes that are nobody's operation, each with its reason. */
const NOT_OPERATIONS: Readonly<Record<string, string>> = {
  'GET /api/0/': 'sentry-cli asks who it is',
  'GET /api/0/internal/health/': 'probes',
  'GET /_health/': 'probes',
  'GET /api/0/observability/django/': 'metrics, for what was set up for GlitchTip',
  'GET /api/openapi.json': 'describes the API to programs',
  'GET /api/docs/': 'describes the API to people',
  'GET /_allauth/browser/v1/config': "GlitchTip's front end",
  'GET /_allauth/browser/v1/auth/login': 'clients that come for the CSRF cookie',
  'HEAD /_allauth/browser/v1/auth/login': 'clients that come for the CSRF cookie',
  'GET /_allauth/browser/v1/auth/email/verify': "GlitchTip's front end",
  'GET /_allauth/browser/v1/account/email':
    'clients of the auth API; the typed client has the same of the management API',
  'POST /_allauth/browser/v1/account/email':
    'clients of the auth API; the typed client has the same of the management API',
  'PUT /_allauth/browser/v1/account/email':
    'clients of the auth API; the typed client has the same of the management API',
  'PATCH /_allauth/browser/v1/account/email':
    'clients of the auth API; the typed client has the same of the management API',
  'DELETE /_allauth/browser/v1/account/email':
    'clients of the auth API; the typed client has the same of the management API',
  'POST /_allauth/browser/v1/auth/email/verify/resend': 'clients of the auth API',
  'POST /_allauth/browser/v1/auth/code/confirm': 'no code is ever waited for',
  'POST /_allauth/browser/v1/auth/phone/verify': 'no code is ever waited for',
  'POST /_allauth/browser/v1/auth/phone/verify/resend': 'no code is ever waited for',
  'GET /_allauth/browser/v1/account/phone': 'nobody has a phone number',
  'POST /_allauth/browser/v1/account/phone': 'nobody has a phone number',
  'POST /_allauth/browser/v1/auth/provider/redirect': "forms of GlitchTip's front end; beginSignIn does the same",
  'POST /_allauth/browser/v1/auth/provider/token': 'programs that have a token of a provider already',
  'GET /accounts/oidc/:provider/login/callback/': 'providers send people back',
  'GET /accounts/:provider/login/callback/': 'providers send people back',
  'GET /api/0/generate-recovery-codes/': "GlitchTip's front end; the typed client has the same of the auth API",
  'POST /api/0/generate-recovery-codes/': "GlitchTip's front end; the typed client has the same of the auth API",
  'GET /api/0/organizations/:org/heartbeat_check/:endpoint/': 'what a heartbeat watches reports there',
  'POST /api/0/organizations/:org/heartbeat_check/:endpoint/': 'what a heartbeat watches reports there',
  'POST /api/0/integrations/:integration/hook/': 'code hosts and trackers tell of what happens there',
  ...Object.fromEntries(
    routes.filter(({ isPublicPage }) => isPublicPage).map((route) => [name(route), 'readers of status pages']),
  ),
  'GET /api/0/users/': 'lists only the caller, whom getMe shows',
}

/** What the auth API tells somebody who is not signed in: what they can do about it. */
const NOBODY = { status: 401, data: { flows: [{ id: 'login' }, { id: 'signup' }] }, meta: { is_authenticated: false } }

/** Operations that anybody may call. */
const PUBLIC_OPERATIONS = new Set([
  ...['getSettings', 'getSession', 'login', 'logout', 'signup', 'setup'],
  // The secret in the path opens it.
  'getInvitation',
  'confirmEmail',
  // The cookie of a sign-in that waits opens it.
  ...['authenticateByCode', 'beginPasskeyFactor', 'authenticateByPasskey'],
  // What a passkey signs opens it.
  ...['beginPasskeyLogin', 'loginByPasskey'],
  // To providers, and the cookie of who has come back from one.
  ...['beginSignIn', 'getProviderSignup', 'finishProviderSignup'],
  // The link in the mail opens it.
  ...['requestPasswordReset', 'checkPasswordReset', 'resetPassword'],
  // What a set-up program asks before anybody has signed in for it.
  ...['startWizard', 'readWizard', 'endWizard'],
])

describe('the route table', () => {
  let world: World
  beforeAll(async () => {
    world = await aWorld()
  })
  afterAll(() => world.stop())

  it('is sound: no path and method stands twice', () => {
    expect(() => createRouter(routes)).not.toThrow()
  })

  it('names an operation for every management route', () => {
    const nameless = routes.filter((route) => route.operation === null).map(name)
    expect(nameless.sort()).toEqual(Object.keys(NOT_OPERATIONS).sort())
  })

  it('has exactly the operations of the typed client', () => {
    const operations = new Set(routes.map((route) => route.operation).filter((operation) => operation !== null))
    expect([...operations].sort()).toEqual(Object.keys(createClient({ baseUrl: '' })).sort())
  })

  it.each(routes.filter((route) => route.operation !== null).map((route) => [name(route), route] as const))(
    '%s names who may call it',
    (_, { auth, operation, method }) => {
      if (auth.kind === 'public') expect(PUBLIC_OPERATIONS).toContain(operation)
      if (auth.kind !== 'user') return
      expect(auth.scopes.length).toBeGreaterThan(0)
      for (const scope of auth.scopes) expect(SCOPES).toContain(scope)
      // What only reads may be read with a read scope; what changes something may not.
      const isReadEnough = auth.scopes.some((scope) => scope.endsWith(':read'))
      expect(isReadEnough).toBe(method === 'GET')
    },
  )

  it('lets nobody in without a token or session where it is not public, and answers JSON', async () => {
    for (const route of routes.filter(({ auth }) => auth.kind !== 'public')) {
      const path = route.path.replace(/:\w+/g, '1')
      const answer = await world.ask(route.method, path)
      expect([name(route), answer.status, answer.body]).toEqual([
        name(route),
        401,
        route.path.startsWith('/_allauth/') ? NOBODY : { detail: 'Unauthorized', code: 'unauthenticated' },
      ])
    }
  })

  it('shows nothing of an organization to somebody else: 404 for everything', async () => {
    const [ours, theirs] = [await world.tenant(), await world.tenant()]
    const eventId = await report(world.app, ours.key, anError('Secret'))
    const issueId = await world.app.context.storage.events.issueOfEvent(ours.organization.id, eventId)
    for (const route of routes.filter(({ auth, path }) => auth.kind === 'user' && path.includes(':'))) {
      const path = route.path
        .replace(':org', ours.organization.slug)
        .replace(':project', ours.project.slug)
        .replace(':team', ours.team.slug)
        .replace(':key', ours.key.id)
        .replace(':member', 'me')
        .replace(':issue', issueId ?? '')
        .replace(':event', eventId)
      const body = { name: 'x', slug: 'x', status: 'resolved' }
      const answer = await world.ask(route.method, `${path}?id=${issueId}`, {
        token: theirs.token,
        ...(route.method === 'GET' ? {} : { body }),
      })
      expect([name(route), answer.status]).toEqual([name(route), 404])
    }
    const issue = await world.ask('GET', `/api/0/issues/${issueId}/`, { token: ours.token })
    expect(issue).toMatchObject({ status: 200, body: { status: 'unresolved' } })
  })
})
