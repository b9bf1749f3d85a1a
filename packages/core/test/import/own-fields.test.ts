import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { AlertJson } from '../../src/client/alert-types.js'
import type { MonitorJson } from '../../src/client/monitor-types.js'
import { aToken, aWorld, type Tenant, type World } from '../http/world.js'
import { aTarget, fetcherOf, type Target } from './world.js'

let source: World
let acme: Tenant
let token: string
let target: Target
/** What the first run said. */
let notes: readonly string[]
afterAll(async () => {
  await target.world.stop()
  await source.stop()
})

const SOURCE = 'https://mishap.example'
const ORG = '/api/0/organizations/acme/'
const ALERTS = '/api/0/projects/acme/web/alerts/'
const PLAIN = { expectedStatus: null, expectedBody: '', timeout: null }
const RULE = {
  ...{ name: 'All', timespanMinutes: 5, quantity: 3, isEnabled: true, uptime: false, query: 'level:error' },
  ...{ triggers: ['new_issue', 'monitor_down', 'quota'], users: { quantity: 2, minutes: 60 } },
  ...{ cooldownMinutes: 45, digestMinutes: 10, mutedUntil: '2099-01-01T00:00:00.000Z' },
  quietHours: { start: '22:00', end: '06:00', timeZone: 'Europe/Berlin', days: [1, 5] },
}
const SLACK = { recipientType: 'slack', url: 'https://hooks.slack.com/services/T0/B0/secret' }
const WEBHOOK = { recipientType: 'webhook', url: 'https://bridge.example/hook', tagsToAdd: ['customer'] }

beforeAll(async () => {
  source = await aWorld({ secretKey: 'k'.repeat(32) })
  acme = await source.tenant('Acme')
  token = await aToken(source.app, acme.user)
  const make = async (path: string, body: object) => {
    const { status, body: made } = await source.ask('POST', path, { token, body })
    expect([status, made]).toEqual([201, expect.anything()])
    return made as { readonly id: number }
  }
  const monitor = (more: object) => make(`${ORG}monitors/`, { ...PLAIN, ...more })
  const shop = { monitorType: 'HTTP', url: 'https://shop.example/' }
  // The lower one first: by name it stands before what is above it.
  const above = await monitor({ name: 'Z', monitorType: 'TCP Port', url: 'shop.example:443', group: 'Shop' })
  await monitor({
    ...{ ...shop, name: 'A', parentID: above.id, group: 'Shop/Payments', tags: ['eu', 'paid'], remindEvery: 3600 },
    ...{ project: acme.project.id, interval: 30, degradedAfter: 800, certificateDays: 14 },
    request: {
      ...{ method: 'PUT', headers: [{ name: 'accept', value: 'text/x' }], body: '{"a":1}', auth: { kind: 'none' } },
      ...{ redirects: 3, verifyTls: false },
    },
    assertions: [
      { kind: 'status', expected: '2xx' },
      { kind: 'json', path: '$.ok', compare: 'equals', value: 'true' },
      { kind: 'responseTime', maxMs: 900 },
    ],
  })
  await monitor({
    ...{ ...shop, name: 'Secrets' },
    request: {
      headers: [
        { name: 'X-Api-Key', value: 'hidden-1' },
        { name: 'accept', value: 'text/y' },
      ],
      auth: { kind: 'basic', username: 'ada', password: 'hidden-2' },
    },
  })
  await monitor({
    name: 'Names',
    monitorType: 'DNS',
    url: 'shop.example',
    dns: { recordType: 'MX', resolver: '9.9.9.9' },
  })
  await monitor({
    ...{ name: 'Job', monitorType: 'Cron', project: acme.project.id },
    cron: { slug: 'job', schedule: { type: 'interval', value: 1, unit: 'month' }, timezone: 'Asia/Tokyo', margin: 7 },
  })
  const other = await source.member('member', acme.organization)
  const config = {
    audience: ['owner'],
    users: [acme.user.id, other.user.id],
    teams: ['crew'],
    addresses: ['a@b.example'],
  }
  await make(ALERTS, { ...RULE, alertRecipients: [{ recipientType: 'email', config }, WEBHOOK] })
  await make(ALERTS, { ...RULE, name: 'Both', alertRecipients: [WEBHOOK, SLACK] })
  await make(ALERTS, { ...RULE, name: 'Secret', alertRecipients: [SLACK] })
  await make(ALERTS, { ...RULE, name: 'Off', isEnabled: false, alertRecipients: [WEBHOOK] })

  target = await aTarget(fetcherOf(source))
  const person = await target.context.storage.users.create({
    ...{ email: acme.user.email, name: 'Ada', passwordHash: null, isSuperuser: false },
  })
  await target.bring({ kinds: new Set(['teams', 'members']), address: { url: SOURCE, token } })
  const id = (await target.context.storage.organizations.getBySlug('acme'))?.id ?? ''
  const invited = await target.context.storage.members.getByEmail(id, acme.user.email)
  const expiresAt = new Date(Date.now() + 60_000)
  await target.context.storage.members.renew(id, invited?.id ?? '', { tokenHash: 'hash', expiresAt })
  await target.context.storage.members.accept({
    ...{ id: invited?.id ?? '', tokenHash: 'hash', userId: person.id, now: new Date() },
  })
  const [report] = await bring()
  expect(report?.skipped).toEqual([])
  expect(report?.counts).toMatchObject({ monitors: { found: 5, made: 5 }, alerts: { found: 4, made: 4 } })
  notes = report?.notes ?? []
})

