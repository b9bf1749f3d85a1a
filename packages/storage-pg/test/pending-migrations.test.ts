import { afterAll, describe, expect, it } from '@jest/globals'
import { pendingMigrations, pgStorage } from '../src/index.js'
import { openTestDatabase } from './schemas.js'

const database = openTestDatabase()
afterAll(() => database.close())

describe('pending migrations', () => {
  it('are all before the first migrate and none after it, and asking makes nothing', async () => {
    const place = { pool: database.pool, schema: database.schema() }
    expect(await pendingMigrations(place)).toContain('0001-initial')
    expect(await pendingMigrations(place)).toContain('0001-initial')
    await pgStorage(place).migrate()
    expect(await pendingMigrations(place)).toEqual([])
  })
})
