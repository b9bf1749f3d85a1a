import type { DiscardedIssueJson, MergedIssueJson, SplitPreviewJson } from '../../client/issue-types.js'
import { eventJson } from '../../events/event-json.js'
import { openIssue } from '../../issues/open.js'
import { listMerged, previewSplit, splitIssue, unmergeIssue } from '../../issues/parts.js'
import { findPeople } from '../../issues/people.js'
import { shortIdOf } from '../../issues/short-id.js'
import { notFound, openOrganization, openProject } from '../../orgs/access.js'
import { UNMERGE_DAYS } from '../../ports/issue-parts.js'
import type { Project } from '../../ports/model.js'
import { emptyResponse, jsonResponse } from '../answers.js'
import { editorOf } from '../author.js'
import { listOf, readFields, text } from '../input.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { EVENT_ANY, EVENT_WRITE } from './rules.js'

const MERGED = '/api/0/issues/:issue/merged/'
const SPLIT = '/api/0/issues/:issue/split/'
const HASHES = '/api/0/organizations/:org/issues/:issue/hashes/'
/** Sentry's name for them. */
const DISCARDED = '/api/0/projects/:org/:project/tombstones/'
const DAY_MS = 86_400_000

/** What an issue was made of, and taking it apart; and what nobody wants to hear of. */
export const issuePartRoutes: readonly Route[] = [
  { method: 'GET', path: MERGED, operation: 'listMergedIssues', auth: EVENT_ANY, handle: list },
  { method: 'DELETE', path: `${MERGED}:part/`, operation: 'unmergeIssue', auth: EVENT_WRITE, handle: unmerge },
  { method: 'POST', path: SPLIT, operation: 'splitIssue', auth: EVENT_WRITE, handle: split },
  { method: 'POST', path: `${SPLIT}preview/`, operation: 'previewSplit', auth: EVENT_WRITE, handle: preview },
  { method: 'GET', path: DISCARDED, operation: 'listDiscardedIssues', auth: EVENT_ANY, handle: listDiscarded },
  {
    method: 'DELETE',
    path: `${DISCARDED}:discarded/`,
    operation: 'undiscardIssue',
    auth: EVENT_WRITE,
    handle: undiscard,
  },
  { method: 'DELETE', path: HASHES, operation: 'unmergeHashes', auth: EVENT_WRITE, handle: unmergeHashes },
]

const HASH_LIST = listOf(text({ min: 1, max: 128 }), 1000)

async function list(call: Call): Promise<HttpResponse> {
  const { issue, project } = await open(call)
  const merged = await listMerged(call.context, issue)
  const answer = merged.map(
    (one): MergedIssueJson => ({
      id: one.issue.id,
      shortId: shortIdOf(project.slug, one.issue.shortIdNumber),
      title: one.issue.title,
      culprit: one.issue.culprit,
      hashes: [...one.hashes],
      dateMerged: one.at.toISOString(),
      reversibleUntil: new Date(one.at.getTime() + UNMERGE_DAYS * DAY_MS).toISOString(),
    }),
  )
  return jsonResponse(200, answer)
}

async function unmerge(call: Call): Promise<HttpResponse> {
  const { issue } = await open(call)
  const part = await unmergeIssue(call.context, issue, call.params.part ?? '', editorOf(call))
  return jsonResponse(200, { id: part.id })
}

async function split(call: Call): Promise<HttpResponse> {
  const { issue } = await open(call)
  const part = await splitIssue(call.context, issue, await readHashes(call), editorOf(call))
  return jsonResponse(201, { id: part.id, ids: [part.id] })
}

async function preview(call: Call): Promise<HttpResponse> {
  const { issue } = await open(call)
  const { newest, ...about } = await previewSplit(call.context, issue, await readHashes(call))
  const latestEvent = newest === null ? null : eventJson(newest)
  const answer: SplitPreviewJson = { ...about, hashes: [...about.hashes], latestEvent, sampled: false, parts: [] }
  return jsonResponse(200, answer)
}

async function readHashes(call: Call): Promise<readonly string[]> {
  return readFields(await call.json(), { hashes: HASH_LIST }).hashes
}

// GlitchTip answers 202 with nothing: its events follow later, as ours may.
async function unmergeHashes(call: Call): Promise<HttpResponse> {
  const { issue } = await open(call)
  await splitIssue(call.context, issue, call.query.getAll('id'), editorOf(call))
  return { status: 202, headers: {}, body: null }
}

async function listDiscarded(call: Call): Promise<HttpResponse> {
  const { organizationId, id } = await openOwn(call)
  const discarded = await call.context.storage.issues.discarded(organizationId, id)
  const people = await findPeople(call.context, organizationId, { userIds: discarded.map(({ userId }) => userId) })
  const answer = discarded.map(
    (one): DiscardedIssueJson => ({
      id: one.id,
      title: one.title,
      culprit: one.culprit,
      level: one.level,
      actor: people.person(one.userId),
      dateCreated: one.at.toISOString(),
    }),
  )
  return jsonResponse(200, answer)
}

async function undiscard(call: Call): Promise<HttpResponse> {
  const { organizationId, id } = await openOwn(call)
  const isGone = await call.context.storage.issues.undiscard(organizationId, id, call.params.discarded ?? '')
  if (!isGone) throw notFound('discarded issue')
  return emptyResponse()
}

async function openOwn({ context, actor, params }: Call): Promise<Project> {
  return openProject(context, await openOrganization(context, actor, params.org ?? ''), params.project ?? '')
}

function open({ context, actor, params }: Call) {
  return openIssue(context, actor, params.issue ?? '', params.org)
}
