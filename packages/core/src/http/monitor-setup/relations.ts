import type { MonitorJson } from '../../client/monitor-types.js'
import { MONITOR_BOUNDS as BOUNDS, type MonitorFilter, type MonitorRelations } from '../../ports/monitor-relations.js'
import type { Monitor } from '../../ports/monitors.js'
import { groupName } from '../../uptime/relations.js'
import { type Field, given, integer, listOf, nullable, oneOf, optional, readQuery, text } from '../input.js'

const MAX_REMIND_SECONDS = 30 * 86_400

export const groupField: Field<string> = (value, loc) => groupName(text({ max: BOUNDS.group })(value, loc))
export const tagField = text({ min: 1, max: BOUNDS.tag })

/** How a monitor is sorted and what it depends on, as a client gives it. */
export const RELATION_FIELDS = {
  group: optional(groupField),
  tags: optional(listOf(tagField, BOUNDS.tags)),
  parentID: optional(nullable(integer(1, Number.MAX_SAFE_INTEGER))),
  remindEvery: optional(nullable(integer(60, MAX_REMIND_SECONDS))),
}

type Given = { readonly [Name in keyof typeof RELATION_FIELDS]: ReturnType<(typeof RELATION_FIELDS)[Name]> }

export function relationsOf({ group, tags, parentID, remindEvery }: Given): MonitorRelations {
  return {
    group: group ?? '',
    tags: [...new Set(tags)],
    parentId: parentID == null ? null : String(parentID),
    remindSeconds: remindEvery ?? null,
  }
}

export function relationsJson(
  monitor: Monitor,
): Pick<MonitorJson, 'group' | 'tags' | 'parentID' | 'remindEvery' | 'nextCheck'> {
  const { group, tags, parentId, remindSeconds, nextCheckAt } = monitor
  return {
    group,
    tags: [...tags],
    parentID: parentId === null ? null : Number(parentId),
    remindEvery: remindSeconds,
    nextCheck: nextCheckAt?.toISOString() ?? null,
  }
}

const STATUSES = ['unknown', 'up', 'degraded', 'down', 'maintenance', 'paused'] as const

/** Which monitors are asked for. */
export function filterFrom(query: URLSearchParams): MonitorFilter {
  return given({
    group: readQuery(query, 'group', optional(groupField)),
    tag: readQuery(query, 'tag', optional(text({ max: BOUNDS.tag }))),
    status: readQuery(query, 'status', optional(oneOf(...STATUSES))),
    query: readQuery(query, 'query', optional(text({ max: 200 }))),
    projectId: readQuery(query, 'project', optional(text({ max: 20 }))),
  })
}
