import { describe, expect, it } from '@jest/globals'
import { newEventId } from '../../src/protocol/ids.js'
import { tenantPer } from './tenants.js'
import { anError } from './world.js'

const site = tenantPer('test')
const { ask, clock, report } = site

type Body = Record<string, unknown>

const list = async (query = '') =>
  (await ask('GET', `/organizations/${site.org}/issues/${query}`)).body as (Body & { id: string; title: string })[]

const titles = async (query = '') => (await list(query)).map(({ title }) => title.split(':')[0])

async function oneIssue(type = 'OneError', more: Body = {}) {
  const eventId = await report(anError(type, more))
  const [issue] = await list(`?query=${eventId}`)
  return { eventId, id: issue?.id ?? '' }
}

describe('the list of issues', () => {
  it('has exactly the types that clients decode', async () => {
    await report(anError('ShapeError', { release: 'web@1.2.3+7', user: { id: 7 } }))
    const [issue] = await list()
    const release = {
      version: 'web@1.2.3+7',
      shortVersion: '1.2.3',
      dateCreated: expect.any(String),
      dateReleased: null,
    }
    expect(issue).toEqual({
      id: expect.stringMatching(/^\d+$/),
      shortId: 'WEB-1',
      title: 'ShapeError: it broke',
      culprit: 'runShapeError(app.js)',
      count: '1',
      userCount: 1,
      type: 'error',
      level: 'error',
      status: 'unresolved',
      statusDetails: {},
      substatus: 'new',
      statusReason: 'New: first seen within the last 7 days.',
      priority: 'medium',
      hasSeen: false,
      isBookmarked: false,
      isSubscribed: false,
      metadata: { type: 'ShapeError', value: 'it broke', filename: 'app.js', function: 'runShapeError' },
      project: { id: site.acme.project.id, name: 'Web', slug: 'web', platform: 'node' },
      firstSeen: clock.now().toISOString(),
      lastSeen: clock.now().toISOString(),
      numComments: 0,
      permalink: `https://mishap.example/${site.org}/issues/${issue?.id}`,
      stats: { '24h': [] },
      shareId: null,
      logger: null,
      subscriptionDetails: null,
      matchingEventId: null,
      firstRelease: release,
      lastRelease: release,
      assignedTo: null,
      isUnhandled: false,
      regressedAt: null,
      regressedRelease: null,
      escalation: null,
    })
  })

  it('is newest first, and sorted as asked', async () => {
    for (const type of ['A', 'B', 'C']) {
      await report(anError(type))
      await clock.advance(60_000)
    }
    await report(anError('A'))
    expect(await titles()).toEqual(['A', 'C', 'B'])
    expect(await titles('?sort=first_seen')).toEqual(['A', 'B', 'C'])
    expect(await titles('?sort=-count')).toEqual(['A', 'C', 'B'])
    expect(await ask('GET', `/organizations/${site.org}/issues/?sort=magic`)).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ['query', 'sort'] }] },
    })
  })

  it('is searched by status, level, tag, environment, project, time and words', async () => {
    await report(anError('Alpha', { level: 'fatal', tags: { browser: 'Chrome Mobile' } }))
    await clock.advance(3_600_000)
    await report(anError('Beta', { environment: 'staging' }))
    expect(await titles('?query=level:fatal')).toEqual(['Alpha'])
    expect(await titles('?query=browser:%22Chrome%20Mobile%22')).toEqual(['Alpha'])
    expect(await titles('?query=has:environment%20it%20broke')).toEqual(expect.arrayContaining(['Beta']))
    expect(await titles('?environment=staging')).toEqual(['Beta'])
    expect(await titles('?query=BETA')).toEqual(['Beta'])
    expect(await titles(`?project=${site.acme.project.id}&project=999`)).toHaveLength(2)
    expect(await titles('?project=999')).toEqual([])
    expect(await titles('?project=-1')).toHaveLength(2)
    expect(await titles('?start=now-30m')).toEqual(['Beta'])
    expect(await titles('?end=now-30m')).toEqual(['Alpha'])
    expect(await titles('?query=is:unresolved')).toHaveLength(2)
    expect(await titles('?query=is:resolved')).toEqual([])
    expect(await titles('?query=is:resolved%20is:unresolved')).toEqual([])
    expect(await titles('?status=resolved&query=is:unresolved')).toEqual([])
  })

  it('finds the issue of an event by either writing of its id, in this organization only', async () => {
    const { eventId, id } = await oneIssue('Direct')
    await oneIssue('Other')
    const dashed = eventId.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    for (const query of [eventId, dashed.toUpperCase()]) {
      const answer = await ask('GET', `/organizations/${site.org}/issues/?query=${query}`)
      expect(answer.headers.get('x-sentry-direct-hit')).toBe('1')
      expect(answer.body).toMatchObject([{ id, matchingEventId: eventId }])
    }
    const missing = await ask('GET', `/organizations/${site.org}/issues/?query=${newEventId()}`)
    expect([missing.body, missing.headers.get('x-sentry-direct-hit')]).toEqual([[], null])
    const other = await site.world.tenant()
    const foreign = await site.world.ask(
      'GET',
      `/api/0/organizations/${other.organization.slug}/issues/?query=${eventId}`,
      {
        token: other.token,
      },
    )
    expect(foreign.body).toEqual([])
  })

  it('counts its hits beyond the page', async () => {
    for (const type of ['A', 'B', 'C']) await report(anError(type))
    const page = await ask('GET', `/organizations/${site.org}/issues/?limit=2`)
    expect([page.headers.get('x-hits'), page.headers.get('x-max-hits')]).toEqual(['3', '1000'])
    const next = /cursor="([^"]+)"$/.exec(page.headers.get('link') ?? '')?.[1]
    const rest = await ask('GET', `/organizations/${site.org}/issues/?limit=2&cursor=${next}`)
    expect(rest.body).toHaveLength(1)
    expect(rest.headers.get('link')).toContain('rel="previous"; results="true"')
  })

  it.each(['"open', 'is:bad', '(level:error', '%00', 'level:'])(
    'answers 400 and a place for the search %s',
    async (query) => {
      expect(await ask('GET', `/organizations/${site.org}/issues/?query=${query}`)).toMatchObject({
        status: 400,
        body: { detail: expect.stringContaining('at character') },
      })
    },
  )

  it('is that of a project for sentry-cli, with every field a string', async () => {
    await oneIssue('Cli')
    const [issue] = (await ask('GET', `/projects/${site.org}/web/issues/?query=&cursor=`)).body as Body[]
    for (const name of ['id', 'shortId', 'title', 'lastSeen', 'status', 'level'])
      expect([name, typeof issue?.[name]]).toEqual([name, 'string'])
  })
})

