import { describe, expect, it } from '@jest/globals'
import { memoryStorage } from '../adapters/memory-storage/memory-storage.js'
import { createApp } from '../app.js'
import { fakeClock } from '../testing/fake-clock.js'
import { createMaintenance } from './maintenance.js'

const DAY_MS = 86_400_000

function aStorage(failures: readonly number[] = []) {
  const storage = memoryStorage()
  const days: string[] = []
  return {
    days,
    storage: {
      ...storage,
      maintain: async ({ now }: { now: Date }) => {
        days.push(now.toISOString())
        if (failures.includes(days.length)) throw new Error('away')
      },
    },
  }
}

describe('maintenance', () => {
  it('is done at once and then once a day, until it is stopped', async () => {
    const clock = fakeClock('2026-03-04T00:00:00.000Z')
    const { storage, days } = aStorage()
    const { context } = createApp({ url: 'http://localhost', storage, clock })
    const maintenance = createMaintenance(context)
    await maintenance.start()
    await clock.advance(2 * DAY_MS)
    expect(days.map((day) => day.slice(0, 10))).toEqual(['2026-03-04', '2026-03-05', '2026-03-06'])
    maintenance.stop()
    await clock.advance(DAY_MS)
    expect(days).toHaveLength(3)
  })

  it('keeps the audit log for as long as superusers say, and for good where they say nothing', async () => {
    const clock = fakeClock('2026-03-04T00:00:00.000Z')
    const storage = memoryStorage()
    const { context } = createApp({ url: 'http://localhost', storage, clock })
    const target = { kind: 'user', id: '1', name: 'ada@example.com' }
    const who = { userId: null, actor: '', impersonator: null, via: 'system', ip: null } as const
    const entry = { organizationId: null, ...who, action: 'user.updated', target, before: null, after: null } as const
    for (const days of [30, 8, 6])
      await storage.audit.add({ ...entry, at: new Date(clock.now().getTime() - days * DAY_MS) })
    const left = async () => (await storage.audit.list(null, { limit: 10, cursor: null })).items.length
    const maintenance = createMaintenance(context)
    await maintenance.start()
    expect(await left()).toBe(3)
    await context.settings.update({ auditRetentionDays: 8 })
    await clock.advance(DAY_MS)
    expect(await left()).toBe(1)
    maintenance.stop()
  })

  it('is tried again soon after it failed, and told in the log', async () => {
    const clock = fakeClock('2026-03-04T00:00:00.000Z')
    const { storage, days } = aStorage([2])
    const logged: string[] = []
    const logger = { debug() {}, info() {}, warn() {}, error: (message: string) => logged.push(message) }
    const { context } = createApp({ url: 'http://localhost', storage, clock, logger })
    const maintenance = createMaintenance(context)
    await maintenance.start()
    await clock.advance(DAY_MS + 10 * 60_000)
    expect(days).toHaveLength(3)
    expect(logged).toHaveLength(1)
    maintenance.stop()
  })

  it('fails at the start where the storage cannot be prepared', async () => {
    const { storage } = aStorage([1])
    const app = createApp({ url: 'http://localhost', storage })
    await expect(app.work()).rejects.toThrow('away')
  })
})
