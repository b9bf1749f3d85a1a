import type { IssueFilter } from '@mishap/core'
import { notOfDeletedProject } from '../deletion.js'
import { idsIn, isId, isStorableName } from '../ids.js'

/** The condition of a filter over the table `issues` as `i`, with the values that it binds from `$1` on. */
export interface Condition {
  readonly where: string
  readonly values: readonly unknown[]
}

/** Null when nothing can match. */
export function conditionOf(s: string, filter: IssueFilter): Condition | null {
  const { projectIds, ids, statuses = [], levels = [], environments = [], tags = [], text = [] } = filter
  if (!isId(filter.organizationId)) return null
  const values: unknown[] = []
  const bind = (value: unknown) => `$${values.push(value)}`
  const organization = bind(filter.organizationId)
  const conditions = [
    `i.organization_id = ${organization}`,
    'i.merged_into is null',
    notOfDeletedProject(s, 'i.project_id', organization),
  ]

  for (const [column, wanted] of [
    ['project_id', projectIds],
    ['id', ids],
  ] as const) {
    if (wanted === null || wanted === undefined) continue
    const known = idsIn(wanted)
    if (known.length === 0) return null
    conditions.push(`i.${column} = ${known.length === 1 ? bind(known[0]) : `any(${bind(known)}::bigint[])`}`)
  }
  if (statuses.length > 0) conditions.push(`i.status = any(${bind(statuses)})`)
  if (levels.length > 0) conditions.push(`i.level = any(${bind(levels)})`)
  if (filter.firstSeenFrom !== undefined) conditions.push(`i.first_seen_at >= ${bind(filter.firstSeenFrom)}`)
  if (filter.firstSeenTo !== undefined) conditions.push(`i.first_seen_at <= ${bind(filter.firstSeenTo)}`)

  // Indexes: issue_tags_pkey from the issue, issue_tags_by_value from the tag; the planner knows which is rarer.
  const hasTag = (key: string, value: string) =>
    `exists (
       select from ${s}.issue_tags t
       where t.organization_id = i.organization_id and t.issue_id = i.id and t.key = ${key} ${value}
     )`
  if (environments.length > 0) {
    const names = environments.filter(isStorableName)
    conditions.push(hasTag(bind('environment'), `and t.value = any(${bind(names)})`))
  }
  for (const { key, value } of tags) {
    if (!isStorableName(key) || (value !== null && !isStorableName(value))) return null
    conditions.push(hasTag(bind(key), value === null ? '' : `and t.value = ${bind(value)}`))
  }
  // Index: issue_search_pkey, by the organization or by the issue; the text itself is looked through.
  if (text.length > 0) {
    if (!text.every(isStorableName)) return null
    const words = text.map((word) => `x.text like ${bind(containing(word))}`)
    conditions.push(`exists (
       select from ${s}.issue_search x
       where x.organization_id = i.organization_id and x.issue_id = i.id and ${words.join(' and ')}
     )`)
  }
  return { where: conditions.join('\n and '), values }
}

function containing(word: string): string {
  return `%${word.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
}
