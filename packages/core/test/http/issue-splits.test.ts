import { beforeEach, describe, expect, it } from '@jest/globals'
import { tenantPer } from './tenants.js'
import { anError } from './world.js'

const site = tenantPer('test')
const { ask, clock, report } = site
let issues: string

beforeEach(() => {
  issues = `/organizations/${site.org}/issues/`
})

const list = async () => (await ask('GET', `${issues}?sort=first_seen`)).body as { id: string; count: string }[]
const countOf = async (id: string) => Number(((await ask('GET', `/issues/${id}/`)).body as { count: string }).count)
const project = () => `/projects/${site.org}/web/`

/** One issue, whatever it says. */
async function say(value: string, region?: string): Promise<string> {
  await clock.advance(1)
  const exception = { values: [{ type: 'E', value }] }
  const about = { exception, fingerprint: ['one'], ...(region === undefined ? {} : { tags: { region } }) }
  const eventId = await report(anError('E', { ...about, user: { id: value } }))
  return ((await ask('GET', `${issues}?query=${eventId}`)).body as { id: string }[])[0]?.id ?? ''
}

describe('splitting by what events say', () => {
  it('shows the parts, makes them, and sends future events to theirs', async () => {
    const source = await say('user 17 not found')
    await say('user 4 not found')
    await say('no disk')
    const preview = await ask('POST', `/issues/${source}/split/preview/`, { by: 'message' })
    expect(preview.body).toMatchObject({
      isPossible: true,
      future: 'Future events go to the issue of their message; another message makes a new issue.',
      sampled: false,
      parts: [
        { name: 'user <number> not found', events: 2, users: 2, stays: true },
        {
          name: 'no disk',
          title: 'E: no disk',
          events: 1,
          users: 1,
          stays: false,
          latestEvent: { title: 'E: no disk' },
        },
      ],
    })
    const { id, ids } = (await ask('POST', `/issues/${source}/split/`, { by: 'message' })).body as {
      id: string
      ids: string[]
    }
    expect(ids).toEqual([id])
    expect((await ask('GET', `/issues/${id}/`)).body).toMatchObject({
      ...{ title: 'E: no disk', count: '1', shortId: 'WEB-2' },
      activity: [{ type: 'unmerge_destination', data: { source: { id: source }, by: 'message', value: 'no disk' } }],
    })
    expect([await say('user 5 not found'), await say('no disk')]).toEqual([source, id])
    const third = await say('out of paper')
    expect([source, id]).not.toContain(third)
    expect([await countOf(source), await countOf(id)]).toEqual([3, 2])
  })

  it('is refused where all events say the same, or each something else', async () => {
    const source = await say('no disk')
    const path = `/issues/${source}/split/`
    expect((await ask('POST', `${path}preview/`, { by: 'message' })).body).toMatchObject({
      isPossible: false,
      future: 'Nothing would move: all events of the issue have the same message.',
    })
    expect((await ask('POST', path, { by: 'message' })).status).toBe(400)
    for (let n = 0; n < 101; n += 1) await say('no disk', `region-${n}`)
    const refused = await ask('POST', path, { by: 'tag', key: 'region' })
    expect(refused).toMatchObject({
      status: 400,
      body: { detail: 'Its events have 102 different values of region, and at most 100 issues are made of one.' },
    })
    expect(await list()).toHaveLength(1)
    const nonsense = [{ by: 'tag', key: '\ud800' }, { by: 'tag', key: 'a\0' }, { events: ['x', '\ud800'] }]
    for (const body of [{}, { by: 'tag' }, { by: 'colour' }, { hashes: 'x' }, ...nonsense])
      expect((await ask('POST', path, body)).status).toBeGreaterThanOrEqual(400)
  })

  it('is listed for thirty days and goes home, with the next events', async () => {
    const source = await say('x', 'eu')
    await say('x')
    await say('x', 'us')
    await say('x', 'eu')
    const { ids } = (await ask('POST', `/issues/${source}/split/`, { by: 'tag', key: 'region' })).body as {
      ids: string[]
    }
    const off = (await ask('GET', `/issues/${source}/splits/`)).body as { id: string }[]
    expect(off).toHaveLength(2)
    expect(off[0]).toEqual({
      ...{ id: expect.any(String), shortId: expect.stringMatching(/^WEB-/), title: 'E: x', by: 'tag', key: 'region' },
      dateSplit: clock.now().toISOString(),
      reversibleUntil: new Date(clock.now().getTime() + 30 * 86_400_000).toISOString(),
    })
    const told: unknown[] = []
    const stop = site.world.app.context.live.subscribe(site.acme.organization.id, (message) => told.push(message))
    for (const id of ids) expect((await ask('DELETE', `/issues/${source}/splits/${id}/`)).status).toBe(204)
    stop()
    for (const issueId of ids) expect(told).toContainEqual(expect.objectContaining({ topic: 'issue.deleted', issueId }))
    expect((await ask('DELETE', `/issues/${source}/splits/${ids[0]}/`)).status).toBe(404)
    expect((await ask('GET', `/issues/${ids[0]}/`)).body).toMatchObject({ id: source, count: '4' })
    expect(await say('x', 'asia')).toBe(source)
    expect(await list()).toMatchObject([{ id: source, count: '5' }])
    expect((await ask('GET', `/issues/${source}/splits/`)).body).toEqual([])
  })

  it('chosen events become an issue, and say that future ones do not', async () => {
    const source = await say('x')
    await say('y')
    const [newest] = (await ask('GET', `/issues/${source}/events/`)).body as { eventID: string }[]
    const body = { events: [newest?.eventID] }
    expect((await ask('POST', `/issues/${source}/split/preview/`, body)).body).toMatchObject({
      isPossible: true,
      future: 'Future events stay with this issue: only the chosen ones move.',
      parts: [
        { name: 'What stays', title: 'E: x', events: 1 },
        { name: 'The chosen event', title: 'E: y', events: 1 },
      ],
    })
    const { id } = (await ask('POST', `/issues/${source}/split/`, body)).body as { id: string }
    expect((await ask('GET', `/issues/${id}/`)).body).toMatchObject({ title: 'E: y', count: '1' })
    expect(await say('y')).toBe(source)
  })

  it('stays through a change of the rules, which neither joins nor forks what was split', async () => {
    const source = await say('x', 'eu')
    await say('x', 'us')
    await say('x', 'eu')
    const { id } = (await ask('POST', `/issues/${source}/split/`, { by: 'tag', key: 'region' })).body as { id: string }
    const rules = { fingerprintRules: 'error.type:E -> another' }
    const preview = await ask('POST', `${project()}grouping/preview/`, rules)
    expect(preview.body).toMatchObject({ joins: 0, splits: 0 })
    expect((await ask('PUT', `${project()}grouping/`, rules)).status).toBe(200)
    await clock.advance(11_000)
    expect([await say('x', 'us'), await say('x', 'eu')]).toEqual([id, source])
    expect(await list()).toHaveLength(2)
  })
})

