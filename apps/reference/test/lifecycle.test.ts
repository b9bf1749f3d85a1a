import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { IssueJson } from '@mishap/core/client'
import { aDatabase, dropDatabases, serviceUrl } from './support/database.js'
import { anEvent, envelopeOf, newId, post } from './support/envelope.js'
import { type Environment, stopServers, type TestServer } from './support/server.js'
import { removeTempDirs } from './support/temp-dir.js'
import { adminOf, aPlace, issuesWhen, type Place, startServerWithAdmin, until } from './support/world.js'

afterAll(async () => {
  await stopServers()
  await dropDatabases()
  removeTempDirs()
})

const COMPOSITIONS: readonly [string, () => Promise<Environment>][] = [
  ['with the embedded PostgreSQL', async () => ({})],
  ['with DATABASE_URL', async () => ({ DATABASE_URL: await aDatabase() })],
  [
    'with DATABASE_URL and REDIS_URL',
    async () => ({ DATABASE_URL: await aDatabase(), REDIS_URL: serviceUrl('MISHAP_TEST_REDIS_URL') }),
  ],
]

describe.each(COMPOSITIONS)('the life of an issue %s', (_, environment) => {
  let env: Environment
  let server: TestServer
  let place: Place

  beforeAll(async () => {
    env = await environment()
    server = await startServerWithAdmin({ env })
    place = await aPlace(server)
  })

  const send = async (overrides: Record<string, unknown> = {}, type?: string) => {
    const response = await post(place, envelopeOf(anEvent(overrides, type)))
    expect(response.status).toBe(200)
    return response.json()
  }

  it('begins with the first of a hundred equal errors and counts them all', async () => {
    const users = Array.from({ length: 100 }, (_, i) => ({ user: { id: String(i % 7) } }))
    await Promise.all(users.map((user) => send(user)))
    const [issue] = await issuesWhen(place, (issues) => issues[0]?.count === '100')
    expect(issue).toMatchObject({ title: 'TypeError: Cannot read properties of undefined', userCount: 7 })
  })

  it('is another one for another error, newest first', async () => {
    await send({}, 'RangeError')
    const issues = await issuesWhen(place, (found) => found.length === 2)
    expect(issues.map(({ metadata, count }) => [metadata.type, count])).toEqual([
      ['RangeError', '1'],
      ['TypeError', '100'],
    ])
    const [found] = (await place.client.listIssues(place.org, { query: 'rangeerror' })).items
    expect(found?.id).toBe(issues[0]?.id)
  })

  it('counts an event id that arrives twice once', async () => {
    const event_id = newId()
    expect(await send({ event_id }, 'RangeError')).toEqual({ id: event_id })
    expect(await send({ event_id }, 'RangeError')).toEqual({ id: event_id })
    await send({}, 'SyntaxError')
    // What came first need not be stored first.
    const countOf = (found: readonly IssueJson[], type: string) =>
      found.find(({ metadata }) => metadata.type === type)?.count
    await issuesWhen(place, (found) => countOf(found, 'SyntaxError') === '1' && countOf(found, 'RangeError') === '2')
  })

  it('goes on as a regression when the error comes again after it was resolved', async () => {
    const [issue] = (await place.client.listIssues(place.org, { query: 'RangeError' })).items
    const id = issue?.id ?? ''
    await place.client.updateIssue(id, { status: 'resolved' })
    expect((await place.client.listIssues(place.org, { query: 'is:unresolved RangeError' })).items).toEqual([])
    await send({}, 'RangeError')
    await until(async () => (await place.client.getIssue(id)).status === 'unresolved')
    expect(await place.client.getIssue(id)).toMatchObject({ count: '3', regressedAt: expect.any(String) })
  })

  it('survives a restart, and so do the tokens of the environment', async () => {
    expect(await server.stop()).toBe(0)
    const before = server
    server = await startServerWithAdmin({ env, dataDir: before.dataDir })
    expect(server.output()).toMatch(/^Sign in: /m)
    place = { ...place, client: adminOf(server), dsn: place.dsn.replace(before.url.slice(7), server.url.slice(7)) }
    const issues = await issuesWhen(place, (found) => found.length === 3)
    expect(issues.map(({ metadata, count }) => [metadata.type, count]).sort()).toEqual([
      ['RangeError', '3'],
      ['SyntaxError', '1'],
      ['TypeError', '100'],
    ])
    await send({}, 'SyntaxError')
    await issuesWhen(place, (found) =>
      found.some(({ metadata, count }) => metadata.type === 'SyntaxError' && count === '2'),
    )
    expect(server.output().trim().split('\n')).toHaveLength(3)
  })
})
