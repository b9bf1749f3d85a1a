import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Context } from '../../src/context.js'
import { anError, aToken, aWorld, report, type Tenant, type World } from '../http/world.js'
import { aTarget, contentsOf, fetcherOf, type Target } from './world.js'

const NOW = Math.floor(Date.now() / 1000)
const closers: (() => Promise<unknown>)[] = []
afterAll(async () => {
  for (const close of closers) await close()
})

let source: World
let acme: Tenant
let token: string

/** An organization with people, a project, a few issues and an alert. */
beforeAll(async () => {
  source = await aWorld()
  closers.push(() => source.stop())
  acme = await source.tenant('Acme')
  token = await aToken(source.app, acme.user)
  const { storage } = source.app.context
  const { organization, project, team } = acme
  const manager = await source.member('manager', organization)
  const seat = await storage.members.getByEmail(organization.id, manager.user.email)
  await storage.teams.addMember(organization.id, team.id, seat?.id ?? '')
  await storage.projects.updateKey(organization.id, project.id, acme.key.id, {
    ...{ name: 'Backend', rateLimit: { windowSeconds: 60, count: 100 } },
  })
  const send = (type: string, hoursAgo: number, more = {}) =>
    report(
      source.app,
      acme.key,
      anError(type, { timestamp: NOW - hoursAgo * 3600, release: 'web@1', environment: 'prod', ...more }),
    )
  for (const hours of [5, 4, 3]) await send('TypeError', hours)
  await send('RangeError', 2)
  await send('Gone', 1)
  await source.app.idle()
  await source.ask('PUT', `/api/0/issues/${await idThere('RangeError')}/`, { token, body: { status: 'resolved' } })
  await source.ask('PUT', `/api/0/issues/${await idThere('Gone')}/`, { token, body: { status: 'ignored' } })
  await source.ask('PUT', `/api/0/issues/${await idThere('TypeError')}/`, {
    ...{ token, body: { assignedTo: `team:${team.id}` } },
  })
  const alert = { name: 'Many', timespanMinutes: 5, quantity: 10, alertRecipients: [{ recipientType: 'email' }] }
  await source.ask('POST', '/api/0/projects/acme/web/alerts/', { token, body: alert })
  const heartbeat = { name: 'Nightly', monitorType: 'Heartbeat', expectedStatus: null, expectedBody: '', timeout: null }
  const site = { ...heartbeat, name: 'Site', monitorType: 'GET', url: 'https://web.example/', expectedStatus: 204 }
  for (const body of [heartbeat, { ...site, interval: 30, confirmationThreshold: 3, project: acme.project.id }])
    await source.ask('POST', '/api/0/organizations/acme/monitors/', { token, body })
})

async function targetOf(hasMail = true, fetcher = fetcherOf(source)): Promise<Target> {
  const target = await aTarget(fetcher, hasMail)
  closers.push(() => target.world.stop())
  return target
}

const address = () => ({ url: 'https://mishap.example', token })

/** What is watched in the organization, and where heartbeats go. */
async function monitorsOf({ storage }: Context) {
  const { id = '' } = (await storage.organizations.getBySlug('acme')) ?? {}
  const { items } = await storage.monitors.list(id, { limit: 100, cursor: null })
  const names = new Map(
    (await storage.projects.list(id, { limit: 100, cursor: null })).items.map((one) => [one.id, one]),
  )
  return items.map(({ name, type, url, intervalSeconds, expectedStatus, confirmationThreshold, ...rest }) => ({
    ...{ name, type, url, intervalSeconds, expectedStatus, confirmationThreshold, endpointId: rest.endpointId },
    project: names.get(rest.projectId ?? '')?.slug,
  }))
}

