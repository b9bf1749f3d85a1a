import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { aDatabase, dropDatabases } from './support/database.js'
import { validatePydantic } from './support/pydantic.js'
import { type Generation, MODELS, qontract } from './support/qontract.js'
import { send } from './support/raw-http.js'
import { stopServers, type TestServer } from './support/server.js'
import { removeTempDirs } from './support/temp-dir.js'
import { ADMIN, startServerWithAdmin } from './support/world.js'

let server: TestServer
beforeAll(async () => {
  server = await startServerWithAdmin({ env: { DATABASE_URL: await aDatabase() } })
})
afterAll(async () => {
  await stopServers()
  await dropDatabases()
  removeTempDirs()
})

interface User {
  readonly id: number
  readonly email: string
  readonly role: string
  readonly pending: boolean
}

interface Alert {
  readonly id: number
  readonly name: string
  readonly alertRecipients: readonly { readonly id: number; readonly recipientType: string; readonly url: string }[]
}

const emailsOf = (users: readonly User[]) => users.map(({ email }) => email).sort()

// Its acceptance suite, in its order; each step builds on what those before it have made.
describe.each<Generation>(['legacy', 'new'])('the %s client of qontract-reconcile', (generation) => {
  const org = `${generation}-acceptance`
  const [orgPath, team2] = [`/api/0/organizations/${org}/`, `${org}-team2`]
  const [team, projectPath] = [`${org}-team`, `/api/0/projects/${org}/project/`]
  let client: ReturnType<typeof qontract>
  beforeAll(() => {
    client = qontract(server.url, ADMIN.token, generation)
  })

  it('makes an organization whose name is its slug', async () => {
    expect(await client.one(MODELS.organization, 'POST', '/api/0/organizations/', { name: org })).toMatchObject({
      ...{ name: org, slug: org },
    })
    expect(await client.list(MODELS.organization, '/api/0/organizations/')).toContainEqual(
      expect.objectContaining({ slug: org }),
    )
  })

  it('makes teams, of which it is a member', async () => {
    for (const slug of [team, team2, `${org}-team3`])
      expect(await client.one(MODELS.team, 'POST', `${orgPath}teams/`, { slug })).toMatchObject({ slug })
    // Page by page it finds all of them as well.
    const slugs = (await client.list(MODELS.team, `${orgPath}teams/`, 1)).map(({ slug }) => slug)
    expect(slugs.sort()).toEqual([team, team2, `${org}-team3`])
    const members = await client.list(MODELS.user, `/api/0/teams/${org}/${team}/members/`)
    expect(emailsOf(members)).toEqual([ADMIN.email])
    await client.ask('DELETE', `/api/0/teams/${org}/${org}-team3/`)
    expect(await client.list(MODELS.team, `${orgPath}teams/`)).toHaveLength(2)
  })

  it('invites people, who are there at once, and gives them roles', async () => {
    expect(emailsOf(await client.list(MODELS.user, `${orgPath}members/`))).toEqual([ADMIN.email])
    const email = `${org}@example.com`
    const input = { email, send_invite: false, orgRole: 'member', teamRoles: [] }
    const invited = (await client.one(MODELS.user, 'POST', `${orgPath}members/`, input)) as User
    expect(invited).toMatchObject({ email, role: 'member', pending: true })
    expect(emailsOf(await client.list(MODELS.user, `${orgPath}members/`))).toEqual([ADMIN.email, email].sort())
    const path = `${orgPath}members/${invited.id}/`
    expect(await client.one(MODELS.user, 'PUT', path, { orgRole: 'manager' })).toMatchObject({ role: 'manager' })
    expect(validTeam(await client.touch(`${path}teams/${team}/`))).toMatchObject({ slug: team })
    const inTeam = () => client.list(MODELS.user, `/api/0/teams/${org}/${team}/members/`)
    const found = (await inTeam()) as User[]
    expect(found.find((user) => user.email === email)).toMatchObject({ id: invited.id })
    await client.ask('DELETE', `${path}teams/${team}/`)
    expect(emailsOf(await inTeam())).toEqual([ADMIN.email])
    await client.ask('DELETE', path)
    expect(emailsOf(await client.list(MODELS.user, `${orgPath}members/`))).toEqual([ADMIN.email])
  })

  it('makes a project of a team, renames it and gives it to more teams, whose order stays', async () => {
    const made = { name: 'project', platform: null }
    const project = await client.one(MODELS.project, 'POST', `/api/0/teams/${org}/${team}/projects/`, made)
    expect(project).toMatchObject({ name: 'project', slug: 'project', platform: null, eventThrottleRate: 0 })
    const change = { name: 'renamed', platform: 'python', eventThrottleRate: 10 }
    expect(await client.one(MODELS.project, 'PUT', projectPath, change)).toMatchObject({ ...change, slug: 'project' })
    const joined = JSON.parse((await client.touch(`${projectPath}teams/${team2}/`)).text)
    expect(joined.teams.map(({ slug }: { slug: string }) => slug)).toEqual([team, team2])
    const [listed] = (await client.list(MODELS.project, `${orgPath}projects/`)) as { teams: { slug: string }[] }[]
    expect(listed?.teams.map(({ slug }) => slug)).toEqual([team, team2])
    await client.ask('DELETE', `${projectPath}teams/${team2}/`)
    expect(await client.list(MODELS.projectOfOrganization, '/api/0/projects/')).toContainEqual(
      expect.objectContaining({ slug: 'project', organization: expect.objectContaining({ slug: org, name: org }) }),
    )
  })

  it('finds the DSN of a project at once', async () => {
    const [key] = (await client.one(MODELS.keys, 'GET', `${projectPath}keys/?limit=100`)) as { dsn: object }[]
    expect(key?.dsn).toMatchObject({ public: expect.stringMatching(/@.*\/\d+$/), security: expect.any(String) })
  })

  it('reads how many events there were, also of a project that has none', async () => {
    const times = 'start=2026-01-01T00:00:00%2B00:00&end=2026-01-01T06:00:00%2B00:00'
    const query = `category=error&interval=1h&field=sum(quantity)&${times}`
    const [project] = (await client.list(MODELS.project, `${orgPath}projects/`)) as { id: number }[]
    const path = `${orgPath}stats_v2/?${query}&project=${project?.id}`
    const stats = (await client.one(MODELS.stats, 'GET', path)) as { groups: { series: object }[] }
    expect(stats.groups).toHaveLength(1)
  })

  it('makes alerts, and replaces their recipients', async () => {
    const url = 'https://jira.example/api/v1/alert/KEY?token=x&labels=a,b'
    const input = {
      ...{ name: 'alert', timespanMinutes: 1, quantity: 1 },
      alertRecipients: [{ recipientType: 'email' }, { recipientType: 'webhook', url }],
    }
    const alert = (await client.one(MODELS.alert, 'POST', `${projectPath}alerts/`, input)) as Alert
    const recipients = (found: Alert | undefined) => found?.alertRecipients.map((one) => [one.recipientType, one.url])
    expect(alert.name).toBe('alert')
    expect(recipients(alert)).toEqual([
      ['email', ''],
      ['webhook', url],
    ])
    // The legacy client says again what it has read, ids and all.
    const change = { ...alert, name: 'renamed', alertRecipients: alert.alertRecipients.slice(1) }
    const path = `${projectPath}alerts/${alert.id}/`
    const changed = (await client.one(MODELS.alert, 'PUT', path, change)) as Alert
    expect([changed.id, changed.name, recipients(changed)]).toEqual([alert.id, 'renamed', [['webhook', url]]])
    const [listed] = (await client.list(MODELS.alert, `${projectPath}alerts/`)) as Alert[]
    expect(listed).toEqual(changed)
    await client.ask('DELETE', path)
    expect(await client.list(MODELS.alert, `${projectPath}alerts/`)).toEqual([])
  })

  it('removes everything', async () => {
    await client.ask('DELETE', projectPath)
    expect(await client.list(MODELS.project, `${orgPath}projects/`)).toEqual([])
    for (const slug of [team, team2]) await client.ask('DELETE', `/api/0/teams/${org}/${slug}/`)
    await client.ask('DELETE', orgPath)
    const organizations = (await client.list(MODELS.organization, '/api/0/organizations/')) as { slug: string }[]
    expect(organizations.map(({ slug }) => slug)).not.toContain(org)
  })
})

