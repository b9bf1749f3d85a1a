import { memoryStorage } from '@mishap/core'
import { pgStorage } from '@mishap/storage-pg'
import pg from 'pg'
import { obtainCluster } from '../lib/cluster.mjs'
import { makeDatabase } from '../lib/database.mjs'
import { measure } from './measure.mjs'
import { recordSource } from './records.mjs'
import { loadCore } from './sources.mjs'

const core = await loadCore(
  'config.ts',
  'ingest/prepare.ts',
  'ingest/filters/index.ts',
  'ingest/scrub/index.ts',
  'protocol/ids.ts',
)
const BATCHES = [1, 10, 100]

/** Writing batches of new events of 50 issues, in memory and in PostgreSQL; time for one event, waiting included. */
export async function* persist(sizeKb) {
  yield* persistIn('memory', memoryStorage(), sizeKb)
  const cluster = await obtainCluster()
  const database = await makeDatabase(cluster.url)
  const pool = new pg.Pool({ connectionString: database.url, max: 4 })
  try {
    yield* persistIn('PostgreSQL', pgStorage({ pool }), sizeKb)
  } finally {
    await pool.end()
    await database.drop()
    await cluster.stop()
  }
}

async function* persistIn(name, storage, sizeKb) {
  await storage.migrate()
  await storage.maintain({ now: new Date(), retentionDays: 30 })
  const place = await makePlace(storage)
  const events = await prepareEvents(sizeKb, place)
  for (const size of BATCHES) {
    let next = 0
    const persistBatch = () => {
      const batch = Array.from({ length: size }, () => withNewIds(events[next++ % events.length]))
      return storage.ingest.persist(batch)
    }
    yield { bench: 'persist', stage: `${name}, batches of ${size}`, ...(await measure(persistBatch, size)) }
  }
}

async function makePlace({ users, organizations, projects }) {
  const owner = await users.create({ email: 'bench@example.com', name: '', passwordHash: null, isSuperuser: true })
  const organization = await organizations.create({ name: 'Bench', slug: 'bench', ownerId: owner.id })
  const project = await projects.create({
    organizationId: organization.id,
    name: 'Bench',
    slug: 'bench',
    platform: 'node',
    teamId: null,
    key: { id: '00000000-0000-4000-8000-000000000001', publicKey: '0'.repeat(32) },
  })
  return { organizationId: organization.id, projectId: project.id }
}

async function prepareEvents(sizeKb, place) {
  const record = recordSource(sizeKb)
  const scrub = core.createScrubber(core.DEFAULT_SCRUB_RULES)
  const options = { limits: core.DEFAULT_LIMITS, hooks: {}, scrub, filters: core.NO_FILTERS }
  return Array.from({ length: 100 }, (_, i) => core.prepareRecord({ ...record(i), ...place }, options).events).flat()
}

function withNewIds(event) {
  const receivedAt = new Date()
  return { ...event, id: core.uuidv7(receivedAt), eventId: core.newEventId(), receivedAt }
}
