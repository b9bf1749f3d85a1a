import type {
  AlertProjectJson,
  AlertRecipientJson,
  DeliveryAttemptJson,
  DeliveryDetailJson,
  OrganizationAlertJson,
} from '@mishap/core/client'
import { minutesAgo } from './builders.js'
import type { MemoryFixtures } from './store.js'
import { uptimeWorld } from './uptime-world.js'

const HOUR = 60
const DAY = 24 * HOUR
const api: AlertProjectJson = { id: '1', slug: 'shop-api', name: 'Shop API' }
const web: AlertProjectJson = { id: '2', slug: 'storefront', name: 'Storefront' }

export function anAlert(
  alert: Partial<OrganizationAlertJson> & Pick<OrganizationAlertJson, 'id'>,
): OrganizationAlertJson {
  return {
    ...{ name: '', timespanMinutes: null, quantity: null, uptime: false, alertRecipients: [], isEnabled: true },
    ...{ triggers: [], users: null, query: '', cooldownMinutes: null, digestMinutes: 0, quietHours: null },
    ...{ mutedUntil: null, created: minutesAgo(20 * DAY), lastFired: null, failing: [], project: api },
    reach: { people: 0, channels: [] },
    ...alert,
  }
}

export function aRecipient(
  recipient: Partial<AlertRecipientJson> & Pick<AlertRecipientJson, 'id' | 'recipientType'>,
): AlertRecipientJson {
  return { url: '', config: {}, tagsToAdd: [], ...recipient }
}

export function aDelivery(delivery: Partial<DeliveryDetailJson> & Pick<DeliveryDetailJson, 'id'>): DeliveryDetailJson {
  return {
    ...{ alertID: 1, alertName: 'News of the API', project: api, state: 'sent', held: null, recipientType: 'email' },
    ...{ target: 'ada@example.com', subject: 'issues', trigger: 'new_issue', issueCount: 1, issueIDs: ['2'] },
    ...{ monitorID: null, change: null, created: minutesAgo(42), attempts: 1, lastAttempt: minutesAgo(42) },
    ...{ duration: 184, status: null, error: '', nextAttempt: null },
    payload: 'Subject: [Shop API] TypeError: Cannot read properties of undefined\n\nIt is new.',
    history: [{ at: minutesAgo(42), duration: 184, status: null, error: '', answer: '250 2.0.0 Ok: queued' }],
    ...delivery,
  }
}

const hook = aRecipient({ id: 12, recipientType: 'slack', url: 'https://hooks.slack.com/services/T01/B02/secret' })
const broken = aRecipient({
  ...{ id: 13, recipientType: 'signed', url: 'https://tickets.shop.invalid/hooks/mishap' },
  config: { secret: 'signed, sealed, delivered' },
})

export const shopAlerts: readonly OrganizationAlertJson[] = [
  anAlert({
    ...{ id: 1, name: 'News of the API', triggers: ['new_issue', 'regression'], lastFired: minutesAgo(42) },
    alertRecipients: [aRecipient({ id: 11, recipientType: 'email' }), hook],
  }),
  anAlert({
    ...{ id: 2, name: 'Checkout breaks for many', quantity: 50, timespanMinutes: 5, query: 'level:error checkout' },
    ...{
      users: { quantity: 20, minutes: 60 },
      cooldownMinutes: 60,
      digestMinutes: 10,
      lastFired: minutesAgo(3 * HOUR),
    },
    quietHours: { start: '22:00', end: '07:00', timeZone: 'Europe/Berlin', days: [1, 2, 3, 4, 5] },
    alertRecipients: [
      aRecipient({ id: 14, recipientType: 'pagerduty', config: { routingKey: 'R0123456789', region: 'eu' } }),
      broken,
    ],
    failing: [
      { recipientID: 13, since: minutesAgo(3 * HOUR), error: 'The name was not found', pausedUntil: minutesAgo(-12) },
    ],
  }),
  anAlert({
    ...{ id: 3, name: 'Down and up', uptime: true, project: web, lastFired: minutesAgo(12 * DAY) },
    ...{ triggers: ['monitor_down', 'monitor_degraded', 'monitor_recovered', 'certificate'] },
    mutedUntil: minutesAgo(-5 * HOUR),
    alertRecipients: [
      aRecipient({
        ...{ id: 15, recipientType: 'email' },
        config: { audience: ['assignee'], users: ['1'], teams: ['acme'], addresses: ['on-call@shop.example'] },
      }),
    ],
  }),
  anAlert({
    ...{ id: 4, name: 'Old pager', isEnabled: false, project: web, quantity: 10, timespanMinutes: 1 },
    alertRecipients: [aRecipient({ id: 16, recipientType: 'webhook', url: 'https://pager.shop.example/in' })],
  }),
]

