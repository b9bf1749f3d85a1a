import type { AlertFiringJson } from '../../client/alert-types.js'
import type { Context } from '../../context.js'
import { LIMIT_REASONS, LIMIT_REST_MS, type Rule } from '../../ports/firing.js'
import type { Monitor, MonitorCheck } from '../../ports/monitors.js'
import { monitorNews, monitorTrigger } from '../monitor-news.js'

const MONITORS = 100
/** Of each monitor. */
const CHANGES = 100
const MINUTE_MS = 60_000

export interface Firing extends AlertFiringJson {
  /** What it is of: messages of the same gather. */
  readonly about: string
}

/** By the checks that changed monitors; whether one was in maintenance then, or what it depends on was down, is not asked. */
export async function ofMonitors({ storage }: Context, rule: Rule, from: Date): Promise<readonly Firing[]> {
  if (!rule.triggers.some((one) => /^(?:monitor_|certificate|check_in)/.test(one))) return []
  const page = { limit: MONITORS, cursor: null }
  const { items } = await storage.monitors.list(rule.organizationId, page, { projectId: rule.projectId })
  const firings: Firing[] = []
  for (const monitor of items) {
    const changes = { limit: CHANGES, cursor: null }
    const { items: checks } = await storage.monitors.checks(rule.organizationId, monitor.id, changes, {
      isChange: true,
    })
    firings.push(...checks.filter(({ at }) => at >= from).flatMap((check) => firingOf(rule, monitor, check)))
  }
  return firings
}

function firingOf(rule: Rule, { id, name }: Monitor, { at, found, reason }: MonitorCheck): readonly Firing[] {
  const trigger = monitorTrigger(monitorNews(found === 'up' ? 'recovered' : found, reason), rule.triggers)
  return trigger === null ? [] : [{ at: at.toISOString(), trigger, issueID: null, title: name, about: id }]
}

/** By the hours in which requests were refused. */
export async function ofLimits({ storage }: Context, rule: Rule, from: Date, to: Date): Promise<readonly Firing[]> {
  const kinds = (['quota', 'spike'] as const).filter((kind) => rule.triggers.includes(kind))
  if (kinds.length === 0) return []
  const { organizationId, projectId } = rule
  const outcomes = await storage.ingest.outcomes({ organizationId, projectIds: [projectId], from, to })
  const restMs = rule.cooldownMinutes === null ? LIMIT_REST_MS : rule.cooldownMinutes * MINUTE_MS
  return kinds.flatMap((trigger) => {
    const refused = outcomes.filter(
      ({ outcome, reason }) => outcome === 'rate_limited' && LIMIT_REASONS[trigger].some((one) => one === reason),
    )
    const times = refused.map(({ hour }) => hour.getTime())
    return rested(times, restMs).map((at): Firing => {
      return { at: new Date(at).toISOString(), trigger, issueID: null, title: '', about: projectId }
    })
  })
}

function rested(times: readonly number[], restMs: number): readonly number[] {
  const told: number[] = []
  for (const at of [...times].sort((a, b) => a - b)) if (at - (told.at(-1) ?? -restMs) >= restMs) told.push(at)
  return told
}
