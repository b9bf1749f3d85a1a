import type { Context } from '../context.js'
import { AppError } from '../errors.js'
import { documentOf } from '../events/payload.js'
import { notFound } from '../orgs/access.js'
import { countedTags } from '../ports/bounds.js'
import { type MergedIssue, type MovedEvent, UNMERGE_DAYS } from '../ports/issue-parts.js'
import type { IssueFilter } from '../ports/issues.js'
import type { Id, Issue } from '../ports/model.js'
import { tellChanged } from './change.js'
import { partOf } from './split-parts.js'
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
  for (const issueId of children) await tellGone(context, { ...target, id: issueId })
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
  await afterParting(context, issue, [issue.id, source.id])
  return source
}

/** One step of what is to be moved; false when nothing is. Any number of processes may make steps at once. */
export async function moveStep({ storage, logger }: Context): Promise<boolean> {
  if (await storage.issues.relink(LINKS_AT_ONCE)) return true
  const move = await storage.issues.nextMove(EVENTS_AT_ONCE)
  if (move === null) return false
  const events = move.events.map((event): MovedEvent => {
    try {
      const tags = countedTags(event, documentOf(event).tags)
      const part = move.by === null ? null : partOf(event, move.by)
      return part === null ? { event, tags } : { event, tags, part }
    } catch (error) {
      // Its document is gone or damaged; where and in what it ran is still known.
      logger.debug('An event was moved without its own tags', { eventId: event.eventId, error })
      return { event, tags: countedTags(event, []) }
    }
  })
  await storage.issues.applyMove(move, events)
  return true
}

/** Tells open pages that an issue is in no list any more. */
export async function tellGone(
  context: Context,
  { organizationId, projectId, id: issueId }: Pick<Issue, 'organizationId' | 'projectId' | 'id'>,
): Promise<void> {
  await context.live
    .publish({ topic: 'issue.deleted', organizationId, projectId, issueId })
    .catch((error: unknown) => context.logger.debug('A live message was not sent', { error }))
}

/** Moves what a request can move itself, and tells open pages. */
export async function afterParting(context: Context, { organizationId }: Issue, ids: readonly Id[]): Promise<void> {
  await makeSteps(context)
  await tellChanged(context, { organizationId, projectIds: null }, ids)
}

async function makeSteps(context: Context): Promise<void> {
  for (let step = 0; step < STEPS_AT_ONCE; step += 1) if (!(await moveStep(context))) return
}
