import type { EventDetailJson, IssueDetailJson } from '@mishap/core/client'
import { hostileEvent, LONG, RTL, XSS } from '../../event/fixtures/hostile-event.js'
import { shopEvent } from '../../event/fixtures/shop-event.js'
import { anEvent, anIssue, anOrganization, aProject, aToken, aUser, minutesAgo, STORY_NOW } from './builders.js'
import type { MemoryFixtures } from './store.js'

const HOUR = 60
const DAY = 24 * HOUR
const api = { id: '1', name: 'Shop API', slug: 'shop-api', platform: 'node-express' }
const web = { id: '2', name: 'Storefront', slug: 'storefront', platform: 'javascript-react' }

/** Events of each of the last hours or days, the present one last. */
function trend(counts: readonly number[], bucketSeconds: number): [number, number][] {
  const last = Math.floor(STORY_NOW.getTime() / 1000 / bucketSeconds) * bucketSeconds
  return counts.map((count, at) => [last - (counts.length - 1 - at) * bucketSeconds, count])
}

const hourly = (...counts: readonly number[]) => ({
  '24h': trend(counts, 3600),
  '14d': trend(counts.slice(-14), 86_400),
})

const release = (version: string) => ({
  version,
  shortVersion: version.split('@')[1] ?? version,
  dateCreated: minutesAgo(2 * DAY),
  dateReleased: null,
})

