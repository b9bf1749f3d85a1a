import type { IssueCondition, TextPattern } from '../ports/issue-condition.js'
import type { Id } from '../ports/model.js'
import type { SearchNode, SearchTime, SearchValue } from '../search/types.js'
import { fitsVersion } from './release-order.js'
import { type Asked, peopleFor, projectsNamed, shortIdCondition } from './search-names.js'
import { isCondition } from './search-states.js'
import { ALWAYS, not, tag, words } from './search-terms.js'
import { hasCondition, textConditions, UNHANDLED } from './search-texts.js'

/** Who asks, where and when. */
export interface Searcher {
  readonly organizationId: Id
  readonly userId: Id
  readonly now: Date
}

type Field = Extract<SearchNode, { kind: 'field' }>

/** What a search means for issues, names looked up. Whom or what nobody knows is nothing that could match. */
export async function searchCondition(context: Asked, searcher: Searcher, node: SearchNode): Promise<IssueCondition> {
  switch (node.kind) {
    case 'all':
    case 'any': {
      const of: IssueCondition[] = []
      for (const part of node.nodes) of.push(await searchCondition(context, searcher, part))
      return { kind: node.kind, of }
    }
    case 'not':
      return { kind: 'not', of: await searchCondition(context, searcher, node.node) }
    case 'text':
      return words(node.pattern)
    case 'field':
      return anyOf(await fieldConditions(context, searcher, node))
  }
}

function anyOf(of: readonly IssueCondition[]): IssueCondition {
  const [only] = of
  return only !== undefined && of.length === 1 ? only : { kind: 'any', of }
}

/** Any of which must hold. */
async function fieldConditions(context: Asked, searcher: Searcher, node: Field): Promise<readonly IssueCondition[]> {
  const { field, key, values } = node
  const wordsOf = values.flatMap((value) => (value.kind === 'word' ? [value.word] : []))
  const patterns = values.flatMap((value) => (value.kind === 'pattern' ? [value.pattern] : []))
  switch (field) {
    case 'is':
      return wordsOf.map((word) => isCondition(word, searcher.now))
    case 'has':
      return wordsOf.map(hasCondition)
    case 'level':
    case 'priority':
      return [{ kind: 'one', field, in: wordsOf }]
    case 'event.type':
      return [{ kind: 'one', field: 'type', in: wordsOf }]
    case 'issue.category':
      return [ALWAYS]
    case 'error.handled':
    case 'error.unhandled':
      return wordsOf.map((word) => ((word === 'true') === (field === 'error.unhandled') ? UNHANDLED : not(UNHANDLED)))
    case 'first_seen':
    case 'last_seen':
      return values.flatMap((value) => timeCondition(field, value, searcher.now))
    case 'times_seen':
    case 'users':
      return values.flatMap((value) =>
        value.kind === 'range'
          ? [{ kind: 'number', field: field === 'users' ? 'userCount' : 'count', from: value.from, to: value.to }]
          : [],
      )
    case 'assigned':
    case 'assigned_or_suggested': {
      const { users, teams, isNobody } = await peopleFor(context, searcher, wordsOf)
      return [{ kind: 'assignee', users, teams }, ...(isNobody ? [not({ kind: 'isAssigned' })] : [])]
    }
    case 'bookmarks':
    case 'subscribed': {
      const { users } = await peopleFor(context, searcher, wordsOf)
      return [{ kind: 'mark', mark: field === 'subscribed' ? 'isSubscribed' : 'isBookmarked', users }]
    }
    case 'project':
      return [{ kind: 'project', in: await projectsNamed(context, searcher.organizationId, patterns) }]
    case 'issue': {
      const found = patterns.map((pattern) => shortIdCondition(context, searcher.organizationId, pattern.join('*')))
      return (await Promise.all(found)).filter((one) => one !== null)
    }
    case 'release.version': {
      const versions = values.filter((value) => value.kind === 'version')
      const newer = versions.length === 0 ? [] : [tag('release', await releasesThat(context, searcher, versions))]
      return [...newer, ...(patterns.length === 0 ? [] : textConditions(field, key, patterns))]
    }
    case 'id':
      return eventConditions(context, searcher.organizationId, patterns)
    default:
      return textConditions(field, key, patterns)
  }
}

/** So many releases of an organization are compared with a version. */
const MOST_RELEASES = 5_000

async function releasesThat(
  { storage }: Asked,
  { organizationId }: Searcher,
  versions: readonly Extract<SearchValue, { kind: 'version' }>[],
): Promise<readonly TextPattern[]> {
  const query = { organizationId, projectIds: null, contains: '', limit: MOST_RELEASES }
  const releases = await storage.issues.tagValues({ ...query, key: 'release' })
  const fits = (release: string) => versions.some((version) => fitsVersion(release, version))
  return releases.filter(({ value }) => fits(value)).map(({ value }) => [value])
}

async function eventConditions(
  { storage }: Asked,
  organizationId: Id,
  patterns: readonly TextPattern[],
): Promise<readonly IssueCondition[]> {
  const ids: Id[] = []
  for (const pattern of patterns) {
    const id = await storage.events.issueOfEvent(organizationId, pattern.join('*').replaceAll('-', '').toLowerCase())
    if (id !== null) ids.push(id)
  }
  return [{ kind: 'id', in: ids }]
}

function timeCondition(field: 'first_seen' | 'last_seen', value: SearchValue, now: Date): readonly IssueCondition[] {
  if (value.kind !== 'period') return []
  const at = (time: SearchTime | null) =>
    time === null ? null : new Date('at' in time ? time.at : now.getTime() - time.ago)
  const column = field === 'first_seen' ? 'firstSeenAt' : 'lastSeenAt'
  return [{ kind: 'time', field: column, from: at(value.from), before: at(value.before) }]
}
