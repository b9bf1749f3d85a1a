import type { ActivityPageJson } from '../../client/issue-work-types.js'
import { addComment, deleteComment, editComment, listComments } from '../../issues/comments.js'
import { openIssue } from '../../issues/open.js'
import { findPeople } from '../../issues/people.js'
import { type Activity, MAX_COMMENT } from '../../ports/issue-state.js'
import type { Id, Issue } from '../../ports/model.js'
import { emptyResponse, jsonResponse } from '../answers.js'
import { editorOf } from '../author.js'
import { object, optional, readFields, text } from '../input.js'
import { activityJson, commentJson } from '../json/issue-work.js'
import { pageOf, pageResponse } from '../page.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { EVENT_ADMIN, EVENT_ANY, EVENT_WRITE } from './rules.js'

const ONE = '/api/0/issues/:issue/'
const COMMENTS = `${ONE}comments/`
/** Sentry's name for them. */
const NOTES = `${ONE}notes/`

/** The log of an issue, and the comments in it. */
export const issueWorkRoutes: readonly Route[] = [
  { method: 'GET', path: `${ONE}activities/`, operation: 'listIssueActivity', auth: EVENT_ANY, handle: activity },
  ...[COMMENTS, NOTES].flatMap((path): readonly Route[] => [
    { method: 'GET', path, operation: 'listComments', auth: EVENT_ANY, handle: list },
    { method: 'POST', path, operation: 'createComment', auth: EVENT_WRITE, handle: create },
    { method: 'PUT', path: `${path}:comment/`, operation: 'updateComment', auth: EVENT_WRITE, handle: update },
    { method: 'DELETE', path: `${path}:comment/`, operation: 'deleteComment', auth: EVENT_ADMIN, handle: remove },
  ]),
]

async function activity(call: Call): Promise<HttpResponse> {
  const issue = await open(call)
  const { storage } = call.context
  const page = await storage.issues.activity(issue.organizationId, issue.id, pageOf(call.query))
  const people = await peopleIn(call, issue.organizationId, page.items)
  const answer: ActivityPageJson = { activity: page.items.map((entry) => activityJson(entry, people)), next: page.next }
  return jsonResponse(200, answer)
}

async function list(call: Call): Promise<HttpResponse> {
  const issue = await open(call)
  const page = await listComments(call.context, issue, pageOf(call.query))
  const people = await peopleIn(call, issue.organizationId, page.items)
  return pageResponse(call, page, (entry) => commentJson(entry, people))
}

async function create(call: Call): Promise<HttpResponse> {
  const issue = await open(call)
  const comment = await addComment(call.context, issue, await readText(call), editorOf(call))
  return answer(call, issue, comment, 201)
}

async function update(call: Call): Promise<HttpResponse> {
  const issue = await open(call)
  const id = call.params.comment ?? ''
  return answer(call, issue, await editComment(call.context, issue, id, await readText(call), editorOf(call)), 200)
}

async function remove(call: Call): Promise<HttpResponse> {
  const issue = await open(call)
  await deleteComment(call.context, issue, call.params.comment ?? '', editorOf(call))
  return emptyResponse()
}

async function open({ context, actor, params }: Call): Promise<Issue> {
  return (await openIssue(context, actor, params.issue ?? '')).issue
}

const TEXT = text({ min: 1, max: MAX_COMMENT })

// GlitchTip's clients send `{"data": {"text": …}}`, Sentry's `{"text": …}`.
async function readText(call: Call): Promise<string> {
  const body = await call.json()
  const { data } = readFields(body, { data: optional(object) })
  return readFields(data ?? body, { text: TEXT }).text
}

async function answer(call: Call, issue: Issue, comment: Activity, status: number): Promise<HttpResponse> {
  return jsonResponse(status, commentJson(comment, await peopleIn(call, issue.organizationId, [comment])))
}

function peopleIn(call: Call, organizationId: Id, entries: readonly Activity[]) {
  const assigned = entries.filter(({ kind }) => kind === 'assigned').map(({ data }) => data)
  const idsOf = (type: string) =>
    assigned.filter((data) => data.assigneeType === type).map(({ assignee }) => String(assignee))
  const userIds = [...entries.map((entry) => entry.userId), ...idsOf('user')]
  return findPeople(call.context, organizationId, { userIds, teamIds: idsOf('team') })
}