describe('a change of many', () => {
  it('is taken back once, for its own user, and says what it could not restore', async () => {
    const source = await say('x', 'eu')
    await say('x', 'us')
    const { id } = (await ask('POST', `/issues/${source}/split/`, { by: 'tag', key: 'region' })).body as { id: string }
    const change = { status: 'ignored', statusDetails: { ignoreCount: 10 }, assignedTo: 'me', priority: 'high' }
    const { undo, changed } = (await ask('PUT', `${issues}?query=`, change)).body as { undo: string; changed: number }
    expect(changed).toBe(2)
    await ask('PUT', `/issues/${id}/`, { assignedTo: null })
    expect((await ask('POST', `${issues}undo/`, { undo })).body).toEqual({ restored: 1, left: 1 })
    expect((await ask('POST', `${issues}undo/`, { undo })).status).toBe(404)
    expect((await ask('GET', `/issues/${source}/`)).body).toMatchObject({
      ...{ status: 'unresolved', statusDetails: {}, assignedTo: null, priority: 'medium', isSubscribed: false },
    })
    expect((await ask('GET', `/issues/${id}/`)).body).toMatchObject({ status: 'ignored', priority: 'high' })
    expect((await ask('PUT', `${issues}?id=${id}`, { priority: 'auto' })).body).toMatchObject({ changed: 1 })
    expect((await ask('GET', `/issues/${id}/`)).body).toMatchObject({ priority: 'medium' })
    expect((await ask('PUT', `${issues}?query=nothing`, { priority: 'low' })).body).toMatchObject({
      ...{ undo: null, changed: 0 },
    })
    const late = ((await ask('PUT', `${issues}?query=`, { priority: 'low' })).body as { undo: string }).undo
    await clock.advance(600_000)
    expect((await ask('POST', `${issues}undo/`, { undo: late })).status).toBe(404)
  })
})
