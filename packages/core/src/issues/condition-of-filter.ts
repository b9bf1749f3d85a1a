import type { IssueCondition } from '../ports/issue-condition.js'
import type { IssueFilter } from '../ports/issues.js'

/** What a filter asks of the issues of its organization, as one condition. */
export function conditionOfFilter(filter: IssueFilter): IssueCondition {
  const { projectIds, ids, statuses = [], levels = [], environments = [], tags = [], text = [] } = filter
  const of: IssueCondition[] = []
  if (projectIds !== null) of.push({ kind: 'project', in: projectIds })
  if (ids !== undefined) of.push({ kind: 'id', in: ids })
  if (statuses.length > 0) of.push({ kind: 'one', field: 'status', in: statuses })
  if (levels.length > 0) of.push({ kind: 'one', field: 'level', in: levels })
  if (filter.firstSeenFrom !== undefined)
    of.push({ kind: 'time', field: 'firstSeenAt', from: filter.firstSeenFrom, before: null })
  if (filter.firstSeenTo !== undefined) {
    const before = new Date(filter.firstSeenTo.getTime() + 1)
    of.push({ kind: 'time', field: 'firstSeenAt', from: null, before })
  }
  if (environments.length > 0) of.push({ kind: 'tag', key: 'environment', like: environments.map((name) => [name]) })
  for (const { key, value } of tags) of.push({ kind: 'tag', key, like: value === null ? null : [[value]] })
  for (const word of text) of.push({ kind: 'words', pieces: [word] })
  if (filter.where !== undefined) of.push(filter.where)
  return { kind: 'all', of }
}
