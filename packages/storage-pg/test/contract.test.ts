import { afterAll, beforeAll } from '@jest/globals'
import { runStorageContract } from '@mishap/core/testing'
import { makeTestStorages, type TestStorages } from './schemas.js'

let storages: TestStorages
beforeAll(async () => {
  storages = await makeTestStorages()
}, 240_000)
afterAll(() => storages.close(), 120_000)

runStorageContract({ name: 'PostgreSQL', create: () => storages.storage() })
