import { describe, expect, it } from '@jest/globals'
import type { EventDetailJson } from '../../src/client/event-types.js'
import { tenantPer } from './tenants.js'
import { anError } from './world.js'

const site = tenantPer('file')
const { ask, report } = site

async function detailOf(more: Record<string, unknown>): Promise<EventDetailJson> {
  const id = await report(anError('E', more))
  const issue = await site.world.app.context.storage.events.issueOfEvent(site.acme.organization.id, id)
  return (await ask('GET', `/issues/${issue}/events/${id}/`)).body as EventDetailJson
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
