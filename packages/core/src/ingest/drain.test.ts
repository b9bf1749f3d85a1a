import { describe, expect, it } from '@jest/globals'
import { anError, aWorld, envelope, json, newId, send } from '../../test/ingest-world.js'
import { createDrain } from './drain.js'

describe('the drain', () => {
  it('stores what was accepted, and answers the id of the event', async () => {
    const world = await aWorld()
    const drain = createDrain(world)
    drain.start()
    const eventId = newId()
    const response = await send(world, { body: envelope(anError({ event_id: eventId })) })
    expect(response.status).toBe(200)
    expect(json(response)).toEqual({ id: eventId })
    const scope = { projectId: world.project.id }
    expect(await world.storage.events.find(world.project.organizationId, scope, eventId)).toMatchObject({ eventId })
    await drain.stop()
  })
})
