import type { MergedIssueJson, SplitPreviewJson } from '../../client/issue-types.js'
import { eventJson } from '../../events/event-json.js'
import { openIssue } from '../../issues/open.js'
import { listMerged, previewSplit, splitIssue, unmergeIssue } from '../../issues/parts.js'
import { shortIdOf } from '../../issues/short-id.js'
import { UNMERGE_DAYS } from '../../ports/issue-parts.js'
import { jsonResponse } from '../answers.js'
import { editorOf } from '../author.js'
import { listOf, readFields, text } from '../input.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { EVENT_ANY, EVENT_WRITE } from './rules.js'

const MERGED = '/api/0/issues/:issue/merged/'
const SPLIT = '/api/0/issues/:issue/split/'
const HASHES = '/api/0/organizations/:org/issues/:issue/hashes/'
const DAY_MS = 86_400_000

/** What an issue was made of, and taking it apart. */
export const issuePartRoutes: readonly Route[] = [
  { method: 'GET', path: MERGED, operation: 'listMergedIssues', auth: EVENT_ANY, handle: list },
  { method: 'DELETE', path: `${MERGED}:part/`, operation: 'unmergeIssue', auth: EVENT_WRITE, handle: unmerge },
  { method: 'POST', path: SPLIT, operation: 'splitIssue', auth: EVENT_WRITE, handle: split },
  { method: 'POST', path: `${SPLIT}preview/`, operation: 'previewSplit', auth: EVENT_WRITE, handle: preview },
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
  return jsonResponse(201, { id: part.id })
}

async function preview(call: Call): Promise<HttpResponse> {
  const { issue } = await open(call)
  const { newest, ...about } = await previewSplit(call.context, issue, await readHashes(call))
  const latestEvent = newest === null ? null : eventJson(newest)
  const answer: SplitPreviewJson = { ...about, hashes: [...about.hashes], latestEvent }
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

function open({ context, actor, params }: Call) {
  return openIssue(context, actor, params.issue ?? '', params.org)
}
