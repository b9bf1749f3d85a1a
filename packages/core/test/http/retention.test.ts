import { describe, expect, it } from '@jest/globals'
import type { EventDetailJson, EventJson } from '../../src/client/index.js'
import { fakeClock } from '../../src/testing/fake-clock.js'
import { anError, aWorld, report } from './world.js'

const MINUTE_MS = 60_000

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
