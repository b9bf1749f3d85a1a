import { describe, expect, it } from '@jest/globals'
import { newId, send, type World } from '../../../test/ingest-world.js'
import { envelope, healthOf, itemWorlds, outcomesOf, settle } from '../../../test/item-world.js'
import type { Context } from '../../context.js'

const aDrainedWorld = itemWorlds()

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
