import { describe, expect, it } from '@jest/globals'
import { anError, newId, send } from '../../../test/ingest-world.js'
import {
  aFeedback,
  checkInsOf,
  envelope,
  feedbackOf,
  type Item,
  itemWorlds,
  outcomesOf,
  settle,
} from '../../../test/item-world.js'
import { memoryStorage } from '../../adapters/memory-storage/memory-storage.js'
import { AppError } from '../../errors.js'
import { directBuffer } from '../buffers/direct.js'

const aDrainedWorld = itemWorlds()

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
