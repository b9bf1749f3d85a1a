// One of the processes that `kill-alerts-test.mjs` kills.
import { createApp, nodeFetcher } from '@mishap/core'
import { pgStorage } from '@mishap/storage-pg'
import pg from 'pg'

const [connectionString, schema] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString, max: 6 })
const logger = { debug() {}, info() {}, warn: console.error, error: console.error }
const fetcher = nodeFetcher({ allowPrivate: true })
const limits = { maxMessagesPerMinute: 100_000 }
const app = createApp({ url: 'http://localhost:8000', storage: pgStorage({ pool, schema }), fetcher, logger, limits })
await app.work()
process.send('ready')
process.once('disconnect', () => process.exit())
