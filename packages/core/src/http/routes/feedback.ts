import { userReportJson } from '../../events/user-report-json.js'
import { openIssue } from '../../issues/open.js'
import { openOrganization, openProject } from '../../orgs/access.js'
import { pageOf, pageResponse } from '../page.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { EVENT_ANY } from './rules.js'

const OF_ISSUE = '/api/0/issues/:issue/user-reports/'
const OF_PROJECT = '/api/0/projects/:org/:project/user-feedback/'

export const feedbackRoutes: readonly Route[] = [
  { method: 'GET', path: OF_ISSUE, operation: 'listIssueUserReports', auth: EVENT_ANY, handle: listOfIssue },
  { method: 'GET', path: OF_PROJECT, operation: 'listProjectFeedback', auth: EVENT_ANY, handle: listOfProject },
]

async function listOfIssue(call: Call): Promise<HttpResponse> {
  const { issue } = await openIssue(call.context, call.actor, call.params.issue ?? '')
  const page = await call.context.storage.feedback.listForIssue(issue.organizationId, issue.id, pageOf(call.query))
  return pageResponse(call, page, userReportJson)
}

async function listOfProject(call: Call): Promise<HttpResponse> {
  const seat = await openOrganization(call.context, call.actor, call.params.org ?? '')
  const { id, organizationId } = await openProject(call.context, seat, call.params.project ?? '')
  const page = await call.context.storage.feedback.listForProject(organizationId, id, pageOf(call.query))
  return pageResponse(call, page, userReportJson)
}
