import { afterAll } from '@jest/globals'
import { runStorageContract } from '@mishap/core/testing'
import { openTestDatabase } from './schemas.js'

const database = openTestDatabase()
afterAll(() => database.close(), 120_000)

runStorageContract({ name: 'PostgreSQL', create: () => database.storage() })
