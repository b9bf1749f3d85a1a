import { setMaxListeners } from 'node:events'
import type { Context } from '../context.js'
import type { Id } from '../ports/model.js'
import type { CheckedMonitor, DueMonitor, Monitor } from '../ports/monitors.js'
import { onChange } from './changes.js'
import { checkedNow } from './checked.js'
import { lookAtJob } from './cron/look-at-job.js'
import { look } from './look.js'
import { overShare } from './share.js'

/** Checks monitors when they are due. */
export interface Watch {
  /** Begins, in the background. */
  start(): void
  /** Gives up what is on its way: those monitors are due again soon. Resolves when what was found is kept. */
  stop(): Promise<void>
}

/** Checks on their way at once: hanging targets hold a place each until their time is up. */
const MOST_AT_ONCE = 2_000
const CLAIM_AT_ONCE = 200
/** How often it is looked for monitors that another process has made or changed. */
const LONGEST_PAUSE_MS = 5_000
const KEEP_AT_ONCE = 200
const RETRY_MS = 5_000
/** Between claims that find less than they may: one for what is due in that time costs a tenth of ten. */
const CLAIM_PAUSE_MS = 100
/** Until a place is free again. */
const FULL_PAUSE_MS = 100

/** The checks of an app. Any number of processes may do them at once: each slot of a monitor is one process's. */
export function createWatch(context: Context): Watch {
  const { clock, logger, storage, metrics } = context
  const stopping = new AbortController()
  // Each check on its way listens for it.
  setMaxListeners(0, stopping.signal)
  const onTheirWay = new Map<Promise<void>, Id>()
  const found: CheckedMonitor[] = []
  let loop: Promise<void> | null = null
  let keeping: Promise<void> | null = null

  const check = async ({ monitor, slot }: DueMonitor): Promise<void> => {
    const startedAt = clock.now().getTime()
    const checked = monitor.type === 'Cron' ? await lookAtJob(context, { monitor, slot }) : await checkOf(monitor, slot)
    if (checked === null) return
    metrics.checks.found(monitor.type, checked.check.found, Math.max(0, clock.now().getTime() - startedAt) / 1000)
    found.push({
      ...{ organizationId: monitor.organizationId, monitorId: monitor.id, version: monitor.version },
      ...checked,
    })
    keeping ??= keep()
  }

  const checkOf = async (monitor: Monitor, slot: Date) => {
    const at = clock.now()
    const verdict = await look(context, { organizationId: monitor.organizationId, setup: monitor }, stopping.signal)
    // What was given up says nothing of what is watched.
    if (verdict === 'given_up') return null
    if (verdict === null)
      return checkedNow(context, monitor, { reason: 'no_heartbeat', detail: '', responseMs: null }, slot)
    return checkedNow(context, monitor, verdict, at)
  }

  /** One statement for all that was found meanwhile. */
  const keep = async (): Promise<void> => {
    while (found.length > 0) {
      const batch = found.splice(0, KEEP_AT_ONCE)
      try {
        await storage.monitors.record(batch)
      } catch (error) {
        // They are due again when their claims have run out.
        logger.warn('Checks of monitors could not be kept', { error, count: batch.length })
      }
    }
    // In the same turn as the last look: what is found after it begins anew.
    keeping = null
  }

  const waiting = () => overShare([...onTheirWay.values()], MOST_AT_ONCE)

  const claim = async (): Promise<number> => {
    const room = Math.min(CLAIM_AT_ONCE, MOST_AT_ONCE - onTheirWay.size)
    if (room <= 0) return 0
    const due = await storage.monitors.claimDue(clock.now(), room, waiting())
    for (const one of due) {
      const checking = check(one).catch((error: unknown) =>
        logger.error('A monitor could not be checked', { monitorId: one.monitor.id, error }),
      )
      onTheirWay.set(checking, one.monitor.organizationId)
      metrics.checks.begin((clock.now().getTime() - one.slot.getTime()) / 1000)
      void checking.finally(() => {
        onTheirWay.delete(checking)
        metrics.checks.end()
      })
    }
    return due.length
  }

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const waker = new AbortController()
      wakeUp = () => waker.abort()
      let pauseMs = RETRY_MS
      try {
        const claimed = await claim()
        if (claimed === 0) pauseMs = await untilNext()
        else pauseMs = claimed < CLAIM_AT_ONCE ? CLAIM_PAUSE_MS : 0
      } catch (error) {
        logger.warn('Monitors that are due could not be asked for', { error })
      }
      // At least one turn for everybody else.
      await clock.sleep(Math.max(1, pauseMs), AbortSignal.any([stopping.signal, waker.signal]))
    }
  }

  const untilNext = async (): Promise<number> => {
    if (onTheirWay.size >= MOST_AT_ONCE) return FULL_PAUSE_MS
    const next = await storage.monitors.nextDue()
    if (next === null) return LONGEST_PAUSE_MS
    const leastMs = waiting().length > 0 ? FULL_PAUSE_MS : 0
    return Math.min(Math.max(next.getTime() - clock.now().getTime(), leastMs), LONGEST_PAUSE_MS)
  }

  let wakeUp = () => {}
  const forget = onChange(context, () => wakeUp())

  return {
    start: () => {
      loop ??= run()
    },
    stop: async () => {
      forget()
      stopping.abort()
      await loop
      await Promise.all(onTheirWay.keys())
      await keeping
    },
  }
}
