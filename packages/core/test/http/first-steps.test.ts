import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { anError, aWorld, report, type World } from './world.js'

describe('from set-up to the first issue', () => {
  let world: World
  beforeAll(async () => {
    world = await aWorld()
  })
  afterAll(() => world.stop())

  it('works with nothing but the API and a browser session', async () => {
    expect((await world.ask('GET', '/api/settings/')).body).toMatchObject({
      needsSetup: true,
      setupTokenRequired: false,
      canSendMail: false,
    })

    const account = { email: 'ada@example.com', password: 'violet grammar 9', name: 'Ada' }
    const made = await world.ask('POST', '/api/0/setup/', { body: account })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({ email: 'ada@example.com', isSuperuser: true })
    const cookie = made.cookies.map((one) => one.split(';')[0]).join('; ')
    const csrf = /csrftoken=([^;]+)/.exec(cookie)?.[1] ?? ''
    const session = { cookie, headers: { 'x-csrftoken': csrf } }

    const org = await world.ask('POST', '/api/0/organizations/', { ...session, body: { name: 'Acme' } })
    expect(org.status).toBe(201)
    expect(org.body).toMatchObject({ slug: 'acme', access: expect.arrayContaining(['org:admin']) })

    const team = await world.ask('POST', '/api/0/organizations/acme/teams/', { ...session, body: { slug: 'crew' } })
    expect(team).toMatchObject({ status: 201, body: { slug: 'crew', isMember: true, memberCount: 1 } })

    const project = await world.ask('POST', '/api/0/teams/acme/crew/projects/', {
      ...session,
      body: { name: 'Web', platform: 'node' },
    })
    expect(project).toMatchObject({ status: 201, body: { slug: 'web', name: 'Web' } })

    const keys = await world.ask('GET', '/api/0/projects/acme/web/keys/', session)
    const [key] = keys.body as { dsn: { public: string } }[]
    expect(key?.dsn.public).toMatch(/^https:\/\/[0-9a-f]{32}@mishap\.example\/\d+$/)

    const dsn = new URL(key?.dsn.public ?? '')
    const stored = { projectId: dsn.pathname.slice(1), publicKey: dsn.username }
    const eventId = await report(world.app, stored as never, anError('RangeError'))

    const issues = await world.ask('GET', '/api/0/organizations/acme/issues/?query=is:unresolved', session)
    expect(issues.body).toMatchObject([{ shortId: 'WEB-1', title: 'RangeError: it broke', count: '1' }])
    const [issue] = issues.body as { id: string }[]

    const event = await world.ask('GET', `/api/0/issues/${issue?.id}/events/latest/`, session)
    expect(event.body).toMatchObject({ eventID: eventId, entries: [{ type: 'exception' }] })

    const resolved = await world.ask('PUT', `/api/0/issues/${issue?.id}/`, { ...session, body: { status: 'resolved' } })
    expect(resolved).toMatchObject({ status: 200, body: { status: 'resolved' } })

    await report(world.app, stored as never, anError('RangeError'))
    const again = await world.ask('GET', `/api/0/issues/${issue?.id}/`, session)
    expect(again.body).toMatchObject({ status: 'unresolved', count: '2', regressedAt: expect.any(String) })
  })
})
