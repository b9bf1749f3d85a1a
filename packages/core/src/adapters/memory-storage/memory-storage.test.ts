import { runStorageContract } from '../../testing/storage-contract/run.js'
import { memoryStorage } from './memory-storage.js'

runStorageContract({ name: 'memory', create: async () => memoryStorage() })
