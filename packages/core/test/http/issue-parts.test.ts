import { beforeEach, describe, expect, it } from '@jest/globals'
import { createApp } from '../../src/app.js'
import { fakeClock } from '../../src/testing/fake-clock.js'
import { tenantPer } from './tenants.js'
import { anError, quietLogger } from './world.js'

const site = tenantPer('test')
const { ask, clock, report } = site
let issues: string

beforeEach(() => {
  issues = `/organizations/${site.org}/issues/`
})

type Body = Record<string, unknown>

const list = async () => (await ask('GET', issues)).body as { id: string; count: string }[]
const one = async (id: string) => (await ask('GET', `/issues/${id}/`)).body as Body
const tagsOf = async (id: string) =>
  ((await ask('GET', `/issues/${id}/tags/?key=browser`)).body as { totalValues: number }[])[0]?.totalValues ?? 0

async function anIssue(type: string): Promise<string> {
  const about = { tags: { browser: 'Firefox' }, user: { id: type }, release: '1.0' }
  const eventId = await report(anError(type, about))
  return ((await ask('GET', `${issues}?query=${eventId}`)).body as { id: string }[])[0]?.id ?? ''
}

describe('merging', () => {
  it('makes one issue of all that match, and the old ids show it', async () => {
    const [a, b] = [await anIssue('A'), await anIssue('B')]
    await anIssue('A')
    const merged = await ask('PUT', `${issues}?id=${a}&id=${b}`, { merge: 1 })
    expect(merged).toMatchObject({ status: 200, body: { merge: { parent: a, children: [b] } } })
    expect(await list()).toMatchObject([{ id: a, count: '3', userCount: 2 }])
    expect(await one(b)).toMatchObject({ id: a, activity: [{ type: 'merge', data: { issues: [{ id: b }] } }] })
    expect((await ask('GET', `/issues/${a}/events/`)).body).toHaveLength(3)
    expect(await anIssue('B')).toBe(a)
  })

  it('is refused for a single issue, for nothing, and across projects', async () => {
    const a = await anIssue('A')
    for (const query of ['', `?id=${a}`, '?query=nothing', '?query=is:resolved%20is:ignored'])
      expect((await ask('POST', `${issues}merge/${query}`)).status).toBe(400)
  })

  it('is taken back for thirty days, exactly', async () => {
    const [a, b] = [await anIssue('A'), await anIssue('B')]
    await ask('POST', `${issues}merge/?query=`)
    expect((await ask('GET', `/issues/${a}/merged/`)).body).toMatchObject([
      { id: b, shortId: 'WEB-2', hashes: [expect.any(String)], dateMerged: clock.now().toISOString() },
    ])
    await anIssue('B')
    expect((await ask('DELETE', `/issues/${a}/merged/${b}/`)).body).toEqual({ id: b })
    expect([await one(a), await one(b)]).toMatchObject([
      { id: a, count: '1', userCount: 1, shortId: 'WEB-1' },
      { id: b, count: '2', userCount: 1, shortId: 'WEB-2' },
    ])
    expect([await tagsOf(a), await tagsOf(b)]).toEqual([1, 2])
    expect(await anIssue('B')).toBe(b)
    await ask('POST', `${issues}merge/?query=`)
    const clockOfLater = fakeClock(new Date(clock.now().getTime() + 31 * 86_400_000).toISOString())
    const later = createApp({
      ...{ url: 'https://mishap.example', storage: site.world.app.context.storage, logger: quietLogger },
      clock: clockOfLater,
    })
    const askLater = (method: string, path: string) =>
      later.fetch(
        new Request(`https://mishap.example/api/0${path}`, {
          method,
          headers: { authorization: `Bearer ${site.acme.token}` },
        }),
      )
    expect(await (await askLater('GET', `/issues/${b}/merged/`)).json()).toEqual([])
    expect((await askLater('DELETE', `/issues/${b}/merged/${a}/`)).status).toBe(404)
    expect((await ask('GET', `/issues/${b}/merged/`)).body).toHaveLength(1)
  })
})

