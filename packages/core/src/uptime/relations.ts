import { AppError } from '../errors.js'
import {
  MONITOR_BOUNDS,
  type MonitorBulkChange,
  type MonitorCoverage,
  type MonitorFilter,
  type MonitorRelations,
} from '../ports/monitor-relations.js'
import type { Monitor, MonitorSetup } from '../ports/monitors.js'

/** Of a monitor that stands for itself. */
export const NO_RELATIONS: MonitorRelations = { group: '', tags: [], parentId: null, remindSeconds: null }

/** A group as it is kept: no empty levels, no spaces around any. */
export function groupName(given: string): string {
  const levels = given.split('/').map((level) => level.trim())
  return levels.filter((level) => level !== '').join('/')
}

export function covers(
  { monitorIds, groups, tags }: MonitorCoverage,
  monitor: Pick<Monitor, 'id' | 'group' | 'tags'>,
): boolean {
  return (
    monitorIds.includes(monitor.id) ||
    groups.some((group) => isIn(group, monitor.group)) ||
    tags.some((tag) => monitor.tags.includes(tag))
  )
}

/** Whether a list with this filter has the monitor in it. */
export function passes(monitor: Monitor, { group, tag, status, maintained, query, projectId }: MonitorFilter): boolean {
  if (group !== undefined && !isIn(group, monitor.group)) return false
  if (tag !== undefined && !monitor.tags.includes(tag)) return false
  if (projectId !== undefined && monitor.projectId !== projectId) return false
  if (status !== undefined && status !== shownOf(monitor, maintained)) return false
  const sought = query?.toLowerCase() ?? ''
  return [monitor.name, monitor.url].some((text) => text.toLowerCase().includes(sought))
}

/** The set-up after the change; null where it stays as it is, or cannot be so. */
export function bulkChanged(
  { isPaused, tags, group }: Pick<MonitorSetup, 'isPaused' | 'tags' | 'group'>,
  change: Exclude<MonitorBulkChange, { readonly action: 'delete' }>,
): Pick<MonitorSetup, 'isPaused' | 'tags' | 'group'> | null {
  switch (change.action) {
    case 'pause':
      return isPaused ? null : { isPaused: true, tags, group }
    case 'resume':
      return isPaused ? { isPaused: false, tags, group } : null
    case 'tag':
      if (tags.includes(change.tag) || tags.length >= MONITOR_BOUNDS.tags) return null
      return { isPaused, tags: [...tags, change.tag], group }
    case 'untag':
      return tags.includes(change.tag) ? { isPaused, tags: tags.filter((tag) => tag !== change.tag), group } : null
    case 'move':
      return group === change.group ? null : { isPaused, tags, group: change.group }
  }
}

/** Why it cannot be below what it was to be below. */
export function parentFault(isCircle: boolean): AppError {
  if (isCircle)
    return new AppError('conflict', 'Wanted a parent that does not depend on the monitor, found one that does')
  return new AppError('conflict', `Wanted at most ${MONITOR_BOUNDS.ancestors} monitors above it, found more`)
}

function isIn(group: string, ofMonitor: string): boolean {
  return ofMonitor === group || (group !== '' && ofMonitor.startsWith(`${group}/`))
}

function shownOf(monitor: Monitor, maintained: MonitorCoverage | undefined): MonitorFilter['status'] {
  if (monitor.isPaused) return 'paused'
  return maintained !== undefined && covers(maintained, monitor) ? 'maintenance' : monitor.health.status
}