const bring = (url = SOURCE) =>
  target.bring({ kinds: new Set(['projects', 'alerts', 'monitors']), address: { url, token } })

async function listed<T>(world: World, user: { readonly id: string }, path: string): Promise<readonly T[]> {
  const asking = await aToken(world.app, user as Tenant['user'])
  return (await world.ask('GET', path, { token: asking })).body as T[]
}

/** What is watched and how, by name. */
const monitorsOf = async (world: World, user: Tenant['user']) => {
  const monitors = await listed<MonitorJson>(world, user, `${ORG}monitors/`)
  const names = new Map(monitors.map(({ id, name }) => [id, name]))
  return monitors
    .map(({ id: _1, organizationID: _2, projectID: _3, created: _4, checks: _5, ...monitor }) => {
      const { status: _6, isUp: _7, lastChange: _8, lastCheck: _9, nextCheck: _10, ...setup } = monitor
      return { ...setup, parentID: names.get(monitor.parentID ?? 0) ?? null }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

describe('of another Mishap an import brings', () => {
  it('all of what its monitors are, one above the other, but not the secrets that they are asked with', async () => {
    const there = await monitorsOf(source, acme.user)
    const here = await monitorsOf(target.world, target.owner)
    const isSecret = ({ name }: { readonly name: string }) => name === 'Secrets'
    expect(here.filter((one) => !isSecret(one))).toEqual(there.filter((one) => !isSecret(one)))
    expect(here.map(({ name, parentID }) => [name, parentID])).toContainEqual(['A', 'Z'])
    expect(here.find(isSecret)).toMatchObject({
      isPaused: true,
      request: { headers: [{ name: 'accept', value: 'text/y' }], auth: { kind: 'none' } },
    })
    expect(notes).toContain(
      'The monitor Secrets is paused here: it is asked with the header X-Api-Key and the password, which nobody may read there. Give them again.',
    )
  })

  it('all of what its alerts are, without the recipients whose secrets it tells nobody', async () => {
    const here = await listed<AlertJson>(target.world, target.owner, ALERTS)
    expect(here).toMatchObject([
      RULE,
      { ...RULE, name: 'Both' },
      { ...RULE, name: 'Secret', isEnabled: false },
      { ...RULE, name: 'Off', isEnabled: false },
    ])
    const kinds = here.map(({ alertRecipients }) => alertRecipients.map(({ recipientType }) => recipientType))
    expect(kinds).toEqual([['email', 'webhook'], ['webhook'], [], ['webhook']])
    expect(notes).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^The alert web: Both comes without slack https:\/\/hooks\.slack\.com\/\*+: .* Add it here\.$/,
        ),
        expect.stringMatching(/^The alert web: Secret comes without slack .* Add it here, then switch the alert on\.$/),
      ]),
    )
  })

  it('whom its alerts name: members by their ids here, and who has not accepted yet by the address', async () => {
    const [alert] = await listed<AlertJson>(target.world, target.owner, ALERTS)
    const { members } = target.context.storage
    const id = (await target.context.storage.organizations.getBySlug('acme'))?.id ?? ''
    const ada = await members.getByEmail(id, acme.user.email)
    const pending = (await members.list(id, { limit: 10, cursor: null })).items.find(({ user }) => user === null)
    expect(alert?.alertRecipients[0]?.config).toEqual({
      ...{ audience: ['owner'], users: [ada?.user?.id], teams: ['crew'] },
      addresses: ['a@b.example', pending?.email],
    })
    expect(notes).toContainEqual(expect.stringContaining('people who have not accepted their invitation'))
  })

  it('nothing twice, also where a run ended before it was noted', async () => {
    const before = [await monitorsOf(target.world, target.owner), await listed(target.world, target.owner, ALERTS)]
    // Notes are kept by the address: under another one there are none.
    for (const url of [SOURCE, 'https://same.example']) {
      const [again] = await bring(url)
      expect(again?.counts).toMatchObject({ monitors: { made: 0, present: 5 }, alerts: { made: 0, present: 4 } })
    }
    expect([await monitorsOf(target.world, target.owner), await listed(target.world, target.owner, ALERTS)]).toEqual(
      before,
    )
  })
})

