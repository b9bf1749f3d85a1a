import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { EventDetailJson } from '../../src/client/types.js'
import { anError, aWorld, report, type Tenant, type World } from './world.js'

let world: World
let acme: Tenant

beforeAll(async () => {
  world = await aWorld()
  acme = await world.tenant()
})
afterAll(() => world.stop())

async function detailOf(more: object): Promise<EventDetailJson> {
  const id = await report(world.app, acme.key, anError('E', more))
  const issue = await world.app.context.storage.events.issueOfEvent(acme.organization.id, id)
  return (await world.ask('GET', `/api/0/issues/${issue}/events/${id}/`, { token: acme.token })).body as EventDetailJson
}

describe('an event in detail', () => {
  it('tells by which rule something was removed, at the place where its JSON has it', async () => {
    const event = await detailOf({
      extra: { password: 'hunter2' },
      request: { url: 'https://shop.example/', headers: { Accept: '*/*', Authorization: 'Bearer abc' } },
    })
    expect(event.context.password).toBe('[Filtered]')
    const entries = event._meta.entries as Record<string, unknown>
    const request = event.entries.findIndex(({ type }) => type === 'request')
    expect(event._meta.context).toMatchObject({ password: { '': { rem: [['@password', 's']] } } })
    expect(JSON.stringify(entries[request])).toContain('@password')
  })

  it('tells nothing where nothing was', async () => {
    expect((await detailOf({ extra: { colour: 'red' } }))._meta).toEqual({})
  })
})
