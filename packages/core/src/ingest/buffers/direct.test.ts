import { runIngestBufferContract } from '../../testing/ingest-buffer-contract.js'
import { directBuffer } from './direct.js'

runIngestBufferContract({ name: 'the direct buffer', create: async (limits) => directBuffer(limits), reopen: null })
