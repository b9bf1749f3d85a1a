import type { MonitorCoverage, MonitorFilter } from '@mishap/core'
import { idsIn, isId } from '../ids.js'

/** Conditions on `m` that follow an `and`, with their values bound after those that there are. */
export function filterOf(
  { group, tag, status, maintained, query, projectId }: MonitorFilter,
  bound: readonly unknown[],
): { readonly where: string; readonly values: readonly unknown[] } {
  const values = [...bound]
  const bind = (value: unknown) => `$${values.push(value)}`
  const conditions: string[] = []
  if (group !== undefined) conditions.push(isIn(bind(clean(group))))
  if (tag !== undefined) conditions.push(`m.tags ? ${bind(clean(tag))}::text`)
  if (projectId !== undefined) conditions.push(`m.project_id = ${bind(isId(projectId) ? projectId : null)}::bigint`)
  if (query !== undefined && query !== '') {
    const sought = `lower(${bind(clean(query))}::text)`
    conditions.push(`(position(${sought} in lower(m.name)) > 0 or position(${sought} in lower(m.url)) > 0)`)
  }
  if (status === 'paused') conditions.push('m.is_paused')
  else if (status !== undefined) {
    const isMaintained = maintained === undefined ? 'false' : covered(maintained, bind)
    const isShown = status === 'maintenance' ? isMaintained : `not ${isMaintained} and m.status = ${bind(status)}`
    conditions.push(`not m.is_paused and ${isShown}`)
  }
  return { where: conditions.map((condition) => ` and ${condition}`).join(''), values }
}

function covered({ monitorIds, groups, tags }: MonitorCoverage, bind: (value: unknown) => string): string {
  return `(m.id = any(${bind(idsIn(monitorIds))}::bigint[])
    or exists (select from unnest(${bind(groups.map(clean))}::text[]) as g(name) where ${isIn('g.name')})
    or m.tags ?| ${bind(tags.map(clean))}::text[])`
}

/** With the groups below it; nothing is below no group. */
function isIn(group: string): string {
  return `(m.group_name = ${group} or (${group} <> '' and starts_with(m.group_name, ${group} || '/')))`
}

function clean(text: string): string {
  return text.replaceAll('\0', '')
}