describe('requests without a body', () => {
  it.each([
    ['JSON, of which there is none', { 'content-type': 'application/json' }, ''],
    ['JSON, and no length', { 'content-type': 'application/json' }, undefined],
    ['no type at all', {}, undefined],
    ['a charset', { 'content-type': 'application/json; charset=utf-8' }, '{}'],
  ])('are taken that name %s', async (_, type: Record<string, string>, body) => {
    const headers = { authorization: `Bearer ${ADMIN.token}`, ...type }
    const name = `bodiless ${Object.values(type).join('').length} ${body?.length ?? 'none'}`
    const slug = name.replaceAll(' ', '-')
    const json = { ...headers, 'content-type': 'application/json' }
    const organizations = new URL('/api/0/organizations/', server.url)
    expect((await send(organizations, 'POST', json, JSON.stringify({ name, unknown: { key: 1 } }))).status).toBe(201)
    const list = await send(organizations, 'GET', headers, body)
    expect([list.status, list.headers['content-type']]).toEqual([200, 'application/json'])
    const removed = await send(new URL(`/api/0/organizations/${slug}/`, server.url), 'DELETE', headers, body)
    expect(Math.floor(removed.status / 100)).toBe(2)
  })
})

describe('its models', () => {
  it('refuse what they would refuse', () => {
    const user = { id: '12', email: 'a@b.example', role: 'member', pending: false }
    expect(validatePydantic(MODELS.user, { ...user, more: 1 })).toEqual({ ...user, id: 12 })
    for (const wrong of [{ email: null }, { email: 1 }, { pending: 'perhaps' }, { role: 'king' }, { id: 'x' }])
      expect(() => validatePydantic(MODELS.user, { ...user, ...wrong })).toThrow(/wanted/)
    expect(() => validatePydantic(MODELS.user, { email: 'a@b.example', role: 'member' })).toThrow(/pending/)
    expect(() => validatePydantic(MODELS.team, { slug: 'a', name: 'A' })).toThrow(/xor/)
  })
})

/** A team has a slug, and no name beside it. */
function validTeam({ text }: { readonly text: string }): object {
  const team = JSON.parse(text) as object
  MODELS.team.check(team)
  return team
}
