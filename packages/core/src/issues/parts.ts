import type { Context } from '../context.js'
import { AppError } from '../errors.js'
import { describeEvent } from '../events/describe.js'
import { documentOf } from '../events/payload.js'
import { notFound } from '../orgs/access.js'
import { countedTags } from '../ports/bounds.js'
import { type MergedIssue, type MovedEvent, UNMERGE_DAYS } from '../ports/issue-parts.js'
import type { Id, Issue, StoredEvent } from '../ports/model.js'
import type { IssueFilter } from '../ports/storage.js'
import { tellChanged } from './change.js'
import { defaultPriority } from './priority.js'
import type { Editor } from './work.js'

/** Events of one step, so that no transaction is long. */
const EVENTS_AT_ONCE = 500
const LINKS_AT_ONCE = 2000
/** Steps that a request makes itself: most issues are whole when it is answered. */
const STEPS_AT_ONCE = 3
const MOST_MERGED = 1000
const DAY_MS = 86_400_000

/** What became of a merge: the issue that is left, and those that are part of it now. */
export interface Merged {
  readonly parent: Id
  readonly children: readonly Id[]
}

/**
 * Makes all matching issues one: the one with most events, of these the oldest. Rejects with `invalid_input` where they
 * are of several projects, are fewer than two, or are more than 1,000. Events follow in the background, whatever their number.
 */
export async function mergeIssues(context: Context, filter: IssueFilter, editor: Editor): Promise<Merged> {
  const { storage } = context
  const issues = await listAll(context, filter)
  const [target] = issues
  if (target === undefined || issues.length < 2)
    throw new AppError('invalid_input', `Wanted at least two issues to merge, found ${issues.length}.`)
  if (issues.some((issue) => issue.projectId !== target.projectId))
    throw new AppError('invalid_input', 'Only issues of one project can be merged.')
  const sources = issues.slice(1).map((issue) => issue.id)
  const children = await storage.issues.merge(target.organizationId, target.id, sources, editor)
  await makeSteps(context)
  const of = { organizationId: target.organizationId, projectIds: null }
  await tellChanged(context, of, [target.id])
  for (const issueId of children)
    await context.live
      .publish({ topic: 'issue.deleted', organizationId: target.organizationId, projectId: target.projectId, issueId })
      .catch((error: unknown) => context.logger.debug('A live message was not sent', { error }))
  return { parent: target.id, children }
}

async function listAll({ storage }: Context, filter: IssueFilter): Promise<readonly Issue[]> {
  const issues: Issue[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof storage.issues.list>> = await storage.issues.list(
      filter,
      { sort: 'count', ascending: false },
      { limit: 100, cursor },
    )
    issues.push(...page.items)
    if (issues.length > MOST_MERGED)
      throw new AppError('invalid_input', `Wanted at most ${MOST_MERGED} issues to merge, found more.`)
    cursor = page.next
  } while (cursor !== null)
  return issues.sort((a, b) => b.count - a.count || a.shortIdNumber - b.shortIdNumber)
}

/** What the issue was merged of, as far as it can still be taken apart. */
export async function listMerged({ storage, clock }: Context, issue: Issue): Promise<readonly MergedIssue[]> {
  const oldest = clock.now().getTime() - UNMERGE_DAYS * DAY_MS
  const merged = await storage.issues.mergedInto(issue.organizationId, issue.id)
  return merged.filter(({ at }) => at.getTime() >= oldest)
}

/** Takes an issue out again; it keeps its number, its state and its comments. Rejects with `not_found` after 30 days. */
export async function unmergeIssue(context: Context, issue: Issue, sourceId: Id, editor: Editor): Promise<Issue> {
  const merged = await listMerged(context, issue)
  if (!merged.some((one) => one.issue.id === sourceId)) throw notFound('merged issue')
  const source = await context.storage.issues.unmerge(issue.organizationId, sourceId, editor)
  if (source === null) throw notFound('merged issue')
  await afterParting(context, issue, source)
  return source
}

