import type { Context } from '../context.js'
import { AppError } from '../errors.js'
import { notFound } from '../orgs/access.js'
import { type SplitOff, UNMERGE_DAYS } from '../ports/issue-parts.js'
import type { Id, Issue, StoredEvent } from '../ports/model.js'
import { afterParting, tellGone } from './parts.js'
import { findParts, named, type Part, type Parts, type SplitRequest, STAYS } from './split-parts.js'
import type { Editor } from './work.js'

/** So many issues are made of one at most: what has more values is no kind of its own. */
const MOST_PARTS = 100
const DAY_MS = 86_400_000

/** What splitting would do, without doing it. */
export interface SplitPreview extends Pick<Parts, 'isSampled'> {
  /** The one that stays first. */
  readonly parts: readonly (Part & { readonly name: string })[]
  /** Of the issue: those asked for, in their order. */
  readonly hashes: readonly string[]
  readonly isPossible: boolean
  /** Where future events would go, in one sentence. */
  readonly future: string
}

export async function previewSplit(context: Context, issue: Issue, request: SplitRequest): Promise<SplitPreview> {
  const owned = await context.storage.issues.hashes(issue.organizationId, issue.id)
  const hashes = request.kind === 'hashes' ? [...new Set(request.hashes)].filter((hash) => owned.includes(hash)) : []
  const found = await findParts(context, issue, request)
  const fault = faultOf(found, request, { hashes: hashes.length, owned: owned.length })
  const parts = found.parts.slice(0, MOST_PARTS).map((part) => ({ ...part, name: nameOf(request, part.value) }))
  const future = fault ?? futureOf(request, { hashes: hashes.length, others: owned.length - hashes.length })
  return { parts, isSampled: found.isSampled, hashes, isPossible: fault === null, future }
}

/**
 * Makes issues of parts of one, the largest first. Rejects with `invalid_input` where nothing would move or stay, and
 * with `conflict` while events of the issue are still being moved.
 */
export async function splitIssue(
  context: Context,
  issue: Issue,
  request: SplitRequest,
  editor: Editor,
): Promise<readonly Issue[]> {
  const made = await split(context, issue, request, editor)
  if (made === null || made.length === 0)
    throw new AppError(
      'invalid_input',
      'Wanted some hashes or events of the issue, but not all of them: one at least stays.',
    )
  await afterParting(context, issue, [issue.id, ...made.map(({ id }) => id)])
  return made
}

/** What was split off the issue, as far as it can go home. */
export function listSplits({ storage, clock }: Context, { organizationId, id }: Issue): Promise<readonly SplitOff[]> {
  return storage.issues.splitOff(organizationId, id, sinceOf(clock.now()))
}

/** What was split off comes home, with what came meanwhile. Rejects with `not_found` after 30 days. */
export async function undoSplit(context: Context, issue: Issue, partId: Id, editor: Editor): Promise<void> {
  const { storage, clock } = context
  const since = sinceOf(clock.now())
  const isUndone = await storage.issues.undoSplit(issue.organizationId, issue.id, partId, since, editor)
  if (!isUndone) throw notFound('part that was split off')
  await afterParting(context, issue, [issue.id, partId])
  const part = await storage.issues.get(partId)
  if (part !== null && part.mergedInto !== null) await tellGone(context, part)
}

function sinceOf(now: Date): Date {
  return new Date(now.getTime() - UNMERGE_DAYS * DAY_MS)
}

async function split(
  context: Context,
  issue: Issue,
  request: SplitRequest,
  editor: Editor,
): Promise<readonly Issue[] | null> {
  const { issues } = context.storage
  const { organizationId, id } = issue
  if (request.kind === 'hashes') {
    const newest = await issues.newestByHash(organizationId, id, request.hashes)
    const part = await issues.split(
      organizationId,
      id,
      request.hashes,
      aboutOf(newestOf(newest.values()), issue),
      editor,
    )
    return part === null ? null : [part]
  }
  if (request.kind === 'events') {
    const { eventIds } = request
    const newest = await newestChosen(context, issue, eventIds)
    const part = await issues.splitEvents(organizationId, id, eventIds, aboutOf(newest, issue), editor)
    return part === null ? null : [part]
  }
  const found = await findParts(context, issue, request)
  const fault = faultOf(found, request, { hashes: 0, owned: 0 })
  const [stays, ...others] = found.parts
  if (fault !== null || stays === undefined) throw new AppError('invalid_input', fault ?? NOTHING)
  const parts = others.map(({ value, newest }) => ({ value, about: aboutOf(newest, issue) }))
  return issues.splitByValue(organizationId, id, { by: request, stays: stays.value, parts }, editor)
}

function aboutOf(newest: StoredEvent | null, issue: Issue) {
  return newest === null ? issue : named(newest)
}

/** Of some hundreds of chosen events the first few say enough. */
async function newestChosen({ storage }: Context, issue: Issue, eventIds: readonly string[]) {
  const found = await Promise.all(
    eventIds.slice(0, 20).map((eventId) => storage.events.find(issue.organizationId, { issueId: issue.id }, eventId)),
  )
  return newestOf(found.filter((event) => event !== null))
}

function newestOf(events: Iterable<StoredEvent>): StoredEvent | null {
  const [newest = null] = [...events].sort((a, b) => b.receivedAt.getTime() - a.receivedAt.getTime())
  return newest
}

const NOTHING = 'Nothing would move: choose some hashes or events of the issue, but not all of them.'

/** Why it cannot be split so; null where it can. */
function faultOf(
  { parts }: Parts,
  request: SplitRequest,
  count: { readonly hashes: number; readonly owned: number },
): string | null {
  if (request.kind === 'hashes') return count.hashes > 0 && count.hashes < count.owned ? null : NOTHING
  if (request.kind === 'events') return parts.every(isSome) ? null : NOTHING
  const what = request.kind === 'tag' ? `values of ${request.key}` : 'messages'
  if (parts.length > MOST_PARTS)
    return `Its events have ${parts.length} different ${what}, and at most ${MOST_PARTS} issues are made of one.`
  if (parts.length > 1) return null
  return `Nothing would move: all events of the issue have the same ${request.kind === 'tag' ? `value of ${request.key}` : 'message'}.`
}

function nameOf(request: SplitRequest, value: string): string {
  switch (request.kind) {
    case 'hashes': {
      const [only, ...others] = request.hashes
      if (value === STAYS) return 'What stays'
      return others.length === 0 ? (only ?? '') : `${request.hashes.length} hashes`
    }
    case 'events':
      if (value === STAYS) return 'What stays'
      return request.eventIds.length === 1 ? 'The chosen event' : 'The chosen events'
    case 'message':
      return value || '(no message)'
    case 'tag':
      return value || `(no ${request.key})`
  }
}

function isSome({ events }: Part): boolean {
  return events > 0
}

function futureOf(request: SplitRequest, count: { readonly hashes: number; readonly others: number }): string {
  switch (request.kind) {
    case 'hashes': {
      const which = count.hashes === 1 ? 'this hash' : `these ${count.hashes} hashes`
      return `Future events with ${which} will go to the new issue; those with the other ${count.others} stay with this one.`
    }
    case 'events':
      return 'Future events stay with this issue: only the chosen ones move.'
    case 'message':
      return 'Future events go to the issue of their message; another message makes a new issue.'
    case 'tag':
      return `Future events go to the issue of their value of ${request.key}; another value makes a new issue.`
  }
}
