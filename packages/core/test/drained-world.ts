import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach } from '@jest/globals'
import { memoryStorage } from '../src/adapters/memory-storage/memory-storage.js'
import type { ConfigInput } from '../src/config.js'
import type { Context } from '../src/context.js'
import { fileJournal } from '../src/ingest/buffers/file-journal.js'
import { createDrain, type Drain } from '../src/ingest/drain.js'
import type { NewEvent } from '../src/ports/ingest.js'
import type { Storage } from '../src/ports/storage.js'
import { aWorld, type World } from './ingest-world.js'

/** Worlds that drain, for the tests of one file: what they began is stopped after each test. */
export function drainedWorlds() {
  const root = mkdtemp(join(tmpdir(), 'mishap-drain-'))
  afterAll(async () => rm(await root, { recursive: true }))
  const aJournalDir = async () => mkdtemp(join(await root, 'dir-'))

  const closing: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0)) await close()
  })
  return {
    async aDrainedWorld(
      ports: Partial<Context> = {},
      config: Partial<ConfigInput> = {},
    ): Promise<{ world: World; drain: Drain }> {
      const world = await aWorld(ports, config)
      const drain = createDrain(world)
      closing.push(async () => {
        await drain.stop()
        await world.buffer.close()
      })
      drain.start()
      return { world, drain }
    },
    closeAfter: (...closes: readonly (() => Promise<void>)[]) => {
      closing.push(...closes)
    },
    aJournalDir,
    /** Holds what could not be stored yet. */
    aJournal: async () => fileJournal({ dir: await aJournalDir() }),
  }
}

/** A memory storage that can be taken away, and that calls `onPersist` before it writes. */
export function shakyStorage(onPersist: (batch: readonly NewEvent[]) => void | Promise<void> = () => {}) {
  const storage = memoryStorage()
  const shaky = { isAway: false, batches: [] as number[] }
  const refuse = () => {
    if (shaky.isAway) throw new Error('connect ECONNREFUSED')
  }
  return Object.assign(shaky, {
    storage: {
      ...storage,
      ping: async () => refuse(),
      ingest: {
        ...storage.ingest,
        persist: async (batch, outcomes) => {
          refuse()
          await onPersist(batch)
          shaky.batches.push(batch.length)
          return storage.ingest.persist(batch, outcomes)
        },
        addOutcomes: async (outcomes) => {
          refuse()
          await storage.ingest.addOutcomes(outcomes)
        },
      },
    } satisfies Storage as Storage,
  })
}

export async function stored(world: World, eventId: string) {
  return world.storage.events.find(world.project.organizationId, { projectId: world.project.id }, eventId)
}

export async function issues(world: World) {
  const filter = { organizationId: world.project.organizationId, projectIds: null }
  const page = await world.storage.issues.list(
    filter,
    { sort: 'count', ascending: false },
    { limit: 100, cursor: null },
  )
  return page.items
}

export async function refusals(world: World) {
  const now = world.clock.now().getTime()
  const [from, to] = [new Date(now - 3_600_000), new Date(now + 3_600_000)]
  const { organizationId } = world.project
  const counts = await world.storage.ingest.outcomes({ organizationId, projectIds: null, from, to })
  return counts.filter(({ outcome }) => outcome !== 'accepted')
}

/** Lets the time pass until it is so, a second at each look; the disk of a journal takes real time. */
export async function passing(world: World, isTrue: () => boolean): Promise<void> {
  for (let looks = 0; !isTrue(); looks++) {
    if (looks > 2_000) throw new Error('it never came true')
    await world.clock.advance(1_000)
    await new Promise((wake) => setTimeout(wake, 1))
  }
}

export async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await turn()
}

export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