/** Makes an issue of some hashes of another. Rejects with `invalid_input` unless some are its own and one is left. */
export async function splitIssue(
  context: Context,
  issue: Issue,
  hashes: readonly string[],
  editor: Editor,
): Promise<Issue> {
  const { storage } = context
  const newest = await storage.issues.newestByHash(issue.organizationId, issue.id, hashes)
  const [event] = [...newest.values()].sort((a, b) => b.receivedAt.getTime() - a.receivedAt.getTime())
  const about = event === undefined ? issue : named(event, issue)
  const part = await storage.issues.split(issue.organizationId, issue.id, hashes, about, editor)
  if (part === null)
    throw new AppError('invalid_input', 'Wanted some hashes of the issue, but not all of them: one at least stays.')
  await afterParting(context, issue, part)
  return part
}

/** What splitting would do, without doing it. */
export interface SplitPreview {
  /** Of the issue, in the order of the request. */
  readonly hashes: readonly string[]
  readonly isPossible: boolean
  /** One sentence. */
  readonly future: string
  /** The newest event that would go, for its title. */
  readonly newest: StoredEvent | null
}

export async function previewSplit(
  { storage }: Context,
  issue: Issue,
  wanted: readonly string[],
): Promise<SplitPreview> {
  const owned = await storage.issues.hashes(issue.organizationId, issue.id)
  const hashes = [...new Set(wanted)].filter((hash) => owned.includes(hash))
  const isPossible = hashes.length > 0 && hashes.length < owned.length
  const newest = await storage.issues.newestByHash(issue.organizationId, issue.id, hashes)
  const [first = null] = [...newest.values()].sort((a, b) => b.receivedAt.getTime() - a.receivedAt.getTime())
  const future = isPossible
    ? `Future events with ${hashes.length === 1 ? 'this hash' : `these ${hashes.length} hashes`} will go to the new issue; those with the other ${owned.length - hashes.length} stay with this one.`
    : 'Nothing would move: choose some hashes of the issue, but not all of them.'
  return { hashes, isPossible, future, newest: first }
}

/** One step of what is to be moved; false when nothing is. Any number of processes may make steps at once. */
export async function moveStep({ storage, logger }: Context): Promise<boolean> {
  if (await storage.issues.relink(LINKS_AT_ONCE)) return true
  const move = await storage.issues.nextMove(EVENTS_AT_ONCE)
  if (move === null) return false
  const events = move.events.map((event): MovedEvent => {
    try {
      return { event, tags: countedTags(event, documentOf(event).tags) }
    } catch (error) {
      // Its document is gone or damaged; where and in what it ran is still known.
      logger.debug('An event was moved without its own tags', { eventId: event.eventId, error })
      return { event, tags: countedTags(event, []) }
    }
  })
  await storage.issues.applyMove(move, events)
  return true
}

async function afterParting(context: Context, issue: Issue, part: Issue): Promise<void> {
  await makeSteps(context)
  await tellChanged(context, { organizationId: issue.organizationId, projectIds: null }, [issue.id, part.id])
}

async function makeSteps(context: Context): Promise<void> {
  for (let step = 0; step < STEPS_AT_ONCE; step += 1) if (!(await moveStep(context))) return
}

function named(event: StoredEvent, issue: Issue) {
  const { type, level, platform } = event
  try {
    const { title, culprit, metadata } =
      event.payloadRemovedAt === null
        ? describeEvent(documentOf(event))
        : { title: event.title, culprit: event.culprit, metadata: { title: event.title } }
    return { type, level, platform, title, culprit, metadata, priority: defaultPriority({ level, metadata }) }
  } catch {
    // Its document is gone or damaged; its columns are still there.
    const { title, culprit } = event
    return { type, level, platform, title, culprit, metadata: issue.metadata, priority: issue.priority }
  }
}
