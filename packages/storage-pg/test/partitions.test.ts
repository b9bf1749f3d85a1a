import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Storage } from '@mishap/core'
import { aNewEvent } from '@mishap/core/testing'
import { pgStorage } from '../src/index.js'
import { openTestDatabase } from './schemas.js'
import { aProject } from './world.js'

const database = openTestDatabase()
afterAll(() => database.close())

const DAY_MS = 86_400_000
const NOW = new Date('2026-06-15T13:00:00.000Z')
const schema = database.schema()
const storage: Storage = pgStorage({ pool: database.pool, schema })
beforeAll(() => storage.migrate())

const partitions = async () => {
  const { rows } = await database.pool.query<{ name: string; storage: string }>(
    `select c.relname as name, a.attstorage as storage
     from pg_inherits i
     join pg_class c on c.oid = i.inhrelid
     join pg_attribute a on a.attrelid = c.oid and a.attname = 'payload'
     where i.inhparent = '${schema}.events'::regclass
     order by 1`,
  )
  return rows
}

describe('partitions', () => {
  it('are made for some days behind and a week ahead, and dropped past retention', async () => {
    await storage.maintain({ now: NOW, retentionDays: 30 })
    const names = (await partitions()).map(({ name }) => name)
    expect(names[0]).toBe('events_20260613')
    expect(names[names.length - 1]).toBe('events_20260622')
    expect(names).toHaveLength(10)
    await storage.maintain({ now: new Date(NOW.getTime() + 6 * DAY_MS), retentionDays: 3 })
    const later = (await partitions()).map(({ name }) => name)
    expect(later[0]).toBe('events_20260618')
    expect(later[later.length - 1]).toBe('events_20260628')
  })

  it('keep payloads as they come, without trying to compress them again', async () => {
    const { event } = await aProject(storage)
    await storage.ingest.persist([event({ receivedAt: new Date('2033-01-01T00:00:00Z') })])
    const storages = new Set((await partitions()).map((partition) => partition.storage))
    // `e`: EXTERNAL, out of line and not compressed.
    expect([...storages]).toEqual(['e'])
  })

  it('are made once by many writers who all miss the same days', async () => {
    const { event } = await aProject(storage)
    const days = ['2035-05-01', '2035-05-02', '2035-05-03'].map((day) => new Date(`${day}T12:00:00Z`))
    const writers = Array.from({ length: 12 }, (_, index) =>
      storage.ingest.persist([
        event({ receivedAt: days[index % 3] as Date }),
        event({ receivedAt: days[(index + 1) % 3] as Date }),
      ]),
    )
    const results = (await Promise.all(writers)).flat()
    expect(results.every((result) => result.outcome === 'new')).toBe(true)
    expect((await partitions()).filter(({ name }) => name.startsWith('events_203505'))).toHaveLength(3)
  })

  it('can be made while a writer is in the middle of a transaction', async () => {
    const { organizationId, projectId } = await aProject(storage)
    const client = await database.pool.connect()
    try {
      await client.query('begin')
      await client.query(`lock table ${schema}.events in row exclusive mode`)
      const receivedAt = new Date('2036-06-06T12:00:00Z')
      await storage.ingest.persist([aNewEvent({ organizationId, projectId, receivedAt })])
    } finally {
      await client.query('rollback')
      client.release()
    }
    expect((await partitions()).some(({ name }) => name === 'events_20360606')).toBe(true)
  })

  it('one that is in use is left for the next time, and nobody waits behind', async () => {
    const { event } = await aProject(storage)
    await storage.ingest.persist([event({ receivedAt: new Date('2020-01-01T00:00:00Z') })])
    const client = await database.pool.connect()
    try {
      await client.query('begin')
      await client.query(`select from ${schema}.events where day = '2020-01-01'`)
      await storage.maintain({ now: NOW, retentionDays: 30 })
      expect((await partitions()).some(({ name }) => name === 'events_20200101')).toBe(true)
    } finally {
      await client.query('rollback')
      client.release()
    }
    await storage.maintain({ now: NOW, retentionDays: 30 })
    expect((await partitions()).some(({ name }) => name === 'events_20200101')).toBe(false)
  })
})
