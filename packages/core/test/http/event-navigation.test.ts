import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { EventDetailJson } from '../../src/client/event-types.js'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js'
import { anError, aWorld, report, type Tenant, type World } from './world.js'

let world: World
let clock: FakeClock
let acme: Tenant
let base: string
const ids: string[] = []
const times: string[] = []

/** Twelve events of one issue, a second apart, every third of them in the shop of the north. */
beforeAll(async () => {
  clock = fakeClock()
  world = await aWorld({ clock })
  acme = await world.tenant()
  for (let at = 0; at < 12; at += 1) {
    times.push(clock.now().toISOString())
    const more = at === 4 ? { breadcrumbs: [{ message: 'clicked' }], request: { url: 'https://shop.example/' } } : {}
    ids.push(
      await report(world.app, acme.key, anError('E', { tags: { shop: at % 3 === 0 ? 'north' : 'south' }, ...more })),
    )
    await clock.advance(1000)
  }
  base = `/api/0/issues/${await world.app.context.storage.events.issueOfEvent(acme.organization.id, ids[0] ?? '')}/events/`
})
afterAll(() => world.stop())

const get = async (which: string) =>
  (await world.ask('GET', `${base}${which}`, { token: acme.token })).body as EventDetailJson

describe('from event to event', () => {
  it('a search leads to the nearest that it finds on either side', async () => {
    const north = `?query=${encodeURIComponent('shop:north')}`
    expect(await get(`${ids[6]}/${north}`)).toMatchObject({ previousEventID: ids[3], nextEventID: ids[9], ordinal: 7 })
    expect(await get(`${ids[4]}/${north}`)).toMatchObject({ previousEventID: ids[3], nextEventID: ids[6] })
    expect(await get(`${ids[0]}/${north}`)).toMatchObject({ previousEventID: null, nextEventID: ids[3] })
    expect(await get(`${ids[9]}/${north}`)).toMatchObject({ previousEventID: ids[6], nextEventID: null })
  })

  it('a span of time is not left', async () => {
    const span = `?start=${times[3]}&end=${times[6]}`
    expect(await get(`${ids[3]}/${span}`)).toMatchObject({ previousEventID: null, nextEventID: ids[4] })
    expect(await get(`${ids[5]}/${span}`)).toMatchObject({ previousEventID: ids[4], nextEventID: null })
  })

  it('the recommended one is the newest of those that tell most', async () => {
    expect(await get('recommended/')).toMatchObject({ eventID: ids[4], ordinal: 5, total: 12 })
  })
})
