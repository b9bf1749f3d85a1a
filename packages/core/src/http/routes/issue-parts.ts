import type {
  DiscardedIssueJson,
  MergedIssueJson,
  SplitOffJson,
  SplitPreviewJson,
} from '../../client/issue-work-types.js'
import { AppError } from '../../errors.js'
import { eventJson } from '../../events/event-json.js'
import { openIssue } from '../../issues/open.js'
import { listMerged, unmergeIssue } from '../../issues/parts.js'
import { findPeople } from '../../issues/people.js'
import { shortIdOf } from '../../issues/short-id.js'
import type { SplitRequest } from '../../issues/split-parts.js'
import { listSplits, previewSplit, splitIssue, undoSplit } from '../../issues/splits.js'
import { notFound, openOrganization, openProject } from '../../orgs/access.js'
import { EVENT_BOUNDS, storable } from '../../ports/bounds.js'
import { UNMERGE_DAYS } from '../../ports/issue-parts.js'
import type { Project, StoredEvent } from '../../ports/model.js'
import { parseEventId } from '../../protocol/ids.js'
import { emptyResponse, jsonResponse } from '../answers.js'
import { editorOf } from '../author.js'
import { listOf, oneOf, optional, readFields, text } from '../input.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { EVENT_ADMIN, EVENT_ANY, EVENT_WRITE } from './rules.js'

const MERGED = '/api/0/issues/:issue/merged/'
const SPLIT = '/api/0/issues/:issue/split/'
const SPLITS = '/api/0/issues/:issue/splits/'
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
  { method: 'GET', path: SPLITS, operation: 'listSplits', auth: EVENT_ANY, handle: splits },
  { method: 'DELETE', path: `${SPLITS}:part/`, operation: 'undoSplit', auth: EVENT_WRITE, handle: join },
  { method: 'GET', path: DISCARDED, operation: 'listDiscardedIssues', auth: EVENT_ANY, handle: listDiscarded },
  {
    method: 'DELETE',
    path: `${DISCARDED}:discarded/`,
    operation: 'undiscardIssue',
    auth: EVENT_WRITE,
    handle: undiscard,
  },
  { method: 'DELETE', path: HASHES, operation: 'unmergeHashes', auth: EVENT_ADMIN, handle: unmergeHashes },
]

const LIST = optional(listOf(text({ min: 1, max: 128 }), 1000))
const SPLIT_FIELDS = {
  hashes: LIST,
  events: LIST,
  by: optional(oneOf('message', 'tag')),
  key: optional(text({ min: 1, max: 200 })),
}

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
      reversibleUntil: untilOf(one.at),
    }),
  )
  return jsonResponse(200, answer)
}

function untilOf(at: Date): string {
  return new Date(at.getTime() + UNMERGE_DAYS * DAY_MS).toISOString()
}

async function unmerge(call: Call): Promise<HttpResponse> {
  const { issue } = await open(call)
  const part = await unmergeIssue(call.context, issue, call.params.part ?? '', editorOf(call))
  return jsonResponse(200, { id: part.id })
}

async function split(call: Call): Promise<HttpResponse> {
  const { issue } = await open(call)
  const made = await splitIssue(call.context, issue, await readSplit(call), editorOf(call))
  const ids = made.map(({ id }) => id)
  return jsonResponse(201, { id: ids[0], ids })
}

async function preview(call: Call): Promise<HttpResponse> {
  const { issue } = await open(call)
  const { hashes, isPossible, future, isSampled, parts } = await previewSplit(
    call.context,
    issue,
    await readSplit(call),
  )
  const jsonOf = (event: StoredEvent | null | undefined) => (event ? eventJson(event) : null)
  const [, first] = parts
  const answer: SplitPreviewJson = {
    ...{ hashes: [...hashes], isPossible, future, latestEvent: jsonOf(first?.newest), sampled: isSampled },
    parts: parts.map(({ name, events, users, newest }, at) => ({
      ...{ name, title: newest?.title ?? issue.title, events, users },
      ...{ latestEvent: jsonOf(newest), stays: at === 0 },
    })),
  }
  return jsonResponse(200, answer)
}

async function splits(call: Call): Promise<HttpResponse> {
  const { issue, project } = await open(call)
  const found = await listSplits(call.context, issue)
  const answer = found.map(
    ({ issue: part, kind, key, at }): SplitOffJson => ({
      ...{ id: part.id, shortId: shortIdOf(project.slug, part.shortIdNumber), title: part.title },
      ...{ dateSplit: at.toISOString(), reversibleUntil: untilOf(at), by: kind, key },
    }),
  )
  return jsonResponse(200, answer)
}

async function join(call: Call): Promise<HttpResponse> {
  const { issue } = await open(call)
  await undoSplit(call.context, issue, call.params.part ?? '', editorOf(call))
  return emptyResponse()
}

async function readSplit(call: Call): Promise<SplitRequest> {
  const { hashes, events, by, key } = readFields(await call.json(), SPLIT_FIELDS)
  if (hashes !== undefined) return { kind: 'hashes', hashes }
  if (events !== undefined) return { kind: 'events', eventIds: events.map((id) => parseEventId(id) ?? id) }
  if (by === 'message') return { kind: 'message' }
  if (by === 'tag' && key !== undefined) return { kind: 'tag', key: storable(key, EVENT_BOUNDS.tagKey) }
  const msg = 'Wanted hashes, events, {"by": "message"} or {"by": "tag", "key": …}'
  throw new AppError('invalid_input', `by: ${msg}`, {
    fields: [{ type: 'missing', loc: ['body', 'payload', 'by'], msg }],
  })
}

// GlitchTip answers 202 with nothing: its events follow later, as ours may.
async function unmergeHashes(call: Call): Promise<HttpResponse> {
  const { issue } = await open(call)
  await splitIssue(call.context, issue, { kind: 'hashes', hashes: call.query.getAll('id') }, editorOf(call))
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
