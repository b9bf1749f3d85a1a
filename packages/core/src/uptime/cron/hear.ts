import type { Context } from '../../context.js'
import { errorCode } from '../../errors.js'
import type { CheckIn } from '../../ports/items.js'
import type { CheckInPlace, PlannedCron } from '../../ports/monitor-crons.js'
import type { CheckedMonitor, Monitor } from '../../ports/monitors.js'
import { checkedNow } from '../checked.js'
import { dueAt } from './expected.js'
import { heard } from './heard.js'
import { monitorOf } from './upsert.js'

const AT_ONCE = 200
/** Others may be at the same ones; what is left is for the next time. */
const MOST_PASSES = 100

/**
 * Tells the monitors of jobs what has been reported since they heard last. Any number of processes may do so at once, and
 * each report counts once. Rejects where storage does not answer: then nothing is lost.
 */
export async function hearCheckIns(context: Context): Promise<void> {
  for (let passes = 0; passes < MOST_PASSES; passes += 1) {
    const checkIns = await context.storage.checkIns.unheard(AT_ONCE)
    if (checkIns.length === 0) return
    try {
      await hearAll(context, checkIns)
    } catch (error) {
      if (errorCode(error) === 'unavailable') throw error
      await hearOneByOne(context, checkIns)
    }
  }
}

/** The reports on one job, the oldest first. */
interface Job {
  monitor: Monitor | null
  readonly reports: CheckIn[]
  running: readonly CheckIn[]
}

interface Round {
  readonly checked: CheckedMonitor[]
  readonly planned: PlannedCron[]
  readonly ignored: CheckIn[]
}

/** One that cannot be heard must not keep the others from it. */
async function hearOneByOne(context: Context, checkIns: readonly CheckIn[]): Promise<void> {
  for (const checkIn of checkIns) {
    try {
      await hearAll(context, [checkIn])
    } catch (error) {
      if (errorCode(error) === 'unavailable') throw error
      const { projectId, checkInId } = checkIn
      context.logger.error('What a job has reported could not be heard', { projectId, checkInId, error })
      await context.storage.checkIns.ignore([checkIn])
    }
  }
}

async function hearAll(context: Context, checkIns: readonly CheckIn[]): Promise<void> {
  const { checkIns: kept, monitors } = context.storage
  const jobs = await jobsOf(context, checkIns)
  // A step knows the monitor that the step before has made: one of each job at a time.
  for (let left = [...jobs.values()]; left.length > 0; left = left.filter(({ reports }) => reports.length > 0)) {
    const round: Round = { checked: [], planned: [], ignored: [] }
    for (const job of left) await hearNext(context, job, round)
    await kept.ignore(round.ignored)
    const stale = new Set([...(await monitors.record(round.checked)), ...(await monitors.plan(round.planned))])
    // What else there is of it is heard with the monitor as it is by then.
    for (const job of left) if (stale.has(job.monitor?.id ?? '')) job.reports.length = 0
  }
}

async function hearNext(context: Context, job: Job, round: Round): Promise<void> {
  const [checkIn] = job.reports.splice(0, 1)
  if (checkIn === undefined) return
  job.monitor = await monitorOf(context, job.monitor, checkIn)
  const { monitor } = job
  const finding =
    monitor === null || monitor.cron === null || monitor.isPaused
      ? null
      : heard(monitor.cron, monitor.progress, checkIn)
  if (monitor === null || monitor.cron === null || finding === null) {
    round.ignored.push(checkIn)
    return
  }
  const others = job.running.filter(({ checkInId }) => checkInId !== checkIn.checkInId)
  job.running = checkIn.status === 'in_progress' ? [...others, checkIn] : others
  const { progress, run, verdict } = finding
  const { organizationId, id: monitorId, version } = monitor
  const step = {
    ...{ organizationId, monitorId, version, cron: { progress, run } },
    nextCheckAt: dueAt(monitor.cron, progress, job.running),
  }
  const checked = verdict === null ? null : await checkedNow(context, monitor, verdict, checkIn.updatedAt)
  if (checked === null) round.planned.push(step)
  else round.checked.push({ ...checked, ...step })
  job.monitor = {
    ...{ ...monitor, progress, version: version + 1, health: checked?.health ?? monitor.health },
    ...{ lastCheckAt: checked?.check.at ?? monitor.lastCheckAt, nextCheckAt: step.nextCheckAt },
  }
}

async function jobsOf({ storage }: Context, checkIns: readonly CheckIn[]): Promise<ReadonlyMap<string, Job>> {
  const [monitors, running] = await Promise.all([
    storage.monitors.ofCheckIns(checkIns),
    storage.checkIns.running(checkIns),
  ])
  const jobs = new Map<string, Job>()
  const jobOf = (place: CheckInPlace): Job => {
    const key = `${place.organizationId} ${place.projectId} ${place.monitorSlug}`
    const job = jobs.get(key) ?? { monitor: null, reports: [], running: [] }
    jobs.set(key, job)
    return job
  }
  for (const checkIn of checkIns) jobOf(checkIn).reports.push(checkIn)
  for (const checkIn of running) {
    const job = jobOf(checkIn)
    job.running = [...job.running, checkIn]
  }
  for (const monitor of monitors) {
    const { organizationId, projectId, cron } = monitor
    if (projectId !== null && cron !== null)
      jobOf({ organizationId, projectId, monitorSlug: cron.slug }).monitor = monitor
  }
  return jobs
}