const failure = (minutes: number): DeliveryAttemptJson => ({
  ...{ at: minutesAgo(minutes), duration: 12, status: null, error: 'The name was not found', answer: '' },
})

const shopDeliveries: readonly DeliveryDetailJson[] = [
  aDelivery({
    ...{ id: 'd7', state: 'pending', held: 'digest', attempts: 0, lastAttempt: null, duration: null, payload: null },
    ...{
      alertID: 2,
      alertName: 'Checkout breaks for many',
      recipientType: 'pagerduty',
      target: 'events.eu.pagerduty.com',
    },
    ...{ trigger: 'events', issueCount: 3, issueIDs: ['1', '2', '3'], created: minutesAgo(4), history: [] },
    nextAttempt: minutesAgo(-6),
  }),
  aDelivery({ id: 'd6' }),
  aDelivery({
    ...{ id: 'd5', recipientType: 'slack', target: 'hooks.slack.com', status: 200, duration: 231 },
    payload: '{\n  "text": "New issue in Shop API",\n  "token": "********"\n}',
    history: [{ at: minutesAgo(42), duration: 231, status: 200, error: '', answer: 'ok' }],
  }),
  aDelivery({
    ...{ id: 'd4', state: 'failed', recipientType: 'signed', target: 'tickets.shop.invalid', attempts: 3 },
    ...{ alertID: 2, alertName: 'Checkout breaks for many', trigger: 'users', issueIDs: ['1'], duration: 12 },
    ...{ created: minutesAgo(3 * HOUR), lastAttempt: minutesAgo(2 * HOUR), error: 'The name was not found' },
    payload: '{\n  "kind": "issues",\n  "issues": [{ "shortId": "SHOP-API-1K" }]\n}',
    history: [failure(3 * HOUR), failure(3 * HOUR - 1), failure(2 * HOUR)],
  }),
  aDelivery({
    ...{ id: 'd3', state: 'pending', recipientType: 'signed', target: 'tickets.shop.invalid', attempts: 2 },
    ...{ alertID: 2, alertName: 'Checkout breaks for many', trigger: 'events', issueIDs: ['3'], held: 'paused' },
    ...{ created: minutesAgo(HOUR), lastAttempt: minutesAgo(50), error: 'The name was not found', duration: 12 },
    ...{ nextAttempt: minutesAgo(-12), history: [failure(HOUR), failure(50)] },
  }),
  aDelivery({
    ...{
      id: 'd2',
      alertID: 3,
      alertName: 'Down and up',
      project: web,
      subject: 'monitor',
      trigger: 'monitor_recovered',
    },
    ...{ issueCount: 0, issueIDs: [], monitorID: 1, change: 'recovered', created: minutesAgo(12 * DAY) },
    ...{ lastAttempt: minutesAgo(12 * DAY), target: 'on-call@shop.example' },
  }),
  aDelivery({
    ...{ id: 'd1', alertID: 3, alertName: 'Down and up', project: web, subject: 'monitor', trigger: 'monitor_down' },
    ...{ issueCount: 0, issueIDs: [], monitorID: 1, change: 'down', created: minutesAgo(12 * DAY + 16) },
    ...{ lastAttempt: minutesAgo(12 * DAY + 16), target: 'on-call@shop.example' },
  }),
]

/** A shop that hears of most of what goes wrong. */
export const alertWorld: MemoryFixtures = { ...uptimeWorld, alerts: shopAlerts, deliveries: shopDeliveries }
