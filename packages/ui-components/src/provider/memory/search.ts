import type { IssueDetailJson, IssueListQuery, IssueSortName } from '@mishap/core/client'

interface Search {
  readonly clauses: readonly { readonly key: string; readonly value: string }[]
  /** Lower case. */
  readonly text: string
}

type TagsOf = (issueId: string) => ReadonlyMap<string, ReadonlySet<string>>

/** The issues that a list query asks for, in its order. `tagsOf` answers from the events of an issue. */
export function findIssues(
  issues: readonly IssueDetailJson[],
  query: IssueListQuery,
  tagsOf: TagsOf,
): readonly IssueDetailJson[] {
  const search = parseSearch(query.query ?? '')
  return issues
    .filter((issue) => isAsked(query.id, issue.id) && isAsked(query.project, issue.project.id))
    .filter((issue) => matches(issue, search, tagsOf(issue.id)))
    .filter((issue) => {
      if (query.environment === undefined || query.environment.length === 0) return true
      const environments = tagsOf(issue.id).get('environment')
      return query.environment.some((name) => environments?.has(name))
    })
    .sort(order(query.sort ?? '-last_seen'))
}

function parseSearch(query: string): Search {
  const words = query.match(/[^\s":]+:"[^"]*"|"[^"]*"|\S+/g) ?? []
  const isClause = (word: string) => /^[\w.-]+:./.test(word)
  return {
    clauses: words.filter(isClause).map((word) => {
      const colon = word.indexOf(':')
      return { key: word.slice(0, colon), value: unquote(word.slice(colon + 1)) }
    }),
    text: words
      .filter((word) => !isClause(word))
      .map(unquote)
      .join(' ')
      .toLowerCase(),
  }
}

const unquote = (word: string) => word.replaceAll('"', '')

function matches(issue: IssueDetailJson, search: Search, tags: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const everyClause = search.clauses.every(({ key, value }) => {
    if (key === 'is') return issue.status === value
    if (key === 'level') return issue.level === value
    if (key === 'has') return tags.has(value)
    return tags.get(key)?.has(value) === true
  })
  if (!everyClause) return false
  const haystack = `${issue.title} ${issue.culprit} ${issue.shortId}`.toLowerCase()
  return search.text.split(' ').every((word) => haystack.includes(word.replaceAll('*', '')))
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
