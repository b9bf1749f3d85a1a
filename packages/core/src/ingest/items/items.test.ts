import { afterEach, describe, expect, it } from '@jest/globals'
import { crashpadDump } from '../../../test/crashpad.js'
import { anError, aWorld, newId, send, type World } from '../../../test/ingest-world.js'
import { memoryBlobs } from '../../adapters/memory-blobs.js'
import { memoryStorage } from '../../adapters/memory-storage/memory-storage.js'
import type { Context } from '../../context.js'
import { AppError } from '../../errors.js'
import { decodePayload } from '../../events/payload.js'
import { DEFAULT_INGEST_SETTINGS, type IngestSettings } from '../../ports/ingest-settings.js'
import { directBuffer } from '../buffers/direct.js'
import { createDrain } from '../drain.js'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const ALL = { limit: 100, cursor: null } as const

async function aDrainedWorld(ports: Partial<Context> = {}, limits = {}): Promise<World> {
  const world = await aWorld({ blobs: memoryBlobs(), ...ports }, { limits })
  const drain = createDrain(world)
  closing.push(async () => {
    await drain.stop()
    await world.buffer.close()
  })
  drain.start()
  return world
}

type Item = readonly [header: string | Record<string, unknown>, payload: unknown]

/** An envelope as an SDK writes it. */
function envelope(header: Record<string, unknown>, ...items: readonly Item[]): Buffer {
  const parts = items.flatMap(([head, payload]) => {
    const body = Buffer.isBuffer(payload) ? payload : Buffer.from(JSON.stringify(payload))
    const named = typeof head === 'string' ? { type: head } : head
    return [JSON.stringify({ ...named, length: body.length }), body]
  })
  const lines = [JSON.stringify(header), ...parts].map((part) => Buffer.concat([Buffer.from(part), Buffer.from('\n')]))
  return Buffer.concat(lines)
}

const outcomesOf = async ({ storage, project, clock }: World) => {
  const { organizationId } = project
  const now = clock.now().getTime()
  const range = { from: new Date(now - 3_600_000), to: new Date(now + 3_600_000) }
  const found = await storage.ingest.outcomes({ organizationId, projectIds: null, ...range })
  return found.map((one) => [one.category, one.outcome, one.reason, one.quantity])
}
const feedbackOf = async ({ storage, project }: World) =>
  (await storage.feedback.listForProject(project.organizationId, project.id, ALL)).items
const checkInsOf = async ({ storage, project }: World) =>
  (await storage.checkIns.list(project.organizationId, project.id, ALL)).items
const filesOf = ({ storage, project }: World, eventId: string) =>
  storage.attachments.list(project.organizationId, project.id, eventId)
const healthOf = ({ storage, project, clock }: World) => {
  const now = clock.now().getTime()
  return storage.releaseHealth.sessions({
    organizationId: project.organizationId,
    projectIds: null,
    from: new Date(now - 10 * 86_400_000),
    to: new Date(now + 86_400_000),
    groupBy: ['release', 'environment'],
    bucketSeconds: null,
  })
}
const settle = async (world: World, settings: Partial<IngestSettings['filters']>) => {
  const { id, organizationId } = world.project
  const filters = { ...DEFAULT_INGEST_SETTINGS.filters, ...settings }
  await world.storage.projects.updateIngestSettings(organizationId, id, { ...DEFAULT_INGEST_SETTINGS, filters })
}

const aFeedback = (context: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  event_id: newId(),
  type: 'feedback',
  release: 'shop@1.0',
  environment: 'prod',
  contexts: { feedback: { message: 'It is slow.', name: 'Grace', contact_email: 'grace@example.com', ...context } },
  ...more,
})

