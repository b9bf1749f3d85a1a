import { describe, expect, it } from '@jest/globals'
import type { EventDetailJson, EventJson } from '../../src/client/index.js'
import { fakeClock } from '../../src/testing/fake-clock.js'
import { anError, aWorld, report } from './world.js'

const MINUTE_MS = 60_000

describe('the limits of a project', () => {
  it('are those of the server until they are changed, and stand beside what it holds', async () => {
    const world = await aWorld({ projectLimits: { maxEvents: 500 } })
    const acme = await world.tenant()
    const path = `/api/0/projects/${acme.organization.slug}/${acme.project.slug}/retention/`
    const put = (body: unknown) => world.ask('PUT', path, { token: acme.token, body })
    await report(world.app, acme.key, anError('One'))
    const defaults = { defaultMaxEvents: 500, defaultMaxBytes: 4 * 1024 ** 3 }
    expect((await world.ask('GET', path, { token: acme.token })).body).toEqual({
      ...{
        events: 1,
        payloads: 1,
        bytes: expect.any(Number),
        oldestDay: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        maxEvents: null,
        maxBytes: null,
      },
      ...defaults,
    })
    expect((await put({ maxEvents: 20_000 })).body).toMatchObject({ maxEvents: 20_000, maxBytes: null })
    expect((await put({ maxBytes: 0 })).body).toMatchObject({ maxEvents: 20_000, maxBytes: 0 })
    expect((await put({ maxEvents: null })).body).toMatchObject({ maxEvents: null, maxBytes: 0, ...defaults })
    for (const wrong of [-1, 1.5, 'x', 1e300]) expect((await put({ maxBytes: wrong })).status).toBe(422)
    await world.stop()
  })
})

describe('a project that holds more than it may', () => {
  it('is thinned out in the background: statistics stay, and a thinned event says what happened', async () => {
    const clock = fakeClock()
    const world = await aWorld({ clock, projectLimits: { maxEvents: 0, maxBytes: 20_000 } })
    const acme = await world.tenant()
    const { storage } = world.app.context
    const own = [acme.organization.id, acme.project.id] as const
    for (let index = 0; index < 120; index += 1) {
      await report(world.app, acme.key, anError('Busy', { extra: { text: `${index}`.repeat(400) }, release: '1.0' }))
      await clock.advance(1000)
    }
    await report(world.app, acme.key, anError('Rare'))
    await world.app.idle()
    const full = await storage.retention.usage(...own)
    expect(full?.bytes).toBeGreaterThan(20_000)
    while ((await storage.retention.usage(...own))?.bytes === full?.bytes) await clock.advance(MINUTE_MS)
    const left = await storage.retention.usage(...own)
    expect(left).toMatchObject({ events: 121 })
    expect(left?.bytes).toBeLessThanOrEqual(20_000)

    const ask = async <T>(path: string) => (await world.ask('GET', `/api/0/${path}`, { token: acme.token })).body as T
    const issues = await ask<{ id: string; title: string; count: string }[]>(
      `organizations/${acme.organization.slug}/issues/?query=`,
    )
    const busy = issues.find(({ title }) => title.startsWith('Busy'))
    expect(busy?.count).toBe('120')
    const events = await ask<EventJson[]>(`issues/${busy?.id}/events/?limit=100`)
    const thinned = events.find(({ payloadRemovedAt }) => payloadRemovedAt !== null)
    expect(thinned).toMatchObject({
      title: 'Busy: it broke',
      metadata: { title: 'Busy: it broke' },
      payloadRemovedAt: expect.stringMatching(/Z$/),
      entries: [],
      tags: [{ key: 'release', value: '1.0' }],
    })
    for (const which of ['latest', 'oldest'])
      expect((await ask<EventDetailJson>(`issues/${busy?.id}/events/${which}/`)).payloadRemovedAt).toBeNull()
    const raw = await ask(`organizations/${acme.organization.slug}/issues/${busy?.id}/events/${thinned?.eventID}/json/`)
    expect(raw).toMatchObject({ event_id: thinned?.eventID, title: 'Busy: it broke', release: '1.0' })
    const rare = issues.find(({ title }) => title.startsWith('Rare'))
    expect((await ask<EventDetailJson>(`issues/${rare?.id}/events/latest/`)).entries).not.toEqual([])
    await world.stop()
  })
})
