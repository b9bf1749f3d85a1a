import type { AuditEntryJson, RoleName } from '@mishap/core/client'
import { LONG, RTL, XSS } from '../../event/fixtures/hostile-event.js'
import { anOrganization, aProject, aUser, minutesAgo, STORY_NOW } from './builders.js'
import type { OutcomeFixture } from './outcomes.js'
import { ROLE_TITLES } from './people.js'
import { hostileWorld, shopWorld } from './shop-world.js'
import type { FixtureMember, MemoryFixtures } from './store.js'

const DAY = 24 * 60

/** A member, or without a name somebody who is invited. */
function aMember(
  id: string,
  name: string | null,
  role: RoleName,
  { teams = [], email, ...more }: Partial<FixtureMember> = {},
): FixtureMember {
  const address = email ?? `${(name ?? id).split(' ')[0]?.toLowerCase()}@example.com`
  const user = name === null ? null : aUser({ id, name, email: address, username: address })
  return {
    ...{ id, role, orgRole: role, roleName: ROLE_TITLES[role], email: address, user, pending: user === null, teams },
    ...{ isOwner: false, dateCreated: minutesAgo(Number(id) * DAY) },
    inviteExpires: user === null ? minutesAgo(-9 * DAY) : null,
    ...more,
  }
}

const ada = (role: RoleName, isOwner = false) =>
  aMember('1', 'Ada Lovelace', role, { email: 'ada@example.com', isOwner, teams: ['acme', 'payments'] })

const colleagues: readonly FixtureMember[] = [
  aMember('14', null, 'member', { email: 'katherine@example.com', teams: ['payments'] }),
  aMember('13', null, 'admin', { email: 'mary@example.com', inviteExpires: minutesAgo(3 * DAY) }),
  aMember('5', 'Linus Torvalds', 'member', { teams: ['acme'] }),
  aMember('4', 'Barbara Liskov', 'admin', { teams: ['mobile', 'payments'] }),
  aMember('3', 'Grace Hopper', 'manager', { teams: ['acme', 'mobile', 'ops', 'payments', 'search'] }),
  aMember('2', 'Edsger Dijkstra', 'member'),
]

/** The ends of a month of requests, more on working days, with a spike that the limits cut off. */
const outcomes: readonly OutcomeFixture[] = Array.from({ length: 90 }, (_, day) => {
  const at = new Date(STORY_NOW.getTime() - day * 86_400_000)
  const isBusy = ![0, 6].includes(at.getUTCDay())
  const came = (project: string, outcome: OutcomeFixture['outcome'], reason: string, quantity: number) => ({
    ...{ at: at.toISOString(), project, outcome, reason, quantity },
  })
  return [
    came('1', 'accepted', '', (isBusy ? 900 : 240) + ((day * 137) % 310) + (day === 9 ? 4200 : 0)),
    came('2', 'accepted', '', (isBusy ? 310 : 90) + ((day * 71) % 120)),
    came('2', 'filtered', 'browser-extensions', 20 + ((day * 13) % 40)),
    came('2', 'filtered', 'localhost', (day * 7) % 9),
    came('1', 'rate_limited', 'project_rate', day === 9 ? 18_400 : 0),
    came('1', 'invalid', 'too_large', day % 11 === 0 ? 3 : 0),
    came('2', 'client_discard', 'sample_rate', (day * 31) % 60),
  ]
}).flat()

const anEntry = (id: string, entry: Partial<AuditEntryJson>): AuditEntryJson => ({
  ...{
    id,
    dateCreated: minutesAgo(Number(id) * 190),
    action: 'organization.updated',
    via: 'web',
    ipAddress: '192.0.2.7',
  },
  ...{
    actor: { id: '1', email: 'ada@example.com' },
    organizationID: '1',
    before: null,
    after: null,
    impersonator: null,
  },
  target: { kind: 'organization', id: '1', name: 'acme' },
  ...entry,
})

const auditLog: readonly AuditEntryJson[] = [
  anEntry('1', {
    action: 'member.role_changed',
    target: { kind: 'member', id: '4', name: 'barbara@example.com' },
    before: { role: 'member' },
    after: { role: 'admin' },
  }),
  anEntry('2', {
    action: 'project.moved',
    actor: { id: '3', email: 'grace@example.com' },
    target: { kind: 'project', id: '2', name: 'storefront' },
    before: { organization: 'acme-labs', slug: 'storefront', teams: ['web'] },
    after: { organization: 'acme', slug: 'storefront', teams: [] },
  }),
  anEntry('3', { before: { requireTwoFactor: false }, after: { requireTwoFactor: true } }),
  anEntry('4', {
    action: 'team.created',
    via: 'api',
    target: { kind: 'team', id: '7', name: 'mobile' },
  }),
]

const labs = anOrganization({ id: '9', name: 'Acme Labs', slug: 'acme-labs' })

/** The shop as an organization: seven people, one of them `role`, teams, and a quarter of a year of requests. */
export function organizationWorld(role: RoleName = 'owner'): MemoryFixtures {
  const [owner, ...others] =
    role === 'owner' ? [ada('owner', true)] : [aMember('9', 'Donald Knuth', 'owner', { isOwner: true }), ada(role)]
  return {
    ...shopWorld,
    organizations: [...(shopWorld.organizations ?? []), labs],
    members: [...colleagues, ...others, ...(owner === undefined ? [] : [owner])],
    teams: ['mobile', 'ops', 'payments', 'search'],
    outcomes,
    auditLog,
    secondFactor: { code: '123456' },
  }
}

/** Names that are long, foreign or meant to do harm, and more members than fit on a page. */
export const hostileOrganization: MemoryFixtures = {
  ...organizationWorld(),
  organizations: [anOrganization({ name: XSS }), { ...labs, name: LONG.slice(0, 200) }],
  projects: [
    ...(hostileWorld.projects ?? []),
    ...Array.from({ length: 12 }, (_, at) =>
      aProject({ id: String(at + 50), name: `${RTL} ${at}`, slug: `project-${at}`, teams: [] }),
    ),
  ],
  teams: ['mobile', 'ops', 'payments', 'search', 'a'.repeat(50)],
  members: [
    ...[XSS, LONG.slice(0, 200), RTL].map((name, at) =>
      aMember(String(at + 900), name, 'member', {
        email: `${'very-long-address-'.repeat(10)}${at}@example.com`,
        teams: ['a'.repeat(50), 'mobile', 'ops', 'payments', 'search'],
      }),
    ),
    ...Array.from({ length: 497 }, (_, at) => aMember(String(at + 300), `Person Number${at}`, 'member')),
    ada('owner', true),
  ],
  outcomes: outcomes.map((one) => ({ ...one, quantity: one.quantity * 1_000_003 })),
  auditLog: auditLog.map((entry) => ({ ...entry, target: { ...entry.target, name: LONG.slice(0, 200) } })),
}
