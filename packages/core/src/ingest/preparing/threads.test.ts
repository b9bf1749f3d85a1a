import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, describe, expect, it } from '@jest/globals'
import { anError, aWorld, envelope, gzip, newId, send, type World } from '../../../test/ingest-world.js'
import type { Context, Hooks } from '../../context.js'
import { decodePayload } from '../../events/payload.js'
import { fileJournal } from '../buffers/file-journal.js'
import { createDrain } from '../drain.js'

const script = pathToFileURL(resolve(__dirname, '../../../test/prepare-thread.cjs'))
const root = mkdtemp(join(tmpdir(), 'mishap-threads-'))
afterAll(async () => rm(await root, { recursive: true }))

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

describe('a drain with threads', () => {
  it('stores what a drain without them stores', async () => {
    const bodies = [
      envelope(anError({ event_id: 'a'.repeat(32), extra: { password: 'hunter2' }, release: '1.2' })),
      gzip(envelope(anError({ event_id: 'b'.repeat(32) }), anError({ event_id: 'c'.repeat(32) }))),
      Buffer.from('{}\n{"type":"event"}\nno JSON\n{"type":"profile"}\n{}\n'),
    ]
    const [here, there] = [await drained(bodies, null), await drained(bodies, { script, count: 2 })]
    expect(await eventsOf(there)).toEqual(await eventsOf(here))
    expect((await eventsOf(there)).length).toBe(3)
    expect(await outcomesOf(there)).toEqual(await outcomesOf(here))
    expect(there.logged).toEqual([])
  })

  it('sets a record aside that ends its thread, and stores its neighbours', async () => {
    const deadly = envelope(anError({ message: 'end this thread' }))
    const bodies = [
      ...Array.from({ length: 5 }, () => envelope()),
      deadly,
      ...Array.from({ length: 5 }, () => envelope()),
    ]
    const world = await drained(bodies, { script, count: 1 })
    expect(await eventsOf(world)).toHaveLength(10)
    const aside = await world.buffer.listSetAside(10)
    expect(aside.map(({ message }) => message)).toEqual([expect.stringContaining('ended the thread that read it')])
    expect((await world.buffer.waiting()).records).toBe(0)
  })

  it('prepares in the calling thread where none can be started', async () => {
    const missing = pathToFileURL(join(await root, 'missing.js'))
    const world = await drained([envelope(), envelope()], { script: missing, count: 2 })
    expect(await eventsOf(world)).toHaveLength(2)
    expect(await world.buffer.listSetAside(10)).toEqual([])
    expect(world.logged.map(({ level }) => level)).toContain('error')
  })

  it('prepares in the calling thread where a hook has a say', async () => {
    const hooks: Hooks = { fingerprint: () => [newId()] }
    const world = await drained([envelope(), envelope()], { script, count: 1 }, { hooks })
    expect((await issuesOf(world)).length).toBe(2)
  })
})

/** A world in which the bodies were accepted, then drained from a journal. */
async function drained(
  bodies: readonly Buffer[],
  threads: Parameters<typeof createDrain>[1],
  ports: Partial<Context> = {},
): Promise<World> {
  const buffer = fileJournal({ dir: await mkdtemp(join(await root, 'dir-')) })
  const world = await aWorld({ buffer, ...ports })
  const drain = createDrain(world, threads)
  closing.push(async () => {
    await drain.stop()
    await buffer.close()
  })
  for (const body of bodies) expect((await send(world, { body })).status).toBe(200)
  drain.start()
  await drain.idle()
  return world
}

async function issuesOf({ storage, project: { organizationId } }: World) {
  const filter = { organizationId, projectIds: null }
  return (await storage.issues.list(filter, { sort: 'count', ascending: false }, { limit: 100, cursor: null })).items
}

/** What was stored, event by event in the order of their ids. */
async function eventsOf({ storage, project }: World) {
  const page = { limit: 100, cursor: null }
  const { items } = await storage.events.listForProject(project.organizationId, project.id, page)
  return items
    .map((event) => ({ ...decodePayload(event), received: null, timestamp: null }))
    .sort((a, b) => (a.event_id < b.event_id ? -1 : 1))
}

async function outcomesOf({ storage, clock, project: { organizationId } }: World) {
  const now = clock.now().getTime()
  const [from, to] = [new Date(now - 3_600_000), new Date(now + 3_600_000)]
  const counts = await storage.ingest.outcomes({ organizationId, projectIds: null, from, to })
  return counts.map(({ outcome, reason, category, quantity }) => [outcome, reason, category, quantity].join(' ')).sort()
}
