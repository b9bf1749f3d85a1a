import type { SimilarIssueJson } from '../../client/grouping-types.js'
import { openIssue } from '../../issues/open.js'
import { viewIssues } from '../../issues/people.js'
import { findSimilar } from '../../issues/similar.js'
import { userOf } from '../../orgs/access.js'
import { jsonResponse } from '../answers.js'
import { issueJson } from '../json/issues.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { EVENT_ANY } from './rules.js'

const PATH = '/api/0/issues/:issue/similar/'

export const similarRoutes: readonly Route[] = [
  { method: 'GET', path: PATH, operation: 'listSimilarIssues', auth: EVENT_ANY, handle: list },
]

async function list(call: Call): Promise<HttpResponse> {
  const { issue, ...place } = await openIssue(call.context, call.actor, call.params.issue ?? '')
  const similar = await findSimilar(call.context, issue)
  const issues = similar.map((one) => one.issue)
  const view = await viewIssues(call.context, issue.organizationId, issues, userOf(call.actor).id)
  const answer = similar.map(
    (one): SimilarIssueJson => ({
      issue: issueJson(call.context.config, one.issue, place, view),
      score: Math.round(one.score * 100) / 100,
      why: one.why,
    }),
  )
  return jsonResponse(200, answer)
}
