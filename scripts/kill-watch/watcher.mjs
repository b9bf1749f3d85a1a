// One of the processes that `kill-watch-test.mjs` kills.
import { createApp, nodeProber } from '@mishap/core'
import { pgStorage } from '@mishap/storage-pg'
import pg from 'pg'

const [connectionString, schema] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString, max: 4 })
const logger = { debug() {}, info() {}, warn: console.error, error: console.error }
const prober = nodeProber({ allowPrivate: true })
const app = createApp({ url: 'http://localhost:8000', storage: pgStorage({ pool, schema }), prober, logger })
await app.work()
process.send('ready')
process.once('disconnect', () => process.exit())
