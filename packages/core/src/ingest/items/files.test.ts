import { describe, expect, it } from '@jest/globals'
import { crashpadDump } from '../../../test/crashpad.js'
import { anError, newId, send } from '../../../test/ingest-world.js'
import { envelope, filesOf, type Item, itemWorlds, outcomesOf } from '../../../test/item-world.js'
import { decodePayload } from '../../events/payload.js'

const aDrainedWorld = itemWorlds()

describe('files', () => {
  it('are kept with the event of their envelope, whichever comes first', async () => {
    const world = await aDrainedWorld()
    const event = anError()
    const header = { type: 'attachment', filename: 'C:\\logs\\app.log', content_type: 'text/plain' }
    const image = { type: 'attachment', filename: 'shot.png', attachment_type: 'event.screenshot' }
    const items: Item[] = [
      [header, Buffer.from('line one\nline two')],
      ['event', event],
      [image, Buffer.from([0x89, 0x50, 0x0a, 0, 0xff])],
    ]
    await send(world, { body: envelope({ event_id: newId() }, ...items) })
    const files = await filesOf(world, String(event.event_id))
    expect(files).toMatchObject([
      { name: 'app.log', type: 'event.attachment', contentType: 'text/plain', size: 17 },
      { name: 'shot.png', type: 'event.screenshot', contentType: null, size: 5 },
    ])
    expect(Buffer.from((await world.blobs?.get(files[1]?.blobKey ?? '')) ?? []).toString('hex')).toBe('89500a00ff')
    expect(await outcomesOf(world)).toContainEqual(['attachment', 'accepted', '', 22])
  })

  it('sent again are there once; sent later they join their event', async () => {
    const world = await aDrainedWorld()
    const eventId = newId()
    const file: Item = [{ type: 'attachment', filename: 'a.bin' }, Buffer.from([1, 2, 3])]
    for (let time = 0; time < 2; time += 1)
      await send(world, { body: envelope({ event_id: eventId }, ['event', anError({ event_id: eventId })], file) })
    await send(world, { body: envelope({ event_id: eventId }, file) })
    await send(world, {
      body: envelope({ event_id: eventId }, [{ type: 'attachment', filename: 'b.bin' }, Buffer.from([4])]),
    })
    expect((await filesOf(world, eventId)).map(({ name }) => name)).toEqual(['a.bin', 'b.bin'])
    expect(await outcomesOf(world)).toContainEqual(['attachment', 'accepted', '', 4])
  })

  it('of text lose their secrets as events do', async () => {
    const world = await aDrainedWorld()
    const eventId = newId()
    const text = Buffer.from('connecting to postgres://app:hunter2@db/main\n')
    const json = Buffer.from(JSON.stringify({ user: 'ada', password: 'hunter2' }))
    const items: Item[] = [
      [{ type: 'attachment', filename: 'app.log' }, text],
      [{ type: 'attachment', filename: 'state.json' }, json],
      [{ type: 'attachment', filename: 'dump.bin' }, text],
    ]
    await send(world, { body: envelope({ event_id: eventId }, ...items) })
    const contents = await Promise.all(
      (await filesOf(world, eventId)).map(async ({ blobKey, size }) => {
        const content = Buffer.from((await world.blobs?.get(blobKey)) ?? [])
        expect(content).toHaveLength(size)
        return content.toString()
      }),
    )
    expect(contents).toEqual([
      'connecting to postgres://[Filtered]@db/main\n',
      text.toString(),
      '{"user":"ada","password":"[Filtered]"}',
    ])
  })

  it('that are too large, too many, of a refused event or of none are refused by their bytes', async () => {
    const world = await aDrainedWorld({}, { maxAttachmentBytes: 10, maxAttachments: 2 })
    const file = (name: string, bytes: number): Item => [{ type: 'attachment', filename: name }, Buffer.alloc(bytes, 7)]
    const event = anError()
    await send(world, {
      body: envelope({}, ['event', event], file('a', 11), file('b', 1), file('c', 2)),
    })
    await send(world, {
      body: envelope({ event_id: event.event_id }, file('d', 3), file('e', 4), file('f', 5)),
    })
    await send(world, { body: envelope({}, file('g', 6)) })
    await send(world, { body: envelope({ event_id: newId() }, ['event', Buffer.from('{')], file('h', 7)) })
    await send(world, { body: envelope({ event_id: newId() }, ['transaction', {}], file('i', 8)) })
    expect((await filesOf(world, String(event.event_id))).map(({ name }) => name)).toEqual(['b', 'd'])
    const refused = (await outcomesOf(world)).filter(([category]) => category === 'attachment')
    expect(refused).toEqual(
      expect.arrayContaining([
        ['attachment', 'accepted', '', 4],
        ['attachment', 'invalid', 'too_large', 11],
        ['attachment', 'invalid', 'too_many', 2 + 4 + 5],
        ['attachment', 'filtered', 'no_event', 6 + 7],
        ['attachment', 'filtered', 'not_stored', 8],
      ]),
    )
  })

  it('are not kept where there is no place for them, and the event is', async () => {
    const world = await aDrainedWorld({ blobs: null })
    const event = anError()
    const file: Item = [{ type: 'attachment', filename: 'a' }, Buffer.from('abc')]
    await send(world, { body: envelope({}, ['event', event], file) })
    expect(await filesOf(world, String(event.event_id))).toEqual([])
    expect(await outcomesOf(world)).toEqual([
      ['error', 'accepted', '', 1],
      ['attachment', 'filtered', 'not_stored', 3],
    ])
  })

  it('a minidump without an event is a crash of its own', async () => {
    for (const header of [
      { type: 'attachment', filename: 'x.dmp', attachment_type: 'event.minidump' },
      { type: 'minidump' },
    ]) {
      const world = await aDrainedWorld()
      const eventId = newId()
      await send(world, { body: envelope({ event_id: eventId }, [header, Buffer.from('MDMP\0\0')]) })
      const { id, organizationId } = world.project
      const event = await world.storage.events.find(organizationId, { projectId: id }, eventId)
      expect(event).toMatchObject({ level: 'fatal', platform: 'native', title: 'Native crash' })
      expect(event === null ? null : decodePayload(event).exception).toMatchObject({
        values: [{ mechanism: { handled: false } }],
      })
      expect(await filesOf(world, eventId)).toMatchObject([{ type: 'event.minidump', size: 6 }])
    }
  })

  it('a minidump without an event says what crashed, and where', async () => {
    const world = await aDrainedWorld()
    const eventId = newId()
    const header = { type: 'attachment', filename: 'x.dmp', attachment_type: 'event.minidump' }
    await send(world, { body: envelope({ event_id: eventId }, [header, crashpadDump]) })
    const { id, organizationId } = world.project
    const event = await world.storage.events.find(organizationId, { projectId: id }, eventId)
    expect(event?.title).toBe('Crash in shop-server')
    expect(event === null ? null : decodePayload(event).contexts).toMatchObject({ os: { name: 'Linux' } })
  })

  it('names lead nowhere', async () => {
    const world = await aDrainedWorld()
    const eventId = newId()
    const names = ['../../etc/passwd', '..', 'a\u0000b\r\nc', '/', 'ü'.repeat(2000)]
    const items = names.map((filename, index): Item => [{ type: 'attachment', filename }, Buffer.from([index])])
    await send(world, { body: envelope({ event_id: eventId }, ...items) })
    const found = (await filesOf(world, eventId)).map(({ name }) => name)
    expect(found).toHaveLength(5)
    expect(found).toEqual(expect.arrayContaining(['passwd', 'abc', 'attachment', 'ü'.repeat(255)]))
  })
})
