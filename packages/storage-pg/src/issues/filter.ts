import { conditionOfFilter, type Id, type IssueCondition, type IssueFilter } from '@mishap/core'
import { notOfDeletedProject } from '../deletion.js'
import { isId } from '../ids.js'
import { conditionSql } from './condition.js'

/** The condition of a filter over the table `issues` as `i`, with the values that it binds; `$1` is the organization. */
export interface Condition {
  readonly where: string
  readonly values: readonly unknown[]
}

/** Null when nothing can match. */
export function conditionOf(s: string, filter: IssueFilter): Condition | null {
  return conditionOfParts(s, filter.organizationId, [conditionOfFilter(filter)])
}

/** All of the parts, for issues of the organization. Null when nothing can match. */
export function conditionOfParts(s: string, organizationId: Id, of: readonly IssueCondition[]): Condition | null {
  if (!isId(organizationId)) return null
  const values: unknown[] = []
  const bind = (value: unknown) => `$${values.push(value)}`
  const organization = bind(organizationId)
  const asked = conditionSql({ s, organization, bind }, { kind: 'all', of })
  if (asked === 'false') return null
  const conditions = [
    `i.organization_id = ${organization}`,
    'i.merged_into is null',
    notOfDeletedProject(s, 'i.project_id', organization),
    asked,
  ]
  return { where: conditions.join('\n and '), values }
}
