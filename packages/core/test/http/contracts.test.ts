import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { memoryMailer } from '../../src/adapters/memory-mailer.js'
import { createRouter } from '../../src/http/router.js'
import { routes } from '../../src/http/routes/index.js'
import { aPlace, CALLERS, credentialsOf } from './access-world.js'
import { contractFault, contracts } from './contracts.js'
import { aWorld, type World } from './world.js'

// The contracts are not ours to publish: a developer who has them names their directory in MISHAP_CONTRACTS.
const describeWithContracts = contracts.length === 0 ? describe.skip : describe

const MONITOR = {
  ...{ name: 'Shop', monitorType: 'GET', url: 'https://shop.example/', expectedStatus: 200, expectedBody: '' },
  ...{ timeout: 20, interval: 60, project: null, confirmationThreshold: 1 },
}

/** What a body must hold where the usual one will not do. */
const BODIES: Readonly<Record<string, unknown>> = {
  createMonitor: MONITOR,
  updateMonitor: { ...MONITOR, name: 'Renamed' },
  createOrganization: { name: 'Another' },
  updateOrganization: { name: 'Renamed' },
  createTeam: { slug: 'another' },
  inviteMember: { email: 'new@example.com', orgRole: 'member', sendInvite: true, reinvite: true, teamRoles: [] },
  createProject: { name: 'Another', platform: 'node' },
  updateProject: { name: 'Renamed', platform: null, eventThrottleRate: 3 },
  createKey: { name: 'Another', rateLimit: { window: 60, count: 10 } },
  updateKey: { name: 'Renamed', rateLimit: null },
  createToken: { label: 'CI', scopes: 3 },
  updateMe: { name: 'Ada', options: { timezone: 'UTC' } },
  updateNotifications: { subscribeByDefault: false },
  updateProjectEnvironment: { name: 'prod', isHidden: true },
  createRelease: { version: '2.0', projects: ['web'] },
  createProjectRelease: { version: '2.0' },
  updateRelease: { ref: 'main', dateReleased: '2026-01-31T12:00:00Z' },
  updateProjectRelease: { ref: 'main', dateReleased: null },
  setCommits: [{ id: 'abc', message: 'Mend it', authorName: 'Ada', authorEmail: 'ada@example.com' }],
  createDeploy: { environment: 'prod', url: '', dateFinished: null },
  createAlert: {
    name: 'Many',
    timespanMinutes: 1,
    quantity: 10,
    uptime: true,
    alertRecipients: [{ recipientType: 'email' }],
  },
  addEmail: { email: 'second@example.com' },
}

/** What needs more than one call, and where that is tested, its answers compared as well. */
const ELSEWHERE = new Set([
  ...['getInvitation', 'acceptInvitation', 'readWizard', 'endWizard', 'grantWizard', 'confirmEmail'],
  ...['setPrimaryEmail', 'removeEmail', 'sendConfirmation', 'updateProjectNotification', 'deleteToken'],
  ...['unmergeHashes', 'importOrganization'],
  ...['changePassword', 'requestPasswordReset', 'checkPasswordReset', 'resetPassword'],
  ...['authenticateByCode', 'reauthenticate', 'reauthenticateByCode', 'listAuthenticators', 'getTotp'],
  ...['activateTotp', 'deactivateTotp', 'getRecoveryCodes', 'replaceRecoveryCodes'],
  ...['beginPasskey', 'addPasskey', 'renamePasskey', 'removePasskeys', 'beginPasskeyProof', 'reauthenticateByPasskey'],
  ...['beginPasskeyLogin', 'loginByPasskey', 'beginPasskeyFactor', 'authenticateByPasskey'],
  'disconnectProvider',
  ...['deleteMe', 'login', 'signup', 'logout', 'deleteSession', 'getSession'],
])

const QUERIES: Readonly<Record<string, string>> = {
  getStats: '?category=error&interval=1h&field=sum(quantity)&start=now-24h&end=now',
}

describeWithContracts('answers are as the contracts have them', () => {
  const router = createRouter(routes)
  let world: World
  beforeEach(async () => {
    world = await aWorld({ openOrganizationCreation: true, mailer: memoryMailer() })
  })
  afterEach(() => world.stop())

  const served = contracts.flatMap((contract) => {
    const match = router.match(contract.method, contract.path.replace(/\{\w+\}/g, '1'))
    return match?.kind === 'route' ? [{ contract, route: match.route }] : []
  })

  it('most of what the contracts name is served', () => {
    expect(served.length).toBeGreaterThan(80)
  })

  it.each(
    served
      .filter(
        ({ route }) =>
          !ELSEWHERE.has(route.operation ?? '') &&
          !/\/account\/(email|phone)$|generate-recovery-codes/.test(route.path),
      )
      .map(({ contract, route }) => [`${contract.method} ${contract.path}`, contract, route] as const),
  )('%s', async (_, contract, route) => {
    const place = await aPlace(world)
    const browser = CALLERS.find((caller) => caller.name === 'owner in a browser')
    if (browser === undefined) throw new Error('there is no owner in a browser')
    const { cookie = '', ...headers } = await credentialsOf(world, place, browser)
    const query =
      QUERIES[route.operation ?? ''] ??
      (contract.path.includes('stats') ? `?groups=${place.issue}` : `?id=${place.issue}`)
    const body = BODIES[route.operation ?? ''] ?? {
      status: 'resolved',
      slug: 'x',
      name: 'x',
      data: { text: 'x' },
      orgRole: 'owner',
    }
    const hasBody = contract.method === 'POST' || contract.method === 'PUT'
    const answer = await world.ask(contract.method, `${place.pathOf(route)}${query}`, {
      cookie,
      headers,
      ...(hasBody ? { body } : {}),
    })
    if (route.auth.kind !== 'public') expect([answer.status, answer.body]).toEqual([successOf(contract), answer.body])
    expect(contractFault(contract, answer.status, answer.body)).toBeNull()
  })
})

function successOf({ operation }: (typeof contracts)[number]): number {
  return Number(Object.keys(operation.responses).find((status) => status.startsWith('2')))
}
