import { ApiError, type IssueDetailJson, type IssueListQuery, type IssueSortName } from '@mishap/core/client'
import { parseSearch } from '@mishap/core/format'
import { type MatchContext, matchesSearch } from './search-match.js'

type ContextOf = (issueId: string) => MatchContext

/** The issues that a list query asks for, in its order. Throws the server's 400 where the search cannot be read. */
export function findIssues(
  issues: readonly IssueDetailJson[],
  query: IssueListQuery,
  contextOf: ContextOf,
): readonly IssueDetailJson[] {
  const { root, faults } = parseSearch(query.query ?? '')
  const [fault] = faults
  if (fault !== undefined)
    throw new ApiError(400, `${fault.message} ${fault.remedy}`, { faults: faults.map((one) => ({ ...one })) })
  return issues
    .filter((issue) => isAsked(query.id, issue.id) && isAsked(query.project, issue.project.id))
    .filter((issue) => matchesSearch(issue, root, contextOf(issue.id)))
    .filter((issue) => {
      if (query.environment === undefined || query.environment.length === 0) return true
      const environments = contextOf(issue.id).tags.get('environment')
      return query.environment.some((name) => environments?.has(name))
    })
    .sort(order(query.sort ?? '-last_seen'))
}

function isAsked(wanted: readonly string[] | undefined, id: string): boolean {
  return wanted === undefined || wanted.length === 0 || wanted.includes(id) || wanted.includes('-1')
}

type Sort = NonNullable<IssueListQuery['sort']>

function order(sort: Sort) {
  const name = sort.replace('-', '') as IssueSortName
  const direction = sort.startsWith('-') ? -1 : 1
  return (a: IssueDetailJson, b: IssueDetailJson) => direction * (rank[name](a) - rank[name](b))
}

const rank = {
  last_seen: (issue: IssueDetailJson) => Date.parse(issue.lastSeen),
  first_seen: (issue: IssueDetailJson) => Date.parse(issue.firstSeen),
  count: (issue: IssueDetailJson) => Number(issue.count),
  users: (issue: IssueDetailJson) => issue.userCount,
  priority: (issue: IssueDetailJson) => ['low', 'medium', 'high'].indexOf(issue.priority),
  trend: trendOf,
}

/** The last day that a fixture brings along against the mean of those before. */
function trendOf({ stats }: IssueDetailJson): number {
  const counts = (stats['14d'] ?? []).map(([, count]) => count)
  const before = counts.slice(0, -1)
  const usual = before.reduce((sum, count) => sum + count, 0) / Math.max(1, before.length)
  return ((counts.at(-1) ?? 0) + 5) / (usual + 5)
}