describe('feedback', () => {
  it('of either form is kept, with the issue of its event', async () => {
    const world = await aDrainedWorld()
    const event = anError()
    await send(world, { body: envelope({}, ['event', event]) })
    const url = 'https://shop.example/cart'
    await send(world, { body: envelope({}, ['feedback', aFeedback({ associated_event_id: event.event_id, url })]) })
    const report = { event_id: event.event_id, name: 'Ada', email: 'ada@example.com', comments: 'It broke.' }
    await send(world, { body: envelope({}, ['user_report', report]) })
    const about = { eventId: event.event_id, issueId: expect.stringMatching(/^\d+$/) }
    expect(await feedbackOf(world)).toMatchObject([
      { ...about, name: 'Ada', email: 'ada@example.com', comments: 'It broke.', feedbackId: event.event_id },
      { ...about, name: 'Grace', comments: 'It is slow.', url, release: 'shop@1.0', environment: 'prod' },
    ])
    expect(await outcomesOf(world)).toEqual([
      ['error', 'accepted', '', 1],
      ['feedback', 'accepted', '', 2],
    ])
  })

  it('that overtakes its event joins the issue as soon as that is there', async () => {
    const world = await aDrainedWorld()
    const event = anError()
    await send(world, { body: envelope({}, ['feedback', aFeedback({ associated_event_id: event.event_id })]) })
    expect(await feedbackOf(world)).toMatchObject([{ issueId: null }])
    await send(world, { body: envelope({}, ['event', event]) })
    expect(await feedbackOf(world)).toMatchObject([{ issueId: expect.stringMatching(/^\d+$/) }])
  })

  it('keeps no secret', async () => {
    const world = await aDrainedWorld()
    const message = 'I used https://me:hunter2@shop.example and the card 4111 1111 1111 1111'
    await send(world, { body: envelope({}, ['feedback', aFeedback({ message })]) })
    const [feedback] = await feedbackOf(world)
    expect(feedback?.comments).toContain('[Filtered]')
    expect(feedback?.comments).not.toMatch(/hunter2|4111/)
  })

  it('that says nothing, of nobody, or from an address that is not wanted, is refused; its siblings are kept', async () => {
    const world = await aDrainedWorld()
    const items: Item[] = [
      ['feedback', aFeedback({ message: ' ' })],
      ['user_report', { comments: 'no event' }],
      ['feedback', Buffer.from('{broken')],
      ['feedback', []],
      ['event', anError()],
    ]
    await send(world, { body: envelope({}, ...items) })
    await settle(world, { releases: ['shop@1.*'] })
    await world.clock.advance(11_000)
    await send(world, { body: envelope({}, ['feedback', aFeedback({})]) })
    expect(await feedbackOf(world)).toEqual([])
    expect(await outcomesOf(world)).toEqual(
      expect.arrayContaining([
        ['error', 'accepted', '', 1],
        ['feedback', 'invalid', 'empty', 1],
        ['feedback', 'invalid', 'no_event', 1],
        ['feedback', 'invalid', 'invalid_json', 2],
        ['feedback', 'filtered', 'release-version', 1],
      ]),
    )
  })
})

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

describe('sessions', () => {
  const aSession = (world: World, session: Record<string, unknown> = {}) => ({
    sid: newId(),
    init: true,
    started: world.clock.now().toISOString(),
    timestamp: world.clock.now().toISOString(),
    status: 'ok',
    errors: 0,
    attrs: { release: 'shop@1.0', environment: 'prod' },
    ...session,
  })
  const NONE = { healthy: 0, errored: 0, abnormal: 0, crashed: 0 }

  it('are counted once each, by how they ended', async () => {
    const world = await aDrainedWorld()
    const first = aSession(world, { did: 'grace' })
    await send(world, { body: envelope({}, ['session', first]) })
    await send(world, { body: envelope({}, ['session', { ...first, init: false, status: 'exited', errors: 2 }]) })
    await send(world, {
      body: envelope(
        {},
        ['session', aSession(world, { status: 'crashed', did: 'grace' })],
        ['session', aSession(world, { status: 'abnormal' })],
        ['session', aSession(world, { sid: '0'.repeat(32) })],
        ['session', aSession(world, { sid: undefined })],
      ),
    })
    expect(await healthOf(world)).toMatchObject([
      { release: 'shop@1.0', environment: 'prod', healthy: 2, errored: 1, abnormal: 1, crashed: 1 },
    ])
    expect(await outcomesOf(world)).toEqual([['session', 'accepted', '', 5]])
  })

  it('that a server has counted are added once, however often their record is delivered', async () => {
    const kept: Parameters<Context['buffer']['append']>[0][] = []
    const world = await aDrainedWorld()
    const append = world.buffer.append.bind(world.buffer)
    const twice: World = {
      ...world,
      buffer: {
        ...world.buffer,
        append: async (record) => {
          kept.push(record)
          await append(record)
          await append(record)
        },
      },
    }
    const started = world.clock.now().toISOString()
    const aggregates = [
      { started, exited: 5, errored: 2 },
      { started, crashed: 1, exited: 0 },
      { started: 'never', exited: 1 },
    ]
    const attrs = { release: 'shop@1.0' }
    const body = envelope({}, ['sessions', { aggregates, attrs }], ['sessions', { aggregates, attrs }])
    await send(twice, { body })
    expect(kept).toHaveLength(1)
    expect(await healthOf(world)).toMatchObject([{ environment: '', healthy: 10, errored: 4, abnormal: 0, crashed: 2 }])
    await send(world, { body })
    expect(await healthOf(world)).toMatchObject([{ healthy: 20, errored: 8, crashed: 4 }])
  })

  it('without a release, too old, or not wanted are refused; a clock that is wrong is corrected', async () => {
    const world = await aDrainedWorld()
    const day = 86_400_000
    const at = (ms: number) => new Date(world.clock.now().getTime() + ms).toISOString()
    await send(world, {
      body: envelope(
        {},
        ['session', aSession(world, { attrs: {} })],
        ['session', aSession(world, { started: at(-6 * day) })],
        ['session', []],
        ['sessions', { attrs: { release: 'a' } }],
      ),
    })
    expect(await healthOf(world)).toEqual([])
    const drifted = aSession(world, { started: at(-30 * day) })
    await send(world, { body: envelope({ sent_at: at(-30 * day) }, ['session', drifted]) })
    await send(world, { body: envelope({}, ['session', aSession(world, { started: at(9 * day) })]) })
    expect(await healthOf(world)).toMatchObject([{ ...NONE, healthy: 2 }])
    await settle(world, { releases: ['shop@*'] })
    await world.clock.advance(11_000)
    await send(world, { body: envelope({}, ['session', aSession(world)]) })
    expect(await outcomesOf(world)).toEqual(
      expect.arrayContaining([
        ['session', 'accepted', '', 2],
        ['session', 'invalid', 'no_release', 1],
        ['session', 'invalid', 'timestamp', 1],
        ['session', 'invalid', 'invalid_json', 2],
        ['session', 'filtered', 'release-version', 1],
      ]),
    )
  })
})

