// Mishap inside a Koa app: DSNs, the management API and the web UI under /monitoring, one process.
//
//   npm run build && node examples/koa/server.js
//
// Open the printed link, make an account, an organization and a project, and give its DSN to any Sentry SDK.
// Events are kept in memory, or in PostgreSQL where DATABASE_URL is set.
import { createApp, memoryStorage } from '@mishap/core'
import { koaMiddleware } from '@mishap/http-koa'
import { pgStorage } from '@mishap/storage-pg'
import Koa from 'koa'
import { webAssets } from 'mishap/web'
import pg from 'pg'

const { DATABASE_URL, PORT = '3000' } = process.env
const url = `http://localhost:${PORT}/monitoring`
const pool = DATABASE_URL ? new pg.Pool({ connectionString: DATABASE_URL }) : null
// Without it, a connection that ends while nobody uses it would end this process.
pool?.on('error', (error) => console.warn('an idle connection ended', error.message))
const mishap = createApp({ url, storage: pool ? pgStorage({ pool }) : memoryStorage(), web: webAssets() })
await mishap.work()

const shop = new Koa()
// The prefix is part of `url`: what lies outside goes on to the middleware below.
shop.use(koaMiddleware(mishap))
shop.use((ctx) => {
  if (ctx.path === '/') ctx.body = 'The shop'
})
const server = shop.listen(Number(PORT), () =>
  console.log(`The shop: http://localhost:${PORT}/, its errors: ${url}/setup`),
)

process.once('SIGTERM', async () => {
  server.close()
  server.closeAllConnections()
  await mishap.stop()
  await pool?.end()
})
