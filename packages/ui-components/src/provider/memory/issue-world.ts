import type { ActivityJson, IssueDetailJson, MemberJson, PersonJson } from '@mishap/core/client'
import { aUser, minutesAgo } from './builders.js'
import { shopIssues, shopWorld } from './shop-world.js'
import type { MemoryFixtures } from './store.js'

const HOUR = 60
const DAY = 24 * HOUR

const ada: PersonJson = { id: '1', name: 'Ada Lovelace', email: 'ada@example.com', username: 'ada@example.com' }
const grace: PersonJson = { id: '2', name: 'Grace Hopper', email: 'grace@example.com', username: 'grace@example.com' }
const linus: PersonJson = { id: '3', name: '', email: 'linus@example.com', username: 'linus@example.com' }

function memberOf({ id, name, email }: PersonJson): MemberJson {
  const role = { role: 'member', orgRole: 'member', roleName: 'Member', isOwner: false, inviteExpires: null } as const
  const user = aUser({ id, name, email, username: email })
  return { id, ...role, email, user, pending: false, dateCreated: minutesAgo(30 * DAY) }
}

function anEntry(overrides: Partial<ActivityJson> & Pick<ActivityJson, 'id' | 'type'>): ActivityJson {
  return { user: grace, data: {}, dateCreated: minutesAgo(HOUR), dateEdited: null, via: 'web', ...overrides }
}

const NOTE = `Seen it, too: the bank answers \`card_declined\` **before** the basket is locked.

- [the ticket](https://tracker.example.com/PAY-311)
- @ada@example.com knows the retry

\`\`\`ts
if (charge.status === 'declined') throw new PaymentDeclinedError(charge)
\`\`\``

/** What people did about an issue, the newest first. */
const someActivity: readonly ActivityJson[] = [
  anEntry({ id: '18', type: 'note', data: { text: NOTE }, dateCreated: minutesAgo(42), dateEdited: minutesAgo(40) }),
  anEntry({
    id: '17',
    type: 'note',
    user: ada,
    data: { text: 'Looking.' },
    dateCreated: minutesAgo(50),
  }),
  anEntry({ id: '16', type: 'assigned', data: { assignee: '1', assigneeType: 'user', assigneeName: 'Ada Lovelace' } }),
  anEntry({
    id: '15',
    type: 'set_priority',
    data: { priority: 'high' },
    via: 'api',
    dateCreated: minutesAgo(2 * HOUR),
  }),
  anEntry({
    id: '14',
    type: 'set_regression',
    user: null,
    via: 'system',
    data: { version: 'shop@1.4.2' },
    dateCreated: minutesAgo(3 * HOUR),
  }),
  anEntry({
    id: '13',
    type: 'set_resolved_in_release',
    data: { version: 'shop@1.4.1' },
    via: 'cli',
    dateCreated: minutesAgo(4 * DAY),
  }),
  anEntry({
    id: '12',
    type: 'set_ignored',
    user: linus,
    data: { ignoreCount: 100, ignoreWindow: 60 },
    dateCreated: minutesAgo(6 * DAY),
  }),
  anEntry({
    id: '11',
    type: 'merge',
    data: { issues: [{ id: '90', title: 'a' }] },
    dateCreated: minutesAgo(8 * DAY),
  }),
]

/** An issue on which people have worked. */
export const workedIssue: IssueDetailJson = {
  ...shopIssues[0]!,
  assignedTo: null,
  numComments: 2,
  activity: [...someActivity],
  isSubscribed: true,
  subscriptionDetails: { reason: 'comment' },
  participants: [ada, grace],
  seenBy: [
    { ...ada, lastSeen: minutesAgo(2) },
    { ...grace, lastSeen: minutesAgo(40) },
    { ...linus, lastSeen: minutesAgo(6 * DAY) },
  ],
}

/** The shop with colleagues, one of whose issues has been worked on. */
export const workedWorld: MemoryFixtures = {
  ...shopWorld,
  members: [ada, grace, linus].map(memberOf),
  issues: [workedIssue, ...shopIssues.slice(1)],
  // The team that the memory client makes for its first organization.
  suggestedOwners: {
    '1': [
      { owner: { type: 'team', id: '1001', name: 'acme', slug: 'acme' }, rule: 'path:src/checkout/* #acme', line: 3 },
      { owner: { type: 'user', ...grace }, rule: 'url:*/checkout grace@example.com', line: 5 },
    ],
  },
}