describe('an import from another Mishap', () => {
  it('brings an organization with everything in it, and again only what is new', async () => {
    const target = await targetOf()
    const [report1] = await target.bring({ address: address() })
    expect(report1).toMatchObject({
      ...{ remoteSlug: 'acme', slug: 'acme', isNew: true, skipped: [], notes: [] },
      counts: {
        ...{ teams: { found: 1, made: 1 }, members: { found: 2, made: 2 }, projects: { found: 1, made: 1 } },
        ...{ keys: { found: 1, made: 1 }, issues: { found: 3, made: 3 }, events: { found: 3, made: 3 } },
        ...{ alerts: { found: 1, made: 1 }, releases: { found: 1, made: 1 } },
        monitors: { found: 2, made: 2 },
      },
      invitations: { made: 2, mailed: 2, links: [] },
    })
    const [there, here] = [await contentsOf(source.app, 'acme'), await contentsOf(target, 'acme')]
    expect(here?.projects).toEqual(there?.projects)
    expect(here?.teams).toEqual([['crew', 2]])
    expect(here?.issues).toEqual(there?.issues)
    expect(here?.members).toEqual(
      [
        ...(there?.members ?? []).map((member) => ({ ...member, isPending: true })),
        { email: target.owner.email, role: 'owner', isPending: false, teams: [] },
      ].sort((a, b) => (a.email < b.email ? -1 : 1)),
    )
    expect(target.mailer.sent.map((mail) => mail.to).sort()).toEqual(there?.members.map(({ email }) => email))

    expect(await monitorsOf(target.context)).toEqual(await monitorsOf(source.app.context))

    const { storage } = target.context
    const id = (await storage.organizations.getBySlug('acme'))?.id ?? ''
    const log = (await storage.audit.list(id, { limit: 10, cursor: null })).items
    expect(log.map(({ action, via }) => [action, via])).toEqual([
      ['organization.imported', 'cli'],
      ['organization.created', 'cli'],
    ])
    expect(log[0]?.after).toMatchObject({ from: 'mishap.example', teams: 1, members: 2, issues: 3 })

    const [again] = await target.bring({ address: address() })
    for (const { made, changed } of Object.values(again?.counts ?? {})) expect([made, changed]).toEqual([0, 0])
    expect(await contentsOf(target, 'acme')).toEqual(here)
    expect(target.mailer.sent).toHaveLength(2)

    await report(source.app, acme.key, anError('TypeError', { timestamp: NOW, release: 'web@2' }))
    await source.app.idle()
    const [later] = await target.bring({ address: address() })
    expect(later?.counts).toMatchObject({
      ...{ issues: { made: 0, changed: 1, present: 2 }, releases: { made: 1 }, events: { made: 1 } },
    })
    expect((await contentsOf(target, 'acme'))?.issues).toEqual((await contentsOf(source.app, 'acme'))?.issues)
  })

  it('says in a dry run what would come, and changes nothing', async () => {
    const target = await targetOf()
    const [report1] = await target.bring({ address: address(), isDryRun: true })
    expect(report1).toMatchObject({
      ...{ isNew: true, invitations: { made: 2, mailed: 0 } },
      counts: {
        teams: { made: 1 },
        members: { made: 2 },
        projects: { made: 1 },
        keys: { made: 1 },
        issues: { made: 3 },
      },
    })
    expect(await contentsOf(target, 'acme')).toBeNull()
    expect(await target.context.storage.organizations.hasAny()).toBe(false)
    expect(target.mailer.sent).toEqual([])
  })

  it('takes what SDKs send to the DSN that they have, whatever id the project has here', async () => {
    const target = await targetOf()
    for (let count = 0; count < 3; count += 1) await target.world.tenant()
    const [report1] = await target.bring({ address: address(), kinds: new Set(['projects']) })
    const [project] = report1?.projects ?? []
    expect(project).toMatchObject({ slug: 'web', remoteId: acme.project.id, isHostEnough: true })
    expect(project?.id).not.toBe(acme.project.id)
    await report(target.world.app, acme.key, anError('Moved'))
    await target.world.app.idle()
    expect((await contentsOf(target, 'acme'))?.issues.flat()).toMatchObject([
      { title: expect.stringContaining('Moved') },
    ])
  })

  it('goes on where it was, whenever it ends', async () => {
    let left = 0
    const fetcher = fetcherOf(source, () => {
      if (left-- <= 0) throw new Error('killed')
    })
    const target = await targetOf(true, fetcher)
    let runs = 0
    for (let isThrough = false; !isThrough; runs += 1) {
      left = runs * 2
      isThrough = await target.bring({ address: address() }).then(
        () => true,
        (error: Error) => {
          if (error.message !== 'killed') throw error
          return false
        },
      )
    }
    expect(runs).toBeGreaterThan(5)
    const whole = await targetOf()
    await whole.bring({ address: address() })
    const without = (contents: Awaited<ReturnType<typeof contentsOf>>, { owner }: Target) => ({
      ...contents,
      members: contents?.members.filter(({ email }) => email !== owner.email),
    })
    expect(without(await contentsOf(target, 'acme'), target)).toEqual(without(await contentsOf(whole, 'acme'), whole))
    expect(target.mailer.sent).toHaveLength(2)
  })

  it('tells people later when it was asked not to, and gives links where there is no mail', async () => {
    const quiet = await targetOf()
    const [first] = await quiet.bring({ address: address(), isMailed: false })
    expect(first?.notes).toEqual([
      expect.stringMatching(/^2 people are invited and not told\. Run it again with mails/),
    ])
    expect(quiet.mailer.sent).toEqual([])
    const [second] = await quiet.bring({ address: address() })
    expect(second?.invitations).toEqual({ made: 0, mailed: 2, links: [] })

    const mute = await targetOf(false)
    const [linked] = await mute.bring({ address: address() })
    expect(linked?.invitations.links).toHaveLength(2)
    for (const { link } of linked?.invitations.links ?? [])
      expect(link).toMatch(/^https:\/\/new\.example\/accept\/\d+\/\w+/)
    // Those that were given out stay good.
    expect((await mute.bring({ address: address() }))[0]?.invitations.links).toEqual([])
  })

  it('brings the newest events of each issue, as many as it is asked for', async () => {
    const target = await targetOf()
    const [report1] = await target.bring({ address: address(), eventsPerIssue: 3 })
    expect(report1?.counts.events).toMatchObject({ made: 5 })
    expect((await contentsOf(target, 'acme'))?.issues).toEqual((await contentsOf(source.app, 'acme'))?.issues)
  })

  it('adds to an organization, a team, a project and people that are here, and leaves them as they are', async () => {
    const target = await targetOf()
    const { storage } = target.context
    const own = await target.world.tenant('Acme')
    const person = await storage.users.create({ ...PERSON, email: acme.user.email })
    await storage.organizations.addMember(own.organization.id, person.id, 'member')
    const [report1] = await target.bring({ address: address() })
    expect(report1).toMatchObject({
      ...{
        isNew: false,
        slug: 'acme',
        counts: { teams: { present: 1 }, projects: { present: 1 }, members: { present: 1, made: 1 } },
      },
    })
    const here = await contentsOf(target, 'acme')
    expect(here?.projects).toHaveLength(1)
    expect(here?.projects[0]?.keys.map(({ publicKey }) => publicKey).sort()).toEqual(
      [own.key.publicKey, acme.key.publicKey].sort(),
    )
    expect(here?.members).toContainEqual({ email: acme.user.email, role: 'member', isPending: false, teams: ['crew'] })
  })

  it('leaves a key that is another organization’s here, and says so', async () => {
    const target = await targetOf()
    const other = await target.world.tenant('Other')
    const { organizationId, id } = other.project
    await target.context.storage.projects.createKey({
      ...{ organizationId, projectId: id, id: acme.key.id, publicKey: acme.key.publicKey, name: '', rateLimit: null },
    })
    const [report1] = await target.bring({ address: address(), kinds: new Set(['projects']) })
    expect(report1?.projects).toMatchObject([{ slug: 'web', isHostEnough: false }])
    expect(report1?.skipped).toEqual([
      ...[
        { kind: 'keys', name: `web: ${acme.key.publicKey}`, reason: expect.stringContaining('another organization') },
      ],
    ])
  })

  it('gives an organization another slug where it is asked to', async () => {
    const target = await targetOf()
    await target.bring({ address: address(), organizations: ['acme'], into: 'acme-old' })
    expect(await contentsOf(target, 'acme')).toBeNull()
    expect((await contentsOf(target, 'acme-old'))?.projects).toHaveLength(1)
  })

  it('leaves what people have done here since, until somebody says something else there', async () => {
    const target = await targetOf()
    const [issueId] = await broughtIssue(target, 'TypeError')
    const { issues } = target.context.storage
    const filter = {
      organizationId: (await issues.get(issueId))?.organizationId ?? '',
      projectIds: null,
      ids: [issueId],
    }
    await issues.setStatus(filter, 'ignored', new Date())
    await report(source.app, acme.key, anError('TypeError', { timestamp: NOW }))
    await source.app.idle()
    await target.bring({ address: address() })
    expect(await issues.get(issueId)).toMatchObject({ status: 'ignored' })
    await source.ask('PUT', `/api/0/issues/${await idThere('TypeError')}/`, { token, body: { status: 'resolved' } })
    await target.bring({ address: address() })
    expect(await issues.get(issueId)).toMatchObject({ status: 'resolved' })
  })

  it('assigns issues to people as soon as they have accepted', async () => {
    const { organization } = acme
    const person = await source.member('admin', organization)
    const body = { assignedTo: `user:${person.user.id}` }
    await source.ask('PUT', `/api/0/issues/${await idThere('RangeError')}/`, { token, body })
    const target = await targetOf()
    const [issueId, first] = await broughtIssue(target, 'RangeError')
    expect(first.notes).toEqual([expect.stringMatching(/^Issues of people who have not accepted/)])
    const { members, users, issues, organizations } = target.context.storage
    const { id } = (await organizations.getBySlug('acme')) ?? { id: '' }
    const member = await members.getByEmail(id, person.user.email)
    const expiresAt = new Date(Date.now() + 60_000)
    await members.renew(id, member?.id ?? '', { tokenHash: 'hash', expiresAt })
    const user = await users.create({ ...PERSON, email: person.user.email })
    await members.accept({ id: member?.id ?? '', tokenHash: 'hash', userId: user.id, now: new Date() })
    const [again] = await target.bring({ address: address() })
    expect(again?.counts).toMatchObject({ issues: { changed: 1 } })
    expect(await issues.get(issueId)).toMatchObject({ assignee: { kind: 'user', id: user.id }, status: 'resolved' })
  })

  it('names the organizations that there are when the one that is wanted is not', async () => {
    const target = await targetOf()
    await expect(target.bring({ address: address(), organizations: ['amce'] })).rejects.toThrow(
      'mishap.example has no organization amce that this token may see. The token sees: acme.',
    )
  })
})

const PERSON = { name: 'Ada', passwordHash: null, isSuperuser: false }

/** The issue with this title here, after an import. */
async function broughtIssue(target: Target, title: string) {
  const [first] = await target.bring({ address: address() })
  const { storage } = target.context
  const organizationId = (await storage.organizations.getBySlug('acme'))?.id ?? ''
  const order = { sort: 'last_seen', ascending: false } as const
  const filter = { organizationId, projectIds: null, text: [title] }
  const [issue] = (await storage.issues.list(filter, order, { limit: 2, cursor: null })).items
  if (issue === undefined || first === undefined) throw new Error(`there is no issue ${title} here`)
  return [issue.id, first] as const
}

async function idThere(title: string): Promise<string> {
  const { body } = await source.ask('GET', `/api/0/organizations/acme/issues/?query=${title}`, { token })
  return (body as { id: string }[])[0]?.id ?? ''
}
