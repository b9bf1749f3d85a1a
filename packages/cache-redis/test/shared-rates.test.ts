import { afterAll, describe, expect, it } from '@jest/globals'
import { type App, createApp, createOrganization, createProject, memoryStorage, type Project } from '@mishap/core'
import { redisRateLimiter } from '../src/index.js'
import { aPrefix, majors } from './clients.js'

const quiet = { debug() {}, info() {}, warn() {}, error() {} }
const HOUR = 3600
/** A thousand questions at once are answered one after the other, and none of them shall be taken for unanswered. */
const timeoutMs = 100_000

const closers: (() => Promise<unknown>)[] = []
afterAll(async () => {
  for (const close of closers) await close()
})

/** Several web processes as far as a rate can tell: each has its own door and its own connection to Redis. */
async function severalDoors(count: number) {
  const storage = memoryStorage()
  const prefix = aPrefix()
  const buffer = {
    append: async () => {},
    claim: async () => null,
    setAside: async () => {},
    listSetAside: async () => [],
    retrySetAside: async () => 0,
    waiting: async () => ({ records: 0, bytes: 0 }),
    oldest: async () => null,
    close: async () => {},
  }
  const apps = Array.from({ length: count }, (_, index) => {
    const client = majors[index % majors.length]!.connect()
    const rateLimiter = redisRateLimiter({ client, prefix, timeoutMs, logger: quiet })
    const app = createApp({ url: 'http://localhost', storage, buffer, rateLimiter, logger: quiet })
    closers.push(async () => {
      await app.stop()
      client.disconnect()
    })
    return app
  })
  const [{ context }] = apps as [App]
  const owner = await storage.users.create({ email: 'o@example.com', name: '', passwordHash: null, isSuperuser: false })
  const organization = await createOrganization(context, { name: 'Acme', ownerId: owner.id })
  const team = await storage.teams.create({ organizationId: organization.id, slug: 't', creatorMembershipId: null })
  const project = await createProject(context, { organization, team, name: 'Web', platform: null })
  return { apps, storage, project, send: await sender(storage, project) }
}

async function sender(storage: ReturnType<typeof memoryStorage>, project: Project) {
  const keys = await storage.projects.listKeys(project.organizationId, project.id, { limit: 1, cursor: null })
  const key = keys.items[0]!
  const path = `http://localhost/api/${project.id}/envelope/?sentry_key=${key.publicKey}`
  const send = async (app: App) => (await app.fetch(new Request(path, { method: 'POST', body: '{}\n' }))).status
  return Object.assign(send, { keyId: key.id })
}

/** How many of many requests that reach all doors at once are taken. */
async function takenOf(apps: readonly App[], send: (app: App) => Promise<number>, requests: number) {
  const statuses = await Promise.all(Array.from({ length: requests }, (_, i) => send(apps[i % apps.length]!)))
  expect(new Set(statuses)).toEqual(new Set([200, 429]))
  return statuses.filter((status) => status === 200).length
}

describe('over several processes', () => {
  it('the rate of a key holds exactly', async () => {
    const { apps, storage, project, send } = await severalDoors(4)
    const rateLimit = { windowSeconds: HOUR, count: 70 }
    await storage.projects.updateKey(project.organizationId, project.id, send.keyId, { rateLimit })
    expect(await takenOf(apps, send, 1_000)).toBe(70)
  })

  it('so do those of a project and of its organization, the lower of them', async () => {
    const { apps, storage, project, send } = await severalDoors(3)
    await storage.projects.update(project.organizationId, project.id, { rateLimit: { windowSeconds: HOUR, count: 50 } })
    await storage.organizations.update(project.organizationId, { rateLimit: { windowSeconds: HOUR, count: 30 } })
    expect(await takenOf(apps, send, 600)).toBe(30)
  })
})
