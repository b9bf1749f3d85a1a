import { wordOf } from './texts.mjs'

const ORG = '/api/0/organizations/bench'
const BIGGEST = 1001
const MIDDLING = 1100

function list(query, more = '') {
  return `${ORG}/issues/?limit=25&query=${encodeURIComponent(query)}${more}`
}

/**
 * What is asked, by name; of several paths each in turn. `targetMs` is what 95 of 100 answers should stay below.
 * Values are both frequent and rare, for the one and the other want different plans.
 */
export const QUESTIONS = [
  listed('unfiltered', ['']),
  listed('status', ['is:unresolved', 'is:resolved', 'is:ignored']),
  listed('level', ['level:error', 'level:fatal', 'level:info']),
  listed('release', ['release:shop@2.0.0', 'release:shop@4.59.0']),
  listed('environment', ['environment:production', 'environment:development']),
  listed('assigned', ['assigned:me', 'assigned:#crew', 'assigned:none']),
  listed('bookmarks', ['bookmarks:me']),
  listed('tag', [
    'browser.name:Chrome',
    'browser.name:Opera',
    'customer:customer-3',
    'url:https://shop.example.com/1999',
  ]),
  listed('has', ['has:user', 'has:customer', 'has:nothing']),
  listed('not', ['!is:resolved', '!browser.name:Chrome', '!has:user']),
  listed('priority', ['priority:high', 'priority:low']),
  listed('first_seen', ['first_seen:-24h', 'first_seen:+20d']),
  listed('last_seen', ['last_seen:-24h', 'last_seen:+20d']),
  listed('count', ['times_seen:>1000', 'times_seen:1']),
  listed('users', ['userCount:>100', 'userCount:0']),
  listed('platform', ['platform:python', 'platform:php']),
  listed('project', ['&project=PROJECT0', '&project=PROJECT19'], ([more]) => list('', more)),
  ...['-last_seen', 'last_seen', '-first_seen', 'first_seen', '-count', 'count', '-users', 'users'].map(sorted),
  ...['-priority', 'priority', '-trend', 'trend'].map(sorted),
  {
    name: 'text',
    targetMs: 100,
    paths: [
      wordOf(0),
      wordOf(40),
      wordOf(2500),
      'checkout',
      'failed to',
      '"is not a function"',
      'nowhere-to-be-found',
    ].map((text) => list(text)),
  },
  { name: 'text of one kind', targetMs: 100, paths: [list(`title:*${wordOf(30)}*`), list('error.type:KeyError')] },
  {
    name: 'next page',
    targetMs: 25,
    paths: [list('is:unresolved')],
    follow: 8,
  },
  {
    name: 'issue detail',
    targetMs: 20,
    paths: [BIGGEST, MIDDLING, 2900].flatMap((id) => [
      `/api/0/issues/${id}/`,
      `/api/0/issues/${id}/events/latest/`,
      `${ORG}/issues-stats/?groups=${id}&statsPeriod=14d`,
    ]),
  },
  { name: 'tags', targetMs: 50, paths: [BIGGEST, MIDDLING, 2900].map((id) => `/api/0/issues/${id}/tags/`) },
  {
    name: 'one tag',
    targetMs: 50,
    paths: ['url', 'release'].map((key) => `/api/0/issues/${BIGGEST}/tags/?key=${key}`),
  },
  { name: 'events', targetMs: 20, paths: [BIGGEST, MIDDLING].map((id) => `/api/0/issues/${id}/events/?limit=25`) },
  { name: 'oldest event', targetMs: 20, paths: [BIGGEST, MIDDLING].map((id) => `/api/0/issues/${id}/events/oldest/`) },
  {
    name: 'recommended event',
    targetMs: 20,
    paths: [BIGGEST, MIDDLING].map((id) => `/api/0/issues/${id}/events/recommended/`),
  },
  {
    name: 'trend bars',
    targetMs: 25,
    paths: ['24h', '14d'].map(
      (period) =>
        `${ORG}/issues-stats/?statsPeriod=${period}${Array.from({ length: 25 }, (_, k) => `&groups=${1001 + k}`).join('')}`,
    ),
  },
  {
    name: 'tag columns',
    targetMs: 50,
    paths: [
      `${ORG}/issues-tags/?key=url&key=release${Array.from({ length: 25 }, (_, k) => `&groups=${1001 + k}`).join('')}`,
    ],
  },
]

function listed(name, queries, pathOf = ([query]) => list(query)) {
  return { name, targetMs: 25, paths: queries.map((query) => pathOf([query])) }
}

function sorted(sort) {
  return {
    name: `sort ${sort}`,
    targetMs: 25,
    paths: [list('', `&sort=${sort}`), list('is:unresolved', `&sort=${sort}`)],
  }
}