/** A working day of a shop: what stories of whole screens show. */
export const shopIssues: readonly IssueDetailJson[] = [
  anIssue({
    id: '1',
    project: api,
    shortId: 'SHOP-API-1K',
    metadata: { type: 'PaymentDeclinedError', value: 'card_declined: Your card has insufficient funds.' },
    culprit: 'POST /orders/:id/checkout',
    count: '1284',
    userCount: 371,
    lastSeen: minutesAgo(1),
    regressedAt: minutesAgo(3 * HOUR),
    substatus: 'regressed',
    statusReason: 'Regressed: it was resolved and came back in release shop@1.4.2.',
    regressedRelease: 'shop@1.4.2',
    firstRelease: release('shop@1.3.0'),
    lastRelease: release('shop@1.4.2'),
    assignedTo: { type: 'team', id: '1', name: 'payments', slug: 'payments' },
    isBookmarked: true,
    numComments: 3,
    stats: hourly(1, 0, 2, 1, 0, 0, 1, 4, 9, 12, 14, 11, 9, 12, 16, 18, 22, 19, 24, 31, 28, 44, 67, 71),
  }),
  anIssue({
    id: '2',
    project: web,
    shortId: 'STOREFRONT-2F',
    metadata: { type: 'TypeError', value: "Cannot read properties of undefined (reading 'total')" },
    culprit: 'src/cart/summary in CartSummary',
    count: '93',
    userCount: 58,
    firstSeen: minutesAgo(2 * HOUR),
    lastSeen: minutesAgo(4),
    substatus: 'new',
    statusReason: 'New: first seen within the last 7 days.',
    firstRelease: release('storefront@2.0.1'),
    lastRelease: release('storefront@2.0.1'),
    stats: hourly(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 41, 52),
  }),
  anIssue({
    id: '3',
    project: api,
    shortId: 'SHOP-API-1G',
    level: 'fatal',
    metadata: { type: 'ConnectionRefusedError', value: 'connect ECONNREFUSED 10.0.4.12:5432' },
    culprit: 'src/db/pool in acquire',
    count: '412',
    userCount: 0,
    firstSeen: minutesAgo(12 * DAY),
    lastSeen: minutesAgo(9),
    substatus: 'escalating',
    statusReason: 'Escalating: 240 events within one hour, where more than 40 are unusual.',
    escalation: { events: 240, limit: 40 },
    assignedTo: { type: 'user', id: '1', name: 'Ada Lovelace', email: 'ada@example.com' },
    stats: hourly(0, 0, 0, 210, 180, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 12, 6),
  }),
  anIssue({
    id: '4',
    project: api,
    shortId: 'SHOP-API-19',
    level: 'warning',
    isUnhandled: false,
    priority: 'medium',
    metadata: { title: 'Stock of 17 items could not be read, using yesterday’s' },
    culprit: 'jobs/sync-stock',
    type: 'default',
    count: '24',
    userCount: 0,
    lastSeen: minutesAgo(26),
    stats: hourly(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
  }),
  anIssue({
    id: '5',
    project: web,
    shortId: 'STOREFRONT-27',
    metadata: { type: 'ChunkLoadError', value: 'Loading chunk 482 failed.' },
    culprit: '/products/:slug',
    count: '18',
    userCount: 17,
    lastSeen: minutesAgo(48),
    stats: hourly(0, 1, 0, 0, 2, 0, 1, 0, 0, 3, 1, 0, 2, 0, 0, 1, 0, 2, 1, 0, 1, 1, 2, 0),
  }),
  anIssue({
    id: '6',
    project: web,
    shortId: 'STOREFRONT-1A',
    type: 'csp',
    level: 'info',
    isUnhandled: false,
    priority: 'low',
    metadata: { title: "Blocked 'script' from 'cdn.tracker.example'" },
    culprit: "script-src 'self'",
    count: '7',
    userCount: 5,
    firstSeen: minutesAgo(3 * DAY),
    lastSeen: minutesAgo(5 * HOUR),
    stats: hourly(0, 0, 0, 1, 0, 2, 0, 0, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0),
  }),
  anIssue({ id: '7', project: api, status: 'resolved', shortId: 'SHOP-API-7', lastSeen: minutesAgo(2 * DAY) }),
  anIssue({ id: '8', project: api, status: 'ignored', shortId: 'SHOP-API-8', lastSeen: minutesAgo(3 * DAY) }),
]

const browsers = ['Chrome 143', 'Chrome 143', 'Safari 19', 'Chrome 143', 'Firefox 147']

const shopEvents: readonly EventDetailJson[] = browsers.map((browser, at) =>
  anEvent({
    ...shopEvent,
    groupID: '1',
    eventID: (0xa3f1c2d4e5b6 + at).toString(16).padEnd(32, '0'),
    dateReceived: minutesAgo(1 + at * 7),
    dateCreated: minutesAgo(1 + at * 7),
    tags: [
      { key: 'browser', value: browser },
      { key: 'environment', value: at === 2 ? 'staging' : 'production' },
      { key: 'release', value: at < 3 ? 'shop@1.4.2' : 'shop@1.4.1' },
      { key: 'level', value: 'error' },
    ],
  }),
)

export const shopWorld: MemoryFixtures = {
  user: aUser(),
  now: () => STORY_NOW,
  organizations: [anOrganization(), anOrganization({ id: '2', name: 'Side project', slug: 'side-project' })],
  projects: [
    aProject({ ...api }),
    aProject({ ...web }),
    aProject({ id: '3', name: 'Warehouse', slug: 'warehouse', platform: 'python-django', firstEvent: null }),
  ],
  issues: shopIssues,
  events: shopEvents,
  tokens: [
    aToken(),
    aToken({ id: 2, label: 'Terraform', scopes: ['org:read', 'project:read', 'project:write', 'team:write'] }),
  ],
}

const oddities: readonly [name: string, value: string][] = [
  [XSS, XSS],
  [RTL, `\u202e${RTL}`],
  ['E'.repeat(3000), LONG.slice(0, 9000)],
  ['👩‍💻'.repeat(80), 'Ünïcödé 漢字 العربية '.repeat(40)],
  ['constructor', '__proto__'],
]

/** The same shop after somebody with its public key has had a bad day. */
export const hostileWorld: MemoryFixtures = {
  ...shopWorld,
  organizations: [anOrganization({ name: XSS })],
  projects: [aProject({ ...api, name: XSS }), aProject({ ...web, name: LONG.slice(0, 300) })],
  issues: oddities.map(([type, value], at) =>
    anIssue({
      id: String(at + 1),
      project: { ...api, name: XSS },
      shortId: `SHOP-API-${at + 1}`,
      metadata: { type, value },
      culprit: value,
      count: '999999999',
      userCount: 12_345_678,
      lastSeen: minutesAgo(at),
    }),
  ),
  events: [{ ...hostileEvent, groupID: '1' }],
  tokens: [aToken({ label: LONG.slice(0, 250), scopes: [XSS, 'org:read'] })],
}
