import type { Context } from '../../context.js'
import type { CheckedMonitor, DueMonitor } from '../../ports/monitors.js'
import { checkedNow } from '../checked.js'
import type { Checked } from '../judge.js'
import { dueAt } from './expected.js'
import { hearCheckIns } from './hear.js'
import { beginAnew, silent } from './heard.js'

/**
 * Looks at a job that is due: whether a run is missing, or has taken too long. Null where there is nothing to keep; then
 * it is noted when it is due again.
 */
export async function lookAtJob(
  context: Context,
  { monitor, slot }: DueMonitor,
): Promise<(Checked & Pick<CheckedMonitor, 'cron'>) | null> {
  const { storage, clock } = context
  const { organizationId, id: monitorId, version, projectId, cron, progress } = monitor
  // What was reported in time is no fault of the job, whenever it is read.
  await hearCheckIns(context)
  const current = await storage.monitors.get(organizationId, monitorId)
  if (current?.version !== version) return null
  const plan = async (nextCheckAt: Date | null, after = progress) => {
    await storage.monitors.plan([
      { organizationId, monitorId, version, nextCheckAt, cron: { progress: after, run: null } },
    ])
    return null
  }
  // Nobody can report any more.
  if (cron === null || projectId === null) return plan(null)
  const place = { organizationId, projectId, monitorSlug: cron.slug }
  const running = await storage.checkIns.running([place])
  const now = clock.now()
  const anew = beginAnew(cron, progress, { running, slot, now })
  if (anew !== null) return plan(dueAt(cron, anew, running), anew)
  const finding = silent({ cron, progress, place }, running, now)
  if (finding?.verdict == null) return plan(dueAt(cron, progress, running))
  const { verdict, run } = finding
  const left = run.kind === 'timed_out' ? running.filter((one) => one !== run.checkIn) : running
  return {
    ...(await checkedNow(context, monitor, verdict, now)),
    nextCheckAt: dueAt(cron, finding.progress, left),
    cron: { progress: finding.progress, run },
  }
}
