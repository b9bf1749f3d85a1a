import type { CommitJson, DeployJson, ReleaseJson } from '@mishap/core/client'
import { minutesAgo } from './builders.js'
import type { ReleaseFixture } from './releases.js'

const HOUR = 60
const DAY = 24 * HOUR

const api = { id: '1', slug: 'shop-api', name: 'Shop API', platform: 'node-express', newGroups: 0 }
const web = { id: '2', slug: 'storefront', name: 'Storefront', platform: 'javascript-react', newGroups: 0 }

export function aRelease(release: Partial<ReleaseJson> & Pick<ReleaseJson, 'version'>): ReleaseJson {
  return {
    shortVersion: release.version.split('@').at(-1) ?? release.version,
    status: 'open',
    ref: null,
    url: null,
    dateCreated: minutesAgo(DAY),
    dateStarted: null,
    dateReleased: null,
    data: {},
    commitCount: 0,
    deployCount: 0,
    newGroups: 0,
    firstEvent: null,
    lastEvent: null,
    lastCommit: null,
    lastDeploy: null,
    repository: null,
    projects: [api],
    ...release,
  }
}

export function aCommit(commit: Partial<CommitJson> & Pick<CommitJson, 'id'>): CommitJson {
  const { authorName = 'Ada Lovelace', authorEmail = 'ada@example.com' } = commit
  return {
    message: 'Mend it',
    dateCreated: minutesAgo(5 * HOUR),
    authorName,
    authorEmail,
    author: { name: authorName, email: authorEmail },
    repository: { name: 'acme/shop' },
    patchSet: [],
    ...commit,
  }
}

export function aDeploy(deploy: Partial<DeployJson> & Pick<DeployJson, 'id'>): DeployJson {
  return {
    environment: 'production',
    name: '',
    url: '',
    dateStarted: null,
    dateFinished: minutesAgo(3 * HOUR),
    dateCreated: minutesAgo(3 * HOUR),
    ...deploy,
  }
}

const commits = [
  aCommit({
    id: '637bd856d90a9b37c68d7e6931640a0c7af6146c',
    message: 'Decline cards before the order is written\n\nThe order stayed open when the bank said no.',
    patchSet: [
      { path: 'src/orders/checkout.ts', type: 'M' },
      { path: 'src/orders/checkout.test.ts', type: 'M' },
      { path: 'src/payments/declined.ts', type: 'A' },
    ],
  }),
  aCommit({
    id: '1db349e7032aefd996944ac485b934b14589a5bc',
    message: 'Say what a cart is worth once',
    authorName: 'Grace Hopper',
    authorEmail: 'grace@example.com',
    patchSet: [{ path: 'src/cart/summary.ts', type: 'M' }],
  }),
]

const deploys = [
  aDeploy({ id: 2, name: 'blue', url: 'https://ci.example.com/deploys/1042' }),
  aDeploy({ id: 1, environment: 'staging', dateFinished: minutesAgo(5 * HOUR), dateStarted: minutesAgo(5 * HOUR + 4) }),
]

const { patchSet: _, ...lastCommit } = commits[0] as CommitJson

/** What the shop has shipped, the newest made first. */
export const shopReleases: readonly ReleaseFixture[] = [
  {
    release: aRelease({
      version: '9fceb02d0ae598e95dc970b74767f19372d61af8',
      shortVersion: '9fceb02d0ae5',
      dateCreated: minutesAgo(20),
      projects: [web],
    }),
  },
  {
    release: aRelease({
      version: 'shop@1.4.2',
      ref: '637bd856d90a9b37c68d7e6931640a0c7af6146c',
      url: 'https://github.com/acme/shop/releases/tag/1.4.2',
      dateCreated: minutesAgo(6 * HOUR),
      dateReleased: minutesAgo(5 * HOUR),
      commitCount: commits.length,
      deployCount: deploys.length,
      newGroups: 4,
      firstEvent: minutesAgo(5 * HOUR),
      lastEvent: minutesAgo(1),
      lastCommit,
      lastDeploy: deploys[0] ?? null,
      repository: { id: '1', name: 'acme/shop' },
      projects: [
        { ...api, newGroups: 3 },
        { ...web, newGroups: 1 },
      ],
    }),
    commits,
    deploys,
    health: { sessions: 48_210, crashed: 611, users: 9102, crashedUsers: 402 },
  },
  {
    release: aRelease({
      version: 'shop@1.4.1',
      dateCreated: minutesAgo(6 * DAY),
      dateReleased: minutesAgo(6 * DAY),
      commitCount: 12,
      deployCount: 1,
      newGroups: 1,
      firstEvent: minutesAgo(6 * DAY),
      lastEvent: minutesAgo(7 * HOUR),
      lastDeploy: aDeploy({ id: 3, dateFinished: minutesAgo(6 * DAY) }),
      projects: [{ ...api, newGroups: 1 }],
    }),
    health: { sessions: 912_004, crashed: 801, users: 88_001, crashedUsers: 120 },
  },
  {
    release: aRelease({
      version: 'shop@1.3.0',
      status: 'archived',
      dateCreated: minutesAgo(40 * DAY),
      dateReleased: minutesAgo(39 * DAY),
      newGroups: 17,
      lastEvent: minutesAgo(9 * DAY),
      projects: [{ ...api, newGroups: 17 }],
    }),
  },
]
