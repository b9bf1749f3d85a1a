import { randomUUID } from 'node:crypto'
import { expect, it } from '@jest/globals'
import { PLAIN_ALERT } from '../../ports/alerts.js'
import type { ChannelCaller } from '../../ports/channels.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { aWorld, UNKNOWN_IDS } from './world.js'

const PROBE_MS = 60_000

export function channelsContract({ storage }: Subject): void {
  const aCaller = async (key: string = randomUUID()): Promise<ChannelCaller> => {
    const { organizationId, projectId } = await aWorld(storage())
    const { id: alertId } = await storage().alerts.create(organizationId, projectId, PLAIN_ALERT, NOON)
    return { key, kind: 'webhook', organizationId, alertId, deliveryId: '0', target: 'hooks.example.com' }
  }
  const admit = (caller: ChannelCaller, minute: number, perMinute = 100) =>
    storage().channels.admit(caller, { now: minutesAfter(NOON, minute), perMinute, probeMs: PROBE_MS })
  const note = (caller: ChannelCaller, minute: number, error = 'Busy\0') =>
    storage().channels.note(caller, { now: minutesAfter(NOON, minute), error, waitMs: 0 })
  const fail = async (caller: ChannelCaller, minute: number, times = 5) => {
    for (let time = 0; time < times; time += 1) await note(caller, minute)
  }
  /** Of these channels alone: other tests leave news behind. */
  const news = async (minute: number, ...callers: readonly ChannelCaller[]) => {
    const keys = new Set(callers.map(({ key }) => key))
    const claimed = await storage().channels.claimNews(minutesAfter(NOON, minute), 10_000, PROBE_MS)
    return claimed.filter(({ key }) => keys.has(key))
  }

  it('admit as many messages in a minute as they may have, whoever asks', async () => {
    const caller = await aCaller()
    const asked = await Promise.all(Array.from({ length: 10 }, () => admit(caller, 0, 4)))
    expect(asked.filter(({ kind }) => kind === 'go')).toHaveLength(4)
    expect(asked.find(({ kind }) => kind === 'wait')).toEqual({
      ...{ kind: 'wait', held: 'rate', until: minutesAfter(NOON, 1) },
    })
    expect((await admit(caller, 1, 4)).kind).toBe('go')
    expect((await admit(await aCaller(), 0, 4)).kind).toBe('go')
  })

  it('are paused for all that take them, and one of many tries', async () => {
    const caller = await aCaller()
    const other = await aCaller(caller.key)
    await fail(caller, 0)
    expect(await admit(other, 0)).toEqual({ kind: 'wait', held: 'paused', until: minutesAfter(NOON, 1) })
    const asked = await Promise.all([caller, other, caller, other, caller].map((one) => admit(one, 1)))
    expect(asked.filter(({ kind }) => kind === 'go')).toHaveLength(1)
    const states = await storage().channels.states([caller.key, randomUUID()])
    expect([...states]).toMatchObject([[caller.key, { failures: 5, error: 'Busy', failingSince: NOON.getTime() }]])
    expect(await storage().channels.states([])).toEqual(new Map())
  })

  it('have news for each organization that they fail, once', async () => {
    const [caller, quiet] = [await aCaller(), await aCaller()]
    const other = await aCaller(caller.key)
    await fail(caller, 0)
    await fail(quiet, 0, 4)
    expect(await news(0, quiet)).toEqual([])
    const [first, ...none] = [...(await news(1, caller)), ...(await news(1, caller))]
    expect(none).toEqual([])
    const { deliveryId: _, ...about } = caller
    expect(first).toEqual({ ...about, news: 'failing', since: NOON, error: 'Busy' })
    // Whoever had it has died, and another organization has a message that waits.
    await admit(other, 0.5)
    expect((await news(3, caller)).map(({ organizationId }) => organizationId).sort()).toEqual(
      [caller.organizationId, other.organizationId].sort(),
    )
    if (first !== undefined) await storage().channels.finishNews(first)
    await fail(caller, 5)
    expect(await news(6, caller)).toMatchObject([{ organizationId: other.organizationId }])
    await note(caller, 7, '')
    // The other one was never told, so there is nothing to take back.
    const [over, ...more] = await news(8, caller)
    expect([over, more]).toMatchObject([{ organizationId: caller.organizationId, news: 'working', since: NOON }, []])
    if (over !== undefined) await storage().channels.finishNews(over)
    expect(await news(60, caller)).toEqual([])
    await fail(caller, 61)
    expect(await news(61, caller)).toMatchObject([{ news: 'failing', since: minutesAfter(NOON, 61) }])
  })

  it('take what they are told of things that there are not', async () => {
    const caller = await aCaller()
    for (const id of UNKNOWN_IDS) {
      const wrong = { ...caller, organizationId: id, alertId: id, deliveryId: id }
      await fail(wrong, 0, 1)
      await admit(wrong, 0)
      await storage().channels.finishNews({ ...wrong, news: 'failing', since: NOON, error: '' })
    }
    expect(await news(1, caller)).toEqual([])
  })
}
