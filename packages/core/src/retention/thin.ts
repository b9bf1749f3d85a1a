import type { Context } from '../context.js'
import type { RetentionLimits, ThinningTask, Usage } from '../ports/retention.js'
import { chooseToThin, type Excess, weightTable } from './thresholds.js'

/** So much of a limit is left when a project was thinned out, so that it need not be done again at once. */
const AIM = 0.8
const SLICE = 1000
/** Between two slices, in which nobody waits for us. */
const REST_MS = 10
const CLAIM_MS = 60_000
/** A project of which nothing more may go is left alone for this long. */
const HOPELESS_MS = 6 * 3_600_000

/**
 * Thins out one project that holds more than it may; false where there is none. It looks at all events of the project
 * twice, a slice at a time: to learn at which weight the excess ends, and to remove what is lighter. Any number of
 * processes may call it; one that dies in the middle is followed by another after a minute, and nothing is lost.
 */
export async function thinOneProject(context: Context, signal: AbortSignal): Promise<boolean> {
  const { storage, clock, settings, logger } = context
  const now = clock.now()
  const { maxProjectEvents: maxEvents, maxProjectBytes: maxBytes } = await settings.current()
  const task = await storage.retention.claim({ now, until: after(now, CLAIM_MS), defaults: { maxEvents, maxBytes } })
  if (task === null) return false
  const freed = await thin(context, task, now, signal)
  if (signal.aborted) return false
  const left = minus(task.usage, freed)
  const { events, bytes } = excessOf(left, task.limits)
  const isEnough = events + bytes === 0
  const { projectId } = task
  if (isEnough) logger.info('Repetitive events were thinned out', { projectId, ...freed })
  else logger.warn('A project holds more than it may, and nothing more of it may go', { projectId, ...left })
  await storage.retention.extend(task, isEnough ? clock.now() : after(clock.now(), HOPELESS_MS))
  return true
}

async function thin(context: Context, task: ThinningTask, now: Date, signal: AbortSignal): Promise<Usage> {
  let freed: Usage = { events: 0, payloads: 0, bytes: 0 }
  const excess = excessOf(task.usage, task.limits)
  const table = weightTable(now)
  for await (const slice of slicesOf(context, task, signal)) for (const candidate of slice) table.add(candidate)
  const thresholds = table.thresholdsFor(excess)
  for await (const slice of slicesOf(context, task, signal)) {
    const choice = chooseToThin(slice, thresholds, now)
    if (choice.rows.length + choice.payloads.length === 0) continue
    freed = plus(freed, await context.storage.retention.thin(task, choice, now))
  }
  return freed
}

async function* slicesOf({ storage, clock }: Context, task: ThinningTask, signal: AbortSignal) {
  let claimedAt = clock.now().getTime()
  let cursor: string | null = null
  do {
    const page = await storage.retention.candidates(task, { cursor, limit: SLICE })
    yield page.items
    cursor = page.next
    if (clock.now().getTime() - claimedAt > CLAIM_MS / 4) {
      claimedAt = clock.now().getTime()
      await storage.retention.extend(task, after(clock.now(), CLAIM_MS))
    }
    if (cursor !== null) await clock.sleep(REST_MS, signal)
  } while (cursor !== null && !signal.aborted)
}

/** How much has to go of what is above its limit. */
function excessOf({ events, bytes }: Usage, { maxEvents, maxBytes }: RetentionLimits): Excess {
  const above = (amount: number, limit: number) => (limit > 0 && amount > limit ? amount - AIM * limit : 0)
  return { events: above(events, maxEvents), bytes: above(bytes, maxBytes) }
}

function plus(a: Usage, b: Usage): Usage {
  return { events: a.events + b.events, payloads: a.payloads + b.payloads, bytes: a.bytes + b.bytes }
}

function minus(a: Usage, b: Usage): Usage {
  return { events: a.events - b.events, payloads: a.payloads - b.payloads, bytes: a.bytes - b.bytes }
}

function after(date: Date, ms: number): Date {
  return new Date(date.getTime() + ms)
}
