import { expect, it } from '@jest/globals'
import { createRuleLook } from '../../alerts/rules/look.js'
import { PLAIN_ALERT } from '../../ports/alerts.js'
import type { JobRun } from '../../ports/instance.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { aName, aWorld, UNKNOWN_IDS } from './world.js'

const DAY_MS = 86_400_000

export function instanceContract({ storage, empty }: Subject): void {
  it('what is set is told as it was, until it is forgotten', async () => {
    const { instance } = await empty()
    expect(await instance.settings()).toEqual({})
    await instance.updateSettings({})
    await instance.updateSettings({ name: 'Wéb "x"', days: 30, open: false, list: [1, { a: null }] })
    await instance.updateSettings({ days: 31, open: null, missing: null })
    expect(await instance.settings()).toEqual({ name: 'Wéb "x"', days: 31, list: [1, { a: null }] })
  })

  it('of concurrent changes of different settings none is lost', async () => {
    const { instance } = await empty()
    const names = Array.from({ length: 20 }, (_, at) => `setting-${at}`)
    await Promise.all(names.map((name, at) => instance.updateSettings({ [name]: at, last: name })))
    const settings = await instance.settings()
    expect(names.map((name) => settings[name])).toEqual(names.map((_, at) => at))
    expect(names).toContain(settings.last)
  })

  it('each process has one note of each job, until it is heard of no more', async () => {
    const { instance } = await empty()
    const aRun = (run: Partial<JobRun>): JobRun => ({
      ...{ job: 'Thinning', worker: 'a:1', finishedAt: NOON, tookMs: 5, done: null, since: null, error: null },
      ...run,
    })
    const later = minutesAfter(NOON, 1)
    await instance.noteRun(aRun({}))
    await instance.noteRun(aRun({ finishedAt: later, error: 'no "space"' }))
    await instance.noteRun(aRun({ worker: 'b:2' }))
    await instance.noteRun(aRun({ job: 'Storing', done: 7, since: NOON }))
    expect(await instance.runs()).toEqual([
      aRun({ job: 'Storing', done: 7, since: NOON }),
      aRun({ finishedAt: later, error: 'no "space"' }),
      aRun({ worker: 'b:2' }),
    ])
    await instance.forgetRuns(later)
    expect((await instance.runs()).map(({ worker }) => worker)).toEqual(['a:1'])
  })

  it('outcomes of all organizations are summed up by hour', async () => {
    const fresh = await empty()
    const [one, other] = [await aWorld(fresh), await aWorld(fresh)]
    const hour = new Date(NOON.getTime() - (NOON.getTime() % 3_600_000))
    const count = ({ organizationId, projectId }: typeof one, quantity: number, at = hour) => ({
      ...{ organizationId, projectId, hour: at, category: 'error', quantity },
      ...{ outcome: 'rate_limited' as const, reason: 'spike' },
    })
    await fresh.ingest.addOutcomes([count(one, 2), count(other, 3), count(one, 9, minutesAfter(hour, 60))])
    const range = { from: minutesAfter(hour, 5), to: minutesAfter(hour, 60) }
    expect(await fresh.instance.outcomes(range)).toEqual([
      { hour, category: 'error', outcome: 'rate_limited', reason: 'spike', quantity: 5 },
    ])
  })

  it('says what each organization holds, and which hold the most', async () => {
    const fresh = await empty()
    const [small, large] = [await aWorld(fresh), await aWorld(fresh)]
    await small.persist(small.event())
    await large.persist(large.event(), large.event(), large.event())
    const [mine] = await fresh.instance.holdings([small.organizationId, ...UNKNOWN_IDS])
    expect(mine).toMatchObject({ organizationId: small.organizationId, projects: 1, members: 1, events: 1 })
    expect(mine?.bytes).toBeGreaterThan(0)
    expect(await fresh.instance.holdings([])).toEqual([])
    const heaviest = await fresh.instance.heaviest(1)
    expect(heaviest).toMatchObject([{ organizationId: large.organizationId, events: 3 }])
    expect(await fresh.instance.counts()).toEqual({ users: 2, organizations: 2, projects: 2 })
    await fresh.organizations.delete(large.organizationId)
    expect(await fresh.instance.heaviest(10)).toEqual([mine])
  })

  it('counts by name, those with the most events first', async () => {
    const fresh = await empty()
    expect(await fresh.instance.census(10)).toEqual({ organizations: [], projects: [] })
    const [small, large] = [await aWorld(fresh), await aWorld(fresh)]
    await small.persist(small.event())
    await large.persist(large.event(), large.event(), large.event({ receivedAt: minutesAfter(NOON, -24 * 60) }))
    const [ofSmall, ofLarge] = [small, large].map(({ organization, project }) => ({
      ...{ organization: organization.slug, slug: project.slug },
    }))
    expect(await fresh.instance.census(10)).toEqual({
      organizations: [
        { slug: large.organization.slug, projects: 1 },
        { slug: small.organization.slug, projects: 1 },
      ],
      projects: [
        { ...ofLarge, events: 3 },
        { ...ofSmall, events: 1 },
      ],
    })
    const most = await fresh.instance.census(1)
    expect([most.organizations.length, most.projects]).toEqual([1, [{ ...ofLarge, events: 3 }]])
  })

  it('counts what alerts have still to tell', async () => {
    const fresh = await empty()
    expect(await fresh.instance.pendingDeliveries()).toEqual({ count: 0, dueAt: null })
    const world = await aWorld(fresh)
    const recipients = ['https://a.example/', 'https://b.example/'].map((url) => ({
      ...{ kind: 'webhook' as const, url, tags: [], config: {} },
    }))
    const alert = { ...PLAIN_ALERT, timespanMinutes: 5, quantity: 1, recipients }
    await fresh.alerts.create(world.organizationId, world.projectId, alert, NOON)
    await world.persist(world.event({ receivedAt: NOON }))
    await createRuleLook({ storage: fresh })({ now: minutesAfter(NOON, 1), since: NOON, issueIds: [] })
    expect(await fresh.instance.pendingDeliveries()).toEqual({ count: 2, dueAt: minutesAfter(NOON, 1) })
    const [one] = await fresh.deliveries.claim(minutesAfter(NOON, 1), 1, 60_000)
    const attempt = { at: minutesAfter(NOON, 1), ms: 1, status: 200, error: '', answer: '' }
    await fresh.deliveries.finish(one?.id ?? '', { attempt, state: 'sent', nextAttemptAt: null, payload: null })
    expect((await fresh.instance.pendingDeliveries()).count).toBe(1)
  })

  it('says what it holds of each day', async () => {
    const fresh = await empty()
    const { event, persist } = await aWorld(fresh)
    const before = new Date(NOON.getTime() - DAY_MS)
    await persist(event({ receivedAt: NOON }), event({ receivedAt: NOON }), event({ receivedAt: before }))
    const days = (await fresh.instance.days()).filter(({ events }) => events > 0)
    expect(days.map(({ day, events }) => [day, events])).toEqual([
      [NOON.toISOString().slice(0, 10), 2],
      [before.toISOString().slice(0, 10), 1],
    ])
    for (const { bytes, storedBytes } of days) {
      expect(bytes).toBeGreaterThan(0)
      if (storedBytes !== null) expect(storedBytes).toBeGreaterThan(0)
    }
  })

  it('says how large its parts are, the largest first', async () => {
    const { event, persist } = await aWorld(storage())
    await persist(event({ title: aName('large') }))
    const sizes = await storage().instance.sizes()
    expect(sizes.map(({ name }) => name)).toContain('events')
    expect(sizes.find(({ name }) => name === 'events')?.bytes).toBeGreaterThan(0)
    expect(sizes.map(({ bytes }) => bytes)).toEqual(sizes.map(({ bytes }) => bytes).sort((a, b) => b - a))
  })
}
