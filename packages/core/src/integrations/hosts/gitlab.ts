import { AppError } from '../../errors.js'
import type { RemoteIssue } from '../../ports/issue-links.js'
import { listAt, textAt, valueAt } from '../answers.js'
import type { Ask } from '../ask.js'
import { isSame } from '../signatures.js'
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

const PART = '[\\w.-]{1,100}'
const PROJECT = new RegExp(`^${PART}(?:/${PART}){1,20}$`)

const tracker: Tracker = {
  isTarget: isProject,
  async create(ask, _, { target, title, body }) {
    const path = `/projects/${encodeURIComponent(target)}/issues`
    const { json } = await ask(path, { method: 'POST', body: { title, description: body } })
    return issueOf(target, json)
  },
  async findMade(ask, _, { target, marker, since }) {
    const { json } = await ask(`/projects/${encodeURIComponent(target)}/issues`, {
      query: { created_after: since.toISOString(), order_by: 'created_at', per_page: String(NEWEST) },
    })
    const found = (Array.isArray(json) ? json : []).find((one) => textAt(one, 'description').includes(marker))
    return found === undefined ? null : issueOf(target, found)
  },
  async get(ask, _, key) {
    const { project, number } = partsOf(key)
    const { json } = await ask(`/projects/${encodeURIComponent(project)}/issues/${number}`)
    return issueOf(project, json)
  },
  keyOf(integration, typed) {
    const path = pathWithin(integration, typed)
    const [project = '', number = ''] =
      path === null ? typed.split('#') : path.replace(/\/$/, '').split(/\/-\/(?:issues|work_items)\//)
    return isProject(project) && /^\d{1,12}$/.test(number) ? `${project}#${number}` : null
  },
  async setStatus(ask, key, status) {
    const { project, number } = partsOf(key)
    const body = { state_event: status === 'closed' ? 'close' : 'reopen' }
    await ask(`/projects/${encodeURIComponent(project)}/issues/${number}`, { method: 'PUT', body })
  },
}

/** https://docs.gitlab.com/api/commits/ */
const history: History = {
  isRepository: isProject,
  async between(ask, { repository, from, to, limit }) {
    const found = await commitsIn(ask, repository, `${from}..${to}`, limit)
    // Where it does not know where to begin, it has nothing to tell either.
    if (found.length === 0) await ask(`${commitsPath(repository)}/${encodeURIComponent(from)}`)
    return found
  },
  upTo: (ask, { repository, to, limit }) => commitsIn(ask, repository, to, limit),
}

/** https://docs.gitlab.com/user/project/integrations/webhook_events/ */
const hook: Hook = {
  isSigned: ({ header }, secret) => isSame(header('x-gitlab-token') ?? '', secret),
  deliveryOf: ({ header }) => header('idempotency-key') ?? header('x-gitlab-event-uuid'),
  read(_, json) {
    const project = textAt(json, 'project', 'path_with_namespace')
    if (!isProject(project)) return null
    if (textAt(json, 'object_kind') === 'issue') {
      const { key, title, status } = issueOf(project, valueAt(json, 'object_attributes'))
      return { kind: 'issue', issue: { key, title, status } }
    }
    const branch = textAt(json, 'project', 'default_branch')
    if (textAt(json, 'object_kind') !== 'push' || textAt(json, 'ref') !== `refs/heads/${branch}`) return null
    const commits = listAt(json, 'commits').slice(0, PUSHED)
    return {
      ...{ kind: 'push', repository: project },
      commits: commits.map((one) => ({ id: textAt(one, 'id'), message: textAt(one, 'message') })),
    }
  },
}

/** gitlab.com, or a GitLab of one's own. https://docs.gitlab.com/api/rest/ */
export const gitlab: Host = {
  defaultUrl: 'https://gitlab.com',
  api: ({ url }) => ({
    name: 'GitLab',
    base: `${url}/api/v4`,
    headers: (token) => ({ 'private-token': token }),
  }),
  async whoAmI(ask) {
    const { json } = await ask('/user')
    return textAt(json, 'username')
  },
  async targets(ask, _, query) {
    const found: Target[] = []
    for (let page = 1; page <= PAGES; page += 1) {
      const { json, headers } = await ask('/projects', {
        query: {
          ...{ membership: 'true', simple: 'true', order_by: 'last_activity_at', per_page: '100' },
          ...{ search_namespaces: 'true', search: query.trim(), page: String(page) },
        },
      })
      for (const one of Array.isArray(json) ? json : [])
        found.push({
          id: textAt(one, 'path_with_namespace'),
          name: textAt(one, 'name_with_namespace') || textAt(one, 'path_with_namespace'),
          url: textAt(one, 'web_url'),
        })
      if ((headers['x-next-page'] ?? '') === '') break
    }
    return matching(found, '')
  },
  tracker,
  history,
  hook,
  sourceUrl: ({ url }, { repository, ref, path, line }) =>
    `${url}/${encodedPath(repository)}/-/blob/${encodedPath(ref)}/${encodedPath(path)}${line === null ? '' : `#L${line}`}`,
}

/** `range` is a commit, or two of them with two dots between. */
async function commitsIn(ask: Ask, project: string, range: string, limit: number): Promise<readonly HostCommit[]> {
  const found: unknown[] = []
  for (let page = 1; found.length < limit; page += 1) {
    const { json, headers } = await ask(commitsPath(project), {
      query: { ref_name: range, per_page: String(Math.min(limit, PER_PAGE)), page: String(page) },
    })
    const told = Array.isArray(json) ? json : []
    found.push(...told)
    if (told.length === 0 || (headers['x-next-page'] ?? '') === '') break
  }
  return hostCommits(
    found.slice(0, limit).map((one) => ({
      ...{ id: textAt(one, 'id'), message: textAt(one, 'message') },
      ...{ authorName: textAt(one, 'author_name'), authorEmail: textAt(one, 'author_email') },
      at: textAt(one, 'authored_date') || textAt(one, 'created_at'),
    })),
  )
}

function commitsPath(project: string): string {
  return `/projects/${encodeURIComponent(project)}/repository/commits`
}

function isProject(target: string): boolean {
  return PROJECT.test(target) && !target.split('/').some((part) => /^\.{1,2}$/.test(part))
}

function partsOf(key: string): { readonly project: string; readonly number: string } {
  const [project = '', number = ''] = key.split('#')
  if (!isProject(project) || !/^\d{1,12}$/.test(number))
    throw new AppError('invalid_input', `Wanted a key such as acme/web#12, found ${key}`)
  return { project, number }
}

/** Of the API, or of what a webhook tells, which has `url` in place of `web_url`. */
function issueOf(project: string, json: unknown): RemoteIssue {
  const number = textAt(json, 'iid')
  if (!/^\d{1,12}$/.test(number)) throw new AppError('unavailable', 'GitLab answered with something that is no issue')
  return {
    key: `${project}#${number}`,
    title: textAt(json, 'title'),
    url: textAt(json, 'web_url') || textAt(json, 'url'),
    status: textAt(json, 'state') === 'closed' ? 'closed' : 'open',
  }
}
