import type { IssueTopTagJson } from '../../client/saved-views.js'
import { AppError } from '../../errors.js'
import { deleteIssues, discardIssues } from '../../issues/change.js'
import { type OpenIssue, openIssue, projectsOf } from '../../issues/open.js'
import { type Merged, mergeIssues } from '../../issues/parts.js'
import { findPeople, viewIssues } from '../../issues/people.js'
import { changeIssues, type IssueChange, undoChange } from '../../issues/work.js'
import { openOrganization, openProject, userOf } from '../../orgs/access.js'
import type { IssueFilter } from '../../ports/issues.js'
import type { Id, Issue, Organization, Page } from '../../ports/model.js'
import { emptyResponse, jsonResponse, withHeaders } from '../answers.js'
import { editorOf } from '../author.js'
import { oneOf, optional, readFields, readQuery, text } from '../input.js'
import { activityJson } from '../json/issue-work.js'
import { issueDetailJson, issueJson, issueStatsJson, issueTagJson } from '../json/issues.js'
import { allPages, MAX_HITS, pageOf, pageResponse } from '../page.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { asksForDiscard, asksForMerge, readIssueChange } from './issue-change.js'
import { namesIssues, selectFrom, sortFrom } from './issue-query.js'
import { EVENT_ANY, EVENT_WRITE } from './rules.js'

const ONE = '/api/0/issues/:issue/'
const OF_ORG = '/api/0/organizations/:org/issues/'
const OF_PROJECT = '/api/0/projects/:org/:project/issues/'
const STATS = '/api/0/organizations/:org/issues-stats/'
const TOP_TAGS = '/api/0/organizations/:org/issues-tags/'

export const issueRoutes: readonly Route[] = [
  { method: 'GET', path: OF_ORG, operation: 'listIssues', auth: EVENT_ANY, handle: list },
  { method: 'PUT', path: OF_ORG, operation: 'updateIssues', auth: EVENT_WRITE, handle: updateMany },
  { method: 'POST', path: `${OF_ORG}undo/`, operation: 'undoIssues', auth: EVENT_WRITE, handle: undo },
  { method: 'POST', path: `${OF_ORG}merge/`, operation: 'mergeIssues', auth: EVENT_WRITE, handle: merge },
  { method: 'DELETE', path: OF_ORG, operation: 'deleteIssues', auth: EVENT_WRITE, handle: removeMany },
  { method: 'GET', path: OF_PROJECT, operation: 'listProjectIssues', auth: EVENT_ANY, handle: list },
  { method: 'PUT', path: OF_PROJECT, operation: 'updateProjectIssues', auth: EVENT_WRITE, handle: updateMany },
  { method: 'GET', path: ONE, operation: 'getIssue', auth: EVENT_ANY, handle: get },
  { method: 'PUT', path: ONE, operation: 'updateIssue', auth: EVENT_WRITE, handle: update },
  { method: 'DELETE', path: ONE, operation: 'deleteIssue', auth: EVENT_WRITE, handle: remove },
  { method: 'GET', path: `${OF_ORG}:issue/`, operation: 'getIssue', auth: EVENT_ANY, handle: get },
  { method: 'PUT', path: `${OF_ORG}:issue/`, operation: 'updateIssue', auth: EVENT_WRITE, handle: update },
  { method: 'GET', path: `${ONE}tags/`, operation: 'getIssueTags', auth: EVENT_ANY, handle: getTags },
  { method: 'GET', path: STATS, operation: 'getIssueStats', auth: EVENT_ANY, handle: getStats },
  { method: 'GET', path: TOP_TAGS, operation: 'getIssuesTopTags', auth: EVENT_ANY, handle: getTopTags },
]

const MAX_STATS = 200
const MAX_TAGGED = 100
const MAX_TAG_KEYS = 10
const HOUR_MS = 3_600_000

