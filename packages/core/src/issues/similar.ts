import type { Context } from '../context.js'
import { documentOf } from '../events/payload.js'
import type { IssueFilter } from '../ports/issues.js'
import type { Id, Issue } from '../ports/model.js'
import type { NormalizedEvent } from '../protocol/event.js'
import { type Likeness, likenessOf, traitsOf } from './likeness.js'

export interface SimilarIssue extends Likeness {
  readonly issue: Issue
}

/** Of each way to find candidates. */
const MOST_CANDIDATES = 100
/** Of which the newest event is read. */
const MOST_READ = 20
const MOST_SHOWN = 10
const LEAST_SCORE = 0.35

/**
 * Issues of the same project that may have the same cause, the most similar first. Compared are the issues seen last and
 * those that free text finds by type or place, the most promising of them by their newest events as well.
 */
export async function findSimilar(context: Context, issue: Issue): Promise<readonly SimilarIssue[]> {
  const candidates = await findCandidates(context, issue)
  const own = traitsOf(issue, null)
  const promising = candidates
    .map((other) => ({ other, ...likenessOf(own, traitsOf(other, null)) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_READ)
  const [event, ...events] = await Promise.all(
    [issue, ...promising.map(({ other }) => other)].map((one) => newestOf(context, one)),
  )
  const whole = traitsOf(issue, event ?? null)
  return promising
    .map(({ other }, at) => ({ issue: other, ...likenessOf(whole, traitsOf(other, events[at] ?? null)) }))
    .filter(({ score, why }) => score >= LEAST_SCORE && why !== '')
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_SHOWN)
}

async function findCandidates({ storage }: Context, issue: Issue): Promise<readonly Issue[]> {
  const { type, filename, function: name } = issue.metadata
  const scope: IssueFilter = { organizationId: issue.organizationId, projectIds: [issue.projectId] }
  const texts = [type, name ?? filename].filter((text) => text !== undefined && text.length > 2)
  const filters = [scope, ...texts.map((text): IssueFilter => ({ ...scope, text: [text ?? ''] }))]
  const order = { sort: 'last_seen', ascending: false } as const
  const pages = await Promise.all(
    filters.map((filter) => storage.issues.list(filter, order, { limit: MOST_CANDIDATES, cursor: null })),
  )
  const byId = new Map<Id, Issue>(pages.flatMap(({ items }) => items).map((one) => [one.id, one]))
  byId.delete(issue.id)
  return [...byId.values()]
}

async function newestOf({ storage }: Context, issue: Issue): Promise<NormalizedEvent | null> {
  const event = await storage.events.find(issue.organizationId, { issueId: issue.id }, 'latest')
  return event === null || event.payloadRemovedAt !== null ? null : documentOf(event)
}
