import { AppError } from '../../errors.js'
import type { Integration } from '../../ports/integrations.js'
import type { RemoteIssue } from '../../ports/issue-links.js'
import { listAt, textAt, valueAt } from '../answers.js'
import type { Ask } from '../ask.js'
import { toDocument, toWiki } from '../jira-text.js'
import { isSame, isSignedBody } from '../signatures.js'
import { type Hook, type Host, matching, NEWEST, PAGES, pathWithin, type Target, type Tracker } from './host.js'

const PER_PAGE = 100
const PROJECT = /^[A-Z][A-Z0-9_]{0,100}$/
const KEY = /^[A-Z][A-Z0-9_]{0,100}-\d{1,12}$/
/** Longest summary that Jira takes. */
const SUMMARY = 254

const tracker: Tracker = {
  isTarget: (target) => PROJECT.test(target),
  async create(ask, integration, { target, title, body }) {
    const fields = {
      project: { key: target },
      // On one line: Jira takes no other.
      summary: title.replace(/\s+/g, ' ').slice(0, SUMMARY),
      description: isCloud(integration) ? toDocument(body) : toWiki(body),
      issuetype: { id: await issueTypeOf(ask, target) },
    }
    const { json } = await ask('/issue', { method: 'POST', body: { fields } })
    return { ...nameOf(integration, textAt(json, 'key')), title: fields.summary, status: 'open' }
  },
  async findMade(ask, integration, { target, marker }) {
    const path = isCloud(integration) ? '/search/jql' : '/search'
    const { json } = await ask(path, {
      query: {
        jql: `project = "${target}" AND created >= "-7d" ORDER BY created DESC`,
        ...{ maxResults: String(NEWEST), fields: 'summary,status,description' },
      },
    })
    const found = listAt(json, 'issues').find((one) =>
      JSON.stringify(valueAt(one, 'fields', 'description') ?? '').includes(marker),
    )
    return found === undefined ? null : issueOf(integration, found)
  },
  async get(ask, integration, key) {
    const { json } = await ask(`/issue/${mustBeKey(key)}`, { query: { fields: 'summary,status' } })
    return issueOf(integration, json)
  },
  keyOf(integration, typed) {
    const path = /^browse\/([A-Z0-9_-]+)\/?$/.exec(pathWithin(integration, typed) ?? '')
    const key = path?.[1] ?? typed.toUpperCase()
    return KEY.test(key) ? key : null
  },
  async setStatus(ask, key, status) {
    const path = `/issue/${mustBeKey(key)}/transitions`
    const { json } = await ask(path)
    const transitions = listAt(json, 'transitions')
    const to = (category: string) => transitions.find((one) => textAt(one, 'to', 'statusCategory', 'key') === category)
    const chosen = status === 'closed' ? to('done') : (to('new') ?? to('indeterminate'))
    if (chosen === undefined)
      throw new AppError(
        'invalid_input',
        `Jira has no step by which ${key} could become ${status === 'closed' ? 'done' : 'open'}`,
      )
    await ask(path, { method: 'POST', body: { transition: { id: textAt(chosen, 'id') } } })
  },
}

/** https://developer.atlassian.com/cloud/jira/platform/webhooks/ */
const hook: Hook = {
  // A server of one's own may sign nothing: the address that it calls has the secret in it then.
  isSigned: ({ header, query, body }, secret) =>
    isSignedBody(header('x-hub-signature'), body, secret) || isSame(query.get('secret') ?? '', secret),
  deliveryOf: ({ header }) => header('x-atlassian-webhook-identifier'),
  read(_, json) {
    const key = textAt(json, 'issue', 'key')
    if (!KEY.test(key) || !/^jira:issue_(?:created|updated)$/.test(textAt(json, 'webhookEvent'))) return null
    const issue = valueAt(json, 'issue')
    return { kind: 'issue', issue: { key, title: textAt(issue, 'fields', 'summary'), status: statusOf(issue) } }
  },
}

/** Jira Cloud, or a Jira of one's own. https://developer.atlassian.com/cloud/jira/platform/rest/v3/ */
export const jira: Host = {
  defaultUrl: null,
  api: (integration) => ({
    name: 'Jira',
    base: `${integration.url}/rest/api/${isCloud(integration) ? 3 : 2}`,
    // A personal access token of a server has no user beside it.
    headers: (token, { account }) => ({
      authorization:
        account === '' ? `Bearer ${token}` : `Basic ${Buffer.from(`${account}:${token}`).toString('base64')}`,
    }),
  }),
  async whoAmI(ask) {
    const { json } = await ask('/myself')
    return textAt(json, 'displayName') || textAt(json, 'name')
  },
  async targets(ask, integration, query) {
    const toTarget = (one: unknown): Target => ({
      ...{ id: textAt(one, 'key'), name: textAt(one, 'name') },
      url: nameOf(integration, textAt(one, 'key')).url,
    })
    if (!isCloud(integration)) {
      const { json } = await ask('/project')
      return matching((Array.isArray(json) ? json : []).map(toTarget), query)
    }
    const found: Target[] = []
    for (let page = 0; page < PAGES; page += 1) {
      const { json } = await ask('/project/search', {
        query: { query: query.trim(), maxResults: String(PER_PAGE), startAt: String(page * PER_PAGE) },
      })
      found.push(...listAt(json, 'values').map(toTarget))
      if (valueAt(json, 'isLast') !== false) break
    }
    return matching(found, '')
  },
  tracker,
  hook,
}

/** Atlassian's own: it wants documents where a server takes text. */
function isCloud({ url }: Integration): boolean {
  return new URL(url).hostname.endsWith('.atlassian.net')
}

/** A bug where there are such, else whatever stands by itself. */
async function issueTypeOf(ask: Ask, project: string): Promise<string> {
  const { json } = await ask(`/issue/createmeta/${project}/issuetypes`, { query: { maxResults: '50' } })
  const types = [...listAt(json, 'issueTypes'), ...listAt(json, 'values')].filter(
    (one) => valueAt(one, 'subtask') !== true,
  )
  const named = (name: string) => types.find((one) => textAt(one, 'name').toLowerCase() === name)
  const type = named('bug') ?? named('task') ?? types[0]
  if (type === undefined) throw new AppError('invalid_input', `Jira lets this token make no issues in ${project}`)
  return textAt(type, 'id')
}

function mustBeKey(key: string): string {
  if (!KEY.test(key)) throw new AppError('invalid_input', `Wanted a key such as WEB-12, found ${key}`)
  return key
}

function nameOf({ url }: Integration, key: string): Pick<RemoteIssue, 'key' | 'url'> {
  return { key, url: `${url}/browse/${encodeURIComponent(key)}` }
}

function issueOf(integration: Integration, json: unknown): RemoteIssue {
  const key = textAt(json, 'key')
  if (!KEY.test(key)) throw new AppError('unavailable', 'Jira answered with something that is no issue')
  return { ...nameOf(integration, key), title: textAt(json, 'fields', 'summary'), status: statusOf(json) }
}

function statusOf(json: unknown): RemoteIssue['status'] {
  return textAt(json, 'fields', 'status', 'statusCategory', 'key') === 'done' ? 'closed' : 'open'
}
