// Mishap beside the routes of a bare node:http server, events in files until they are stored.
//
//   npm run build && node examples/node-http/server.js
//
// Open the printed link, make an account, an organization and a project, and give its DSN to any Sentry SDK.
// The journal makes an answer of 200 a promise: what was accepted survives a crash of this process.
// Stored events are kept in memory, or in PostgreSQL where DATABASE_URL is set.
import { createServer } from 'node:http'
import { createApp, fileJournal, memoryStorage, sendNodeResponse } from '@mishap/core'
import { pgStorage } from '@mishap/storage-pg'
import { webAssets } from 'mishap/web'
import pg from 'pg'

const { DATABASE_URL, JOURNAL_DIR = 'journal', PORT = '3000' } = process.env
const url = `http://localhost:${PORT}/monitoring`
const pool = DATABASE_URL ? new pg.Pool({ connectionString: DATABASE_URL }) : null
// Without it, a connection that ends while nobody uses it would end this process.
pool?.on('error', (error) => console.warn('an idle connection ended', error.message))
const mishap = createApp({
  url,
  storage: pool ? pgStorage({ pool }) : memoryStorage(),
  buffer: fileJournal({ dir: JOURNAL_DIR }),
  web: webAssets(),
})
await mishap.work()

const server = createServer(async (req, res) => {
  const answer = await mishap.handle(req)
  // Null: not Mishap's, so ours.
  if (answer !== null) return sendNodeResponse(res, answer)
  res.writeHead(req.url === '/' ? 200 : 404).end('The shop')
})
server.listen(Number(PORT), () => console.log(`The shop: http://localhost:${PORT}/, its errors: ${url}/setup`))

process.once('SIGTERM', async () => {
  server.close()
  server.closeAllConnections()
  await mishap.stop()
  await pool?.end()
})