describe('of GlitchTip an import brings', () => {
  it('monitors and alerts as it tells of them, which is less', async () => {
    const hook = 'https://bridge.example/hook'
    const told: Readonly<Record<string, readonly object[]>> = {
      monitors: [
        { id: 1, monitorType: 'GET', name: 'Site', url: 'https://site.example/', expectedStatus: 204, interval: 30 },
        { id: 2, monitorType: 'Elsewhere', name: 'Odd', url: '' },
      ],
      alerts: [
        {
          ...{ id: 1, name: 'Many', timespanMinutes: 5, quantity: 10, uptime: true },
          alertRecipients: [
            { recipientType: 'email', url: '' },
            { recipientType: 'general', url: hook, tagsToAdd: ['customer'], config: {} },
          ],
        },
        { id: 2, name: 'Odd', alertRecipients: [{ recipientType: 'pigeon', url: hook }] },
      ],
    }
    const all = fetcherOf(source)
    const glitchtip = await aTarget({
      async fetch(request) {
        const answer = await all.fetch(request)
        const entries = told[new URL(request.url).pathname.split('/').at(-2) ?? '']
        return entries === undefined ? answer : { ...answer, body: new TextEncoder().encode(JSON.stringify(entries)) }
      },
    })
    const [report] = await glitchtip.bring({ address: { url: SOURCE, token } })
    expect(report?.counts).toMatchObject({ monitors: { made: 1, skipped: 1 }, alerts: { made: 1, skipped: 1 } })
    expect(report?.notes).toEqual([])
    const alerts = await listed<AlertJson>(glitchtip.world, glitchtip.owner, ALERTS)
    expect(alerts).toMatchObject([
      {
        ...{ name: 'Many', timespanMinutes: 5, quantity: 10, uptime: true, isEnabled: true, query: '' },
        alertRecipients: [{ recipientType: 'email' }, { recipientType: 'webhook', url: hook, tagsToAdd: ['customer'] }],
      },
    ])
    const monitors = await listed<MonitorJson>(glitchtip.world, glitchtip.owner, `${ORG}monitors/`)
    expect(monitors).toMatchObject([
      { name: 'Site', expectedStatus: 204, interval: 30, isPaused: false, assertions: [] },
    ])
    await glitchtip.world.stop()
  })
})
