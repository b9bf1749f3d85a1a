import type { MaintenanceJson } from '@mishap/core/client'
import { minutesAgo } from './builders.js'

const DAY = 24 * 60

export function aMaintenance(maintenance: Partial<MaintenanceJson> & Pick<MaintenanceJson, 'id'>): MaintenanceJson {
  return {
    ...{ title: 'Backup of the database', text: '', isPublic: false, isActive: false, next: null },
    window: { kind: 'weekly', days: [3, 7], time: '02:30', minutes: 60, timezone: 'Europe/Berlin', until: null },
    ...{ monitors: [2], groups: [], tags: [], created: minutesAgo(40 * DAY), ...maintenance },
  }
}

/** What the shop has planned, what goes on, and what is over. */
export const shopMaintenance: readonly MaintenanceJson[] = [
  aMaintenance({ id: '1' }),
  aMaintenance({
    ...{ id: '2', title: 'New disks in the database', isPublic: true, monitors: [1, 2], groups: ['Shop'] },
    text: 'The shop can be **read**, but nothing can be ordered.',
    window: { kind: 'single', start: minutesAgo(20), end: minutesAgo(-100) },
  }),
  aMaintenance({
    ...{ id: '3', title: 'Certificates are renewed', tags: ['eu'], monitors: [] },
    window: { kind: 'cron', cron: '0 3 1 * *', minutes: 10, timezone: 'UTC', until: minutesAgo(-200 * DAY) },
  }),
  aMaintenance({
    ...{ id: '4', title: 'Move to another rack' },
    window: { kind: 'single', start: minutesAgo(9 * DAY), end: minutesAgo(9 * DAY - 240) },
  }),
]