describe('environments', () => {
  it('are those that events were in, of the organization or a project', async () => {
    for (const environment of ['staging', 'production', 'staging']) await report(anError('Env', { environment }))
    expect((await ask('GET', `/organizations/${site.org}/environments/`)).body).toEqual([
      { id: expect.any(Number), name: 'production' },
      { id: expect.any(Number), name: 'staging' },
    ])
    expect((await ask('GET', `/organizations/${site.org}/environments/?project=999`)).body).toEqual([])
    expect((await ask('GET', `/projects/${site.org}/web/environments/`)).body).toEqual([
      { id: expect.any(Number), name: 'production', isHidden: false },
      { id: expect.any(Number), name: 'staging', isHidden: false },
    ])
  })
})

describe('one issue', () => {
  it('is shown by both paths and only within its organization', async () => {
    const { id } = await oneIssue()
    const shown = await ask('GET', `/issues/${id}/`)
    expect(shown).toMatchObject({ status: 200, body: { id, userReportCount: 0 } })
    expect((await ask('GET', `/organizations/${site.org}/issues/${id}/`)).body).toEqual(shown.body)
    const own = await site.world.tenant()
    const mine = await site.world.ask('GET', `/api/0/organizations/${own.organization.slug}/issues/${id}/`, {
      token: own.token,
    })
    expect(mine.status).toBe(404)
    expect((await ask('GET', `/organizations/${own.organization.slug}/issues/${id}/`)).status).toBe(404)
  })

  it.each(['0', '999999', 'WEB-1', '1%00', '99999999999999999999999', '-1', '1e3'])(
    'is not found as %s',
    async (id) => {
      expect((await ask('GET', `/issues/${id}/`)).status).toBe(404)
      expect((await ask('PUT', `/issues/${id}/`, { status: 'resolved' })).status).toBe(404)
    },
  )

  it('changes its status, also in the words of sentry-cli', async () => {
    const { id } = await oneIssue()
    expect((await ask('PUT', `/issues/${id}/`, { status: 'resolved' })).body).toMatchObject({ id, status: 'resolved' })
    expect(
      (await ask('PUT', `/organizations/${site.org}/issues/${id}/`, { status: 'muted', snoozeDuration: null })).body,
    ).toMatchObject({ status: 'ignored' })
    expect((await ask('PUT', `/issues/${id}/`, { status: 'gone' })).status).toBe(422)
    expect((await ask('PUT', `/issues/${id}/`, {})).status).toBe(422)
  })

  it('is deleted with its events', async () => {
    const { id } = await oneIssue('Doomed')
    expect((await ask('DELETE', `/issues/${id}/`)).status).toBe(204)
    expect((await ask('GET', `/issues/${id}/`)).status).toBe(404)
    expect((await ask('GET', `/issues/${id}/events/latest/`)).status).toBe(404)
    expect((await ask('DELETE', `/issues/${id}/`)).status).toBe(404)
  })

  it('shows its tags, all or one', async () => {
    await oneIssue('Tagged', { tags: { color: 'red' } })
    await oneIssue('Tagged', { tags: { color: 'red' } })
    const { id } = await oneIssue('Tagged', { tags: { color: 'blue', size: 'xl' } })
    const color = {
      key: 'color',
      name: 'color',
      uniqueValues: 2,
      totalValues: 3,
      isSampled: false,
      topValues: [
        { key: 'color', name: 'red', value: 'red', count: 2, lastSeen: expect.stringMatching(/Z$/) },
        { key: 'color', name: 'blue', value: 'blue', count: 1, lastSeen: expect.stringMatching(/Z$/) },
      ],
    }
    expect((await ask('GET', `/issues/${id}/tags/?key=color`)).body).toEqual([color])
    expect((await ask('GET', `/issues/${id}/tags/`)).body).toEqual(expect.arrayContaining([color]))
    expect((await ask('GET', `/issues/${id}/tags/?key=none`)).body).toEqual([])
  })

  it('tells its events by the hour or the day, empty ones left out', async () => {
    const { id } = await oneIssue('Counted')
    await clock.advance(2 * 3_600_000)
    await oneIssue('Counted')
    await oneIssue('Counted')
    const hour = (ago: number) => Math.floor(clock.now().getTime() / 3_600_000 - ago) * 3600
    const stats = await ask('GET', `/organizations/${site.org}/issues-stats/?groups=${id}&groups=999&statsPeriod=24h`)
    expect(stats.body).toEqual([
      {
        id,
        count: '3',
        userCount: 0,
        firstSeen: expect.any(String),
        lastSeen: clock.now().toISOString(),
        isUnhandled: false,
        stats: {
          '24h': [
            [hour(2), 1],
            [hour(0), 2],
          ],
          '14d': null,
        },
      },
    ])
    const days = await ask('GET', `/organizations/${site.org}/issues-stats/?groups=${id}&statsPeriod=14d`)
    expect(days.body).toMatchObject([{ stats: { '24h': null, '14d': [[expect.any(Number), 3]] } }])
    expect((await ask('GET', `/organizations/${site.org}/issues-stats/?groups=${id}&statsPeriod=1y`)).status).toBe(422)
    expect((await ask('GET', `/organizations/${site.org}/issues-stats/`)).body).toEqual([])
  })
})
