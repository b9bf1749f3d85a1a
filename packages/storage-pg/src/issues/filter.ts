import { conditionOfFilter, type IssueFilter } from '@mishap/core'
import { notOfDeletedProject } from '../deletion.js'
import { isId } from '../ids.js'
import { conditionSql } from './condition.js'

/** The condition of a filter over the table `issues` as `i`, with the values that it binds from `$1` on. */
export interface Condition {
  readonly where: string
  readonly values: readonly unknown[]
}

/** Null when nothing can match. */
export function conditionOf(s: string, filter: IssueFilter): Condition | null {
  if (!isId(filter.organizationId)) return null
  const values: unknown[] = []
  const bind = (value: unknown) => `$${values.push(value)}`
  const organization = bind(filter.organizationId)
  const asked = conditionSql(s, conditionOfFilter(filter), bind)
  if (asked === 'false') return null
  const conditions = [
    `i.organization_id = ${organization}`,
    'i.merged_into is null',
    notOfDeletedProject(s, 'i.project_id', organization),
    asked,
  ]
  return { where: conditions.join('\n and '), values }
}