async function list(call: Call): Promise<HttpResponse> {
  const { context } = call
  const { organization, projectId } = await scopeOf(call)
  const order = sortFrom(call.query)
  const request = pageOf(call.query)
  const { filter, eventId } = await selectFrom(call, organization.id, projectId)
  if (filter === null) return pageResponse(call, NO_ISSUES, String)
  const page = await context.storage.issues.list(filter, order, request)
  const isWhole = page.next === null && page.previous === null
  const [projects, view, hits] = await Promise.all([
    projectsOf(context, page.items),
    viewIssues(context, organization.id, page.items, userOf(call.actor).id),
    isWhole ? page.items.length : context.storage.issues.count(filter, MAX_HITS),
  ])
  const encode = (issue: Issue) => {
    const project = projects.get(issue.projectId)
    // Its project was deleted while this page was read.
    if (project === undefined) throw new AppError('not_found', 'Not found')
    return issueJson(context.config, issue, { organization, project }, view, eventId)
  }
  const response = await pageResponse(call, page, encode, async () => hits)
  return eventId === null ? response : withHeaders(response, { 'x-sentry-direct-hit': '1' })
}

async function updateMany(call: Call): Promise<HttpResponse> {
  const { organization, projectId } = await scopeOf(call)
  const body = await call.json()
  if (asksForMerge(body)) {
    const merged = await mergeMany(call, organization, projectId)
    return jsonResponse(200, { merge: merged, undo: null, changed: merged.children.length })
  }
  if (asksForDiscard(body)) return discardMany(call, organization, projectId)
  const change = readIssueChange(body, call.context.clock.now())
  const { filter } = await selectFrom(call, organization.id, projectId)
  if (filter === null) return jsonResponse(200, { ...echoOf(body, change), undo: null, changed: 0 })
  const { ids, undo } = await changeIssues(call.context, filter, change, editorOf(call), true)
  return jsonResponse(200, { ...echoOf(body, change), undo, changed: ids.length })
}

async function undo(call: Call): Promise<HttpResponse> {
  const { organization } = await scopeOf(call)
  const { undo: key } = readFields(await call.json(), { undo: text({ min: 1, max: 128 }) })
  return jsonResponse(200, await undoChange(call.context, organization.id, key, editorOf(call)))
}

async function merge(call: Call): Promise<HttpResponse> {
  const { organization, projectId } = await scopeOf(call)
  return jsonResponse(200, await mergeMany(call, organization, projectId))
}

async function mergeMany(call: Call, organization: Organization, projectId: Id | null): Promise<Merged> {
  if (!namesIssues(call.query)) throw new AppError('invalid_input', 'Name the issues to merge by id or query.')
  const { filter } = await selectFrom(call, organization.id, projectId)
  if (filter === null) throw new AppError('invalid_input', 'Wanted at least two issues to merge, found none.')
  return mergeIssues(call.context, filter, editorOf(call))
}

async function discardMany(call: Call, organization: Organization, projectId: Id | null): Promise<HttpResponse> {
  if (!namesIssues(call.query)) throw new AppError('invalid_input', 'Name the issues to discard by id or query.')
  const { filter } = await selectFrom(call, organization.id, projectId)
  const ids = filter === null ? [] : await discardIssues(call.context, filter, editorOf(call))
  return jsonResponse(200, { undo: null, changed: ids.length })
}

async function removeMany(call: Call): Promise<HttpResponse> {
  const { organization, projectId } = await scopeOf(call)
  if (!namesIssues(call.query))
    throw new AppError('invalid_input', 'Name the issues to delete by id or query; an empty query= means all of them.')
  const { filter } = await selectFrom(call, organization.id, projectId)
  if (filter !== null) await deleteIssues(call.context, filter)
  return jsonResponse(200, {})
}

async function get(call: Call): Promise<HttpResponse> {
  return detailResponse(call, await open(call))
}

async function update(call: Call): Promise<HttpResponse> {
  const body = await call.json()
  const { issue } = await open(call)
  if (asksForDiscard(body)) {
    await discardIssues(call.context, only(issue), editorOf(call))
    return emptyResponse()
  }
  const change = readIssueChange(body, call.context.clock.now())
  await changeIssues(call.context, only(issue), change, editorOf(call))
  return detailResponse(call, await open(call))
}

async function remove(call: Call): Promise<HttpResponse> {
  const { issue } = await open(call)
  await deleteIssues(call.context, only(issue))
  return emptyResponse()
}

async function getTags(call: Call): Promise<HttpResponse> {
  const { issue } = await open(call)
  const key = call.query.get('key')
  const one = key === null || key === '' || key.includes('\0') ? null : key
  const tags = await call.context.storage.issues.tags(issue.organizationId, issue.id, {
    ...(one === null ? {} : { key: one }),
    valueLimit: one === null ? 100 : 1000,
  })
  return jsonResponse(200, tags.map(issueTagJson))
}

