import { AppError } from '../../errors.js'
import { type IssueSelection, type Selected, selectIssues } from '../../issues/select.js'
import { userOf } from '../../orgs/access.js'
import type { IssueSort } from '../../ports/issues.js'
import type { Id, IssueStatus } from '../../ports/model.js'
import { oneOf, optional, readQuery } from '../input.js'
import { parseTime } from '../time.js'
import type { Call } from '../types.js'

/** `muted` is what sentry-cli calls ignored. */
const STATUS_WORDS: Readonly<Record<string, IssueStatus>> = {
  unresolved: 'unresolved',
  resolved: 'resolved',
  ignored: 'ignored',
  muted: 'ignored',
}

const statusField = oneOf('unresolved', 'resolved', 'ignored', 'muted')

const SORTS: Readonly<Record<string, IssueSort>> = {
  last_seen: 'last_seen',
  first_seen: 'first_seen',
  count: 'count',
  users: 'users',
  priority: 'priority',
  trend: 'trend',
}

/** Sentry's words; the newest or most first. */
const SENTRY_SORTS: Readonly<Record<string, IssueSort>> = {
  date: 'last_seen',
  new: 'first_seen',
  freq: 'count',
  user: 'users',
  trends: 'trend',
}

/** The issues that the query string of a list or a bulk change means. `projectId` is that of a project's own list. */
export async function selectFrom(call: Call, organizationId: Id, projectId: Id | null): Promise<Selected> {
  const { query, context } = call
  const now = context.clock.now()
  const time = (name: string) => {
    const value = query.get(name)
    return value === null || value === '' ? undefined : parseTime(value, now, name)
  }
  const [from, to] = [time('start'), time('end')]
  const status = readQuery(query, 'status', optional(statusField))
  const selection: IssueSelection = {
    organizationId,
    projectIds: projectsFrom(query, projectId),
    environments: given(query, 'environment'),
    query: query.get('query') ?? '',
    userId: userOf(call.actor).id,
    ...(query.has('id') ? { ids: given(query, 'id') } : {}),
    ...(status === undefined ? {} : { status: STATUS_WORDS[status] ?? 'ignored' }),
    ...(from === undefined ? {} : { firstSeenFrom: from }),
    ...(to === undefined ? {} : { firstSeenTo: to }),
  }
  return selectIssues(context, selection)
}

/** `-last_seen` unless asked otherwise; a leading dash is descending. */
export function sortFrom(query: URLSearchParams): { readonly sort: IssueSort; readonly ascending: boolean } {
  const text = query.get('sort') || '-last_seen'
  const named = SENTRY_SORTS[text]
  if (named !== undefined) return { sort: named, ascending: false }
  const ascending = !text.startsWith('-')
  const sort = SORTS[ascending ? text : text.slice(1)]
  if (sort !== undefined) return { sort, ascending }
  const msg = `Wanted one of ${Object.keys(SORTS).join(', ')}, with or without a leading dash`
  throw new AppError('invalid_input', `sort: ${msg}`, { fields: [{ type: 'enum', loc: ['query', 'sort'], msg }] })
}

/** Whether a bulk change names anything at all; an empty `query=` counts, for it is how a page says "everything". */
export function namesIssues(query: URLSearchParams): boolean {
  return ['id', 'project', 'environment', 'query', 'status', 'start', 'end'].some((name) => query.has(name))
}

// -1 stands for every project.
function projectsFrom(query: URLSearchParams, own: Id | null): readonly Id[] | null {
  if (own !== null) return [own]
  return !query.has('project') || query.getAll('project').includes('-1') ? null : given(query, 'project')
}

// What is given and empty stays, and matches nothing: a script that lost its variable must not mean every issue.
function given(query: URLSearchParams, name: string): readonly string[] {
  const values = query.getAll(name)
  if (!values.some((value) => value.includes('\0'))) return values
  const msg = 'Wanted a text without NUL characters'
  throw new AppError('invalid_input', `${name}: ${msg}`, {
    fields: [{ type: 'string_type', loc: ['query', name], msg }],
  })
}
