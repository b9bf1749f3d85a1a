import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Storage } from '@mishap/core'
import { NOON } from '@mishap/core/testing'
import { pgStorage } from '../src/index.js'
import { openTestDatabase } from './schemas.js'
import { aProject, type ProjectWorld } from './world.js'

const database = openTestDatabase()
afterAll(() => database.close())

const EVENTS = 20_000
const ISSUES = 400
/** In one transaction. */
const STEP = 2000
const schema = database.schema()
const storage: Storage = pgStorage({ pool: database.pool, schema })
beforeAll(() => storage.migrate())

const ask = async (text: string, values: readonly unknown[] = []) =>
  (await database.pool.query(text.replaceAll('SCHEMA', schema), [...values])).rows

/** A project whose issues were written by `persist`, and whose events are then multiplied in the database. */
async function aBigProject(): Promise<ProjectWorld> {
  const world = await aProject(storage)
  await storage.ingest.persist(
    Array.from({ length: ISSUES }, (_, index) => world.event({ hashes: [`h${index}`], payload: new Uint8Array(300) })),
  )
  await ask(
    `insert into SCHEMA.events (organization_id, project_id, day, event_id, id, issue_id, type, level, title, culprit,
       platform, received_at, timestamp, payload_encoding, payload)
     select organization_id, project_id, day, gen_random_uuid(), gen_random_uuid(), issue_id, type, level, title, culprit,
       platform, received_at, timestamp, payload_encoding, payload
     from SCHEMA.events, generate_series(2, $2) as copy
     where project_id = $1`,
    [world.projectId, EVENTS / ISSUES],
  )
  await storage.retention.recount(NOON)
  const usage = await storage.retention.usage(world.organizationId, world.projectId)
  expect(usage).toEqual({ events: EVENTS, payloads: EVENTS, bytes: EVENTS * 300 })
  return world
}

const countOf = async ({ projectId }: ProjectWorld) =>
  Number((await ask('select count(*) as found from SCHEMA.events where project_id = $1', [projectId]))[0]?.found)

const purgeAll = async () => {
  let steps = 0
  while (await storage.purge()) steps += 1
  return steps
}

describe('deleting what has very many events', () => {
  it('a project: the request removes none of them, and each step a bounded part', async () => {
    const world = await aBigProject()
    const { organizationId, projectId } = world
    expect(await storage.projects.delete(organizationId, projectId)).toBe(true)
    expect(await countOf(world)).toBe(EVENTS)
    expect(await storage.projects.get(organizationId, projectId)).toBeNull()
    expect(await storage.purge()).toBe(true)
    expect(await countOf(world)).toBe(EVENTS - STEP)
    expect(await purgeAll()).toBeGreaterThan(EVENTS / STEP - 1)
    expect(await countOf(world)).toBe(0)
    expect(await ask('select 1 from SCHEMA.deletions')).toEqual([])
    expect(await ask('select 1 from SCHEMA.project_days where project_id = $1', [projectId])).toEqual([])
  })

  it('issues: whoever is killed in the middle is followed by another', async () => {
    const world = await aBigProject()
    const { organizationId, projectId } = world
    const deleted = await storage.issues.delete({ organizationId, projectIds: null })
    expect(deleted).toHaveLength(ISSUES)
    expect(await storage.issues.count({ organizationId, projectIds: null }, 10)).toBe(0)
    await storage.purge()
    const client = await database.pool.connect()
    await client.query('begin')
    await client.query(`select 1 from ${schema}.deletions for update`)
    await client.query(`delete from ${schema}.events where project_id = ${projectId}`)
    // What another is at is left to it.
    expect(await storage.purge()).toBe(false)
    client.release(true)
    // The server lets go of its locks when it hears that the other has gone.
    await once(client, 'end')
    await purgeAll()
    expect(await countOf(world)).toBe(0)
    expect(await storage.retention.usage(organizationId, projectId)).toEqual({ events: 0, payloads: 0, bytes: 0 })
  })

  it('an issue: what was muted of it goes too, which nobody could take back any more', async () => {
    const { organizationId, projectId, event } = await aProject(storage)
    const [stored] = await storage.ingest.persist([event({})])
    const mute = { organizationId, projectId, userId: null, until: null, createdAt: NOON, createdById: null }
    await storage.mutes.create({ ...mute, issueId: stored?.issueId ?? '' })
    await storage.mutes.create({ ...mute, issueId: null })
    await storage.issues.delete({ organizationId, projectIds: null })
    await purgeAll()
    expect(await ask('select issue_id from SCHEMA.mutes')).toEqual([{ issue_id: null }])
  })
})