async function getStats(call: Call): Promise<HttpResponse> {
  const { storage, clock } = call.context
  const { organization } = await openOrganization(call.context, call.actor, call.params.org ?? '')
  const period = readQuery(call.query, 'statsPeriod', optional(oneOf('24h', '14d'))) ?? '24h'
  const ids = call.query.getAll('groups').slice(0, MAX_STATS)
  const filter: IssueFilter = { organizationId: organization.id, projectIds: null, ids }
  const issues = await allPages((page) => storage.issues.list(filter, { sort: 'last_seen', ascending: false }, page))
  const bucketSeconds = period === '24h' ? 3600 : 86_400
  const to = clock.now()
  const from = new Date(to.getTime() - (period === '24h' ? 23 : 13 * 24) * HOUR_MS)
  const found = issues.map(({ id }) => id)
  const series = await storage.issues.series(organization.id, found, { from, to, bucketSeconds })
  return jsonResponse(
    200,
    issues.map((issue) => issueStatsJson(issue, period, series.get(issue.id) ?? [])),
  )
}

async function getTopTags(call: Call): Promise<HttpResponse> {
  const { organization } = await openOrganization(call.context, call.actor, call.params.org ?? '')
  const ids = call.query.getAll('groups').slice(0, MAX_TAGGED)
  const keys = call.query.getAll('key').slice(0, MAX_TAG_KEYS)
  const tags = await call.context.storage.issues.topTags(organization.id, ids, keys)
  const answer = tags.map(({ issueId, ...tag }): IssueTopTagJson => ({ id: issueId, ...tag }))
  return jsonResponse(200, answer)
}

const NO_ISSUES: Page<Issue> = { items: [], next: null, previous: null }

async function scopeOf(call: Call): Promise<{ organization: Organization; projectId: Id | null }> {
  const seat = await openOrganization(call.context, call.actor, call.params.org ?? '')
  const { project: slug } = call.params
  const projectId = slug === undefined ? null : (await openProject(call.context, seat, slug)).id
  return { organization: seat.organization, projectId }
}

function open({ context, actor, params }: Call): Promise<OpenIssue> {
  return openIssue(context, actor, params.issue ?? '', params.org)
}

function only({ organizationId, id }: Issue): IssueFilter {
  return { organizationId, projectIds: null, ids: [id] }
}

/** What was asked for, as clients expect it back. */
function echoOf(body: unknown, { status }: IssueChange): Readonly<Record<string, unknown>> {
  const given = Object.entries(body as Readonly<Record<string, unknown>>).filter(([name]) => ECHOED.has(name))
  return { ...Object.fromEntries(given), ...(status === undefined ? {} : { status: status.status }) }
}

const ECHOED: ReadonlySet<string> = new Set([
  ...['statusDetails', 'substatus', 'assignedTo', 'priority', 'hasSeen', 'isBookmarked', 'isSubscribed'],
])

const SHOWN_ACTIVITY = 50
const SHOWN_PEOPLE = 50

async function detailResponse(call: Call, { issue, ...place }: OpenIssue): Promise<HttpResponse> {
  const { context } = call
  const { organizationId, id } = issue
  const [view, log, marks, userReportCount] = await Promise.all([
    viewIssues(context, organizationId, [issue], userOf(call.actor).id),
    context.storage.issues.activity(organizationId, id, { limit: SHOWN_ACTIVITY, cursor: null }),
    context.storage.issues.marksOn(organizationId, id, SHOWN_PEOPLE),
    context.storage.feedback.countForIssue(organizationId, id),
  ])
  const authors = log.items.map((entry) => entry.userId)
  const people = await findPeople(context, organizationId, { userIds: [...authors, ...marks.map((one) => one.userId)] })
  const seenBy = marks.flatMap(({ userId, seenAt }) => {
    const person = people.person(userId)
    return person === null || seenAt === null ? [] : [{ ...person, lastSeen: seenAt.toISOString() }]
  })
  const participants = marks
    .filter((mark) => mark.isSubscribed === true)
    .map((mark) => people.person(mark.userId))
    .filter((person) => person !== null)
  const activity = log.items.map((entry) => activityJson(entry, people))
  const detail = { seenBy, participants, activity, userReportCount }
  return jsonResponse(200, issueDetailJson(context.config, issue, place, view, detail))
}
