import type { Context } from '../../context.js'
import { AppError } from '../../errors.js'
import { searchCondition } from '../../issues/search-condition.js'
import type { IssueCondition } from '../../ports/issue-condition.js'
import type { Id } from '../../ports/model.js'
import type { Pair } from './pair.js'
import { readRuleQuery } from './query.js'

/** Of nobody: a search of a rule names people, if any. */
const NOBODY = '0'

/** Those whose issue answers to the search of their rule now. Each search is asked once, of all its issues. */
export async function answering<P extends Pair>(
  storage: Context['storage'],
  pairs: readonly P[],
  now: Date,
): Promise<readonly P[]> {
  const [free, bound] = [pairs.filter(({ rule }) => rule.query === ''), pairs.filter(({ rule }) => rule.query !== '')]
  const found: P[] = [...free]
  for (const together of groupsOf(bound, ({ rule, issue }) => `${issue.organizationId} ${rule.query}`)) {
    const [{ rule, issue }] = together
    const where = await conditionOf(storage, issue.organizationId, rule.query, now)
    if (where === null) continue
    const ids = [...new Set(together.map(({ issueId }) => issueId))]
    const matching = new Set(await storage.firing.matching(issue.organizationId, ids, where))
    found.push(...together.filter(({ issueId }) => matching.has(issueId)))
  }
  return found
}

/** Null where nothing answers to it: it was read when it was saved, and would be refused today. */
export async function conditionOf(
  storage: Context['storage'],
  organizationId: Id,
  query: string,
  now: Date,
): Promise<IssueCondition | null> {
  try {
    const { root } = readRuleQuery(query)
    return await searchCondition({ storage }, { organizationId, userId: NOBODY, now }, root)
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid_input') return null
    throw error
  }
}

/** None of them is empty. */
export function groupsOf<T>(items: readonly T[], nameOf: (item: T) => string): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>()
  for (const item of items) {
    const group = groups.get(nameOf(item))
    if (group === undefined) groups.set(nameOf(item), [item])
    else group.push(item)
  }
  return [...groups.values()]
}
