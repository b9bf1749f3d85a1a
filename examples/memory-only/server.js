// The whole of Mishap with nothing beside it: no database, no web UI, no set-up by hand.
// Prints a DSN and a token at the start; http://localhost:3000/ lists the issues. Good for tests and for trying out.
//
//   npm run build && node examples/memory-only/server.js
//
import { createServer } from 'node:http'
import {
  createApiToken,
  createApp,
  createOrganization,
  createProject,
  createUser,
  dsnOf,
  memoryStorage,
  SCOPES,
  sendNodeResponse,
} from '@mishap/core'

const { PORT = '3000' } = process.env
const mishap = createApp({
  url: `http://localhost:${PORT}`,
  storage: memoryStorage(),
  // Both hooks that an embedder has: what to store, and which events belong together.
  beforeStore: (event) => (event.environment === 'test' ? null : event),
  fingerprint: (event) => (event.transaction ? [event.transaction, event.level] : null),
})
await mishap.work()

const { context } = mishap
const user = await createUser(context, { email: 'ada@example.com', password: 'quite long enough', isSuperuser: true })
const organization = await createOrganization(context, { name: 'Example', ownerId: user.id })
const project = await createProject(context, { organization, team: null, name: 'Shop', platform: 'node' })
const keys = await context.storage.projects.listKeys(organization.id, project.id, { limit: 1, cursor: null })
const { value: token } = await createApiToken(context, { userId: user.id, label: 'example', scopes: SCOPES })

const server = createServer(async (req, res) => {
  const answer = await mishap.handle(req)
  if (answer !== null) return sendNodeResponse(res, answer)
  const filter = { organizationId: organization.id, projectIds: null }
  const order = { sort: 'last_seen', ascending: false }
  const issues = await context.storage.issues.list(filter, order, { limit: 100, cursor: null })
  res.end(issues.items.map(({ title, count }) => `${count} × ${title}\n`).join('') || 'No errors yet\n')
})
server.listen(Number(PORT), () => console.log(`DSN: ${dsnOf(context.config, keys.items[0])}\nToken: ${token}`))

process.once('SIGTERM', async () => {
  server.close()
  server.closeAllConnections()
  await mishap.stop()
})
