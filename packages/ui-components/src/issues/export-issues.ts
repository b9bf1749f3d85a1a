import type { IssueJson } from '@mishap/core/client'
import { toCsv, visibleText } from '@mishap/core/format'
import { nameOf } from './actor-mark.js'

export type ExportFormat = 'csv' | 'json' | 'md'

/** Of an issue what a sheet or a report needs; the same fields in every format. */
const FIELDS: readonly (readonly [name: string, of: (issue: IssueJson) => string | number | null])[] = [
  ['id', ({ shortId }) => shortId],
  ['title', ({ title }) => title],
  ['culprit', ({ culprit }) => culprit],
  ['level', ({ level }) => level],
  ['status', ({ status }) => status],
  ['substatus', ({ substatus }) => substatus],
  ['priority', ({ priority }) => priority],
  ['assignee', ({ assignedTo }) => (assignedTo === null ? null : nameOf(assignedTo))],
  ['project', ({ project }) => project.slug],
  ['events', ({ count }) => Number(count)],
  ['users', ({ userCount }) => userCount],
  ['first seen', ({ firstSeen }) => firstSeen],
  ['last seen', ({ lastSeen }) => lastSeen],
  ['first release', ({ firstRelease }) => firstRelease?.version ?? null],
  ['last release', ({ lastRelease }) => lastRelease?.version ?? null],
  ['link', ({ permalink }) => permalink],
]

export const EXPORT_TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv;charset=utf-8',
  json: 'application/json',
  md: 'text/markdown;charset=utf-8',
}

/** The issues as a file. What is in it comes from events: a sheet must not run it, a page must not follow it. */
export function exportIssues(issues: readonly IssueJson[], format: ExportFormat): string {
  const rows = issues.map((issue) => FIELDS.map(([, of]) => of(issue)))
  const names = FIELDS.map(([name]) => name)
  switch (format) {
    case 'csv':
      return toCsv([names, ...rows])
    case 'json':
      return `${JSON.stringify(
        rows.map((row) => Object.fromEntries(row.map((value, at) => [names[at]?.replace(' ', '_') ?? '', value]))),
        null,
        2,
      )}\n`
    case 'md':
      return [names, names.map(() => '---'), ...rows.map((row) => row.map(markdownCell))]
        .map((row) => `| ${row.join(' | ')} |\n`)
        .join('')
  }
}

/** Text for a cell of a table: nothing in it is a link, markup or the end of the cell. */
function markdownCell(value: string | number | null): string {
  if (value === null) return ''
  const text = visibleText(String(value)).replaceAll(/\s+/g, ' ').slice(0, 500)
  return /^https?:\/\/[\w.:/-]+$/.test(text) ? text : text.replaceAll(/[\\`*_{}[\]()#+!|<>~&]/g, '\\$&')
}
