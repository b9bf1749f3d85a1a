import { describe, expect, it } from '@jest/globals'
import { anError, aWorld, envelope, send, type World } from '../../test/ingest-world.js'
import { memoryStorage } from '../adapters/memory-storage/memory-storage.js'
import { decodePayload } from '../events/payload.js'
import { DEFAULT_INGEST_SETTINGS } from '../ports/ingest-settings.js'
import type { NormalizedEvent } from '../protocol/event.js'
import { createDrain } from './drain.js'
import { createProjectRules } from './project-rules.js'

const QUIET = { ...DEFAULT_INGEST_SETTINGS, filters: { ...DEFAULT_INGEST_SETTINGS.filters, errorMessages: ['noise*'] } }

/** A memory storage that counts questions for settings, and can be away for them. */
async function aCountedWorld() {
  const storage = memoryStorage()
  const asked: (readonly string[])[] = []
  const state = { isAway: false, isHung: false }
  const world = await aWorld({
    storage: {
      ...storage,
      projects: {
        ...storage.projects,
        findIngestSettings: async (ids) => {
          asked.push(ids)
          if (state.isAway) throw new Error('away')
          if (state.isHung) await new Promise(() => {})
          return storage.projects.findIngestSettings(ids)
        },
      },
    },
  })
  return { world, asked, state, rulesOf: createProjectRules(world) }
}

const change = ({ storage, project }: World, settings = QUIET) =>
  storage.projects.updateIngestSettings(project.organizationId, project.id, settings)

describe('the rules of projects', () => {
  it('are asked for once in ten seconds, for many projects in one question', async () => {
    const { world, asked, rulesOf } = await aCountedWorld()
    await rulesOf([world.project.id, '98', '99', '98'])
    await rulesOf(['98', world.project.id])
    expect(asked).toEqual([[world.project.id, '98', '99']])
    await change(world)
    await world.clock.advance(10_000)
    expect((await rulesOf([world.project.id])).get(world.project.id)?.filters.errorMessages).toEqual(['noise*'])
    expect(asked).toHaveLength(2)
  })

  it('are asked for by one at a time', async () => {
    const { asked, rulesOf } = await aCountedWorld()
    await Promise.all([rulesOf(['1', '2']), rulesOf(['2', '1']), rulesOf(['2', '3'])])
    expect(asked).toEqual([['1', '2'], ['3']])
  })

  it('are asked for again after a question that got no answer', async () => {
    const { world, state, rulesOf } = await aCountedWorld()
    await change(world)
    state.isHung = true
    const refused = expect(rulesOf([world.project.id])).rejects.toMatchObject({ code: 'unavailable' })
    await world.clock.asleep(1)
    await world.clock.advance(10_000)
    await refused
    state.isHung = false
    expect((await rulesOf([world.project.id])).get(world.project.id)?.filters.errorMessages).toEqual(['noise*'])
  })

  it('are asked for again when the clock was set back', async () => {
    const { world, rulesOf } = await aCountedWorld()
    await rulesOf([world.project.id])
    await change(world)
    await world.clock.advance(-3_600_000)
    expect((await rulesOf([world.project.id])).get(world.project.id)?.filters.errorMessages).toEqual(['noise*'])
  })

  it('outlive an outage of the storage where they are known, and nothing is guessed where they are not', async () => {
    const { world, state, rulesOf } = await aCountedWorld()
    await change(world)
    await rulesOf([world.project.id])
    state.isAway = true
    await world.clock.advance(60_000)
    expect((await rulesOf([world.project.id])).get(world.project.id)?.filters.errorMessages).toEqual(['noise*'])
    await expect(rulesOf(['99'])).rejects.toMatchObject({ code: 'unavailable' })
    state.isAway = false
    expect((await rulesOf(['99'])).get('99')?.filters).toEqual(DEFAULT_INGEST_SETTINGS.filters)
  })
})

describe('a project with settings', () => {
  it('does not keep what it filters, counts it with the reason, and keeps the rest without its own secrets', async () => {
    const world = await aWorld()
    await change(world, { ...QUIET, scrub: { ...QUIET.scrub, sensitiveFields: ['iban'], safeFields: ['token'] } })
    // Of every project of the instance.
    await world.settings.update({ sensitiveFields: ['vat'] })
    const drain = createDrain(world)
    drain.start()
    const noisy = anError({ exception: undefined, message: 'Noise from afar' })
    const extra = { IBAN: 'DE00', VAT: 'GB1', token: 'kept', password: 'hunter2' }
    expect((await send(world, { body: envelope(noisy, anError({ extra })) })).status).toBe(200)
    await drain.idle()
    await drain.stop()
    const { organizationId, id } = world.project
    const { items } = await world.storage.events.listForProject(organizationId, id, { limit: 10, cursor: null })
    expect(items.map((event) => decodePayload(event).extra)).toEqual([
      { IBAN: '[Filtered]', VAT: '[Filtered]', token: 'kept', password: '[Filtered]' },
    ])
    const now = world.clock.now().getTime()
    const range = { from: new Date(now - 3_600_000), to: new Date(now + 3_600_000) }
    const counts = await world.storage.ingest.outcomes({ organizationId, projectIds: [id], ...range })
    expect(counts.map(({ outcome, reason, quantity }) => [outcome, reason, quantity]).sort()).toEqual([
      ['accepted', '', 1],
      ['filtered', 'error-message', 1],
    ])
  })

  it('filters before hooks see anything', async () => {
    const seen: unknown[] = []
    const beforeStore = (event: NormalizedEvent) => {
      seen.push(event)
      return event
    }
    const world = await aWorld({ hooks: { beforeStore } })
    await change(world)
    const drain = createDrain(world)
    drain.start()
    await send(world, { body: envelope(anError({ exception: undefined, message: 'noise' })) })
    await drain.idle()
    await drain.stop()
    expect(seen).toEqual([])
  })
})
