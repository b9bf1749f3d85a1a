import { draftOf, linkExisting, makeLinked } from '../../integrations/links.js'
import { sourceLinksOf } from '../../integrations/source-links.js'
import { type OpenIssue, openIssue } from '../../issues/open.js'
import { findPeople } from '../../issues/people.js'
import { notFound } from '../../orgs/access.js'
import { INTEGRATION_BOUNDS } from '../../ports/integrations.js'
import { type IssueLink, LINK_BOUNDS } from '../../ports/issue-links.js'
import type { StoredEvent } from '../../ports/model.js'
import { parseEventId } from '../../protocol/ids.js'
import { emptyResponse, jsonResponse } from '../answers.js'
import { record } from '../audit.js'
import { editorOf } from '../author.js'
import { lines, optional, readFields, readQuery, text } from '../input.js'
import { issueLinkJson } from '../json/issue-links.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { EVENT_ANY, EVENT_WRITE } from './rules.js'

const ONE = '/api/0/issues/:issue/'
const LINKS = `${ONE}links/`
const SOURCES = `${ONE}events/:event/source-links/`

/** What issues are linked to in trackers, and where their sources are. */
export const issueLinkRoutes: readonly Route[] = [
  { method: 'GET', path: LINKS, operation: 'listIssueLinks', auth: EVENT_ANY, handle: list },
  { method: 'POST', path: LINKS, operation: 'createIssueLink', auth: EVENT_WRITE, handle: create },
  { method: 'DELETE', path: `${LINKS}:link/`, operation: 'deleteIssueLink', auth: EVENT_WRITE, handle: remove },
  { method: 'GET', path: `${ONE}link-draft/`, operation: 'draftIssueLink', auth: EVENT_ANY, handle: draft },
  { method: 'GET', path: SOURCES, operation: 'getSourceLinks', auth: EVENT_ANY, handle: sources },
]

const ID = text({ min: 1, max: 20 })
const EXISTING = text({ min: 1, max: LINK_BOUNDS.url })
const WISH = {
  target: text({ min: 1, max: LINK_BOUNDS.key }),
  title: text({ min: 1, max: INTEGRATION_BOUNDS.templateTitle }),
  body: lines(4 * INTEGRATION_BOUNDS.templateBody),
}

async function list(call: Call): Promise<HttpResponse> {
  const { issue } = await open(call)
  const links = await call.context.storage.issueLinks.list(issue.organizationId, issue.id)
  return jsonResponse(200, await jsonOf(call, links))
}

async function create(call: Call): Promise<HttpResponse> {
  const opened = await open(call)
  const body = await call.json()
  const { integrationID, existing } = readFields(body, { integrationID: ID, existing: optional(EXISTING) })
  const link =
    existing === undefined
      ? await makeLinked(call.context, opened, integrationID, readFields(body, WISH), editorOf(call))
      : await linkExisting(call.context, opened, integrationID, existing, editorOf(call))
  await record(call, { ...about(link), action: 'issue.linked', after: { key: link.key } })
  const [answer] = await jsonOf(call, [link])
  return jsonResponse(201, answer)
}

async function remove(call: Call): Promise<HttpResponse> {
  const { issue } = await open(call)
  const { issueLinks } = call.context.storage
  const id = call.params.link ?? ''
  const link = (await issueLinks.list(issue.organizationId, issue.id)).find((one) => one.id === id)
  const { organizationId } = issue
  if (link === undefined || !(await issueLinks.delete(organizationId, issue.id, id, editorOf(call))))
    throw notFound('link')
  await record(call, { ...about(link), action: 'issue.unlinked', before: { key: link.key } })
  return emptyResponse()
}

async function draft(call: Call): Promise<HttpResponse> {
  const opened = await open(call)
  return jsonResponse(200, await draftOf(call.context, opened, readQuery(call.query, 'integration', ID)))
}

async function sources(call: Call): Promise<HttpResponse> {
  const { issue } = await open(call)
  return jsonResponse(200, await sourceLinksOf(call.context, await findEvent(call, issue)))
}

async function findEvent({ context, params }: Call, { id, organizationId }: OpenIssue['issue']): Promise<StoredEvent> {
  const name = params.event ?? ''
  const which = name === 'latest' || name === 'oldest' ? name : parseEventId(name)
  const event = which === null ? null : await context.storage.events.find(organizationId, { issueId: id }, which)
  if (event === null) throw notFound('event')
  return event
}

function open({ context, actor, params }: Call): Promise<OpenIssue> {
  return openIssue(context, actor, params.issue ?? '')
}

async function jsonOf({ context }: Call, links: readonly IssueLink[]) {
  const [first] = links
  if (first === undefined) return []
  const userIds = links.map(({ createdBy }) => createdBy)
  const people = await findPeople(context, first.organizationId, { userIds, teamIds: [] })
  return links.map((link) => issueLinkJson(link, people))
}

function about({ organizationId, issueId, key }: IssueLink) {
  return { organizationId, target: { kind: 'issue', id: issueId, name: key } }
}