describe('check-ins', () => {
  it('are kept as one run, with the schedule that they name', async () => {
    const world = await aDrainedWorld()
    const run = { check_in_id: newId(), monitor_slug: 'Nightly job!', environment: 'prod', release: 'shop@1.0' }
    const monitor_config = {
      schedule: { type: 'crontab', value: '0 3 * * *' },
      timezone: 'Europe/Vienna',
      max_runtime: 5,
      password: 'hunter2',
    }
    await send(world, { body: envelope({}, ['check_in', { ...run, status: 'in_progress', monitor_config }]) })
    await world.clock.advance(60_000)
    await send(world, { body: envelope({}, ['check_in', { ...run, status: 'ok', duration: 12.5 }]) })
    const found = await checkInsOf(world)
    expect(found).toMatchObject([
      {
        checkInId: run.check_in_id,
        monitorSlug: 'nightly-job',
        status: 'ok',
        durationMs: 12_500,
        environment: 'prod',
        monitorConfig: { schedule: { type: 'crontab', value: '0 3 * * *', unit: null }, max_runtime: 5 },
      },
    ])
    expect(JSON.stringify(found)).not.toContain('hunter2')
    expect(await outcomesOf(world)).toEqual([['monitor', 'accepted', '', 2]])
  })

  it('of no monitor or with an unknown status are refused', async () => {
    const world = await aDrainedWorld()
    const items: Item[] = [
      ['check_in', { monitor_slug: '!!!', status: 'ok' }],
      ['check_in', { monitor_slug: 'a', status: 'fine' }],
      ['check_in', 'text'],
      ['check_in', { monitor_slug: 'a', status: 'ok' }],
    ]
    await send(world, { body: envelope({}, ...items) })
    expect(await checkInsOf(world)).toMatchObject([{ monitorSlug: 'a', status: 'ok' }])
    expect(await outcomesOf(world)).toEqual(
      expect.arrayContaining([
        ['monitor', 'accepted', '', 1],
        ['monitor', 'invalid', 'no_monitor', 1],
        ['monitor', 'invalid', 'unknown_status', 1],
        ['monitor', 'invalid', 'invalid_json', 1],
      ]),
    )
  })
})

describe('an item that cannot be stored', () => {
  const refusing = (code: 'invalid_input' | 'unavailable') => {
    const storage = memoryStorage()
    const state = { isWell: false }
    const add: typeof storage.feedback.add = async (batch) => {
      if (!state.isWell && batch.some(({ comments }) => comments === 'poison')) throw new AppError(code, 'no')
      await storage.feedback.add(batch)
    }
    return { state, storage: { ...storage, feedback: { ...storage.feedback, add } } }
  }

  it('is set aside with its record; its siblings are kept', async () => {
    const { storage } = refusing('invalid_input')
    const world = await aDrainedWorld({ storage })
    const items: Item[] = [
      ['feedback', aFeedback({ message: 'poison' })],
      ['feedback', aFeedback({ message: 'kept' })],
      ['check_in', { monitor_slug: 'a', status: 'ok' }],
      ['event', anError()],
    ]
    await send(world, { body: envelope({}, ...items) })
    expect((await feedbackOf(world)).map(({ comments }) => comments)).toEqual(['kept'])
    expect(await checkInsOf(world)).toHaveLength(1)
    expect(await world.buffer.listSetAside(10)).toMatchObject([{ message: 'feedback: no' }])
  })

  it('now waits with its record until it can be, and is stored once', async () => {
    const { storage, state } = refusing('unavailable')
    const world = await aDrainedWorld({ storage, buffer: directBuffer({}) })
    const body = envelope({}, ['feedback', aFeedback({ message: 'poison' })], ['event', anError({ event_id: newId() })])
    expect((await send(world, { body })).status).not.toBe(200)
    state.isWell = true
    await world.clock.advance(10_000)
    expect((await send(world, { body })).status).toBe(200)
    expect(await feedbackOf(world)).toHaveLength(1)
    const accepted = (await outcomesOf(world)).filter(([, outcome]) => outcome === 'accepted')
    expect(accepted).toEqual([
      ['error', 'accepted', '', 1],
      ['feedback', 'accepted', '', 1],
    ])
  })
})
