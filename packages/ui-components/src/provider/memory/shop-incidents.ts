import type { IncidentDetailJson, IncidentEntryJson, IncidentIssueJson } from '@mishap/core/client'
import { minutesAgo } from './builders.js'
import type { IncidentFixture } from './incidents.js'

const HOUR = 60
const DAY = 24 * HOUR

const ada = { id: '1', name: 'Ada Lovelace' }
const grace = { id: '2', name: 'Grace Hopper' }
const checkout = { id: 1, name: 'Checkout', projectID: '1' }
const storefront = { id: 2, name: 'Storefront', projectID: '2' }

export function anEntry(entry: Partial<IncidentEntryJson> & Pick<IncidentEntryJson, 'id' | 'kind'>): IncidentEntryJson {
  return { at: minutesAgo(30), by: null, text: '', stage: null, isPublic: false, monitorID: null, ...entry }
}

export function anIncident(
  incident: Partial<IncidentDetailJson> & Pick<IncidentDetailJson, 'number'>,
): IncidentDetailJson {
  return {
    id: String(incident.number),
    title: 'Checkout is down',
    status: 'resolved',
    severity: 'down',
    cause: 'The status was 503, and 200 is expected.',
    startedAt: minutesAgo(2 * DAY),
    acknowledgedAt: null,
    acknowledgedBy: null,
    resolvedAt: incident.status === 'open' || incident.status === 'acknowledged' ? null : minutesAgo(2 * DAY - 14),
    resolvedBy: null,
    isAutomatic: true,
    monitors: [checkout],
    timeline: [],
    ...incident,
  }
}

export function aRisenIssue(issue: Partial<IncidentIssueJson> & Pick<IncidentIssueJson, 'id'>): IncidentIssueJson {
  return {
    ...{ shortId: `SHOP-API-${issue.id}`, title: 'Error', level: 'error', events: 12, eventsBefore: 3, isNew: false },
    ...{ firstSeen: minutesAgo(3 * DAY), lastSeen: minutesAgo(1), ...issue },
  }
}

/** What went wrong in the shop, the newest first. */
export const shopIncidents: readonly IncidentFixture[] = [
  {
    incident: anIncident({
      number: 12,
      status: 'acknowledged',
      startedAt: minutesAgo(42),
      acknowledgedAt: minutesAgo(38),
      acknowledgedBy: grace,
      monitors: [checkout, storefront],
      timeline: [
        anEntry({ id: '1', kind: 'opened', at: minutesAgo(42) }),
        anEntry({ id: '2', kind: 'monitor_down', at: minutesAgo(42), monitorID: 1 }),
        anEntry({ id: '3', kind: 'acknowledged', at: minutesAgo(38), by: grace }),
        anEntry({
          ...{ id: '4', kind: 'update', at: minutesAgo(31), by: grace, stage: 'investigating', isPublic: true },
          text: 'Paying with **cards** does not work at the moment. We are looking for the cause.',
        }),
        anEntry({ id: '5', kind: 'monitor_degraded', at: minutesAgo(24), monitorID: 2 }),
        anEntry({
          ...{ id: '6', kind: 'update', at: minutesAgo(12), by: ada },
          text: 'The pool of connections to the bank is used up, see [the dashboard](https://grafana.example/d/bank):\n\n- 64 of 64 in use\n- waits of 30 s\n\n`BANK_POOL=128` goes out now.',
        }),
      ],
    }),
    issues: [
      aRisenIssue({
        ...{ id: '1', shortId: 'SHOP-API-1K', title: 'PaymentDeclinedError: card_declined' },
        ...{ events: 842, eventsBefore: 31 },
      }),
      aRisenIssue({
        ...{ id: '3', shortId: 'SHOP-API-2B', title: 'ConnectionRefusedError: connect ECONNREFUSED 10.0.4.12:5432' },
        ...{ events: 64, eventsBefore: 0, isNew: true },
      }),
    ],
  },
  {
    incident: anIncident({
      ...{ number: 13, title: 'Mails with receipts arrive late', status: 'open', severity: 'notice', cause: '' },
      ...{ startedAt: minutesAgo(9), isAutomatic: false, monitors: [] },
      timeline: [
        anEntry({ id: '7', kind: 'opened', at: minutesAgo(9), by: ada, text: 'The provider says: two hours behind.' }),
      ],
    }),
  },
  {
    incident: anIncident({
      number: 11,
      timeline: [
        anEntry({ id: '8', kind: 'opened', at: minutesAgo(2 * DAY) }),
        anEntry({ id: '9', kind: 'monitor_down', at: minutesAgo(2 * DAY), monitorID: 1 }),
        anEntry({ id: '10', kind: 'monitor_up', at: minutesAgo(2 * DAY - 14), monitorID: 1 }),
        anEntry({ id: '11', kind: 'resolved', at: minutesAgo(2 * DAY - 14) }),
      ],
    }),
  },
  {
    incident: anIncident({
      ...{ number: 10, title: 'Storefront is slow', severity: 'degraded', monitors: [storefront] },
      ...{ startedAt: minutesAgo(9 * DAY), resolvedAt: minutesAgo(9 * DAY - 200), resolvedBy: ada },
      cause: 'The answer took 4,210 ms, and more than 2,000 ms is slow.',
    }),
  },
]
