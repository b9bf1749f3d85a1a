import type { Context } from '../context.js'
import { tellChanged } from '../issues/change.js'
import { parseShortId } from '../issues/short-id.js'
import type { Author, StatusRequest } from '../ports/issue-state.js'
import type { IssueFilter } from '../ports/issues.js'
import type { Id } from '../ports/model.js'

const KEYWORD = /^(?:fix|fixes|fixed|close|closes|closed|resolve|resolves|resolved)$/i
const JOINED = /^(?:and|or|&|\+|#)$/i
/** Of a message. */
const MOST = 20
const LONGEST = 20_000

/** Short ids of the issues that a commit says it fixes: `Fixes WEB-1A, WEB-2 and API-3`. */
export function fixedBy(message: string): readonly string[] {
  const found: string[] = []
  let isNamed = false
  for (const word of message.slice(0, LONGEST).split(/[\s,;:()[\]]+/)) {
    const bare = word.replace(/[.!?]{1,3}$/, '').replace(/^#/, '')
    if (KEYWORD.test(bare)) isNamed = true
    else if (isNamed && parseShortId(bare) !== null) found.push(bare.toUpperCase())
    else if (bare !== '' && !JOINED.test(bare)) isNamed = false
    if (found.length === MOST) break
  }
  return [...new Set(found)]
}

interface FixingCommit {
  readonly id: string
  readonly message: string
}

/**
 * Resolves what commits say that they fix, each as the request says, where it is one of the filter's. Tells open pages. Answers the ids that changed.
 */
export async function resolveFixed<C extends FixingCommit>(
  context: Context,
  { organizationId, projectIds, statuses }: Pick<IssueFilter, 'organizationId' | 'projectIds' | 'statuses'>,
  commits: readonly C[],
  how: { readonly author: Author; readonly requestFor: (commit: C) => StatusRequest },
): Promise<readonly Id[]> {
  const changed: Id[] = []
  const seen = new Set<string>()
  for (const commit of commits)
    for (const shortId of fixedBy(commit.message)) {
      if (seen.has(shortId)) continue
      seen.add(shortId)
      const found = await filterOf(context, organizationId, projectIds, shortId)
      if (found === null) continue
      const filter = { ...found, ...(statuses === undefined ? {} : { statuses }) }
      const ids = await context.storage.issues.setStatus(filter, how.requestFor(commit), how.author)
      await tellChanged(context, filter, ids)
      changed.push(...ids)
    }
  return changed
}

async function filterOf(
  { storage }: Context,
  organizationId: Id,
  projectIds: readonly Id[] | null,
  shortId: string,
): Promise<IssueFilter | null> {
  const parsed = parseShortId(shortId)
  const project = parsed === null ? null : await storage.projects.getBySlug(organizationId, parsed.projectSlug)
  if (parsed === null || project === null || projectIds?.includes(project.id) === false) return null
  const where = { kind: 'shortId', projectId: project.id, number: parsed.number } as const
  return { organizationId, projectIds: [project.id], where }
}