describe('discarding', () => {
  it('deletes, refuses what comes, and is taken back', async () => {
    const [a, b] = [await anIssue('A'), await anIssue('B')]
    expect((await ask('PUT', `/issues/${a}/`, { discard: true })).status).toBe(204)
    expect((await ask('PUT', issues, { discard: true })).status).toBe(400)
    await report(anError('A'))
    expect(await list()).toMatchObject([{ id: b }])
    const path = `/projects/${site.org}/web/tombstones/`
    expect((await ask('GET', path)).body).toEqual([
      {
        ...{ id: a, title: 'A: it broke', culprit: expect.any(String), level: 'error' },
        ...{ actor: expect.objectContaining({ id: site.acme.user.id }), dateCreated: clock.now().toISOString() },
      },
    ])
    const discarded = await ask('PUT', `${issues}?id=${b}`, { discard: true })
    expect(discarded).toMatchObject({ status: 200, body: { changed: 1, undo: null } })
    expect((await ask('DELETE', `${path}${a}/`)).status).toBe(204)
    expect((await ask('DELETE', `${path}${a}/`)).status).toBe(404)
    await report(anError('B'))
    expect(await anIssue('A')).not.toBe(a)
    expect(await list()).toHaveLength(1)
  })
})

describe('splitting', () => {
  const hashesOf = async (id: string) =>
    (await ask('GET', `${issues}${id}/hashes/`)).body as { id: string; latestEvent: { title: string } }[]

  it('by hash is previewed, and exact', async () => {
    const [a, b] = [await anIssue('A'), await anIssue('B')]
    await ask('POST', `${issues}merge/?id=${a}&id=${b}`)
    const hashes = await hashesOf(a)
    const ofB = hashes.filter(({ latestEvent }) => latestEvent.title.startsWith('B')).map(({ id }) => id)
    const preview = await ask('POST', `/issues/${a}/split/preview/`, { hashes: ofB })
    expect(preview).toMatchObject({
      status: 200,
      body: {
        hashes: ofB,
        isPossible: true,
        future: expect.stringMatching(/^Future events with .* will go to the new issue; those with the other \d+ stay/),
        latestEvent: { title: 'B: it broke' },
        sampled: false,
        parts: [
          { name: 'What stays', title: 'A: it broke', events: 1, users: 1, stays: true },
          { title: 'B: it broke', events: 1, users: 1, stays: false },
        ],
      },
    })
    expect((await list()).length).toBe(1)
    const { id } = (await ask('POST', `/issues/${a}/split/`, { hashes: ofB })).body as { id: string }
    expect([await one(a), await one(id)]).toMatchObject([
      { count: '1', title: 'A: it broke' },
      { count: '1', title: 'B: it broke', shortId: 'WEB-3', metadata: { type: 'B' } },
    ])
    expect(await anIssue('B')).toBe(id)
    expect(await tagsOf(id)).toBe(2)
  })

  it('of everything or of nothing is refused, and said so by the preview', async () => {
    const a = await anIssue('A')
    const hashes = (await hashesOf(a)).map(({ id }) => id)
    expect((await ask('POST', `/issues/${a}/split/preview/`, { hashes })).body).toMatchObject({ isPossible: false })
    expect((await ask('POST', `/issues/${a}/split/`, { hashes })).status).toBe(400)
    expect((await ask('POST', `/issues/${a}/split/`, { hashes: ['none'] })).status).toBe(400)
    expect((await ask('DELETE', `${issues}${a}/hashes/`)).status).toBe(400)
  })

  it("is GlitchTip's unmerge as well", async () => {
    const [a, b] = [await anIssue('A'), await anIssue('B')]
    await ask('POST', `${issues}merge/?id=${a}&id=${b}`)
    const [first, ...others] = (await hashesOf(a)).filter(({ latestEvent }) => latestEvent.title.startsWith('B'))
    const query = [first, ...others].map((hash) => `id=${hash?.id}`).join('&')
    expect((await ask('DELETE', `${issues}${a}/hashes/?${query}`)).status).toBe(202)
    expect(await list()).toHaveLength(2)
  })
})
