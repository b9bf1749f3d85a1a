import { AppError } from '../../errors.js'
import type { RemoteIssue } from '../../ports/issue-links.js'
import { listAt, textAt, valueAt } from '../answers.js'
import { isSignedBody } from '../signatures.js'
import {
  encodedPath,
  type History,
  type Hook,
  type Host,
  type HostCommit,
  hostCommits,
  matching,
  NEWEST,
  PAGES,
  PER_PAGE,
  PUSHED,
  pathWithin,
  type Target,
  type Tracker,
} from './host.js'

const URL_OF_ALL = 'https://github.com'
const REPOSITORY = /^[\w.-]{1,100}\/[\w.-]{1,100}$/
/** Of commits between two, as GitHub counts them. */
const MOST_TOLD = 1_000_000
const KEY = /^([\w.-]{1,100}\/[\w.-]{1,100})#(\d{1,12})$/

const tracker: Tracker = {
  isTarget: isRepository,
  async create(ask, _, { target, title, body }) {
    const { json } = await ask(`/repos/${encodedPath(target)}/issues`, { method: 'POST', body: { title, body } })
    return issueOf(target, json)
  },
  async findMade(ask, _, { target, marker, since }) {
    const { json } = await ask(`/repos/${encodedPath(target)}/issues`, {
      query: { state: 'all', sort: 'created', since: since.toISOString(), per_page: String(NEWEST) },
    })
    const found = (Array.isArray(json) ? json : []).find((one) => textAt(one, 'body').includes(marker))
    return found === undefined ? null : issueOf(target, found)
  },
  async get(ask, _, key) {
    const { repository, number } = partsOf(key)
    const { json } = await ask(`/repos/${encodedPath(repository)}/issues/${number}`)
    return issueOf(repository, json)
  },
  keyOf(integration, typed) {
    const short = KEY.exec(typed)
    if (short !== null) return isRepository(short[1] ?? '') ? typed : null
    const path = /^([\w.-]+\/[\w.-]+)\/(?:issues|pull)\/(\d{1,12})\/?$/.exec(pathWithin(integration, typed) ?? '')
    return path === null || !isRepository(path[1] ?? '') ? null : `${path[1]}#${path[2]}`
  },
  async setStatus(ask, key, status) {
    const { repository, number } = partsOf(key)
    const body =
      status === 'closed' ? { state: 'closed', state_reason: 'completed' } : { state: 'open', state_reason: 'reopened' }
    await ask(`/repos/${encodedPath(repository)}/issues/${number}`, { method: 'PATCH', body })
  },
}

/** https://docs.github.com/en/rest/commits/commits */
const history: History = {
  isRepository,
  async between(ask, { repository, from, to, limit }) {
    const path = `/repos/${encodedPath(repository)}/compare/${encodeURIComponent(from)}...${encodeURIComponent(to)}`
    const page = async (number: number) =>
      (await ask(path, { query: { per_page: String(PER_PAGE), page: String(number) } })).json
    const first = await page(1)
    const last = Math.ceil(Math.min(Number(textAt(first, 'total_commits')), MOST_TOLD) / PER_PAGE) || 1
    // The oldest come first: of more than are wanted the pages at the end.
    const start = Math.max(1, last - Math.ceil(limit / PER_PAGE))
    const found = start === 1 ? [...listAt(first, 'commits')] : []
    for (let number = Math.max(2, start); number <= last; number += 1)
      found.push(...listAt(await page(number), 'commits'))
    return commitsOf(found.reverse()).slice(0, limit)
  },
  async upTo(ask, { repository, to, limit }) {
    const query = { sha: to, per_page: String(Math.min(limit, PER_PAGE)) }
    const { json } = await ask(`/repos/${encodedPath(repository)}/commits`, { query })
    return commitsOf(Array.isArray(json) ? json : []).slice(0, limit)
  },
}

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads */
const hook: Hook = {
  isSigned: ({ header, body }, secret) => isSignedBody(header('x-hub-signature-256'), body, secret),
  deliveryOf: ({ header }) => header('x-github-delivery'),
  read({ header }, json) {
    const repository = textAt(json, 'repository', 'full_name')
    if (!isRepository(repository)) return null
    if (header('x-github-event') === 'issues') {
      const { key, title, status } = issueOf(repository, valueAt(json, 'issue'))
      return { kind: 'issue', issue: { key, title, status } }
    }
    const branch = textAt(json, 'repository', 'default_branch')
    if (header('x-github-event') !== 'push' || textAt(json, 'ref') !== `refs/heads/${branch}`) return null
    const commits = listAt(json, 'commits').slice(0, PUSHED)
    return {
      ...{ kind: 'push', repository },
      commits: commits.map((one) => ({ id: textAt(one, 'id'), message: textAt(one, 'message') })),
    }
  },
}

/** github.com, or a GitHub Enterprise Server. https://docs.github.com/en/rest */
export const github: Host = {
  defaultUrl: URL_OF_ALL,
  api: ({ url }) => ({
    name: 'GitHub',
    base: url === URL_OF_ALL ? 'https://api.github.com' : `${url}/api/v3`,
    headers: (token) => ({
      ...{ authorization: `Bearer ${token}`, accept: 'application/vnd.github+json' },
      'x-github-api-version': '2022-11-28',
    }),
  }),
  async whoAmI(ask) {
    const { json } = await ask('/user')
    return textAt(json, 'login')
  },
  async targets(ask, _, query) {
    const found: Target[] = []
    for (let page = 1; page <= PAGES; page += 1) {
      const { json, headers } = await ask('/user/repos', {
        query: { per_page: '100', sort: 'pushed', page: String(page) },
      })
      for (const one of Array.isArray(json) ? json : [])
        found.push({ id: textAt(one, 'full_name'), name: textAt(one, 'full_name'), url: textAt(one, 'html_url') })
      if (!(headers.link ?? '').includes('rel="next"')) break
    }
    return matching(found, query)
  },
  tracker,
  history,
  hook,
  sourceUrl: ({ url }, { repository, ref, path, line }) =>
    `${url}/${encodedPath(repository)}/blob/${encodedPath(ref)}/${encodedPath(path)}${line === null ? '' : `#L${line}`}`,
}

function commitsOf(told: readonly unknown[]): readonly HostCommit[] {
  return hostCommits(
    told.map((one) => ({
      ...{ id: textAt(one, 'sha'), message: textAt(one, 'commit', 'message') },
      authorName: textAt(one, 'commit', 'author', 'name'),
      authorEmail: textAt(one, 'commit', 'author', 'email'),
      at: textAt(one, 'commit', 'author', 'date'),
    })),
  )
}

function isRepository(target: string): boolean {
  return REPOSITORY.test(target) && !target.split('/').some((part) => /^\.{1,2}$/.test(part))
}

function partsOf(key: string): { readonly repository: string; readonly number: string } {
  const [, repository = '', number = ''] = KEY.exec(key) ?? []
  if (!isRepository(repository)) throw new AppError('invalid_input', `Wanted a key such as acme/web#12, found ${key}`)
  return { repository, number }
}

function issueOf(repository: string, json: unknown): RemoteIssue {
  const number = textAt(json, 'number')
  if (!/^\d{1,12}$/.test(number)) throw new AppError('unavailable', 'GitHub answered with something that is no issue')
  return {
    key: `${repository}#${number}`,
    title: textAt(json, 'title'),
    url: textAt(json, 'html_url'),
    status: textAt(json, 'state') === 'closed' ? 'closed' : 'open',
  }
}
