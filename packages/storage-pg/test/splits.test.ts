import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Id, NewEvent } from '@mishap/core'
import { NOON } from '@mishap/core/testing'
import type { PgQuery } from '../src/index.js'
import { explain } from './explain.js'
import { recordedStorage } from './recording.js'
import { openTestDatabase } from './schemas.js'
import { aProject, type ProjectWorld } from './world.js'

const database = openTestDatabase()
afterAll(() => database.close())

const { recording, schema, storage } = recordedStorage(database)
const by = { userId: '1', via: 'web', at: NOON } as const
const REGION = { kind: 'tag', key: 'region' } as const

let world: ProjectWorld
beforeAll(async () => {
  await storage.migrate()
  world = await aProject(storage)
})

const about = (title: string) =>
  ({ type: 'error', level: 'error', title, culprit: '', metadata: {}, platform: 'node', priority: 'low' }) as const
const from = (region: string, more: Partial<NewEvent> = {}) => world.event({ tags: [['region', region]], ...more })
const persist = async (...events: readonly NewEvent[]): Promise<readonly Id[]> =>
  (await storage.ingest.persist(events)).map((result) => result.issueId)
const asked = async (call: () => Promise<unknown>): Promise<readonly PgQuery[]> => {
  recording.statements.length = 0
  await call()
  return [...recording.statements]
}

describe('what splits cost', () => {
  it('a batch asks once more where one of its hashes is split, and nothing more where none is', async () => {
    const known = ['eu', 'us', 'asia'].map((region) => from(region, { hashes: [`plain-${region}`] }))
    await persist(...known)
    const [source = ''] = await persist(from('eu', { hashes: ['split'] }), from('us', { hashes: ['split'] }))
    const again = () => persist(...known.map(({ hashes }, at) => from(['eu', 'us', 'asia'][at] ?? '', { hashes })))
    const before = (await asked(again)).length
    const parts = [{ value: 'us', about: about('us') }]
    await storage.issues.splitByValue(world.organizationId, source, { by: REGION, stays: 'eu', parts }, by)
    expect((await asked(again)).length).toBe(before)
    const both = () => persist(from('eu', { hashes: ['split'] }), from('us', { hashes: ['split'] }))
    await both()
    const ownersAsked = (await asked(both)).filter(({ text }) => /join .*issue_hashes h\s/.test(text))
    // The hashes themselves, those made of them, and that these are not split further.
    expect(ownersAsked.length).toBeLessThanOrEqual(3)
  })

  it('parts and homes are found by indexes', async () => {
    const many = Array.from({ length: 2000 }, (_, at) => world.event({ hashes: [`h${at}`] }))
    const ids = await persist(...many)
    await database.pool.query(`analyze "${schema.replaceAll('"', '')}".issue_hashes`)
    const statements = await asked(() => storage.issues.splitOff(world.organizationId, ids[0] ?? '', new Date(0)))
    const plans = await Promise.all(statements.map((statement) => explain(database.pool, statement)))
    expect(plans.join('\n')).toMatch(/issue_hashes_of_root|issue_splits/)
    expect(plans.join('\n')).not.toContain('Seq Scan on issue_hashes')
    const splits = await asked(() => storage.issues.splitHashes(world.organizationId, world.projectId))
    expect((await Promise.all(splits.map((statement) => explain(database.pool, statement)))).join('\n')).not.toContain(
      'Seq Scan on issue_hashes',
    )
  })
})

describe('a change of many', () => {
  it('takes few statements for ten thousand issues, and so does taking it back', async () => {
    const place = await aProject(storage)
    for (let batch = 0; batch < 10; batch += 1)
      await storage.ingest.persist(Array.from({ length: 1000 }, () => place.event()))
    const filter = { organizationId: place.organizationId, projectIds: null }
    const key = { keyHash: 'many', expiresAt: new Date(NOON.getTime() + 1000) }
    const edits = { status: { status: 'resolved' }, priority: 'high', marks: { isBookmarked: true } } as const
    const change = await asked(() => storage.issues.change(filter, edits, by, key))
    const undo = await asked(() => storage.issues.undoChange(place.organizationId, 'many', by))
    expect(await storage.issues.count({ ...filter, statuses: ['unresolved'] }, 20_000)).toBe(10_000)
    expect(change.length).toBeLessThan(100)
    expect(undo.length).toBeLessThan(100)
  })
})
