import type { Context } from '../context.js'
import { ALERT_BOUNDS, type ProjectAlert } from '../ports/alerts.js'
import { tellsOfIssues } from '../ports/firing.js'
import type { Id, Project } from '../ports/model.js'
import type { Monitor } from '../ports/monitors.js'
import { type Reach, reachOf, tellsOfMonitors } from './reach.js'

export interface Coverage extends Reach {
  /** Of the project, that tell of monitors. */
  readonly alerts: number
}

/** Who is told of a monitor: nobody, where it has no project, or no alert of it tells of monitors. */
export async function coverageOf(context: Context, monitor: Monitor): Promise<Coverage> {
  const { organizationId, projectId } = monitor
  if (projectId === null) return { alerts: 0, people: 0, channels: [] }
  const alerts = (await enabled(context, organizationId, projectId)).filter(tellsOfMonitors)
  return { alerts: alerts.length, ...(await reachOf(context, alerts, 'uptime')) }
}

/** Who is told of what in a project. */
export async function projectCoverage(
  context: Context,
  { organizationId, id }: Pick<Project, 'organizationId' | 'id'>,
): Promise<{ readonly issues: Reach; readonly monitors: Reach }> {
  const alerts = await enabled(context, organizationId, id)
  return {
    issues: await reachOf(context, alerts.filter(tellsOfIssues), 'alerts'),
    monitors: await reachOf(context, alerts.filter(tellsOfMonitors), 'uptime'),
  }
}

async function enabled({ storage }: Context, organizationId: Id, projectId: Id): Promise<readonly ProjectAlert[]> {
  const { items } = await storage.alerts.list(organizationId, projectId, { limit: ALERT_BOUNDS.alerts, cursor: null })
  return items.filter(({ isEnabled }) => isEnabled)
}
