import type { EventGroupingJson } from '../../client/grouping-types.js'
import { eventDetailJson, eventJson, rawEventJson } from '../../events/event-json.js'
import { explainEvent } from '../../events/explain.js'
import { neighboursWithin } from '../../events/neighbours.js'
import { RECOMMENDED_OF, recommendedOf } from '../../events/recommend.js'
import { type EventSearch, searchEvents } from '../../events/search-events.js'
import { SUGGESTED_OF, suggestSplit } from '../../events/split-suggestion.js'
import { openIssue } from '../../issues/open.js'
import { notFound, openOrganization, openProject, userOf } from '../../orgs/access.js'
import type { EventStorage } from '../../ports/events.js'
import type { Id, Issue, Project, StoredEvent } from '../../ports/model.js'
import { parseEventId } from '../../protocol/ids.js'
import { jsonResponse } from '../answers.js'
import { pageOf, pageResponse } from '../page.js'
import { parseTime } from '../time.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { EVENT_ANY } from './rules.js'

const OF_ISSUE = '/api/0/issues/:issue/events/'
const OF_PROJECT = '/api/0/projects/:org/:project/events/'
const RAW = '/api/0/organizations/:org/issues/:issue/events/:event/json/'
const HASHES = '/api/0/organizations/:org/issues/:issue/hashes/'

export const eventRoutes: readonly Route[] = [
  { method: 'GET', path: OF_ISSUE, operation: 'listIssueEvents', auth: EVENT_ANY, handle: listOfIssue },
  { method: 'GET', path: `${OF_ISSUE}:event/`, operation: 'getIssueEvent', auth: EVENT_ANY, handle: getOfIssue },
  { method: 'GET', path: `${OF_ISSUE}:event/grouping/`, operation: 'explainEvent', auth: EVENT_ANY, handle: explain },
  { method: 'GET', path: OF_PROJECT, operation: 'listProjectEvents', auth: EVENT_ANY, handle: listOfProject },
  { method: 'GET', path: `${OF_PROJECT}:event/`, operation: 'getProjectEvent', auth: EVENT_ANY, handle: getOfProject },
  { method: 'GET', path: RAW, operation: 'getEventJson', auth: EVENT_ANY, handle: getRaw },
  { method: 'GET', path: HASHES, operation: 'listIssueHashes', auth: EVENT_ANY, handle: listHashes },
]

async function listOfIssue(call: Call): Promise<HttpResponse> {
  const { issue } = await openIssue(call.context, call.actor, call.params.issue ?? '')
  return pageResponse(call, await searchEvents(call.context, issue, searchOf(call), pageOf(call.query)), eventJson)
}

function searchOf({ query, context, actor }: Call): EventSearch {
  const time = (name: string) => {
    const value = query.get(name)
    return value === null || value === '' ? undefined : parseTime(value, context.clock.now(), name)
  }
  const [from, before] = [time('start'), time('end')]
  return {
    ...{ query: query.get('query') ?? '', userId: userOf(actor).id },
    ...(from === undefined ? {} : { from }),
    ...(before === undefined ? {} : { before }),
  }
}

async function getOfIssue(call: Call): Promise<HttpResponse> {
  const { issue } = await openIssue(call.context, call.actor, call.params.issue ?? '')
  const isRecommended = call.params.event === 'recommended'
  const event = isRecommended
    ? await recommended(call, issue)
    : await find(call, issue.organizationId, { issueId: issue.id })
  return detailResponse(call, event, neighboursWithin(call.context, issue, event, searchOf(call)))
}

async function recommended({ context }: Call, issue: Issue): Promise<StoredEvent> {
  const newest = { limit: RECOMMENDED_OF, cursor: null }
  const page = await context.storage.events.listForIssue(issue.organizationId, issue.id, newest)
  const event = recommendedOf(page.items)
  if (event === null) throw notFound('event')
  return event
}

async function explain(call: Call): Promise<HttpResponse> {
  const { issue } = await openIssue(call.context, call.actor, call.params.issue ?? '')
  const event = await find(call, issue.organizationId, { issueId: issue.id })
  const newest = { limit: SUGGESTED_OF, cursor: null }
  const [explanation, page] = await Promise.all([
    explainEvent(call.context, event),
    call.context.storage.events.listForIssue(issue.organizationId, issue.id, newest),
  ])
  const answer: EventGroupingJson = { ...explanation, suggestion: suggestSplit(page.items, explanation) }
  return jsonResponse(200, answer)
}

async function listOfProject(call: Call): Promise<HttpResponse> {
  const project = await ownProject(call)
  const page = await call.context.storage.events.listForProject(project.organizationId, project.id, pageOf(call.query))
  return pageResponse(call, page, eventJson)
}

async function getOfProject(call: Call): Promise<HttpResponse> {
  const project = await ownProject(call)
  const event = await find(call, project.organizationId, { projectId: project.id })
  return detailResponse(call, event, call.context.storage.events.neighbours(event))
}

async function getRaw(call: Call): Promise<HttpResponse> {
  const { issue } = await openIssue(call.context, call.actor, call.params.issue ?? '', call.params.org)
  const event = await find(call, issue.organizationId, { issueId: issue.id })
  const hashes = await call.context.storage.issues.hashes(issue.organizationId, issue.id)
  return jsonResponse(200, rawEventJson(event, hashes))
}

// An event from before hashes were kept with it has none: then the newest of the issue stands for the hash.
async function listHashes(call: Call): Promise<HttpResponse> {
  const { storage } = call.context
  const { issue } = await openIssue(call.context, call.actor, call.params.issue ?? '', call.params.org)
  const { organizationId, id: issueId } = issue
  const hashes = await storage.issues.hashes(organizationId, issueId)
  const [newest, latest] = await Promise.all([
    storage.issues.newestByHash(organizationId, issueId, hashes),
    storage.events.find(organizationId, { issueId }, 'latest'),
  ])
  return pageResponse(call, { items: hashes, next: null, previous: null }, (id) => {
    const event = newest.get(id) ?? latest
    return { id, latestEvent: event === null ? null : eventJson(event) }
  })
}

async function ownProject(call: Call): Promise<Project> {
  const seat = await openOrganization(call.context, call.actor, call.params.org ?? '')
  return openProject(call.context, seat, call.params.project ?? '')
}

async function find(
  { context, params }: Call,
  organizationId: Id,
  scope: { readonly issueId: Id } | { readonly projectId: Id },
): Promise<StoredEvent> {
  const name = params.event ?? ''
  const which = name === 'latest' || name === 'oldest' ? name : parseEventId(name)
  const event = which === null ? null : await context.storage.events.find(organizationId, scope, which)
  if (event === null) throw notFound('event')
  return event
}

async function detailResponse(
  { context }: Call,
  event: StoredEvent,
  neighbours: ReturnType<EventStorage['neighbours']>,
): Promise<HttpResponse> {
  const { events, feedback } = context.storage
  const [beside, place, said] = await Promise.all([
    neighbours,
    events.placeOf(event),
    feedback.ofEvent(event.organizationId, event.projectId, event.eventId),
  ])
  return jsonResponse(200, eventDetailJson(event, { ...beside, place, feedback: said }))
}
