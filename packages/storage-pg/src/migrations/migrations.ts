import { createHash } from 'node:crypto'
import { initial } from './0001-initial.js'
import { ingestSettings } from './0002-ingest-settings.js'
import { items } from './0003-items.js'
import { guards } from './0004-guards.js'
import { retention } from './0005-retention.js'
import { work } from './0007-work.js'
import { grouping } from './0008-grouping.js'
import { search } from './0009-search.js'
import { views } from './0010-views.js'
import { parts } from './0011-parts.js'
import { management } from './0013-management.js'
import { credentials } from './0015-credentials.js'
import { secondFactors } from './0016-second-factors.js'
import { passkeys } from './0017-passkeys.js'
import { signIn } from './0018-sign-in.js'
import { instance } from './0019-instance.js'
import { projectMoves } from './0020-project-moves.js'
import { imports } from './0022-imports.js'
import { releases } from './0024-releases.js'
import { hostUsers } from './0025-host-users.js'
import { monitors } from './0026-monitors.js'
import { monitorRequests } from './0027-monitor-requests.js'
import { crons } from './0028-crons.js'
import { states } from './0029-states.js'
import { incidents } from './0030-incidents.js'
import { monitorHistory } from './0031-monitor-history.js'
import { statusPages } from './0032-status-pages.js'
import { retiredKeys } from './0033-retired-keys.js'
import { deliveries } from './0034-deliveries.js'
import { alertRules } from './0035-alert-rules.js'
import { messageFlow } from './0036-message-flow.js'
import { mailPeople } from './0037-mail-people.js'
import { integrations } from './0038-integrations.js'
import { mailChoices } from './0039-mail-choices.js'
import { workNews } from './0040-work-news.js'
import { alarms } from './0042-alarms.js'
import { quickLooks } from './0043-quick-looks.js'
import { checkInStatistics } from './0044-check-in-statistics.js'
import { owedCommits } from './0045-owed-commits.js'
import { pastIncidents } from './0046-past-incidents.js'
import { deliveryOrder } from './0047-delivery-order.js'
import { lateEvents } from './0048-late-events.js'
import { closingAlarms } from './0049-closing-alarms.js'
import type { Migration } from './migration.js'

/** In the order in which they are applied. */
export const migrations: readonly Migration[] = [
  initial,
  ingestSettings,
  items,
  guards,
  retention,
  work,
  grouping,
  search,
  views,
  parts,
  management,
  credentials,
  secondFactors,
  passkeys,
  signIn,
  instance,
  projectMoves,
  imports,
  releases,
  hostUsers,
  monitors,
  monitorRequests,
  crons,
  states,
  incidents,
  monitorHistory,
  statusPages,
  retiredKeys,
  deliveries,
  alertRules,
  messageFlow,
  mailPeople,
  integrations,
  mailChoices,
  workNews,
  alarms,
  quickLooks,
  checkInStatistics,
  owedCommits,
  pastIncidents,
  deliveryOrder,
  lateEvents,
  closingAlarms,
]

/** Tells an edited migration from the one that was applied. The same in every schema. */
export function checksumOf(migration: Migration): string {
  return createHash('sha256').update(migration.sql('schema')).digest('hex')
}
