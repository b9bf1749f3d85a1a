import { afterAll } from '@jest/globals'
import { runBlobStoreContract } from '@mishap/core/testing'
import { pgBlobs, pgStorage } from '../src/index.js'
import { openTestDatabase } from './schemas.js'

const database = openTestDatabase()
afterAll(() => database.close())

runBlobStoreContract({
  name: 'PostgreSQL',
  create: async () => {
    const options = { pool: database.pool, schema: database.schema() }
    await pgStorage(options).migrate()
    return { store: pgBlobs(options) }
  },
})
