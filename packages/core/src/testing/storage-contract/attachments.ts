import { expect, it } from '@jest/globals'
import type { Attachment } from '../../ports/items.js'
import { newEventId } from '../../protocol/ids.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { aWorld, found, UNKNOWN_IDS, type World } from './world.js'

const DAY = 24 * 60

export function attachmentsContract({ storage, empty }: Subject): void {
  const anAttachment = ({ organizationId, projectId }: World, attachment: Partial<Attachment> = {}): Attachment => {
    const id = newEventId()
    return {
      id,
      organizationId,
      projectId,
      eventId: newEventId(),
      name: 'log.txt',
      type: 'event.attachment',
      contentType: 'text/plain',
      size: 1000,
      blobKey: `attachments/${projectId}/${id}`,
      receivedAt: NOON,
      ...attachment,
    }
  }

  it('come back as they were given, by the names of the files', async () => {
    const world = await aWorld(storage())
    const { attachments } = storage()
    const eventId = newEventId()
    const [b, a] = ['b 🐛.png', 'a.dmp'].map((name) => anAttachment(world, { eventId, name, contentType: null }))
    await attachments.add([found(b), found(a), anAttachment(world)])
    expect(await attachments.list(world.organizationId, world.projectId, eventId)).toEqual([a, b])
    expect(await attachments.get(world.organizationId, world.projectId, found(a).id)).toEqual(a)
    expect(await attachments.usedKeys([found(a).blobKey, 'attachments/none'])).toEqual(new Set([found(a).blobKey]))
    expect(await attachments.usedKeys([])).toEqual(new Set())
  })

  it('delivered again they are there once, and counted once by their bytes', async () => {
    const world = await aWorld(storage())
    const { attachments, ingest } = storage()
    const given = anAttachment(world, { size: 5_000_000_000 })
    await Promise.all([1, 2, 3].map(() => attachments.add([given, given])))
    await attachments.add([])
    expect(await attachments.list(world.organizationId, world.projectId, given.eventId)).toEqual([given])
    const range = { from: NOON, to: minutesAfter(NOON, 60) }
    expect(await ingest.outcomes({ organizationId: world.organizationId, projectIds: null, ...range })).toMatchObject([
      { category: 'attachment', outcome: 'accepted', quantity: 5_000_000_000 },
    ])
  })

  it('go with the issue of their event, and leave the keys of what has to be deleted', async () => {
    const world = await aWorld(await empty())
    const { attachments, issues } = world.storage
    const event = world.event()
    const [result] = await world.persist(event, world.event())
    const gone = anAttachment(world, { eventId: event.eventId })
    const kept = anAttachment(world)
    await attachments.add([gone, kept])
    await issues.delete(world.filter({ ids: [found(result).issueId] }))
    while (await world.storage.purge());
    expect(await attachments.get(world.organizationId, world.projectId, gone.id)).toBeNull()
    expect(await attachments.get(world.organizationId, world.projectId, kept.id)).toEqual(kept)
    expect(await attachments.deletedKeys(10)).toEqual([gone.blobKey])
    await attachments.forgetDeleted([gone.blobKey, 'attachments/none'])
    expect(await attachments.deletedKeys(10)).toEqual([])
  })

  it('go with their project, with their age, and a day after their event', async () => {
    const world = await aWorld(await empty())
    const { attachments, projects, feedback } = world.storage
    const [event, opinion] = [world.event({ receivedAt: minutesAfter(NOON, -2 * DAY) }), newEventId()]
    await world.persist(event)
    await feedback.add([
      {
        ...{ organizationId: world.organizationId, projectId: world.projectId, feedbackId: opinion, eventId: null },
        ...{ name: '', email: '', comments: 'x', url: null, environment: null, release: null, receivedAt: NOON },
      },
    ])
    const made = {
      ofEvent: { eventId: event.eventId, receivedAt: minutesAfter(NOON, -2 * DAY) },
      ofFeedback: { eventId: opinion, receivedAt: minutesAfter(NOON, -2 * DAY) },
      alone: { receivedAt: minutesAfter(NOON, -2 * DAY) },
      early: { receivedAt: minutesAfter(NOON, -60) },
      old: { eventId: event.eventId, receivedAt: minutesAfter(NOON, -9 * DAY) },
    }
    const rows = Object.values(made).map((one) => anAttachment(world, one))
    await attachments.add(rows)
    await world.storage.maintain({ now: NOON, retentionDays: 7 })
    const left = await attachments.usedKeys(rows.map(({ blobKey }) => blobKey))
    expect(rows.map(({ blobKey }) => left.has(blobKey))).toEqual([true, true, false, true, false])
    expect(await attachments.deletedKeys(1)).toHaveLength(1)
    await projects.delete(world.organizationId, world.projectId)
    while (await world.storage.purge());
    expect([...(await attachments.deletedKeys(10))].sort()).toEqual(rows.map(({ blobKey }) => blobKey).sort())
    await attachments.add([anAttachment(world)])
    expect(await attachments.list(world.organizationId, world.projectId, event.eventId)).toEqual([])
  })

  it('that come again after they were deleted are kept again', async () => {
    const world = await aWorld(await empty())
    const { attachments } = world.storage
    const given = anAttachment(world, { receivedAt: minutesAfter(NOON, -9 * DAY) })
    await attachments.add([given])
    await world.storage.maintain({ now: NOON, retentionDays: 7 })
    await attachments.add([{ ...given, receivedAt: NOON }])
    expect(await attachments.deletedKeys(10)).toEqual([])
  })

  it("are nobody else's, and unknown ids have none", async () => {
    const { attachments } = storage()
    const [world, other] = [await aWorld(storage()), await aWorld(storage())]
    const given = anAttachment(world, { name: 'a\0\ud800'.repeat(1000) })
    await attachments.add([given, ...UNKNOWN_IDS.map((projectId) => anAttachment({ ...world, projectId }))])
    const { organizationId, projectId } = world
    expect((await attachments.get(organizationId, projectId, given.id))?.name.length).toBeLessThanOrEqual(255)
    for (const id of [other.organizationId, ...UNKNOWN_IDS]) {
      expect(await attachments.list(id, projectId, given.eventId)).toEqual([])
      expect(await attachments.get(id, projectId, given.id)).toBeNull()
    }
    for (const id of [other.projectId, ...UNKNOWN_IDS])
      expect(await attachments.get(organizationId, id, given.id)).toBeNull()
    for (const which of ['', 'x', "' or 1=1", 'f'.repeat(32)]) {
      expect(await attachments.list(organizationId, projectId, which)).toEqual([])
      expect(await attachments.get(organizationId, projectId, which)).toBeNull()
    }
  })
}
